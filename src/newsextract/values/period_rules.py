"""From a match of the period grammar to days, by family, with the reasoning."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from newsextract.records.quantity import Period, PeriodKind
from newsextract.values.calendar import Span, add_months, months, nearest_day, number, unresolved, week_of

_AHEAD = timedelta(days=45)
"""How far into the future a month without a year may lie before it is read as last year's."""
_STEPS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_YEAR_STEPS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}
_SIZE_STEPS = {"本": 0, "上": -1, "上一": -1, "前一": -1, "下": 1, "下一": 1}
_UNIT_MONTHS = {"年": 12, "月": 1, "季度": 3}
_UNIT_DAYS = {"星期": 7, "礼拜": 7, "周": 7, "天": 1, "日": 1}


@dataclass(slots=True)
class Context:
    """What has been read of the text so far, and the day it was written."""

    reference: date | None
    text: str
    found: list[Period] = field(default_factory=list)

    def year_before(self, at: int) -> int | None:
        """The year last written in the same sentence before ``at``."""
        for period in reversed(self.found[-4:]):
            if period.how.startswith("as written") and period.last is not None:
                return None if re.search("[。!?;\n]", self.text[period.end : at]) else period.last.year
        return None

    def last_known(self, kinds: tuple[str, ...] = ()) -> Period | None:
        """The last period whose days are known."""
        for period in reversed(self.found[-6:]):
            if period.first is not None and period.last is not None and (not kinds or period.kind in kinds):
                return period
        return None


Groups = dict[str, str | None]


def resolve_calendar(groups: Groups, at: int, context: Context) -> Span:
    """Resolve year, part of the year, edge: 去年三季度末, 1-9月, 截至9月30日止九个月."""
    kind, first_month, last_month = _part(groups)
    year, how = _year(groups, at, context, first_month)
    if groups["same"] or groups["whole"] == "同期":
        return _same_period(groups, kind, (year, how), context)
    if year is None:
        return unresolved("point" if groups["edge"] else kind, how)
    span = _days(groups, kind, year, (first_month, last_month), how)
    span = _at_edge(groups["edge"], span)
    if groups["until"] or groups["stop"]:
        return _until(groups["stop"] or "", span)
    return span


def _days(groups: Groups, kind: PeriodKind, year: int, part: tuple[int, int], how: str) -> Span:
    if groups["day"]:
        first = date(year, part[0], number(groups["day"]) or 0)
        last = date(year, part[0], number(groups["lastday"]) or 0) if groups["lastday"] else first
        return Span(first, last, "day" if first == last else "range", how)
    if "FY" in (groups["year"] or "") or "财年" in (groups["year"] or ""):
        how += "; fiscal year taken as the calendar year"
    return Span(*months(year, *part), kind, how)


def _part(groups: Groups) -> tuple[PeriodKind, int, int]:
    if half := groups["half"]:
        return ("half", 1, 6) if half[0] in "上半" or "1" in half else ("half", 7, 12)
    if quarters := groups["quarters"]:
        return _quarters(quarters)
    if quarter := groups["quarter"]:
        found = re.search("[一二三四1-4]", quarter)
        place = "一二三四".find(found.group()) + 1 or int(found.group()) if found else {"首": 1, "末": 4}[quarter[0]]
        return "quarter", 3 * place - 2, 3 * place
    if report := groups["report"]:
        return {"一": ("quarter", 1, 3), "三": ("range", 1, 9)}.get(report[0], ("half", 1, 6))  # type: ignore[return-value]
    if written := groups["months"]:
        return _months(written)
    if month := groups["month"]:
        place = number(month) or 0
        return "month", place, place
    return "year", 1, 12


def _quarters(written: str) -> tuple[PeriodKind, int, int]:
    places = ["一二三四".find(c) + 1 or "12340".find(c) + 1 for c in re.findall("[一二三四1-4]", written.replace("两", "二"))]
    if written[0] in "前首头":
        return ("range" if places[-1] > 2 else "half"), 1, 3 * places[-1]
    return "range", 3 * places[0] - 2, 3 * places[-1]


def _months(written: str) -> tuple[PeriodKind, int, int]:
    numbers = [number(n) or 0 for n in re.findall("[0-9]+|[一二两三四五六七八九十]+", written)]
    first, last = (1, numbers[0]) if written[0] in "前首头" else (numbers[0], numbers[-1])
    if first > last:
        raise ValueError(f"{written} goes backwards")
    return "range", first, last


def _year(groups: Groups, at: int, context: Context, first_month: int) -> tuple[int | None, str]:
    written = (groups["year"] or "").replace(" ", "")
    if not written:
        return _implied_year(groups, at, context, first_month)
    digits = re.search("[0-9]+|[零〇一二三四五六七八九十百]{2,}", written)
    if digits is not None:
        return _written_year(written, number(digits.group()))
    return _relative_year(written, at, context)


def _written_year(written: str, value: int | None) -> tuple[int | None, str]:
    if value is None:
        return None, f"{written}: no number"
    if written.startswith("民国") or 100 <= value < 1000:
        return value + 1911, f"as written; {value} is a year of the Republic (1911 + {value})"
    if value < 100:
        return value + (2000 if value < 70 else 1900), "as written; a year in two digits"
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


def _implied_year(groups: Groups, at: int, context: Context, first_month: int) -> tuple[int | None, str]:
    spoken = context.year_before(at)
    if spoken is not None:
        return spoken, f"as written; the year {spoken} of the same sentence"
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
        start = {"上": 1, "中": 11, "下": 21}[edge[0]]
        first = span.first.replace(day=start)
        return Span(first, span.last if start == 21 else first.replace(day=start + 9), "range", f"{span.how}; a third of the month")
    return replace(span, how=f"{span.how}; {edge} not narrowed down")


def _until(stop: str, span: Span) -> Span:
    if span.last is None:
        return span
    count = re.search("([0-9]+|[一二三四五六七八九十]+)个月", stop)
    length = number(count[1]) if count else {"年": 12, "财": 12, "季": 3, "半": 6}.get(stop.strip("止的 ")[:1])
    if length:
        first = add_months(span.last, -length) + timedelta(days=1)
        return Span(first, span.last, "range", f"{span.how}; {length} months that end then")
    return Span(span.last, span.last, "point", f"{span.how}; up to its last day")


def _same_period(groups: Groups, kind: PeriodKind, year: tuple[int | None, str], context: Context) -> Span:
    """去年同期 is what was last spoken of, a year earlier."""
    value, how = year
    if any(groups[part] for part in ("half", "quarters", "quarter", "months", "month")):
        if value is None:
            return unresolved(kind, how)
        return Span(*months(value, *_part(groups)[1:]), kind, how)
    known = context.last_known(("day", "month", "quarter", "half", "range", "week", "year"))
    written = groups["year"] or ""
    if known is None or known.first is None or known.last is None or not written:
        return unresolved("other", "the period that it repeats is not known")
    back = {"去": 1, "上": 1, "前": 2}.get(written[0])
    if back is None and value is None:
        return unresolved("other", how)
    shift = -back if back is not None else (value or 0) - known.last.year
    first, last = add_months(known.first, 12 * shift), add_months(known.last, 12 * shift)
    return Span(first, last, known.kind, f"{known.text} moved by {shift} years")


def _code(groups: Groups, at: int, context: Context) -> Span:
    code = re.sub("[ '年]", "", groups["code"] or "")
    part = re.search("(?<![0-9])([1-4])([QH])|([QH])([1-4])(?![0-9])|([QH])([1-4])", code)
    rest = code[: part.start()] + " " + code[part.end() :] if part else code
    year = max((int(digits) for digits in re.findall("[0-9]+", rest)), default=0)
    year += 2000 if year < 100 else 0
    if part is None:
        return Span(*months(year, 1, 12), "year", "as written; fiscal year taken as the calendar year")
    place, size = int(part[1] or part[4] or part[6]), part[2] or part[3] or part[5]
    width = 3 if size == "Q" else 6
    kind: PeriodKind = "quarter" if size == "Q" else "half"
    return Span(*months(year, width * (place - 1) + 1, width * place), kind, "as written")


def _iso(groups: Groups, at: int, context: Context) -> Span:
    year, month, *day = (int(part) for part in re.split("[-/.]", groups["iso"] or groups["roc"] or ""))
    how = "as written"
    if groups["roc"]:
        how, year = f"as written; {year} is a year of the Republic (1911 + {year})", year + 1911
    if not day:
        return Span(*months(year, month, month), "month", how)
    return Span(date(year, month, day[0]), date(year, month, day[0]), "day", how)


def _years(groups: Groups, at: int, context: Context) -> Span:
    first, last = re.findall("[0-9]+", groups["years"] or "")
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end < int(first):
        return unresolved("other", "goes backwards")
    return Span(date(int(first), 1, 1), date(end, 12, 31), "range", "as written")


def _window(groups: Groups, at: int, context: Context) -> Span:
    reference, unit = context.reference, (groups["unit"] or groups["spanunit"] or "").removeprefix("个")
    count = number(groups["count"] or groups["spancount"] or "")
    lasting = groups["span"] is not None and not groups["span"].endswith("来")  # 8年间: when, is not said
    if reference is None or count is None or lasting:
        return unresolved("range", "no reference date to count from" if reference is None else "its ends are not said")
    ahead = groups["side"] in {"未来", "今后", "接下来"}
    if unit in _UNIT_MONTHS:
        other = add_months(reference, _UNIT_MONTHS[unit] * (count if ahead else -count))
    elif unit in _UNIT_DAYS:
        other = reference + timedelta(days=_UNIT_DAYS[unit] * (count if ahead else -count))
    else:
        return unresolved("range", f"{unit}: not counted in days")
    first, last = (reference, other) if ahead else (other + timedelta(days=1), reference)
    return Span(first, last, "range", f"counted from {reference}")


def _deictic(groups: Groups, at: int, context: Context) -> Span:
    word = groups["deictic"] or ""
    if word[0] in "当同":
        known = context.last_known(("day",))
        if known is None:
            return unresolved("day", f"{word}: no day has been spoken of")
        return Span(known.first, known.last, "day", f"{word}: {known.text}")
    if context.reference is None:
        return unresolved("day", f"{word}: no reference date")
    step = _STEPS[word[:2] if word[0] == "大" else word[0]]
    return _on_day(word + (groups["said"] or ""), context.reference + timedelta(days=step), context.reference)


def _on_day(written: str, day: date, reference: date) -> Span:
    said = re.search("[0-9]{1,2}", written)
    named = nearest_day(int(said.group()), day) if said else day
    if named is None:
        return unresolved("day", "no such day")
    return Span(named, named, "day", f"counted from {reference}" + ("; the day as written" if said else ""))


def _weekday(groups: Groups, at: int, context: Context) -> Span:
    if context.reference is None:
        return unresolved("day", "no reference date")
    place = "一二三四五六日".find((groups["name"] or "").replace("天", "日"))
    weeks = {"上上": -2, "上": -1, "下": 1}.get(groups["week"] or "", 0)
    day = week_of(context.reference)[0] + timedelta(days=place, weeks=weeks)
    if groups["week"] is None and day > context.reference:  # 周五 in an article of a Monday is the last one
        day -= timedelta(weeks=1)
    return _on_day(groups["ondate"] or "", day, context.reference)


def _size(groups: Groups, at: int, context: Context) -> Span:
    written = groups["size"] or ""
    kind: PeriodKind = "month" if "月" in written else "quarter" if "季" in written else "day" if "日" in written else "week"
    head = re.match("上一|下一|前一|.", written)
    step = _SIZE_STEPS.get(head.group() if head else "")
    if step is None:
        known = context.last_known()
        base, delta, source = (known.last if known else None), int(written[0] == "次"), "the day last spoken of"
    else:
        base, delta, source = context.reference, step, str(context.reference)
    if base is None:
        return unresolved(kind, f"{written}: nothing to count from")
    return _whole(kind, base, delta, f"{written} counted from {source}")


def _whole(kind: PeriodKind, base: date, step: int, how: str) -> Span:
    if kind == "week":
        return Span(*week_of(base + timedelta(weeks=step)), kind, how)
    if kind == "day":
        return unresolved("day", "trading days are not known")
    width = 3 if kind == "quarter" else 1
    year, part = divmod(base.year * (12 // width) + (base.month - 1) // width + step, 12 // width)
    return Span(*months(year, part * width + 1, part * width + width), kind, how)


def _day_only(groups: Groups, at: int, context: Context) -> Span:
    day = number((groups["dayonly"] or "").rstrip("日 ")) or 0
    if context.reference is None:
        return unresolved("day", "no month and no reference date")
    named = nearest_day(day, context.reference)
    if named is None:
        return unresolved("day", "no such day")
    return Span(named, named, "day", f"the {day}th nearest to {context.reference}")


def _to_date(groups: Groups, at: int, context: Context) -> Span:
    reference, word = context.reference, groups["todate"] or ""
    if reference is None:
        return unresolved("range", f"{word}: no reference date")
    if word in {"迄今", "截至目前", "到目前为止", "截至今日"}:
        return Span(None, reference, "point", f"up to {reference}")
    last = date(reference.year, 12, 31) if word == "年内" else reference
    return Span(date(reference.year, 1, 1), last, "range", f"{word} counted from {reference}")


def _decade(groups: Groups, at: int, context: Context) -> Span:
    century = groups["century"]
    tens = number(groups["tens"] or groups["years0"] or "")
    if century and century[0] in "上本":
        start = 1900 if century[0] == "上" else 2000
    else:
        start = 100 * ((number(century) or 0) - 1) if century else 0
    if tens is None:
        return Span(date(start + 1, 1, 1), date(start + 100, 12, 31), "range", "as written; a century")
    if not century:
        start = 0 if tens > 1000 else 1900
    return Span(date(start + tens, 1, 1), date(start + tens + 9, 12, 31), "range", "as written; a decade")


def _vague(groups: Groups, at: int, context: Context) -> Span:
    return unresolved("other", f"{groups['vague']}: not a calendar period")


FAMILIES: tuple[tuple[str, Callable[[Groups, int, Context], Span]], ...] = (
    ("todate", _to_date), ("years", _years), ("iso", _iso), ("roc", _iso), ("code", _code),
    ("window", _window), ("span", _window), ("decade", _decade), ("deictic", _deictic), ("weekday", _weekday),
    ("size", _size), ("dayonly", _day_only), ("vague", _vague),
)  # fmt: skip
