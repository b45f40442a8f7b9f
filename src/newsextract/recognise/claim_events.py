"""Tell what has been done or announced from what is planned, named or described."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.lexicon import read_lexicon
from newsextract.rules.table import read_rules
from newsextract.values.sentences import headline_part

_CLAUSE = 64
"""Characters before a trigger in which a plan or negation governs it."""

_TIME_REACH = 60
"""A date that stands further before a trigger dates something else."""
_MARKET_REACH = 120
_AHEAD = 12
"""Characters after a trigger in which the talk may be told from."""
_AFTER = 32
"""Characters after a trigger that its result or amount stands in."""
_GUARD_CHARS = 8
"""The longest word in the lexicon's not_after column is shorter than this."""
_GENERAL = "move"
_PLANNABLE = frozenset({"event.decided", "event.reported"})
_MARKET_RULES = frozenset({"event.market_move", "event.market_drift", "event.share_moved"})
_FORMS: dict[str, Literal["done", "market", "act"]] = {"done": "done", "market": "market", "act": "act"}
_BRINGS_FORWARD = re.compile(r"将(?![会于在再从]|进一步|继续|大幅|陆续|逐步|同步|全面|适[度时])[一-龥A-Za-z\d]{2}")
_LATER = re.compile(r"[^,，。;:!?\n]{0,10}?[至到为给成了]")


class EventFound(NamedTuple):
    """A trigger that states an event."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of ``lexicons/events.tsv``."""

    word: str
    kind: str
    form: Literal["done", "market", "act"]
    not_after: str
    """A pattern of what may not stand before it, or -."""
    not_before: str
    """A pattern of what may not follow, or -."""

    def is_ruled_out(self, before: str, text: str, end: int) -> bool:
        """Say whether the trigger, behind the words ``before`` and up to ``end``, is part of something else."""
        if self.not_after != "-" and _pattern(f"(?:{self.not_after})$").search(before[-_GUARD_CHARS:]):
            return True
        return self.not_before != "-" and _pattern(f"(?:{self.not_before})").match(text, end) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)  # when it is first asked for: few triggers of the lexicon stand in one text


@cache
def event_triggers() -> tuple[Trigger, ...]:
    """Return the lexicon of event triggers, in the order of the file."""
    return tuple(
        Trigger(row["trigger"], row["kind"], _FORMS[row["form"]], row["not_after"], row["not_before"])
        for row in read_lexicon("events")
    )


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of ``rules/event_signs.toml``, by the last part of their id."""

    undone: re.Pattern[str]
    done_before: re.Pattern[str]
    done_after: re.Pattern[str]
    named: re.Pattern[str]
    market: re.Pattern[str]
    time: re.Pattern[str]
    drift: re.Pattern[str]
    scene: re.Pattern[str]


@cache
def _signs() -> _Signs:
    return _Signs(**{rule.id.removeprefix("sign."): rule.pattern for rule in read_rules("event_signs")})


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick([trigger.word for trigger in event_triggers()], matchkind=MatchKind.LeftmostLongest)


class EventFinder:
    """The triggers of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._signs = _signs()
        self._hits = _automaton().find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in self._hits]

    def first(self, start: int, end: int, *, headline: bool = False) -> EventFound | None:
        """Return the first trigger within [start, end) that states something done, or None.

        Words of no telling kind (宣布) count where there is no other.
        A headline tells news without dates or 了: there an act that is neither planned nor a noun has been done.
        """
        triggers = event_triggers()
        general = None
        for number, first, last in self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            trigger = triggers[number]
            floor = headline_part(self._text, start, first) if headline else start
            if (general and trigger.kind == _GENERAL) or not self._states(
                trigger, first, last, floor, headline=headline
            ):
                continue
            found = EventFound(first, last, trigger.kind)
            if found.kind != _GENERAL:
                return found
            general = found
        return general

    def rule_holds(self, name: str, first: int, last: int, floor: int) -> bool:
        """Say whether what a rule of ``claims.toml`` found in [first, last), in a sentence from ``floor``, is an event.

        A formal act may be planned, and a price may have moved over a year.
        """
        if name in _PLANNABLE:
            done = "了" in self._text[first:last]
            return done or self._signs.undone.search(self._text[max(floor, first - _CLAUSE) : first]) is None
        if name in _MARKET_RULES:
            return self._signs.drift.search(self._text[max(floor, first - _CLAUSE) : last]) is None
        return True

    def _states(self, trigger: Trigger, first: int, last: int, floor: int, *, headline: bool) -> bool:
        before = self._text[max(floor, first - _CLAUSE) : first]
        if trigger.is_ruled_out(before, self._text, last) or self._undone(before, last):
            return False
        if self._signs.scene.match(self._text[last : last + _AFTER]):
            return False
        if trigger.form == "market":
            return self._on_a_market(before, first, last, floor)
        if headline and not self._signs.named.match(self._text[last : last + _AFTER]):
            return True
        return trigger.form == "done" or self._done(before, first, last, floor)

    def _on_a_market(self, before: str, first: int, last: int, floor: int) -> bool:
        """Say whether a rise or fall is one of a price on a market, at a point in time."""
        if self._signs.drift.search(before) or self._signs.named.match(self._text[last : last + _AFTER]):
            return False
        return self._signs.market.search(self._text, max(floor, first - _MARKET_REACH), last + _AHEAD) is not None

    def _done(self, before: str, first: int, last: int, floor: int) -> bool:
        """Say whether the words around an act tell that it has been done."""
        after = self._text[last : last + _AFTER]
        if self._signs.done_after.match(after):
            return True
        if self._signs.named.match(after):
            return False
        if self._signs.done_before.search(before):
            return True
        return self._signs.time.search(self._text, max(floor, first - _TIME_REACH), first) is not None

    def _undone(self, before: str, last: int) -> bool:
        """Say whether a plan, a condition or a negation governs the trigger: 拟收购, but not 将价格下调至."""
        found = self._signs.undone.search(before)
        if found is None:
            return False
        takes_object = _BRINGS_FORWARD.match(before, found.start()) is not None
        return not (takes_object and _LATER.match(self._text, last - 1))
