"""Days, months and years: the arithmetic that periods are resolved with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from newsextract.records.quantity import PeriodKind
from newsextract.values.numerals import parse_run


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, inclusive; None where open or unknown. ``how`` says how it was found, or why not."""

    first: date | None
    last: date | None
    kind: PeriodKind
    how: str
    says_year: bool = False
    """Whether the year stands in the text: what comes after in the sentence goes by it."""


def unresolved(kind: PeriodKind, why: str) -> Span:
    """Return a span without days."""
    return Span(None, None, kind, why)


def number(written: str) -> int | None:
    """Return a small number in digits or numerals: 9, 九, 十二, 二〇一九."""
    if written.isdigit() and written.isascii():
        return int(written)
    numeral = parse_run(written)
    return int(numeral.low) if numeral is not None and numeral.low == numeral.high else None


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of month ``first`` and the last day of month ``last``."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def add_months(day: date, count: int) -> date:
    """Move ``day`` by months; the last day of a month stays the last day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if whole else min(day.day, length))


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def nearest_day(day_of_month: int, around: date) -> date | None:
    """Return the date with that day of the month that is nearest to ``around``, earlier ones first."""
    days = [around + timedelta(days=delta) for delta in range(-31, 32)]
    fits = [day for day in days if day.day == day_of_month]
    return min(fits, key=lambda day: (abs((day - around).days), day), default=None)
