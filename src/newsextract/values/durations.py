"""年, 月, 日 and their like: is it a length of time or a date, and what goes on after the first unit."""

import re
from decimal import Decimal

from newsextract.values.affixes import read_tail
from newsextract.values.candidates import Candidate
from newsextract.values.numerals import EXACT, parse_run, plain
from newsextract.values.terms import Term
from newsextract.values.units import Unit

_HALF = Decimal("0.5")
_MONTHS = Unit("个月", "mo", "duration", "measure")
_MINUTES = Unit("分钟", "min", "duration", "measure")
_SECONDS = Unit("秒", "s", "duration", "measure")

_NOT_HALF = frozenset("导数价月年天场夜径壁途路岛球生")
_YEAR_DATE = re.compile(r"[上下]半|底|初|末|第?[一二三四1-4]季|Q[1-4]|H[12]|1?[0-9]月|前[三3]季|[代级度报款份货]")
_LASTING = re.compile("内|间|游|之内|无理由|后|前|来|行程")
_HISTORY = re.compile("[的之]?(?:历史|老店|老字号|来|间|后|前|以来|时间|光阴|岁月|传承)")
_PENAL = re.compile("刑|判|囚|监禁|入狱|关押|羁押|罚金")
_MONTHS_AFTER = re.compile("(?:又|零)? ?([0-9]{1,2}|十[一二]?|[一二三四五六七八九]) ?(个月|月)(?![0-9底初末中份])")
_MINUTES_AFTER = re.compile(" ?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?(分钟|分)(?!之)")
_SECONDS_AFTER = re.compile(r" ?([0-9]{1,2}(?:\.[0-9]{1,3})?|[一二三四五六七八九十]{1,3}) ?秒")
_MINUTES_FIRST = re.compile("分(?=[0-9]{1,2}(?:\\.[0-9]{1,3})?秒)")
_CLOCK = re.compile("[0-9一二三四五六七八九十] ?[时点:] ?$")  # 10时4分13秒 is a time of day
_CENTS_AFTER = re.compile("([0-9一二三四五六七八九])[角毛](?:([0-9一二三四五六七八九])分)?")


def extend(text: str, term: Term) -> Term:
    """Return ``term`` with what goes on after its unit: 三年半, 2小时30分, 一年多, 5元3角."""
    unit = term.unit
    if unit is None or unit.grammar == "marks":
        return _minutes_and_seconds(text, term)
    if unit.kind == "duration":
        longer = _compound(text, term)
        if longer is not None:
            return longer
    elif unit.kind == "money" and unit.symbol == "home" and (cents := _CENTS_AFTER.match(text, term.unit_end)):
        return _add(term, _tenths_and_hundredths(cents), cents.end())
    return term if unit.kind == "count" else _half_or_more(text, term, unit)


def _half_or_more(text: str, term: Term, unit: Unit) -> Term:
    """三年半, 一年多."""
    at = term.unit_end
    following = text[at : at + 1]
    if (
        following == "半"
        and unit.kind != "money"
        and unit.grammar != "tenths"
        and text[at + 1 : at + 2] not in _NOT_HALF
    ):
        return _add(term, _HALF, at + 1)
    if term.tail is None and at > term.end and following != "来":
        end, said = read_tail(text, at, on_unit=True)
        if said is not None:
            return term._replace(unit_end=end, tail=said)
    return term


def _add(term: Term, extra: Decimal, end: int) -> Term:
    return term._replace(low=plain(EXACT.add(term.low, extra)), high=plain(EXACT.add(term.high, extra)), unit_end=end)


def _tenths_and_hundredths(cents: re.Match[str]) -> Decimal:
    tenths, hundredths = (parse_run(group).low if group else Decimal(0) for group in cents.groups())  # type: ignore[union-attr]
    return EXACT.add(EXACT.multiply(tenths, Decimal("0.1")), EXACT.multiply(hundredths, Decimal("0.01")))


def _compound(text: str, term: Term) -> Term | None:
    """2年4个月 is 28 mo; 1小时30分 is 90 min."""
    symbol = term.unit.symbol if term.unit else ""
    if symbol == "a" and term.unit is not None and term.unit.grammar == "calendar":
        match = _MONTHS_AFTER.match(text, term.unit_end)
        if match and term.high < 100 and (match[2] == "个月" or is_sentence_of_court(text, term.start)):
            return _total(term, 12, match[1], match.end(), _MONTHS)
    elif symbol == "h" and (match := _MINUTES_AFTER.match(text, term.unit_end)):
        minutes = _total(term, 60, match[1], match.end(), _MINUTES)
        return (_compound(text, minutes) or minutes) if minutes else None
    elif symbol == "min" and (match := _SECONDS_AFTER.match(text, term.unit_end)):
        return _total(term, 60, match[1], match.end(), _SECONDS)
    return None


def _total(term: Term, factor: int, rest: str, end: int, unit: Unit) -> Term | None:
    numeral = parse_run(rest)
    if numeral is None:
        return None
    low, high = (EXACT.add(EXACT.multiply(n, Decimal(factor)), numeral.low) for n in (term.low, term.high))
    return term._replace(low=low, high=high, unit=unit, unit_end=end)


def _minutes_and_seconds(text: str, term: Term) -> Term:
    """3分20秒: 分 is a unit only before seconds."""
    match = _MINUTES_FIRST.match(text, term.end)
    seconds = _SECONDS_AFTER.match(text, match.end()) if match else None
    if seconds is None or _CLOCK.search(text, max(0, term.start - 4), term.start):
        return term
    return _total(term, 60, seconds[1], seconds.end(), _SECONDS) or term


def is_sentence_of_court(text: str, at: int) -> bool:
    """9年10月 is a length of time where somebody is sentenced to it, else October 2009."""
    return _PENAL.search(text, max(0, at - 80), at + 20) is not None


def is_duration(candidate: Candidate) -> bool:
    """Whether the calendar word after a number tells a length of time: 20年, 两日, but not 2019年, 9月, 5日."""
    text, first, term, unit = candidate.text, candidate.first, candidate.term, candidate.term.unit
    if unit is None or unit.kind != "duration":
        return False
    run = candidate.digits
    vague = first.numeral.several or term.tail is not None or first.low != first.high or run[0] in "两半"
    if unit.written == "年":
        return _is_years(candidate)
    if unit.written == "日":
        return (
            vague
            or (_LASTING.match(text, term.unit_end) is not None and not run.isascii())
            or text.startswith("内", term.unit_end)
        )
    return vague


def _is_years(candidate: Candidate) -> bool:
    text, first, term = candidate.text, candidate.first, candidate.term
    prefix, run = candidate.prefix, candidate.digits
    if len(run) == 4 and run.isdigit() and term.tail is None:
        return False
    if len(run) > 1 and all(character in "零〇一二三四五六七八九" for character in run) and first.low == first.high:
        return False
    if _YEAR_DATE.match(text, term.unit_end):
        return False
    if prefix.start > 1 and text.startswith("民国", prefix.start - 2):
        return False
    doubtful = run.isascii() and run.isdigit() and first.low >= 80 and term.tail is None
    doubtful = doubtful and (first.low < 100 or 105 <= first.low <= 130) and not _HISTORY.match(text, term.unit_end)
    return prefix.qualifier is not None or not doubtful
