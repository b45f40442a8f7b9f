"""The linking model in ``pipeline/models``: a text and what the rules found there in, what it makes of them out."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from newsextract.assemble.link_figures import FigureWindows, Floats
from newsextract.assemble.link_sentences import SentenceInputs
from newsextract.assemble.link_text import Block, LinkText, Places
from newsextract.assemble.link_voices import VoiceWindows
from newsextract.onnx_model import OnnxModel
from newsextract.values.alphabet import Alphabet

_BEGINNINGS = 6
"""Places where an answer may begin that are tried: the likeliest."""
_IMPOSSIBLE = -1e9


_ONE = np.zeros(1, dtype=np.int64)
_NONE = np.zeros((1, 1), dtype=np.int32)
_IN = np.ones((1, 1), dtype=bool)
NO_FIGURES = FigureWindows(
    [],
    _ONE[None],
    _IN,
    np.zeros((1, 2), dtype=np.int64),
    _NONE,
    _NONE,
    _NONE,
    _ONE,
    _ONE,
    _ONE,
    np.zeros((1, 6), dtype=np.float32),
)
"""A window of one place, whose answer nobody asks for: the model always reads some, and judges some."""
_NO_SENTENCE = np.zeros((1, 2), dtype=np.int64)


class Answer(NamedTuple):
    """Where an answer stands in the text, how likely it is, and how likely that it is nowhere, as logarithms."""

    start: int
    end: int
    chance: float
    nowhere: float


class Reading(NamedTuple):
    """What the model says of a block."""

    figures: list[tuple[Answer, Answer, Answer]]
    """Of each figure: its indicator, subject and period."""
    judged: Floats
    """(sentences, types and one): the logarithm of the odds of each type, then how pressing it is to check the
    sentence, in points of the review priority."""
    heard: Floats
    """(1, characters, states): what the voices' windows are read from."""


LONGEST = (18, 26, 24, 18)
"""Characters of an indicator, a subject, a period and a speaker, at most."""
_PERIOD = 2


class LinkModel:
    """The two networks: one reads a text, judges its sentences and links its figures, one finds who is cited."""

    def __init__(self, path: Path, voices: Path) -> None:
        model = OnnxModel(path, "links")
        self._session = model.session
        self._voices = OnnxModel(voices, "voices").session
        try:
            self._alphabet = Alphabet.of(model.fact("characters"), int(model.fact("pairs")))
        except ValueError as error:
            raise model.unusable(error) from error
        self.told = {name: number for number, name in enumerate(model.fact("told").split())}
        """The columns of what the model is told of sentences, by name."""

    def read(self, text: LinkText, block: Block, figures: FigureWindows | None, sentences: SentenceInputs) -> Reading:
        """Return what a block's figures are of, and what its sentences claim."""
        asked = figures or NO_FIGURES
        rows = self._alphabet.encode(block.text(text.text))
        before, after = self._alphabet.pair(rows, np.array([0]), np.array([len(rows)]))
        feeds: dict[str, NDArray[np.generic]] = {
            "characters": rows[None],
            "before": before[None],
            "after": after[None],
            "flags": text.flags[block.places][None].astype(np.float32),
            **_window_feeds("figure", asked),
            "figure_spans": asked.spans,
            "kind": asked.kind,
            "rule": asked.rule,
            "change": asked.change,
            "told": asked.told,
            "sentence_spans": sentences.spans if sentences.numbers else _NO_SENTENCE,
            "sentence_told": sentences.told if sentences.numbers else np.zeros((1, len(self.told)), dtype=np.float32),
        }
        points, heard, judged = self._session.run(None, feeds)
        found = [
            likeliest(block, asked.places, points[..., 2 * n : 2 * n + 2], LONGEST[n], _barred(text, n))
            for n in range(3 if figures else 0)
        ]
        return Reading(list(zip(*found, strict=True)), judged[: len(sentences.numbers)], heard)

    def voices(self, text: LinkText, block: Block, heard: Floats, voices: VoiceWindows) -> list[Answer]:
        """Return who is cited in each of the windows."""
        (points,) = self._voices.run(None, {"heard": heard, **_window_feeds("voice", voices)})
        return likeliest(block, voices.places, points, LONGEST[3], text.free)


def _barred(text: LinkText, answer: int) -> Places:
    return text.inner if answer == _PERIOD else text.free


def _window_feeds(name: str, windows: FigureWindows | VoiceWindows) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}_places": windows.places,
        f"{name}_inside": windows.inside,
        f"{name}_far": windows.far,
        f"{name}_near": windows.near,
        f"{name}_marks": windows.marks,
    }


def likeliest(
    block: Block,
    places: Places,
    points: Floats,
    longest: int,
    barred: Places,
) -> list[Answer]:
    """Return the likeliest stretch of each window that is one piece of the text, before the next barred character.

    What ends a clause is barred, so that an answer keeps to one clause.

    Args:
        block: the part of the text that was read.
        places: (windows, places) the windows.
        points: (windows, places and one, 2) the logarithm of the chance to begin and to end there, or nowhere at last.
        longest: characters of an answer, at most.
        barred: for each character of the text the next one, from itself on, that no answer may hold.
    """
    count, width = places.shape
    begins, ends = np.ascontiguousarray(points[..., 0]), points[..., 1]
    nowhere = begins[:, -1] + ends[:, -1]
    whole = block.places[places]
    few = min(_BEGINNINGS, width)
    tried = np.sort(np.argpartition(-begins[:, :-1], few - 1, axis=1)[:, :few], axis=1)
    rows = np.arange(count)[:, None]
    last = np.full((count, width + longest - 1), _IMPOSSIBLE, dtype=np.float32)
    last[:, :width] = ends[:, :-1]
    reached = np.full((count, width + longest - 1), -1, dtype=np.int64)
    reached[:, :width] = whole
    candidate = begins[rows, tried][..., None] + sliding_window_view(last, longest, axis=1)[rows, tried]
    at = sliding_window_view(reached, longest, axis=1)[rows, tried]
    first = whole[rows, tried]
    stretch = first[..., None] + np.arange(longest)
    fits = (at == stretch) & (stretch < barred[first][..., None])
    candidate = np.where(fits, candidate, _IMPOSSIBLE).reshape(count, -1)
    choice = candidate.argmax(axis=1)
    beginning, length = np.divmod(choice, longest)
    start = whole[rows[:, 0], tried[rows[:, 0], beginning]]
    chance = candidate[rows[:, 0], choice]
    nowhere = np.where(chance > _IMPOSSIBLE / 2, nowhere, 0.0)  # no stretch will do: then it is nowhere
    found = zip(start.tolist(), (start + length + 1).tolist(), chance.tolist(), nowhere.tolist(), strict=True)
    return [Answer(*answer) for answer in found]


@cache
def load_link_model(path: Path, voices: Path) -> LinkModel:
    """Return the model in the two files; each process loads it once.

    Raises:
        ConfigError: a file is not such a model.
    """
    return LinkModel(path, voices)
