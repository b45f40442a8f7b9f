"""From the parts of a written period to its first and last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from newsextract.records.quantity import Period, PeriodKind
from newsextract.values.numerals import parse_run

_RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1,
             "上一年度": -1, "前年": -2, "明年": 1, "次年": 1, "隔年": 1, "后年": 2}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Resolved days; ``how`` says how, or why not."""

    first: date | None
    last: date | None
    kind: PeriodKind
    how: str


def _number(written: str) -> int:
    digits = re.sub("[^0-9〇零一二三四五六七八九十两]", "", written)
    if digits.isdigit() and digits.isascii():
        return int(digits)
    numeral = parse_run(digits)
    return int(numeral.low) if numeral else 0


def _year(written: str | None, reference: date | None) -> tuple[int | None, str]:
    if written is None:
        return (reference.year, "year of the reference date") if reference else (None, "no year, no reference date")
    word = written.replace(" ", "")
    if word in _RELATIVE:
        if reference is None:
            return None, f"{word}: no reference date"
        return reference.year + _RELATIVE[word], f"{word} counted from {reference}"
    number = _number(word)
    if word.startswith("民国"):
        return number + 1911, f"{word}: year of the Republic plus 1911"
    if number < 100:
        return number + (2000 if number < 70 else 1900), "two-digit year"
    return number, "year as written"


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def resolve(match: re.Match[str], reference: date | None, previous: Period | None) -> Span:
    """Return the days of a match of the period grammar; unresolved parts are None and ``how`` says why."""
    groups = match.groupdict()
    try:
        if "vague" in groups:
            return _other(groups, reference)
        return _calendar(groups, reference, previous)
    except (ValueError, OverflowError) as error:
        return Span(None, None, "other", f"no such date: {error}")


def _other(groups: dict[str, str | None], reference: date | None) -> Span:
    if iso := groups["iso"]:
        year, month, day = (int(part) for part in re.split("[-/.]", iso))
        return Span(date(year, month, day), date(year, month, day), "day", "as written")
    if code := groups["code"]:
        return _code(code)
    if years := groups["years"]:
        first, last = (int(y) for y in re.findall("[0-9]{4}", years))
        return Span(date(first, 1, 1), date(last, 12, 31), "range", "years as written")
    if word := groups["deictic"]:
        return _deictic(word, reference)
    if near := groups["near"]:
        return Span(None, None, "range", f"{near}: its borders are not said")
    return Span(None, None, "other", "not a calendar period")


def _code(code: str) -> Span:
    if "Q" in code:
        left, right = code.split("Q")
        quarter, year = (int(left), int(right)) if len(left) == 1 else (int(right), int(left))
        year += 2000 if year < 100 else 0
        return Span(*_months(year, 3 * quarter - 2, 3 * quarter), "quarter", "as written")
    half, right = code.split("H")
    year = int(right) + (2000 if len(right) == 2 else 0)
    return Span(*_months(year, 6 * int(half) - 5, 6 * int(half)), "half", "as written")


def _deictic(word: str, reference: date | None) -> Span:
    if reference is None:
        return Span(None, None, "other", f"{word}: no reference date")
    how = f"{word} counted from {reference}"
    if word in {"年初至今", "今年以来", "今年迄今"}:
        return Span(date(reference.year, 1, 1), reference, "range", how)
    if word in {"当日", "当天"}:
        return Span(None, None, "day", f"{word}: the day last spoken of")
    step = {"今": 0, "本": 0, "当": 0, "这": 0, "昨": -1, "上": -1, "明": 1, "下": 1, "前": -2}[word[0]]
    if "日" in word or "天" in word:
        said = re.search("[0-9]+", word)
        day = reference + timedelta(days=step)
        if said:
            day = _nearest_day(int(said.group()), day)
        return Span(day, day, "day", how)
    if "周" in word:
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=step)
        return Span(monday, monday + timedelta(days=6), "week", how)
    width, kind = (3, "quarter") if "季" in word else (1, "month")
    index = reference.year * (12 // width) + (reference.month - 1) // width + step
    year, part = divmod(index, 12 // width)
    first, last = _months(year, part * width + 1, part * width + width)
    return Span(first, last, kind, how)  # type: ignore[arg-type]


def _nearest_day(day: int, around: date) -> date:
    days = [around + timedelta(days=delta) for delta in range(-27, 28)]
    fits = [d for d in days if d.day == day]
    return min(fits, key=lambda d: abs((d - around).days)) if fits else around


def _calendar(groups: dict[str, str | None], reference: date | None, previous: Period | None) -> Span:
    year, how = _year(groups["year"], reference)
    if groups["same"] or groups["whole"] == "同期":
        return _same_period(groups, year, previous, how)
    kind, first_month, last_month = _part(groups)
    if year is None:
        return Span(None, None, kind, how)
    if groups["day"] and groups["month"]:
        day = date(year, first_month, _number(groups["day"]))
        return Span(day, day, "day", how)
    first, last = _months(year, first_month, last_month)
    if groups["edge"] in {"底", "末"}:
        return Span(last, last, "point", f"{how}; its last day")
    if groups["edge"] == "初":
        return Span(first, first, "point", f"{how}; its first day")
    if groups["until"]:
        return Span(last, last, "point", f"{how}; its last day")
    return Span(first, last, kind, how)


def _part(groups: dict[str, str | None]) -> tuple[PeriodKind, int, int]:
    if half := groups["half"]:
        return ("half", 1, 6) if "上" in half or "1" in half else ("half", 7, 12)
    if quarters := groups["quarters"]:
        return "range", 1, 9 if re.search("[三3]", quarters) else 6
    if quarter := groups["quarter"]:
        number = {"首": 1, "末": 4}.get(quarter[0]) or _number(quarter)
        return "quarter", 3 * number - 2, 3 * number
    if months := groups["months"]:
        if months[0] in "前头首":
            return "range", 1, _number(months)
        first, last = re.split("-+|~|至|到", months, maxsplit=1)
        return "range", _number(first), _number(last)
    if month := groups["month"]:
        return "month", _number(month), _number(month)
    return "year", 1, 12


def _same_period(groups: dict[str, str | None], year: int | None, previous: Period | None, how: str) -> Span:
    kind, first_month, last_month = _part(groups)
    if first_month != 1 or last_month != 12:
        if year is None:
            return Span(None, None, kind, how)
        return Span(*_months(year, first_month, last_month), kind, how)
    if previous is None or previous.first is None or previous.last is None or year is None:
        return Span(None, None, "other", f"{how}; the period it repeats is not known")
    back = previous.last.year - year
    first = _shift(previous.first, -back)
    return Span(first, _shift(previous.last, -back), previous.kind, f"{how}; the same part of the year as {previous.text}")


def _shift(day: date, years: int) -> date:
    year = day.year + years
    last = monthrange(year, day.month)[1]
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if whole else min(day.day, last))
