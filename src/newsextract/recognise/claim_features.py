"""Numbers that the review priority of a claim is computed from."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.records.fields import ClaimType, Modality
from newsextract.records.quantity import Quantity
from newsextract.rules.lexicon import read_lexicon

_PHYSICAL = frozenset(
    {"length", "area", "mass", "volume", "energy", "power", "speed", "temperature", "duration", "data"}
)
_TYPES: tuple[ClaimType, ...] = ("attributed", "superlative", "comparison", "event", "forecast", "statement")
_CONSEQUENCES = frozenset(
    {"acquisition", "funding", "listing", "litigation", "closure", "contract", "dividend", "passive"}
)
_LONGEST = 300
_LARGE_PERCENT = 50
_LONG = 120
_MANY_FIGURES = 4
_TRILLION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands and what other layers found in it."""

    start: int
    end: int
    position: float
    """0 for the article's first sentence, 1 for its last."""
    headline: bool
    figures: Sequence[Quantity]
    names_a_firm: bool
    spoken_by_party: bool
    event: str | None = None
    """The rule that found an event."""
    direct: bool = False
    """In quotation marks."""


@cache
def _words() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = read_lexicon("priority_words")
    automaton = AhoCorasick([row["word"] for row in rows], matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(row["feature"] for row in rows)


class FeatureFinder:
    """The words of one text that make a claim more or less pressing to check."""

    def __init__(self, text: str, headline: str = "", figures: Iterable[Quantity] = ()) -> None:
        self._text = text
        self._said = Counter(map(_figure_key, figures))
        self._headline = frozenset(_pairs(headline))
        automaton, features = _words()
        self._hits = [(start, features[number]) for number, start, _ in automaton.find_matches_as_indexes(text)]
        self._starts = [start for start, _ in self._hits]

    def _like_headline(self, setting: Setting) -> float:
        """Return the share of the headline's pairs of characters that the sentence repeats."""
        if setting.headline or not self._headline:
            return 0.0
        words = self._text[setting.start : min(setting.end, setting.start + _LONGEST)]
        return len(self._headline.intersection(_pairs(words))) / len(self._headline)

    def _repeated(self, setting: Setting) -> float:
        """Return the share of the sentence's figures that another sentence says as well."""
        if not setting.figures:
            return 0.0
        own = Counter(map(_figure_key, setting.figures))
        return sum(self._said[key] > count for key, count in own.items()) / len(own)

    def features(self, types: Sequence[ClaimType], modality: Modality, setting: Setting) -> dict[str, float]:
        """Return the features by name: flags are 0 or 1, counts are cut at a few, so that no feature runs away."""
        kinds = {figure.kind for figure in setting.figures}
        found: dict[str, float] = {
            **{name: name in types for name in _TYPES},
            "consequence": (setting.event or "").removeprefix("event.") in _CONSEQUENCES,
            "direct": setting.direct,
            "denied": modality == "denied",
            "planned": modality == "planned",
            "firm": setting.names_a_firm,
            "party": setting.spoken_by_party,
            "headline": setting.headline,
            "has_figure": bool(kinds),
            "money": "money" in kinds,
            "percent": "percent" in kinds,
            "physical": not kinds.isdisjoint(_PHYSICAL),
            "large_change": any(_is_large(figure) for figure in setting.figures),
        }
        numbers = {name: float(value) for name, value in found.items()}
        numbers["figures"] = min(len(setting.figures), _MANY_FIGURES) / _MANY_FIGURES
        numbers["magnitude"] = max(map(_magnitude, setting.figures), default=0.0)
        numbers["repeated"] = self._repeated(setting)
        numbers["headline_words"] = self._like_headline(setting)
        numbers["early"] = 1.0 - setting.position
        numbers["length"] = min(setting.end - setting.start, _LONG) / _LONG
        first, last = bisect_left(self._starts, setting.start), bisect_left(self._starts, setting.end)
        words = [feature for _, feature in self._hits[first:last]]
        numbers["graver"] = float(words.count("grave") > 1)
        return numbers | dict.fromkeys(words, 1.0)


def _pairs(words: str) -> set[str]:
    return {words[position : position + 2] for position in range(len(words) - 1)}


def _figure_key(figure: Quantity) -> tuple[object, ...]:
    return figure.value, figure.low, figure.high, figure.unit


def _magnitude(figure: Quantity) -> float:
    """Return how much money it is: 0 for one unit or none, 1 for a trillion."""
    amount = figure.value if figure.value is not None else figure.high
    if figure.kind != "money" or amount is None or amount < 1:
        return 0.0
    return min(math.log10(float(amount)) / _TRILLION_DIGITS, 1.0)


def _is_large(figure: Quantity) -> bool:
    return figure.kind == "percent" and figure.value is not None and abs(figure.value) >= _LARGE_PERCENT
