"""Find periods in Chinese text: 2024年上半年, 去年同期, 前三季度, 1-9月, 昨(21)日, as first and last day."""

import re
from collections.abc import Callable
from datetime import date

from newsextract.records.quantity import Period
from newsextract.values.calendar import Span, number, unresolved
from newsextract.values.durations import is_sentence_of_court
from newsextract.values.folding import fold
from newsextract.values.period_grammar import CALENDAR, CANDIDATE, JOIN, OTHERS, SUFFIX
from newsextract.values.period_rules import FAMILIES, Context, Groups, resolve_calendar

_STEMS = ("year", "half", "quarters", "quarter", "report", "months", "month", "whole")
_NOT_AFTER = {"前": "年月日之以", "后": "年月日之以", "上": "以之", "下": "以之", "同": "不相史", "本": "基成资日根", "末": "周期", "年": "0123456789一二两三四五六七八九十几数半多近每"}
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿〇零两几数第")


def find_periods(text: str, *, reference: date | None = None) -> list[Period]:
    """Return the periods of ``text`` in reading order, without overlaps.

    Args:
        text: Chinese text in either script; offsets in the result are offsets in it.
        reference: the day that 今年 and 昨日 count from, usually the article's date. Without it they stay unresolved:
            ``first`` and ``last`` are None, and ``how`` says why.
    """
    folded = fold(text)
    context = Context(reference, folded)
    done = 0
    for candidate in CANDIDATE.finditer(folded):
        at = candidate.start()
        if at < done or _is_inside_word(folded, at):
            continue
        found = _read(folded, at, context)
        if found is None:
            continue
        end, span = found
        done = _keep(text, at, end, span, context)
    return context.found


def _is_inside_word(text: str, at: int) -> bool:
    if at == 0:
        return False
    before, first = text[at - 1], text[at]
    if before == " " and first == "年" and at > 1:
        before = text[at - 2]
    if first in _NUMERALS:
        return before in _NUMERALS or (before in ".," and at > 1 and text[at - 2] in "0123456789" and first in "0123456789" and _is_grouped(text, at))
    return before in _NOT_AFTER.get(first, "")


def _is_grouped(text: str, at: int) -> bool:
    """Whether the digits after a point or comma belong to the number before it: 1,234 and 3.5, but not 2.5,2018年."""
    return text[at - 1] == "." or (text[at : at + 3].isdigit() and not text[at + 3 : at + 4].isdigit())


def _read(text: str, at: int, context: Context) -> tuple[int, Span] | None:
    other = OTHERS.match(text, at)
    calendar = CALENDAR.match(text, at)
    whole = calendar if calendar is not None and _stands(calendar, text) else None
    if other is not None and (whole is None or other.end() >= whole.end()):
        groups = other.groupdict()
        if _is_named_otherwise(groups, text, at):
            return None
        if groups["since"]:
            return other.end(), _since(text, at, other.end(), context)
        resolver = next(resolver for name, resolver in FAMILIES if groups[name] is not None)
        return other.end(), _guard(lambda: resolver(groups, at, context))
    if whole is None:
        return None
    groups = whole.groupdict()
    return whole.end(), _guard(lambda: resolve_calendar(groups, at, context))


def _since(text: str, at: int, end: int, context: Context) -> Span:
    """自1998年上市以来: from the first day of the date inside, up to the reference date."""
    for inside in range(at + 1, end):
        match = CALENDAR.match(text, inside)
        if match is not None and match["year"] and match.end() <= end:
            groups = match.groupdict()
            span = _guard(lambda: resolve_calendar(groups, inside, context))
            return Span(span.first, context.reference, "range", f"{span.how}; open, up to the reference date")
    return Span(None, context.reference, "range", "since an event; open, up to the reference date")


def _guard(resolve: Callable[[], Span]) -> Span:
    """A date that does not exist (2月30日) stays text."""
    try:
        return resolve()
    except (ValueError, OverflowError) as error:
        return unresolved("other", f"no such date: {error}")


def _stands(match: re.Match[str], text: str) -> bool:
    groups = match.groupdict()
    if not any(groups[stem] for stem in _STEMS) and not (groups["edge"] or "").startswith("年"):
        return False
    quarter = groups["quarter"]
    if quarter and not groups["year"] and quarter[-1] == "季" and quarter[0] not in "第首末":
        return False  # 四季 without a year is the seasons
    year = groups["year"]
    if groups["month"] and not (year and len(year) > 4) and _is_length_of_time(match, text):
        return False
    return not (year and year[:2] == "当年" and match.end() - match.start() == 2 and text[match.end() : match.end() + 1] in "的那")


def _is_length_of_time(match: re.Match[str], text: str) -> bool:
    """判刑18年6月, 8年10月: how long, not when."""
    at = match.start()
    if match["year"]:
        return match["year"][:2].isdigit() and is_sentence_of_court(text, at)
    return text[at - 1 : at] == "年" and text[at - 2 : at - 1].isdigit()


def _is_named_otherwise(groups: Groups, text: str, at: int) -> bool:
    """第5日, 9日线, 周一围: not days."""
    return bool(groups["dayonly"]) and (text[at - 1 : at] in {"第", "每", "近", "满", "逾", "超"} or not text[at].isdigit())


def _keep(text: str, at: int, end: int, span: Span, context: Context) -> int:
    """Add the period with what follows it, joined to the one before where 至 stands between; return where to go on."""
    suffix = SUFFIX.match(context.text, end) if span.kind != "other" else None
    if suffix is not None:
        end, span = suffix.end(), _with_suffix(suffix["tail"], span, context)
    if context.found and (joined := _join(context.found[-1], span, at, context)):
        start = context.found.pop().start
        context.found.append(Period(start, end, text[start:end], joined.first, joined.last, joined.kind, joined.how))
    else:
        context.found.append(Period(at, end, text[at:end], span.first, span.last, span.kind, span.how))
    return end


def _with_suffix(tail: str, span: Span, context: Context) -> Span:
    if tail in {"以来", "迄今", "至今"}:
        return Span(span.first, context.reference, "range", f"{span.how}; open, up to the reference date")
    if tail == "起":
        return Span(span.first, None, "range", f"{span.how}; from then on")
    if tail in {"前", "之前", "以前"}:
        return Span(None, span.last, "range", f"{span.how}; until then")
    if tail in {"后", "之后", "以后"}:
        return Span(span.first, None, "range", f"{span.how}; after it")
    return span


def _join(before: Period, span: Span, at: int, context: Context) -> Span | None:
    between = context.text[before.end : at]
    if len(between) > 3 or JOIN.fullmatch(between) is None or before.kind in {"other", "range"}:
        return None
    first, last = before.first, span.last
    if first is None or last is None:
        return unresolved("range", f"{before.how}; {span.how}")
    if span.first is not None and last < first:
        last = _carried(before.text, first, last, context.text[at : at + 3])
    if last < first:
        return None
    return Span(first, last, "range", f"{before.how} to {span.how}")


def _carried(earlier: str, first: date, last: date, written: str) -> date:
    """The end of 9月3日至5日 takes month and year from the start."""
    try:
        moved = last.replace(year=first.year)
        if "月" not in written and number(written.rstrip("日号 ")) is not None:
            moved = last.replace(year=first.year, month=first.month)
    except ValueError:
        return last
    return moved if moved >= first else last
