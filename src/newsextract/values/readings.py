"""From a candidate that stands to the quantity it is: value, unit, kind, qualifier, extent."""

import re
from decimal import Decimal
from typing import NamedTuple

from newsextract.records.fields import Qualifier, fits
from newsextract.records.quantity import Quantity, QuantityKind
from newsextract.values.affixes import read_suffix
from newsextract.values.amounts import counts_something, is_paid
from newsextract.values.candidates import Candidate
from newsextract.values.checks import HOT_OR_COLD, MOVES_RATE
from newsextract.values.numerals import EXACT, Numeral, plain
from newsextract.values.terms import Term
from newsextract.values.units import HOME, match_unit, noun_table

_RATE = re.compile("/[\u4e00-\u9fff]{1,3}?(?=以上|以下|左右|以内)")
_MOST_DOUBLINGS = 64
_MULTIPLE = re.compile(r"(?:市[盈净销]率|本益比|股价净值比|P/?[EB])(?:\((?:TTM|LYR|[动静]态)\))?[为是约仅达]{0,2} ?$")
_MULTIPLE_WORDS = 16
ENDS_MULTIPLE = frozenset("率比为是约仅达EB)")
"""What may stand before a number without a unit that is a multiple (市净率为2.4): a cheap test before reading on."""
_WORDS_BETWEEN = 4
_VERBS = frozenset("给对向为与和及的了在从让使被将由是有以等元至到卖买送发收付")
_CENT = Decimal("0.01")


class Measure(NamedTuple):
    """What a number counts: its unit, what kind that is, and what the number is multiplied by."""

    unit: str | None
    kind: QuantityKind
    scale: Decimal = Decimal(1)


def read_quantity(candidate: Candidate, original: str, *, bare: bool) -> Quantity | None:
    """Return the quantity; an amount of money in a 元 that is not said has the unit ``home``.

    Args:
        candidate: a candidate that stands.
        original: the text as given, for what is quoted from it.
        bare: whether a number without a unit is a quantity.
    """
    if candidate.term.unit is None:
        return _read_amount(candidate, original, bare=bare)
    text, term = candidate.text, candidate.term
    rate = _RATE.match(text, term.unit_end)  # 400元/吨以上: what it is per stands before its qualifier
    end, said = read_suffix(text, rate.end() if rate else term.unit_end)
    measure = _measure(candidate, original)
    written = _written_unit(term)
    span = written if measure.unit == original[slice(*written)] else None
    return _build(
        candidate, original, measure, (term.unit_end if said is None else end, _qualifier(candidate, said), span)
    )


def _read_amount(candidate: Candidate, original: str, *, bare: bool) -> Quantity | None:
    """Read a number without a unit: with 万 or 亿 it is money, unless the clause counts something."""
    text, term, prefix = candidate.text, candidate.term, candidate.prefix
    end, said = read_suffix(text, term.unit_end)
    qualifier = _qualifier(candidate, said)
    if prefix.currency is not None:
        return _build(candidate, original, Measure(prefix.currency, "money"), (end, qualifier, None))
    if not term.numeral.large:
        if _MULTIPLE.search(text, max(0, prefix.start - _MULTIPLE_WORDS), prefix.start) and _is_number(candidate):
            return _build(candidate, original, Measure("x", "ratio"), (end, qualifier, None))
        number = bare and _is_number(candidate)
        return _build(candidate, original, Measure(None, "number"), (end, qualifier, None)) if number else None
    if text.startswith("级", end):  # 亿级用户, 千亿级市场
        end, qualifier = end + 1, "about" if qualifier == "exact" else qualifier
    elif text.startswith("+", end):
        end, qualifier = end + 1, "over"
    span = _people_after(text, end, 0 if text[end - 1] == "级" else _WORDS_BETWEEN)
    if span is not None:
        return _build(candidate, original, Measure(original[slice(*span)], "count"), (end, qualifier, span))
    counted = counts_something(text, prefix.start, end)
    if term.numeral.round and qualifier == "exact" and not (counted or is_paid(text, prefix.start, end)):
        return None  # 千万 says "by all means" as often as ten million
    measure = Measure(None, "count") if counted else Measure(HOME, "money")
    return _build(candidate, original, measure, (end, qualifier, None))


def _people_after(text: str, at: int, between: int) -> tuple[int, int] | None:
    """数十万联邦雇员, 亿级用户: where the people that a bare amount counts stand."""
    for gap in range(between + 1):
        last = text[at + gap - 1 : at + gap]
        if gap and (not "\u4e00" <= last <= "\u9fff" or last in _VERBS):
            return None
        noun = match_unit(text, at + gap, noun_table())
        if noun is not None and noun.grammar == "people" and (len(noun.written) > 1 or not gap):
            return at + gap, at + gap + len(noun.written)
    return None


def _is_number(candidate: Candidate) -> bool:
    """Whether digits without a unit are a number at all, not part of a code, a date or a name."""
    text, term, digits = candidate.text, candidate.term, candidate.digits
    before, after = text[term.start - 1 : term.start], text[term.end : term.end + 1]
    if (before and before in "-/.:_") or (after and after in "-/.:年月日号时点届期楼"):
        return False
    if any(neighbour.isascii() and neighbour.isalpha() for neighbour in (before, after)):
        return False
    return digits[0].isascii() or (len(digits) > 1 and any(letter in digits for letter in "十百千万亿"))


def _measure(candidate: Candidate, original: str) -> Measure:
    text, term, prefix, unit = candidate.text, candidate.term, candidate.prefix, candidate.term.unit
    assert unit is not None  # noqa: S101 - read_quantity has seen to it
    written = original[slice(*_written_unit(term))]
    if unit.kind == "money":
        return Measure((prefix.currency or HOME) if unit.symbol == HOME else unit.symbol, "money", unit.scale)
    if unit.grammar == "marks" and MOVES_RATE.search(text, max(0, prefix.start - 8), prefix.start):
        return Measure(HOME, "money", _CENT)
    if unit.grammar == "degrees":
        return _degrees(candidate, written)
    if unit.grammar == "barrel" and not (
        term.numeral.large or "油" in text[max(0, term.start - 60) : term.unit_end + 20]
    ):
        return Measure(written, "count")
    if unit.symbol == "km" and re.search("时速|每小时", text[max(0, prefix.start - 4) : prefix.start]):
        return Measure("km/h", "speed")
    return Measure(written if unit.counts else unit.symbol, unit.kind, unit.scale)


def _written_unit(term: Term) -> tuple[int, int]:
    """Where the unit stands: on the number, or on the last of its list."""
    return term.unit_start, term.unit_start + (len(term.unit.written) if term.unit else 0)


def _degrees(candidate: Candidate, written: str) -> Measure:
    """度 measures heat, electricity or angles: the words around it say which."""
    around = candidate.text[max(0, candidate.prefix.start - 25) : candidate.term.unit_end + 15]
    if "华氏" in around:
        return Measure("[degF]", "temperature")
    if HOT_OR_COLD.search(around):
        return Measure("Cel", "temperature")
    return Measure("kWh", "energy") if "电" in around else Measure(written, "other")


def _build(
    candidate: Candidate, original: str, measure: Measure, rest: tuple[int, Qualifier, tuple[int, int] | None]
) -> Quantity | None:
    end, qualifier, unit_span = rest
    low, high = _values(candidate, measure.scale)
    if not (fits(low) and fits(high)):  # 0.0000000000000000000001克: nobody's figure, and no database's number
        return None
    start, one = candidate.prefix.start, low == high
    return Quantity(
        start=start,
        end=end,
        text=original[start:end],
        value=low if one else None,
        low=None if one else low,
        high=None if one else high,
        unit=measure.unit,
        kind=measure.kind,
        qualifier=qualifier,
        unit_span=unit_span,
    )


def _qualifier(candidate: Candidate, suffix: Qualifier | None) -> Qualifier:
    first, term = candidate.first, candidate.term
    said = candidate.prefix.qualifier or suffix
    if said is not None:
        return said
    if first.numeral.several or term.numeral.several:
        return "several"
    if term.tail is not None:
        return term.tail
    if term.numeral.over:
        return "over"
    return "about" if term.numeral.about else "exact"


def _values(candidate: Candidate, scale: Decimal) -> tuple[Decimal, Decimal]:
    low, term = candidate.low, candidate.term
    first, last = (term.low if low is None else _lower_end(low, term)), term.high
    if term.unit is not None and term.unit.grammar == "doublings":  # 翻两番 is four times
        first, last = (EXACT.power(Decimal(2), min(int(n), _MOST_DOUBLINGS)) for n in (first, last))
    if candidate.prefix.negative or scale != 1:
        factor = -scale if candidate.prefix.negative else scale
        first, last = plain(EXACT.multiply(first, factor)), plain(EXACT.multiply(last, factor))
    return (first, last) if first <= last else (last, first)


def _lower_end(low: Term, term: Term) -> Decimal:
    if low.unit is None:
        return _inherit(low.low, term.numeral)
    if term.unit is not None and (low.unit.symbol, term.unit.symbol) == ("a", "mo"):  # 2年至9年10月
        return EXACT.multiply(low.low, Decimal(12))
    return low.low


def _inherit(low: Decimal, high: Numeral) -> Decimal:
    """3至5万: the 万 counts for both where the first is the smaller then."""
    for scale in high.scales:
        if low < EXACT.divide(high.high, Decimal(scale)):
            return plain(EXACT.multiply(low, Decimal(scale)))
    return low
