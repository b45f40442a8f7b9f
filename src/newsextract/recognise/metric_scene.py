"""One sentence that holds figures, and what stands between its parts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, Protocol, TypeVar

from newsextract.records.marks import Piece, Sentence
from newsextract.records.quantity import Period, Quantity
from newsextract.rules.indicator_words import ChangeHit, Hit
from newsextract.rules.patterns import compile_pattern
from newsextract.rules.table import Rule, read_rules

_CLAUSE = compile_pattern(r"(?<!\d)[,，]|[,，](?!\d)|[:;!?。…\n]|——")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_COMPARED = re.compile(r"同比|环比|按[年季月]|较|相?比(?![例重率])|与|相")
MAX_GAP = 40
"""Characters: what is further away belongs to something else."""


@cache
def rule(name: str) -> Rule:
    """Return the rule ``metric.<name>`` of ``pipeline/rules/metrics.toml``."""
    return next(row for row in read_rules("metrics") if row.id == f"metric.{name}")


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...


S = TypeVar("S", bound=Spanned)


class Shelf(Generic[S]):
    """Marks that do not overlap, in reading order, found by position without walking over all of them."""

    def __init__(self, marks: Sequence[S]) -> None:
        self.marks = marks
        self._starts = [mark.start for mark in marks]

    def between(self, start: int, end: int) -> Sequence[S]:
        """Return the marks that lie wholly between two positions."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        while last > first and self.marks[last - 1].end > end:
            last -= 1
        return self.marks[first:last]

    def before(self, end: int, start: int) -> Iterator[S]:
        """Yield the marks that lie between ``start`` and ``end``, the nearest to ``end`` first."""
        number = bisect_left(self._starts, end)
        while number and self.marks[number - 1].start >= start:
            number -= 1
            if self.marks[number].end <= end:
                yield self.marks[number]

    def after(self, start: int, end: int) -> Iterator[S]:
        """Yield the marks that lie between ``start`` and ``end``, in reading order."""
        for number in range(bisect_left(self._starts, start), len(self.marks)):
            if self.marks[number].end > end:
                return
            yield self.marks[number]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its figures, in a text with its periods, indicators and words of change."""

    text: str
    """The whole text: offsets count from its start."""
    sentence: Sentence
    quantities: Sequence[Quantity]
    """Those of the sentence."""
    periods: Shelf[Period]
    hits: Shelf[Hit]
    changes: Shelf[ChangeHit]
    names: "Names"
    """Firms and their stand-ins."""
    entities: "Names"
    """These and every other name that the model found."""
    breaks: Sequence[int]
    """Where the clauses of the sentence begin, the first with it."""
    word_end: Callable[[int], int]
    """Where the word of a position ends, as far as the Doc knows: a hint, no more."""
    floors: list[int]
    """For each figure, where the one before it ends: what is further back belongs to that one."""

    def stretch(self, number: int) -> tuple[int, int]:
        """Return what belongs to a figure alone: from the figure before it to the figure after it."""
        last = number + 1 == len(self.quantities)
        return self.floors[number], self.sentence.end if last else self.quantities[number + 1].start

    def see_through(self, number: int) -> None:
        """Let the figure after this one look past it: 市值两日蒸发35亿, where 两日 only says when."""
        near = self.quantities[number].end - self.floors[number] <= 2 * MAX_GAP
        if near and number + 1 < len(self.floors):
            self.floors[number + 1] = self.floors[number]

    def clause_start(self, position: int) -> int:
        """Return where the clause of ``position`` begins."""
        return self.breaks[max(bisect_right(self.breaks, position) - 1, 0)]

    def clause_end(self, position: int) -> int:
        """Return where the clause of ``position`` ends: at its comma, or with the sentence."""
        number = bisect_right(self.breaks, position)
        return self.breaks[number] - 1 if number < len(self.breaks) else self.sentence.end

    def gap(self, start: int, end: int, *, names: bool = False) -> str | None:
        """Return what is between two parts but for brackets, periods and comparisons; None where they are far apart.

        With ``names`` they are left out as well: 持有甲公司300万股.
        """
        if end - start > MAX_GAP or end < start:
            return None
        skipped = [(mark.start, mark.end) for mark in self.periods.between(start, end)]
        skipped += [(mark.start, mark.end) for mark in self.changes.between(start, end)]
        skipped += self.entities.between(start, end) if names else []
        if not skipped:
            return _COMPARED.sub("", _BRACKETS.sub("", self.text[start:end]))
        pieces, at = [], start
        for skip_start, skip_end in sorted(skipped):
            pieces.append(self.text[at : max(at, skip_start)])
            at = max(at, skip_end)
        pieces.append(self.text[at:end])
        return _COMPARED.sub("", _BRACKETS.sub("", "".join(pieces)))

    def piece(self, start: int, end: int) -> Piece:
        """Return a stretch of the text, without the space around it."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        return Piece(start, start + len(raw.strip()), raw.strip())


class Names:
    """Where names are written."""

    def __init__(self, marks: Iterable[Spanned]) -> None:
        self._spans = sorted((mark.start, mark.end) for mark in marks)
        self._ends = {end: start for start, end in sorted(self._spans, key=lambda span: (span[1], -span[0]))}

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the names that lie between two positions."""
        first, last = bisect_left(self._spans, (start, 0)), bisect_left(self._spans, (end, 0))
        return [span for span in self._spans[first:last] if span[1] <= end]

    def at_end(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the name that ends with a phrase and begins within it."""
        found = self._ends.get(end)
        return (found, end) if found is not None and found >= start else None


def clause_starts(text: str, start: int, end: int) -> tuple[int, ...]:
    """Return where the clauses of a sentence begin: with it, and after each comma that is not inside a number."""
    return (start, *(found.end() for found in _CLAUSE.finditer(text, start, end)))
