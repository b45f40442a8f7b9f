"""A term: one number with the unit on it, before anything is said about it."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from newsextract.records.fields import Qualifier
from newsextract.values.affixes import read_tail
from newsextract.values.numerals import EXACT, RUN, Numeral, leading_number, parse_run
from newsextract.values.units import Unit, match_unit, noun_table, unit_table

_PERCENT = Unit("百分之", "%", "percent", "percent")
_FRACTION = Unit("分之", "x", "ratio", "fraction")
_DIGIT_COUNT = Unit("位数", "%", "percent", "digits")
_PIECE = Unit("块", "块", "count", "classifier")
_AFTER_MONEY = frozenset("钱多以左上下的每一二两三四五六七八九几半不就")
_PAID = re.compile("[卖售花价付赚收给仅要买省涨]|成交")
_HUNDREDTHS = Decimal(100)

_WHOLE_NOUNS = frozenset("省市县村字")
_AFTER_WORD_START = frozenset("级区庄州辖直内外场民工才大形脸机")
_DIGIT_COUNTS = {"个": 1, "一": 1, "双": 2, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_HALF = Decimal("0.5")
_TWELVE_PLACES = Decimal("1E-12")
_FRACTION_SIGNS = frozenset("分半/")
_HALVES = Numeral(_HALF, _HALF, round=True)
_HUNDRED = Numeral(Decimal(100), Decimal(100))
_WITH_HALF = re.compile("个([半多])(?=月|小时|钟头|星期|礼拜|季度|世纪)")
_SLASHED = re.compile(r"/([0-9]{1,3})(?=的|以上|以下|左右|强|弱|股权|用户|时间|人|[,。、;: )]|$)")
_TENTH = re.compile("[一二三四五六七八九1-9半](?![一二三四五六七八九十百千万亿0-9.个家成折])")
_OF_GREAT_NOUNS = re.compile("的(?=像素|画素|用户|消费者|人口|人)")


class Term(NamedTuple):
    """A number (or two: 两三百) and its unit. ``low`` and ``high`` are in the unit's own terms."""

    start: int
    end: int
    """One past the number."""
    low: Decimal
    high: Decimal
    numeral: Numeral
    unit: Unit | None
    unit_start: int
    unit_end: int
    tail: Qualifier | None = None


def read_term(text: str, at: int) -> Term | None:
    """Return the term whose number begins at ``at``, if one does. ``text`` is folded."""
    if text[at] == "半":
        return _half_of_unit(text, at)
    if text.startswith("位数", at + 1):
        return _digit_count(text, at)
    number = _read_number(text, at)
    if number is None:
        return None
    end, numeral = number
    if text[end : end + 1] in _FRACTION_SIGNS:
        fraction = _fraction(text, at, end, numeral)
        if fraction is not None:
            return fraction
    return _with_unit(text, at, end, numeral)


def _read_number(text: str, at: int) -> tuple[int, Numeral] | None:
    match = RUN.match(text, at)
    if match is None:
        return None
    numeral = parse_run(match.group())
    return leading_number(text, at) if numeral is None else (match.end(), numeral)


def number_end(text: str, at: int) -> int:
    """Return where the digits or run at ``at`` end, for skipping what makes no sense."""
    if text[at].isascii():
        match = RUN.match(text, at)
        return match.end() if match else at + 1
    return at + 1


def _with_unit(text: str, at: int, end: int, numeral: Numeral) -> Term:
    edge, tail = read_tail(text, end)
    gap = edge + 1 if text[edge : edge + 1] == " " else edge
    unit = match_unit(text, gap, unit_table())
    if unit is None and numeral.large and (of := _OF_GREAT_NOUNS.match(text, gap)):
        gap = of.end()  # 3000万的像素
        unit = match_unit(text, gap, noun_table())
    if unit is None or unit.grammar == "never" or (unit.written == "起" and numeral.large):  # 20万起: from 200 000
        kept = edge if tail and numeral.large else end
        return Term(at, end, numeral.low, numeral.high, numeral, None, kept, kept, tail if kept > end else None)
    term = Term(at, end, numeral.low, numeral.high, numeral, unit, gap, gap + len(unit.written), tail)
    if unit.written == "个":
        return _after_ge(text, term)
    if unit.grammar == "tenths":
        return _tenths(text, term)
    if unit.written == "块" and _is_piece(text, term):
        return term._replace(unit=_PIECE)
    return term


def _is_piece(text: str, term: Term) -> bool:
    """三块电池 are pieces, 100块 is money."""
    following = text[term.unit_end : term.unit_end + 1]
    if not "\u4e00" <= following <= "\u9fff" or following in _AFTER_MONEY:
        return False
    return not text[term.start].isascii() or not _PAID.search(text, max(0, term.start - 6), term.start)


def _after_ge(text: str, term: Term) -> Term:
    """个 may go on: 个半小时, 个多月, 个国家和地区."""
    if match := _WITH_HALF.match(text, term.unit_start):
        unit = match_unit(text, match.end(), unit_table()) or match_unit(
            "个" + text[match.end() :][:3], 0, unit_table()
        )
        if match.end() < len(text) and text[match.end()] == "月":
            unit = match_unit("个月", 0, unit_table())
        if unit is not None:
            unit_end = match.end() + len(unit.written) - unit.written.startswith("个")
            extra = _HALF if match[1] == "半" else Decimal(0)
            low, high = EXACT.add(term.low, extra), EXACT.add(term.high, extra)
            tail: Qualifier | None = term.tail if match[1] == "半" else "over"
            return term._replace(low=low, high=high, unit=unit, unit_end=unit_end, tail=tail)
    noun = match_unit(text, term.unit_end, noun_table())
    if (
        noun is None
        or text.startswith("人民币", term.unit_end)
        or _goes_on(text, noun, term.unit_end + len(noun.written))
    ):
        return term
    unit = replace(noun, written="个" + noun.written, grammar="classifier")
    return term._replace(unit=unit, unit_end=term.unit_end + len(noun.written))


def _goes_on(text: str, noun: Unit, end: int) -> bool:
    """个步行街, 个村级, 个人工智能: the noun is only the first character of a longer one."""
    if len(noun.written) > 1:
        return False
    if noun.grammar == "solid" and noun.written not in _WHOLE_NOUNS:
        return True
    return text[end : end + 1] in _AFTER_WORD_START


def _tenths(text: str, term: Term) -> Term:
    """三成五 is 35 %; 85折 is 8.5折."""
    low, high, end = term.low, term.high, term.unit_end
    if low == high and (match := _TENTH.match(text, end)):
        said = match.group()
        digit = 5 if said == "半" else int(parse_run(said).low)  # type: ignore[union-attr]
        low = high = EXACT.add(low, EXACT.divide(Decimal(digit), Decimal(10)))
        end = match.end()
    if low >= 10 and term.unit is not None and term.unit.written == "折":
        low, high = EXACT.divide(low, Decimal(10)), EXACT.divide(high, Decimal(10))
    return term._replace(low=low, high=high, unit_end=end)


def _fraction(text: str, at: int, end: int, numeral: Numeral) -> Term | None:
    """三分之二, 百分之五, 百分百, 一半, 1/3."""
    if text.startswith("分之", end):
        return _divided(text, at, end, numeral)
    if text.startswith("分百", end) and text[at:end] == "百":
        return Term(at, end + 2, Decimal(100), Decimal(100), _HUNDRED, _PERCENT, end + 2, end + 2)
    if text[end] == "半" and text[at:end] == "一":
        return Term(at, end + 1, _HALF, _HALF, _HALVES, _FRACTION, end + 1, end + 1)
    return _slashed(text, at, end, numeral) if text[end] == "/" else None


def _divided(text: str, at: int, end: int, divisor: Numeral) -> Term | None:
    match = RUN.match(text, end + 2)
    over = parse_run(match.group()) if match else None
    if match is None or over is None or divisor.low == 0:
        return None
    if over.bare:
        over = Numeral(over.low, over.high)
    edge, tail = read_tail(text, match.end())
    if divisor.low == _HUNDREDTHS:
        return Term(at, match.end(), over.low, over.high, over, _PERCENT, edge, edge, tail)
    low, high = _quotient(over.low, divisor.low), _quotient(over.high, divisor.low)
    return Term(at, match.end(), low, high, over, _FRACTION, edge, edge, tail)


def _slashed(text: str, at: int, end: int, over: Numeral) -> Term | None:
    """1/3的用户: a fraction where it is smaller than one and no date goes on."""
    match = _SLASHED.match(text, end)
    divisor = Decimal(match[1]) if match else Decimal(0)
    if match is None or not text[at:end].isdigit() or text[at - 1 : at] == "/" or not 0 < over.low < divisor <= 10:
        return None
    value = _quotient(over.low, divisor)
    return Term(at, match.end(), value, value, over, _FRACTION, match.end(), match.end())


def _quotient(over: Decimal, divisor: Decimal) -> Decimal:
    return EXACT.divide(over, divisor).quantize(_TWELVE_PLACES, context=EXACT).normalize(EXACT)


def _half_of_unit(text: str, at: int) -> Term | None:
    """半年, 半小时, 半个月; 半数 and, after 过 or 近, 半 alone."""
    before = text[at - 1 : at]
    if before and before in "上下前后头首多大夜":  # 上半年 is a period
        return None
    ge = text[at + 1 : at + 2] == "个"
    unit = match_unit(text, at + 1, unit_table())
    if (
        unit is not None
        and unit.grammar in {"measure", "calendar"}
        and unit.kind in {"duration", "length", "mass", "area"}
    ):
        if unit.written in {"年", "天", "秒", "日"} or ge or unit.grammar == "measure":
            return Term(at, at + 1, _HALF, _HALF, _HALVES, unit, at + 1, at + 1 + len(unit.written))
        return None
    if unit is not None and unit.grammar == "never":
        return None
    end = at + 2 if text[at + 1 : at + 2] == "数" else at + 1
    if end == at + 1 and before not in {"近", "过", "超", "逾"}:
        return None
    return Term(at, end, _HALF, _HALF, _HALVES, _FRACTION, end, end)


def _digit_count(text: str, at: int) -> Term | None:
    """两位数 is 10 % and more; 个位数 is less than 10 %."""
    count = _DIGIT_COUNTS.get(text[at]) or (int(text[at]) if text[at] in "123456789" else None)
    if (
        count is None
        or text[at + 3 : at + 4] in {"字", "的", "组", "值"}
        or (at and text[at - 1] in "几十百千万多0123456789")
    ):
        return None
    value = Decimal(10) if count == 1 else Decimal(10 ** (count - 1))
    numeral = Numeral(value, value)
    return Term(at, at + 1, value, value, numeral, _DIGIT_COUNT, at + 1, at + 3, "under" if count == 1 else "over")
