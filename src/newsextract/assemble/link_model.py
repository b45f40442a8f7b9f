"""The linking model in ``pipeline/models``: a text and its windows in, where the answers stand out."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from newsextract.assemble.link_figures import MARKS as FIGURE_MARKS
from newsextract.assemble.link_figures import FigureWindows, Floats
from newsextract.assemble.link_text import Block, LinkText, Places
from newsextract.assemble.link_voices import MARKS as VOICE_MARKS
from newsextract.assemble.link_voices import VoiceWindows
from newsextract.onnx_model import OnnxModel
from newsextract.values.alphabet import Alphabet

_BEGINNINGS = 6
"""Places where an answer may begin that are tried: the likeliest."""
_IMPOSSIBLE = -1e9


_ONE = np.zeros(1, dtype=np.int64)
_IN = np.ones((1, 1), dtype=bool)
NO_FIGURES = FigureWindows(
    [],
    _ONE[None],
    _IN,
    np.zeros((1, 1, 5), dtype=np.int64),
    np.zeros((1, 1, len(FIGURE_MARKS)), dtype=np.float32),
    _ONE,
    _ONE,
    _ONE,
    np.zeros((1, 6), dtype=np.float32),
)
"""A window of one place, whose answer nobody asks for: the model always reads some."""
NO_VOICES = VoiceWindows(
    [], _ONE[None], _IN, np.zeros((1, 1, 3), dtype=np.int64), np.zeros((1, 1, len(VOICE_MARKS)), dtype=np.float32)
)


class Answer(NamedTuple):
    """Where an answer stands in the text, how likely it is, and how likely that it is nowhere, as logarithms."""

    start: int
    end: int
    chance: float
    nowhere: float


class Answers(NamedTuple):
    """What the model says of the windows of a block."""

    figures: list[tuple[Answer, Answer, Answer]]
    """Of each figure: its indicator, subject and period."""
    voices: list[Answer]
    """Of each attributed sentence: who is cited."""


LONGEST = (18, 26, 24, 18)
"""Characters of an indicator, a subject, a period and a speaker, at most."""
_PERIOD = 2


class LinkModel:
    """The network with its alphabet, from one ONNX file."""

    def __init__(self, path: Path) -> None:
        model = OnnxModel(path, "links")
        self._session = model.session
        try:
            self._alphabet = Alphabet.of(model.fact("characters"), int(model.fact("pairs")))
        except ValueError as error:
            raise model.unusable(error) from error

    def answer(
        self, text: LinkText, block: Block, figures: FigureWindows | None, voices: VoiceWindows | None
    ) -> Answers:
        """Return where the answers to the windows of a block stand."""
        if figures is None and voices is None:
            return Answers([], [])
        asked = figures or NO_FIGURES
        rows = self._alphabet.encode(block.text(text.text))
        before, after = self._alphabet.pair(rows, np.array([0]), np.array([len(rows)]))
        feeds: dict[str, NDArray[np.generic]] = {
            "characters": rows[None],
            "before": before[None],
            "after": after[None],
            "flags": text.flags[block.places][None].astype(np.float32),
            **_window_feeds("figure", asked),
            "kind": asked.kind,
            "rule": asked.rule,
            "change": asked.change,
            "told": asked.told,
            **_window_feeds("voice", voices or NO_VOICES),
        }
        points, nowhere, heard, unheard = self._session.run(None, feeds)
        told: list[list[Answer]] = []
        said: list[Answer] = []
        if figures:
            for n in range(3):
                scores = points[..., 2 * n], points[..., 2 * n + 1], nowhere[:, n]
                told.append(
                    likeliest(
                        text, block, figures.places, scores, LONGEST[n], text.inner if n == _PERIOD else text.free
                    )
                )
        if voices:
            scores = heard[..., 0], heard[..., 1], unheard[:, 0]
            said = likeliest(text, block, voices.places, scores, LONGEST[3], text.free)
        return Answers([(one, two, three) for one, two, three in zip(*told, strict=True)], said)


def _window_feeds(name: str, windows: FigureWindows | VoiceWindows) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}_places": windows.places,
        f"{name}_inside": windows.inside,
        f"{name}_relations": windows.relations,
        f"{name}_marks": windows.marks,
    }


def _log_chances(scores: Floats, nowhere: Floats) -> Floats:
    both = np.concatenate([scores, nowhere[:, None]], axis=1).astype(np.float64)
    both -= both.max(axis=1, keepdims=True)
    chances: Floats = both - np.log(np.exp(both).sum(axis=1, keepdims=True))
    return chances


def likeliest(
    text: LinkText,
    block: Block,
    places: Places,
    scores: tuple[Floats, Floats, Floats],
    longest: int,
    allowed: NDArray[np.bool_],
) -> list[Answer]:
    """Return the likeliest stretch of each window that is one piece of one clause, of characters that are allowed.

    Args:
        text: the text.
        block: the part of it that was read.
        places: (windows, places) the windows.
        scores: (windows, places) of beginning and of ending there, (windows) of being nowhere.
        longest: characters of an answer, at most.
        allowed: for each character of the text, whether an answer may hold it.
    """
    begins, ends = (_log_chances(score, scores[2]) for score in scores[:2])
    nowhere = begins[:, -1] + ends[:, -1]
    whole = block.places[places]
    count = min(_BEGINNINGS, places.shape[1])
    tried = np.sort(np.argpartition(-begins[:, :-1], count - 1, axis=1)[:, :count], axis=1)
    rows = np.arange(len(places))[:, None]
    last = np.pad(ends[:, :-1], ((0, 0), (0, longest - 1)), constant_values=_IMPOSSIBLE)
    reached = np.pad(whole, ((0, 0), (0, longest - 1)), constant_values=-1)
    candidate = begins[rows, tried][..., None] + sliding_window_view(last, longest, axis=1)[rows, tried]
    at = sliding_window_view(reached, longest, axis=1)[rows, tried]
    first = whole[rows, tried][..., None]
    fits = (at - first == np.arange(longest)) & (text.clause[at] == text.clause[first])
    fits &= np.cumsum(~allowed[at], axis=-1) == 0
    candidate = np.where(fits, candidate, _IMPOSSIBLE).reshape(len(places), -1)
    choice = candidate.argmax(axis=1)
    beginning, length = np.divmod(choice, longest)
    start = whole[rows[:, 0], tried[rows[:, 0], beginning]]
    chance = candidate[rows[:, 0], choice]
    nowhere = np.where(chance > _IMPOSSIBLE / 2, nowhere, 0.0)  # no stretch will do: then it is nowhere
    found = zip(start.tolist(), (start + length + 1).tolist(), chance.tolist(), nowhere.tolist(), strict=True)
    return [Answer(*answer) for answer in found]


@cache
def load_link_model(path: Path) -> LinkModel:
    """Return the model in ``path``; each process loads it once.

    Raises:
        ConfigError: the file is not such a model.
    """
    return LinkModel(path)
