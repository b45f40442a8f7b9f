"""Names in text by the small character model in ``pipeline/models``: firms, bodies, persons, places, products."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import text_of
from newsextract.recognise.ner_model import CharacterModel, load_model
from newsextract.records.marks import ENTITIES, SENTENCES, Entity
from newsextract.resources import pipeline_file
from newsextract.values.sentences import split_sentences

MAX_SENTENCE = 200
"""Longer sentences are read in pieces, so that no batch grows without bound."""
GATHERED_CHARACTERS = 50_000
"""Documents are gathered up to this size, so that sentences of equal length can share a batch."""


class Piece(NamedTuple):
    """A sentence, or a part of one, of one of the gathered documents."""

    doc: int
    start: int
    end: int


class EntityFinder:
    """Write the layer ``entities``: what the model takes for a name, with exact characters."""

    def __init__(self, model: CharacterModel) -> None:
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Write the names of one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Write the names of many documents: sentences of equal length from several of them are read together."""
        gathered: list[Doc] = []
        size = 0
        for doc in stream:
            gathered.append(doc)
            size += len(text_of(doc))
            if len(gathered) >= batch_size or size >= GATHERED_CHARACTERS:
                yield from self._find(gathered)
                gathered, size = [], 0
        yield from self._find(gathered)

    def _find(self, docs: list[Doc]) -> list[Doc]:
        texts = [text_of(doc) for doc in docs]
        codes = [self._model.encode(text) for text in texts]
        pieces = [piece for number, doc in enumerate(docs) for piece in _pieces(number, doc, texts[number])]
        pieces.sort(key=lambda piece: piece.end - piece.start)
        found: list[list[Entity]] = [[] for _ in docs]
        for name in self._model.find([codes[piece.doc][piece.start : piece.end] for piece in pieces]):
            piece = pieces[name.sentence]
            found[piece.doc].append(Entity(piece.start + name.start, piece.start + name.end, name.label, name.score))
        for doc, entities in zip(docs, found, strict=True):
            ENTITIES.write(doc, entities)
        return docs


def _pieces(number: int, doc: Doc, text: str) -> Iterator[Piece]:
    sentences = SENTENCES.read(doc) if SENTENCES.written(doc) else split_sentences(text)
    for sentence in sentences:
        start = sentence.start
        while sentence.end - start > MAX_SENTENCE:
            comma = max(text.rfind(c, start + MAX_SENTENCE // 2, start + MAX_SENTENCE) for c in ",，、 ")
            cut = comma + 1 if comma >= 0 else start + MAX_SENTENCE
            yield Piece(number, start, cut)
            start = cut
        if sentence.end > start:
            yield Piece(number, start, sentence.end)


@Language.factory("newsextract_ner", assigns=["doc.spans"], default_config={"model": None})
def make_entity_finder(nlp: Language, name: str, model: str | None) -> EntityFinder:  # noqa: ARG001 - spaCy's protocol
    """Build the component ``newsextract_ner``; ``model`` is a path, or None for the model that is shipped."""
    return EntityFinder(load_model(Path(model) if model else pipeline_file("models", "ner.onnx")))
