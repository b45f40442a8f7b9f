"""Find periods in Chinese text: 2024年上半年, 去年同期, 前三季度, 1-9月, 昨(21)日, as first and last day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from newsextract.records.quantity import Period
from newsextract.values.calendar import Span, number, unresolved
from newsextract.values.durations import is_sentence_of_court
from newsextract.values.folding import fold
from newsextract.values.period_context import Context, Written
from newsextract.values.period_families import FAMILIES
from newsextract.values.period_grammar import CALENDAR, CANDIDATE, JOIN, OTHERS, SUFFIX
from newsextract.values.period_rules import resolve_calendar

_STEMS = ("year", "half", "quarters", "quarter", "report", "months", "month", "whole")
_DIGITS = frozenset("0123456789")
_NUMERALS = _DIGITS | set("一二三四五六七八九十百千万亿〇零两几数第")
_NOT_AFTER = {  # what makes the first character of a candidate the end of another word
    "前": "年月日之以", "后": "年月日之以", "上": "以之", "下": "以之", "同": "不相史", "本": "基成资日根",
    "末": "周期", "年": "0123456789一二两三四五六七八九十几数半多近每",
}  # fmt: skip
_SINCE_HOW = "open, up to the reference date"


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
        if found is not None:
            done = _keep(text, at, found, context)
    return context.found


def _is_inside_word(text: str, at: int) -> bool:
    if at == 0:
        return False
    before, first = text[at - 1], text[at]
    if before == " " and first == "年":
        before = text[at - 2 : at - 1]
    if first not in _NUMERALS:
        return before in _NOT_AFTER.get(first, ())
    if first in _DIGITS and before in "数几":  # 指数11月10日下跌
        return False
    return before in _NUMERALS or (before in ".," and first in _DIGITS and _is_grouped(text, at))


def _is_grouped(text: str, at: int) -> bool:
    """Whether the digits after a point or comma belong to the number before it: 1,234 and 3.5, but not 2.5,2018年."""
    if text[at - 2 : at - 1] not in _DIGITS:
        return False
    return text[at - 1] == "." or (text[at : at + 3].isdigit() and not text[at + 3 : at + 4].isdigit())


def _read(text: str, at: int, context: Context) -> tuple[int, Span] | None:
    """Return where the period that begins at ``at`` ends, and its days; the longest reading counts."""
    other, calendar = OTHERS.match(text, at), CALENDAR.match(text, at)
    whole = calendar if calendar is not None and _stands(calendar, text) else None
    if other is not None and (whole is None or other.end() >= whole.end()):
        return _read_other(other, text, context)
    if whole is None:
        return None
    return whole.end(), _resolve(resolve_calendar, Written(whole.groupdict(), at, context))


def _read_other(match: re.Match[str], text: str, context: Context) -> tuple[int, Span] | None:
    written = Written(match.groupdict(), match.start(), context)
    before = text[written.at - 1 : written.at]
    if written.groups["dayonly"] and ((before and before in "第每近满逾超") or text[written.at] not in _DIGITS):
        return None
    if written.groups["since"]:
        return match.end(), _since(text, match, context)
    resolver = next(resolver for name, resolver in FAMILIES if written.groups[name] is not None)
    return match.end(), _resolve(resolver, written)


def _since(text: str, since: re.Match[str], context: Context) -> Span:
    """自1998年上市以来: from the first day of the date inside, up to the reference date."""
    for inside in range(since.start() + 1, since.end()):
        match = CALENDAR.match(text, inside)
        if match is not None and match["year"] and match.end() <= since.end():
            span = _resolve(resolve_calendar, Written(match.groupdict(), inside, context))
            return Span(span.first, context.reference, "range", f"{span.how}; {_SINCE_HOW}")
    return Span(None, context.reference, "range", f"since an event; {_SINCE_HOW}")


def _resolve(resolver: Callable[[Written], Span], written: Written) -> Span:
    """A date that does not exist (2月30日) stays text."""
    try:
        return resolver(written)
    except (ValueError, OverflowError) as error:
        return unresolved("other", f"no such date: {error}")


def _stands(match: re.Match[str], text: str) -> bool:
    """Whether what the calendar grammar matched is a period at all."""
    groups = match.groupdict()
    if not any(groups[stem] for stem in _STEMS) and not (groups["edge"] or "").startswith("年"):
        return False
    year, quarter = groups["year"], groups["quarter"]
    if quarter and not year and quarter[-1] == "季" and quarter[0] not in "第首末":
        return False  # 四季 without a year is the seasons
    if groups["month"] and (year is None or len(year) < 5) and _is_length_of_time(match, text):
        return False
    following = text[match.end() : match.end() + 1]
    return not (year == "当年" and match.end() - match.start() == 2 and following in {"的", "那"})


def _is_length_of_time(match: re.Match[str], text: str) -> bool:
    """判刑18年6月, 8年10月: how long, not when."""
    at, year = match.start(), match["year"]
    if year:
        return year[:2].isdigit() and is_sentence_of_court(text, at)
    return text[at - 1 : at] == "年" and text[at - 2 : at - 1] in _DIGITS


def _keep(text: str, at: int, found: tuple[int, Span], context: Context) -> int:
    """Add the period with what follows it, joined to the one before where 至 stands between; return where to go on."""
    end, span = found
    suffix = SUFFIX.match(context.text, end) if span.kind != "other" else None
    if suffix is not None:
        end, span = suffix.end(), _with_suffix(suffix["tail"], span, context)
    joined = _join(context.found[-1], span, at, context) if context.found else None
    if joined is not None:
        at, span = context.found.pop().start, joined
    context.add(Period(at, end, text[at:end], span.first, span.last, span.kind, span.how), says_year=span.says_year)
    return end


def _with_suffix(tail: str, span: Span, context: Context) -> Span:
    if tail in {"以来", "迄今", "至今"}:
        return Span(span.first, context.reference, "range", f"{span.how}; {_SINCE_HOW}", span.says_year)
    if tail.endswith("当周") and span.last is not None:  # 截至5月12日当周
        return Span(span.last - timedelta(days=6), span.last, "week", f"{span.how}; the week up to it", span.says_year)
    if tail == "起":
        return Span(span.first, None, "range", f"{span.how}; from then on", span.says_year)
    if tail in {"前", "之前", "以前"}:
        return Span(None, span.last, "range", f"{span.how}; until then", span.says_year)
    if tail in {"后", "之后", "以后"}:
        return Span(span.first, None, "range", f"{span.how}; after it", span.says_year)
    return span


def _join(before: Period, span: Span, at: int, context: Context) -> Span | None:
    """Return the range from the period before to this one, if 至 or a dash stands between them."""
    if at - before.end > 3 or JOIN.fullmatch(context.text, before.end, at) is None or before.kind in {"other", "range"}:
        return None
    if before.first is None or span.last is None:
        return unresolved("range", f"{before.how} to {span.how}")
    last = span.last if span.last >= before.first else _carried(before.first, span.last, context.text[at : at + 3])
    if last < before.first:
        return None
    return Span(before.first, last, "range", f"{before.how} to {span.how}", span.says_year)


def _carried(first: date, last: date, written: str) -> date:
    """The end of 9月3日至5日 takes month and year from its start."""
    try:
        moved = last.replace(year=first.year)
        if "月" not in written and number(written.rstrip("日号 ")) is not None:
            moved = last.replace(year=first.year, month=first.month)
    except ValueError:
        return last
    return moved if moved >= first else last
