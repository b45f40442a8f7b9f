"""What the rules of periods know while a text is read."""

import re
from dataclasses import dataclass, field
from datetime import date

from newsextract.records.quantity import Period, PeriodKind

_SENTENCE = 300  # characters: what is longer is no sentence
_SENTENCE_END = re.compile("[。!?;\n]")
_LOOK_BACK = 6
"""Periods before the current one that may be its anchor."""

Groups = dict[str, str | None]


@dataclass(slots=True)
class Context:
    """What has been read of the text so far, and the day it was written."""

    reference: date | None
    text: str
    found: list[Period] = field(default_factory=list)
    year: tuple[int, int] | None = None
    """The last year that is written out: where its period ends, and which it is."""

    def add(self, period: Period, *, says_year: bool) -> None:
        """Remember a period."""
        self.found.append(period)
        day = period.last or period.first
        if says_year and day is not None:
            self.year = (period.end, day.year)

    def year_before(self, at: int) -> int | None:
        """Return the year last written in the same sentence before ``at``."""
        if self.year is None or at - self.year[0] > _SENTENCE:
            return None
        end, year = self.year
        return None if _SENTENCE_END.search(self.text, end, at) else year

    def spoken_before(self, at: int, kind: PeriodKind) -> Period | None:
        """Return the last resolved period of a kind in the same sentence: the 上月 of 9月…较上月 is August."""
        known = self.last_known((kind,))
        if known is None or at - known.end > _SENTENCE or _SENTENCE_END.search(self.text, known.end, at):
            return None
        return known

    def last_known(self, kinds: tuple[str, ...] = ()) -> Period | None:
        """Return the last period whose days are known."""
        for period in reversed(self.found[-_LOOK_BACK:]):
            if period.first is not None and period.last is not None and (not kinds or period.kind in kinds):
                return period
        return None


@dataclass(frozen=True, slots=True)
class Written:
    """A match of the grammar: its groups, where it begins, and what has been read before it."""

    groups: Groups
    at: int
    context: Context
