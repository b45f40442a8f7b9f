"""Resolve years and their parts: 去年三季度末, 1-9月, 截至9月30日止九个月, 去年同期."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsextract.records.quantity import PeriodKind
from newsextract.values.calendar import Span, add_months, months, number, unresolved
from newsextract.values.period_context import Context, Groups, Written

if TYPE_CHECKING:
    from collections.abc import Callable

_AHEAD = timedelta(days=45)
"""How far into the future a month without a year may lie before it is read as last year's."""
_YEAR_DIGITS = re.compile("[0-9]+|[零〇一二三四五六七八九十百]{2,}")
_YEAR_STEPS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}


def resolve_calendar(written: Written) -> Span:
    """Return the days of a year or a part of one; unresolved parts are None and ``how`` says why."""
    groups = written.groups
    kind, first_month, last_month = _part(groups)
    year, how = _year(written, first_month)
    if groups["same"] or groups["whole"] == "同期":
        return _same_period(written, kind, (year, how))
    if year is None:
        return unresolved("point" if groups["edge"] else kind, how)
    span = _at_edge(groups["edge"], _days(groups, kind, year, (first_month, last_month), how))
    if groups["until"] or groups["stop"]:
        span = _until(groups["stop"] or "", span)
    return replace(span, says_year=_YEAR_DIGITS.search(groups["year"] or "") is not None)


def _days(groups: Groups, kind: PeriodKind, year: int, part: tuple[int, int], how: str) -> Span:
    if groups["day"]:
        first = date(year, part[0], number(groups["day"]) or 0)
        last = date(year, part[0], number(groups["lastday"]) or 0) if groups["lastday"] else first
        return Span(first, last, "day" if first == last else "range", how)
    if "FY" in (groups["year"] or "") or "财年" in (groups["year"] or ""):
        how += "; fiscal year taken as the calendar year"
    return Span(*months(year, *part), kind, how)


def _part(groups: Groups) -> tuple[PeriodKind, int, int]:
    """Return the kind, first and last month of the part of the year that is written; the whole year when none is."""
    readers: tuple[tuple[str, Callable[[str], tuple[PeriodKind, int, int]]], ...] = (
        ("half", _half), ("quarters", _quarters), ("quarter", _quarter), ("report", _report), ("months", _months),
        ("month", _month),
    )  # fmt: skip
    for name, read in readers:
        if written := groups[name]:
            return read(written)
    return "year", 1, 12


def _half(written: str) -> tuple[PeriodKind, int, int]:
    return ("half", 1, 6) if written[0] in "上半" or "1" in written else ("half", 7, 12)


def _quarter(written: str) -> tuple[PeriodKind, int, int]:
    place = {"首": 1, "末": 4}.get(written[0]) or _places(written)[0]
    return "quarter", 3 * place - 2, 3 * place


def _quarters(written: str) -> tuple[PeriodKind, int, int]:
    places = _places(written.replace("两", "二"))
    if written[0] in "前首头":
        return ("range" if places[-1] > 2 else "half"), 1, 3 * places[-1]
    return "range", 3 * places[0] - 2, 3 * places[-1]


def _places(written: str) -> list[int]:
    return ["一二三四".find(c) + 1 or int(c) for c in re.findall("[一二三四1-4]", written)]


def _report(written: str) -> tuple[PeriodKind, int, int]:
    if written[0] == "一":
        return "quarter", 1, 3
    return ("range", 1, 9) if written[0] == "三" else ("half", 1, 6)


def _month(written: str) -> tuple[PeriodKind, int, int]:
    place = number(written) or 0
    return "month", place, place


def _months(written: str) -> tuple[PeriodKind, int, int]:
    numbers = [number(n) or 0 for n in re.findall("[0-9]+|[一二两三四五六七八九十]+", written)]
    first, last = (1, numbers[0]) if written[0] in "前首头" else (numbers[0], numbers[-1])
    if first > last:
        raise ValueError(f"{written} goes backwards")
    return "range", first, last


def _year(written: Written, first_month: int) -> tuple[int | None, str]:
    word = (written.groups["year"] or "").replace(" ", "")
    if not word:
        return _implied_year(written, first_month)
    digits = _YEAR_DIGITS.search(word)
    if digits is not None:
        return _year_in_digits(word, number(digits.group()))
    return _relative_year(word, written.at, written.context)


def _year_in_digits(written: str, value: int | None) -> tuple[int | None, str]:
    if value is None:
        return None, f"{written}: no number"
    if written.startswith("民国") or 100 <= value < 1000:
        return value + 1911, f"{value} is a year of the Republic (1911 + {value})"
    if value < 100:
        return value + (2000 if value < 70 else 1900), "a year in two digits"
    return value, "as written"


def _relative_year(written: str, at: int, context: Context) -> tuple[int | None, str]:
    word = written.removesuffix("度") if written.removesuffix("度") in _YEAR_STEPS else written
    if word in _YEAR_STEPS:
        if context.reference is None:
            return None, f"{written}: no reference date"
        return context.reference.year + _YEAR_STEPS[word], f"{written} counted from {context.reference}"
    step = {"上": -1, "次": 1, "翌": 1, "隔": 1, "下": 1}.get(word[0], 0)
    spoken = context.year_before(at)
    known = context.last_known()
    base = spoken or (known.last.year if known and known.last and word[0] not in "上本下" else None)
    if base is not None:
        return base + step, f"{written} counted from {base}, the year last spoken of"
    if word[0] in "上本下" and context.reference is not None:
        return context.reference.year + step, f"{written} counted from {context.reference}"
    return None, f"{written}: no year to count from"


def _implied_year(written: Written, first_month: int) -> tuple[int | None, str]:
    context, at, groups = written.context, written.at, written.groups
    spoken = context.year_before(at)
    if spoken is not None:
        return spoken, f"the year {spoken} of the same sentence"
    reference = context.reference
    if reference is None:
        return None, "no year and no reference date"
    part = groups["month"] or groups["months"] or groups["quarter"] or groups["quarters"] or groups["half"]
    begins = date(reference.year, first_month, 1) if part else date(reference.year, 1, 1)
    if begins > reference + _AHEAD and not _is_announced(at, context):
        return reference.year - 1, f"no year: the last one before {reference}"
    return reference.year, f"no year: that of {reference}"


def _is_announced(at: int, context: Context) -> bool:
    return re.search("将|预计|计划|拟|明|有望|至|到", context.text[max(0, at - 8) : at]) is not None


def _at_edge(edge: str | None, span: Span) -> Span:
    if not edge or span.first is None or span.last is None:
        return span
    if edge[-1] in "底末":
        return Span(span.last, span.last, "point", f"{span.how}; its last day")
    if edge[-1] == "初":
        return Span(span.first, span.first, "point", f"{span.how}; its first day")
    if edge.endswith("旬") and span.kind == "month":
        first = span.first.replace(day={"上": 1, "中": 11, "下": 21}[edge[0]])
        last = span.last if edge[0] == "下" else first + timedelta(days=9)
        return Span(first, last, "range", f"{span.how}; a third of the month")
    return replace(span, how=f"{span.how}; {edge} not narrowed down")


def _until(stop: str, span: Span) -> Span:
    if span.last is None:
        return span
    count = re.search("([0-9]+|[一二三四五六七八九十]+)个月", stop)
    quarters = re.search("[首前]([二两三23])季", stop)
    length = number(count[1]) if count else {"年": 12, "财": 12, "季": 3, "第": 3, "半": 6}.get(stop.strip("止的 ")[:1])
    length = 3 * (number(quarters[1]) or 0) if quarters else length
    if length:
        first = add_months(span.last, -length) + timedelta(days=1)
        return Span(first, span.last, "range", f"{span.how}; {length} months that end then")
    return Span(span.last, span.last, "point", f"{span.how}; up to its last day")


def _same_period(written: Written, kind: PeriodKind, year: tuple[int | None, str]) -> Span:
    """去年同期 is what was last spoken of, a year earlier."""
    value, how = year
    groups, context = written.groups, written.context
    if any(groups[part] for part in ("half", "quarters", "quarter", "months", "month")):
        if value is None:
            return unresolved(kind, how)
        return Span(*months(value, *_part(groups)[1:]), kind, how)
    known = context.last_known(("day", "month", "quarter", "half", "range", "week", "year"))
    word = groups["year"] or ""
    if known is None or known.first is None or known.last is None or not word:
        return unresolved("other", "the period that it repeats is not known")
    back = {"去": 1, "上": 1, "前": 2}.get(word[0])
    if back is None and value is None:
        return unresolved("other", how)
    shift = -back if back is not None else (value or 0) - known.last.year
    first, last = add_months(known.first, 12 * shift), add_months(known.last, 12 * shift)
    return Span(first, last, known.kind, f"{known.text} moved by {shift} years")
