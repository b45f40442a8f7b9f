"""Names in text by the small character model in ``pipeline/models``: firms, bodies, persons, places, products."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime
from spacy.language import Language
from spacy.tokens import Doc

from newsextract.errors import ConfigError
from newsextract.layers import text_of
from newsextract.recognise.ner_paths import TagRules, mend_paths
from newsextract.records.marks import ENTITIES, SENTENCES, Entity, EntityLabel
from newsextract.resources import pipeline_file
from newsextract.values.sentences import split_sentences

MAX_SENTENCE = 200
"""Longer sentences are read in pieces: padding a batch to one of 10,000 characters would cost as much as a novel."""
BATCH_SENTENCES = 64
BATCH_CHARACTERS = 50_000
"""Documents are gathered up to this size, so that sentences of like length can share a batch."""

_UNKNOWN, _FIRST = 1, 2  # rows of the embedding: 0 pads, 1 is any unknown character, the alphabet begins at 2

_RUNTIME_ERRORS = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
)
"""What the runtime raises on a file that it cannot use: its exceptions have no other base than Exception."""

Rows = NDArray[np.int32]


class Piece(NamedTuple):
    """A sentence, or a part of one, of one of the gathered documents."""

    doc: int
    start: int
    end: int


class Span(NamedTuple):
    """A name within a piece."""

    start: int
    end: int
    label: EntityLabel
    score: float


class CharacterModel:
    """The network with its alphabet and tags, all from one ONNX file."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # workers are processes; threads would only take their cores from each other
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            facts: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
            self._rows = _rows_of(facts["characters"])
            self._pairs = int(facts["pairs"])
            self.tags = TagRules(tuple(str(tag) for tag in json.loads(facts["tags"])))
        except (KeyError, ValueError, *_RUNTIME_ERRORS) as error:
            raise ConfigError(f"{path}: not a model of names that can be used: {error}") from error

    def encode(self, text: str) -> Rows:
        """Return the row of the embedding of each character of ``text``."""
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        return self._rows[np.where(codes < len(self._rows), codes, 0)]

    def find(self, pieces: list[Rows]) -> list[list[Span]]:
        """Return the names of each piece; pieces should be of like length."""
        lengths = np.array([len(piece) for piece in pieces])
        rows = np.zeros((len(pieces), int(lengths.max())), dtype=np.int32)
        for number, piece in enumerate(pieces):
            rows[number, : len(piece)] = piece
        feeds = dict(zip(("before", "after"), self._pair(rows), strict=True), characters=rows)
        scores, best = self._session.run(["scores", "best"], feeds)
        inside = np.arange(rows.shape[1]) < lengths[:, None]
        best = mend_paths(np.where(inside, best, self.tags.outside), scores, inside, self.tags)
        return self._spans(best, scores)

    def _pair(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the hashed pair that ends, and that begins at each character, as training made them."""
        padded = np.pad(rows.astype(np.int64), ((0, 0), (1, 1)))
        pairs = ((padded[:, :-1] * 8191 + padded[:, 1:] * 31) % self._pairs).astype(np.int32)
        return pairs[:, :-1], pairs[:, 1:]

    def _spans(self, best: NDArray[np.int64], scores: NDArray[np.float32]) -> list[list[Span]]:
        found: list[list[Span]] = [[] for _ in best]
        sentences, starts = np.nonzero(self.tags.begins[best])
        _, ends = np.nonzero(self.tags.ends[best])  # a valid path opens and closes names in turn
        chances = np.take_along_axis(scores, best[:, :, None], axis=2)[:, :, 0]
        for sentence, start, end in zip(sentences.tolist(), starts.tolist(), ends.tolist(), strict=True):
            label = cast("EntityLabel", self.tags.labels[best[sentence, start]])
            score = float(np.exp(chances[sentence, start : end + 1].mean()))
            found[sentence].append(Span(start, end + 1, label, score))
        return found


def _rows_of(characters: str) -> Rows:
    rows = np.full(0x10000, _UNKNOWN, dtype=np.int32)
    rows[[ord(c) for c in characters]] = np.arange(_FIRST, len(characters) + _FIRST)
    return rows


@cache
def load_model(path: Path) -> CharacterModel:
    """Return the model in ``path``; each process loads it once.

    Raises:
        ConfigError: the file is not such a model.
    """
    return CharacterModel(path)


class EntityFinder:
    """Write the layer ``entities``: what the model takes for a name, with exact characters."""

    def __init__(self, model: CharacterModel) -> None:
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Write the names of one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Write the names of many documents: sentences of like length from several of them are read together."""
        gathered: list[Doc] = []
        size = 0
        for doc in stream:
            gathered.append(doc)
            size += len(text_of(doc))
            if len(gathered) >= batch_size or size >= BATCH_CHARACTERS:
                yield from self._find(gathered)
                gathered, size = [], 0
        yield from self._find(gathered)

    def _find(self, docs: list[Doc]) -> list[Doc]:
        texts = [text_of(doc) for doc in docs]
        codes = [self._model.encode(text) for text in texts]
        pieces = [piece for number, doc in enumerate(docs) for piece in _pieces(number, doc, texts[number])]
        pieces.sort(key=lambda piece: (piece.end - piece.start, piece))
        found: list[list[Entity]] = [[] for _ in docs]
        for first in range(0, len(pieces), BATCH_SENTENCES):
            batch = pieces[first : first + BATCH_SENTENCES]
            names = self._model.find([codes[piece.doc][piece.start : piece.end] for piece in batch])
            for piece, spans in zip(batch, names, strict=True):
                found[piece.doc] += [
                    Entity(piece.start + span.start, piece.start + span.end, span.label, span.score) for span in spans
                ]
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
