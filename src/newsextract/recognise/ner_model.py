"""The small character model in ``pipeline/models``: sentences in, names with their chances out."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from newsextract.onnx_model import OnnxModel
from newsextract.recognise.ner_paths import Paths, Scores, TagRules, mend_paths
from newsextract.records.marks import EntityLabel
from newsextract.values.alphabet import Alphabet, Rows

BATCH_CHARACTERS = 1_024
"""Read at once: what the network makes of so many stays in a core's cache, and more at once would be slower."""


class Name(NamedTuple):
    """A name within one of the sentences."""

    sentence: int
    start: int
    end: int
    label: EntityLabel
    score: float


class CharacterModel:
    """The network with its alphabet and tags, all from one ONNX file."""

    def __init__(self, path: Path) -> None:
        model = OnnxModel(path, "names")
        self._session = model.session
        try:
            self._alphabet = Alphabet.of(model.fact("characters"), int(model.fact("pairs")))
            self._tags = TagRules(tuple(str(tag) for tag in json.loads(model.fact("tags"))))
        except ValueError as error:
            raise model.unusable(error) from error

    def encode(self, text: str) -> Rows:
        """Return the row of the embedding of each character of ``text``."""
        return self._alphabet.encode(text)

    def find(self, sentences: Sequence[Rows]) -> Iterator[Name]:
        """Yield the names of encoded sentences, in their order. None may be empty; the shortest come first.

        The sentences lie one behind the other in flat arrays, where those of one length are a table by themselves:
        the network reads such tables, so that nothing is padded and no sentence is read otherwise than alone.
        """
        if not sentences:
            return
        lengths = np.array([len(sentence) for sentence in sentences])
        ends = lengths.cumsum()
        starts = ends - lengths
        rows = np.concatenate(sentences)
        before, after = self._alphabet.pair(rows, starts, ends)
        scores = np.empty((len(rows), len(self._tags.labels)), dtype=np.float32)
        best = np.empty(len(rows), dtype=np.int64)
        for first, last, length in _tables(lengths, starts):
            table = slice(first, last)
            feeds = {"characters": rows, "before": before, "after": after}
            feeds = {name: values[table].reshape(-1, length) for name, values in feeds.items()}
            chances, tags = self._session.run(["scores", "best"], feeds)
            scores[table], best[table] = chances.reshape(last - first, -1), tags.ravel()
        best = mend_paths(best, scores, starts, ends, self._tags)
        yield from self._names(best, scores, starts, ends)

    def _names(self, best: Paths, scores: Scores, starts: Paths, ends: Paths) -> Iterator[Name]:
        """Yield the names of valid paths, which open and close them in turn."""
        begins, closes = np.flatnonzero(self._tags.begins[best]), np.flatnonzero(self._tags.ends[best]) + 1
        chances = np.append(scores[np.arange(len(best)), best], np.float32(0))
        sums = np.add.reduceat(chances, np.column_stack([begins, closes]).ravel())[::2] if len(begins) else chances[:0]
        means = np.exp(sums / (closes - begins).astype(np.float32))
        numbers = np.searchsorted(ends, begins, side="right")
        firsts = starts[numbers]
        found = (numbers, begins - firsts, closes - firsts, best[begins], means)
        for number, start, end, tag, score in zip(*(values.tolist() for values in found), strict=True):
            yield Name(number, start, end, cast("EntityLabel", self._tags.labels[tag]), score)


def _tables(lengths: Paths, starts: Paths) -> Iterator[tuple[int, int, int]]:
    """Yield (first character, last, length of each sentence) for runs of sentences that are equally long."""
    borders = [*np.flatnonzero(np.diff(lengths)) + 1, len(lengths)]
    number = 0
    for border in borders:
        length = int(lengths[number])
        step = max(1, BATCH_CHARACTERS // length)
        for first in range(number, border, step):
            last = min(first + step, border)
            yield int(starts[first]), int(starts[first]) + (last - first) * length, length
        number = border


@cache
def load_model(path: Path) -> CharacterModel:
    """Return the model in ``path``; each process loads it once.

    Raises:
        ConfigError: the file is not such a model.
    """
    return CharacterModel(path)
