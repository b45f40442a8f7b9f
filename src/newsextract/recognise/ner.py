"""Names in text by the small character model in ``pipeline/models``: organisations, persons, places, times."""

import json
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime
from spacy.language import Language
from spacy.tokens import Doc

from newsextract.errors import ConfigError
from newsextract.layers import text_of
from newsextract.records.marks import ENTITIES, SENTENCES, Entity, EntityLabel
from newsextract.resources import pipeline_file
from newsextract.values.sentences import split_sentences

MAX_SENTENCE = 200
"""Longer sentences are read in pieces: padding a batch to one of 10,000 characters would cost as much as a novel."""
BATCH_SENTENCES = 64
BATCH_CHARACTERS = 50_000
"""Documents are gathered up to this size, so that sentences of like length can share a batch."""

_RUNTIME_ERRORS = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
)
"""What the runtime raises on a file that it cannot use: its exceptions have no other base than Exception."""

Numbers = NDArray[np.int32]
Scores = NDArray[np.float32]


class Piece(NamedTuple):
    """A sentence, or a part of one, of one of the gathered documents."""

    doc: int
    start: int
    end: int


class CharacterModel:
    """The network with its alphabet, tags and transitions, all from one ONNX file."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # workers are processes; threads would only take their cores from each other
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            facts: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
            self._characters = facts["characters"]
            self.tags = tuple(str(tag) for tag in json.loads(facts["tags"]))
            self._transitions: Scores = np.array(json.loads(facts["transitions"]), dtype=np.float32)
        except (KeyError, ValueError, *_RUNTIME_ERRORS) as error:
            raise ConfigError(f"{path}: not a model of names that can be used: {error}") from error

    @cached_property
    def _numbers(self) -> Numbers:
        """Row of the embedding by code point; 0 is the row of unknown characters."""
        numbers = np.zeros(0x10000, dtype=np.int32)
        codes = [ord(c) for c in self._characters]
        numbers[codes] = np.arange(1, len(codes) + 1)
        return numbers

    def encode(self, text: str) -> Numbers:
        """Return the number of each character of ``text``."""
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        return self._numbers[np.where(codes < 0x10000, codes, 0)]

    def tag(self, pieces: list[Numbers]) -> list[Numbers]:
        """Return the number of the tag of each character of each piece; pieces should be of like length."""
        lengths = np.array([len(piece) for piece in pieces], dtype=np.int32)
        characters = np.zeros((int(lengths.max()), len(pieces)), dtype=np.int32)
        for column, piece in enumerate(pieces):
            characters[: len(piece), column] = piece
        scores: Scores = self._session.run(["scores"], {"characters": characters, "lengths": lengths})[0]
        best = best_paths(scores, lengths, self._transitions)
        return [best[:length, column] for column, length in enumerate(lengths)]


def best_paths(scores: Scores, lengths: Numbers, transitions: Scores) -> Numbers:
    """Return for each character the tag on the best path through its sentence (Viterbi, all sentences at once).

    Args:
        scores: (time, sentence, tag).
        lengths: of the sentences; what lies behind a sentence's end is left 0.
        transitions: (from, to), added to the scores.
    """
    time, batch, tags = scores.shape
    back = np.zeros((time, batch, tags), dtype=np.int16)
    into = np.ascontiguousarray(transitions.T)[None, :, :]  # the last axis is summed over: contiguous is 3 times faster
    path = scores[0]
    for step in range(1, time):
        ways = path[:, None, :] + into
        back[step] = ways.argmax(axis=2)
        extended = np.take_along_axis(ways, back[step, :, :, None].astype(np.int64), axis=2)[:, :, 0] + scores[step]
        path = np.where((lengths > step)[:, None], extended, path)
    return _trace_back(back, lengths, path.argmax(axis=1))


def _trace_back(back: NDArray[np.int16], lengths: Numbers, last: NDArray[np.intp]) -> Numbers:
    time, batch, _ = back.shape
    best = np.zeros((time, batch), dtype=np.int32)
    current = last
    columns = np.arange(batch)
    for step in range(time - 1, -1, -1):
        inside = lengths > step
        best[step] = np.where(inside, current, 0)
        current = np.where(inside, back[step, columns, current], current)
    return best


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
        kinds = [tag.partition("-") for tag in model.tags]
        self._labels: list[EntityLabel | None] = [None if kind in ("", "O") else kind for _, _, kind in kinds]  # type: ignore[misc]
        self._inside = np.array([part == "I" for part, _, _ in kinds])
        self._begins = np.array(
            [label is not None and part == "B" for label, (part, _, _) in zip(self._labels, kinds, strict=True)]
        )

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
            tagged = self._model.tag([codes[piece.doc][piece.start : piece.end] for piece in batch])
            for piece, tags in zip(batch, tagged, strict=True):
                found[piece.doc] += self._entities(piece.start, tags)
        for doc, entities in zip(docs, found, strict=True):
            ENTITIES.write(doc, entities)
        return docs

    def _entities(self, offset: int, tags: Numbers) -> Iterator[Entity]:
        outside = np.flatnonzero(~self._inside[tags])
        for start in np.flatnonzero(self._begins[tags]).tolist():
            later = np.searchsorted(outside, start, side="right")
            end = int(outside[later]) if later < len(outside) else len(tags)
            label = self._labels[tags[start]]
            if label is not None:
                yield Entity(offset + start, offset + end, label)


def _pieces(number: int, doc: Doc, text: str) -> Iterator[Piece]:
    sentences = SENTENCES.read(doc) if SENTENCES.written(doc) else split_sentences(text)
    for sentence in sentences:
        start = sentence.start
        while sentence.end - start > MAX_SENTENCE:
            comma = max(text.rfind(c, start + MAX_SENTENCE // 2, start + MAX_SENTENCE) for c in ",,、 ")
            cut = comma + 1 if comma >= 0 else start + MAX_SENTENCE
            yield Piece(number, start, cut)
            start = cut
        if sentence.end > start:
            yield Piece(number, start, sentence.end)


@Language.factory("newsextract_ner", assigns=["doc.spans"], default_config={"model": None})
def make_entity_finder(nlp: Language, name: str, model: str | None) -> EntityFinder:  # noqa: ARG001 - spaCy's protocol
    """Build the component ``newsextract_ner``; ``model`` is a path, or None for the model that is shipped."""
    return EntityFinder(load_model(Path(model) if model else pipeline_file("models", "ner.onnx")))
