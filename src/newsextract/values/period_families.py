"""Resolve every other way of writing a period: codes, ISO dates, 近三年, 昨(21)日, 上周五, 90年代."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from newsextract.records.quantity import PeriodKind
from newsextract.values.calendar import Span, add_months, months, nearest_day, number, unresolved, week_of
from newsextract.values.period_context import Written

_STEPS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_SIZE_STEPS = {"本": 0, "上": -1, "上一": -1, "前一": -1, "下": 1, "下一": 1}
_UNIT_MONTHS = {"年": 12, "月": 1, "季度": 3}
_UNIT_DAYS = {"星期": 7, "礼拜": 7, "周": 7, "天": 1, "日": 1}


def _code(written: Written) -> Span:
    code = re.sub("[ '年]", "", written.groups["code"] or "")
    part = re.search("(?<![0-9])([1-4])([QH])|([QH])([1-4])(?![0-9])|([QH])([1-4])", code)
    rest = code[: part.start()] + " " + code[part.end() :] if part else code
    year = max((int(digits) for digits in re.findall("[0-9]+", rest)), default=0)
    year += 2000 if year < 100 else 0
    if part is None:
        return Span(*months(year, 1, 12), "year", "fiscal year taken as the calendar year")
    place, size = int(part[1] or part[4] or part[6]), part[2] or part[3] or part[5]
    width = 3 if size == "Q" else 6
    kind: PeriodKind = "quarter" if size == "Q" else "half"
    return Span(*months(year, width * (place - 1) + 1, width * place), kind, "as written")


def _iso(written: Written) -> Span:
    year, month, *day = (int(part) for part in re.split("[-/.]", written.groups["iso"] or written.groups["roc"] or ""))
    how = "as written"
    if written.groups["roc"]:
        how, year = f"{year} is a year of the Republic (1911 + {year})", year + 1911
    if not day:
        return Span(*months(year, month, month), "month", how)
    return Span(date(year, month, day[0]), date(year, month, day[0]), "day", how)


def _years(written: Written) -> Span:
    first, last = re.findall("[0-9]+", written.groups["years"] or "")
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end < int(first):
        return unresolved("other", "goes backwards")
    if written.groups["ofeach"]:
        return unresolved("range", f"{written.groups['ofeach']} of each year")
    return Span(date(int(first), 1, 1), date(end, 12, 31), "range", "as written")


def _window(written: Written) -> Span:
    reference, unit = (
        written.context.reference,
        (written.groups["unit"] or written.groups["spanunit"] or "").removeprefix("个"),
    )
    count = number(written.groups["count"] or written.groups["spancount"] or "")
    lasting = written.groups["span"] is not None and not written.groups["span"].endswith(
        "来"
    )  # 8年间: when, is not said
    if reference is None or count is None or lasting:
        return unresolved("range", "no reference date to count from" if reference is None else "its ends are not said")
    ahead = written.groups["side"] in {"未来", "今后", "接下来"}
    if unit in _UNIT_MONTHS:
        other = add_months(reference, _UNIT_MONTHS[unit] * (count if ahead else -count))
    elif unit in _UNIT_DAYS:
        other = reference + timedelta(days=_UNIT_DAYS[unit] * (count if ahead else -count))
    else:
        return unresolved("range", f"{unit}: not counted in days")
    first, last = (reference, other) if ahead else (other + timedelta(days=1), reference)
    return Span(first, last, "range", f"counted from {reference}")


def _deictic(written: Written) -> Span:
    word = written.groups["deictic"] or ""
    if word[0] in "当同":
        known = written.context.last_known(("day",))
        if known is None:
            return unresolved("day", f"{word}: no day has been spoken of")
        return Span(known.first, known.last, "day", f"{word}: {known.text}")
    if written.context.reference is None:
        return unresolved("day", f"{word}: no reference date")
    step = _STEPS[word[:2] if word[0] == "大" else word[0]]
    return _on_day(
        word + (written.groups["said"] or ""),
        written.context.reference + timedelta(days=step),
        written.context.reference,
    )


def _on_day(written: str, day: date, reference: date) -> Span:
    said = re.search("[0-9]{1,2}", written)
    named = nearest_day(int(said.group()), day) if said else day
    if named is None:
        return unresolved("day", "no such day")
    return Span(named, named, "day", f"counted from {reference}" + ("; the day as written" if said else ""))


def _weekday(written: Written) -> Span:
    if written.context.reference is None:
        return unresolved("day", "no reference date")
    place = "一二三四五六日".find((written.groups["name"] or "").replace("天", "日"))
    weeks = {"上上": -2, "上": -1, "下": 1}.get(written.groups["week"] or "", 0)
    day = week_of(written.context.reference)[0] + timedelta(days=place, weeks=weeks)
    if (
        written.groups["week"] is None and day > written.context.reference
    ):  # 周五 in an article of a Monday is the last one
        day -= timedelta(weeks=1)
    return _on_day(written.groups["ondate"] or "", day, written.context.reference)


def _size(written: Written) -> Span:
    word, context = written.groups["size"] or "", written.context
    kind: PeriodKind = "month" if "月" in word else "quarter" if "季" in word else "day" if "日" in word else "week"
    head = re.match("上一|下一|前一|.", word)
    step = _SIZE_STEPS.get(head.group() if head else "")
    spoken = context.spoken_before(written.at, kind) if step else None
    if step is None:
        known = context.last_known()
        base, step, source = (known.last if known else None), int(word[0] == "次"), "the day last spoken of"
    elif spoken is not None:
        base, source = spoken.first, spoken.text
    else:
        base, source = context.reference, str(context.reference)
    if base is None:
        return unresolved(
            kind, f"{word}: no reference date" if word[0] in "本上下前" else f"{word}: nothing to count from"
        )
    said = re.search("[0-9]+", word)
    if said is not None:  # 上(9)月: the month as written
        year = base.year - (int(said.group()) > base.month)
        return Span(*months(year, int(said.group()), int(said.group())), "month", f"{word}: the last before {source}")
    return _whole(kind, base, step, f"{word} counted from {source}")


def _whole(kind: PeriodKind, base: date, step: int, how: str) -> Span:
    if kind == "week":
        return Span(*week_of(base + timedelta(weeks=step)), kind, how)
    if kind == "day":
        return unresolved("day", "trading days are not known")
    width = 3 if kind == "quarter" else 1
    year, part = divmod(base.year * (12 // width) + (base.month - 1) // width + step, 12 // width)
    return Span(*months(year, part * width + 1, part * width + width), kind, how)


def _day_only(written: Written) -> Span:
    day = number((written.groups["dayonly"] or "").rstrip("日 ")) or 0
    if written.context.reference is None:
        return unresolved("day", "no month and no reference date")
    named = nearest_day(day, written.context.reference)
    if named is None:
        return unresolved("day", "no such day")
    return Span(named, named, "day", f"the {day}th nearest to {written.context.reference}")


def _to_date(written: Written) -> Span:
    reference, word = written.context.reference, written.groups["todate"] or ""
    if reference is None:
        return unresolved("range", f"{word}: no reference date")
    if word in {"迄今", "截至目前", "到目前为止", "截至今日"}:
        return Span(None, reference, "point", f"up to {reference}")
    last = date(reference.year, 12, 31) if word == "年内" else reference
    return Span(date(reference.year, 1, 1), last, "range", f"{word} counted from {reference}")


def _decade(written: Written) -> Span:
    century = written.groups["century"]
    tens = number(written.groups["tens"] or written.groups["years0"] or "")
    if century and century[0] in "上本":
        start = 1900 if century[0] == "上" else 2000
    else:
        start = 100 * ((number(century) or 0) - 1) if century else 0
    if tens is None:
        return Span(date(start + 1, 1, 1), date(start + 100, 12, 31), "range", "a century")
    if not century:
        start = 0 if tens > 1000 else 1900
    return Span(date(start + tens, 1, 1), date(start + tens + 9, 12, 31), "range", "a decade")


def _vague(written: Written) -> Span:
    return unresolved("other", f"{written.groups['vague']}: not a calendar period")


FAMILIES: tuple[tuple[str, Callable[[Written], Span]], ...] = (
    ("todate", _to_date), ("years", _years), ("iso", _iso), ("roc", _iso), ("code", _code),
    ("window", _window), ("span", _window), ("decade", _decade), ("deictic", _deictic), ("weekday", _weekday),
    ("size", _size), ("dayonly", _day_only), ("vague", _vague),
)  # fmt: skip
