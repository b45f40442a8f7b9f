"""Find quantities in Chinese text: numbers with their units and modifiers, as exact values."""

import re
from dataclasses import replace
from decimal import Decimal

from newsextract.records.fields import Kind, Qualifier
from newsextract.records.quantity import Quantity
from newsextract.values.affixes import Prefix, may_end_currency, read_prefix, read_suffix
from newsextract.values.amounts import counts_something, home_currency, settle
from newsextract.values.durations import extend
from newsextract.values.folding import fold
from newsextract.values.guards import guarded_until, stands
from newsextract.values.numerals import EXACT, STARTS, Numeral, plain
from newsextract.values.terms import Term, number_end, read_term
from newsextract.values.units import HOME, Unit, match_unit, noun_table, unit_table

_BETWEEN = re.compile(" ?(?:-{1,2}|~|至|到|、) ?")
_RATE = re.compile("/[\u4e00-\u9fff]{1,3}?(?=以上|以下|左右|以内)")
_CHANGING = frozenset("从由自")


def _start_pattern() -> re.Pattern[str]:
    """Where a number may begin: a digit, or a numeral that something numeric or a unit follows."""
    follows = set(unit_table()) | STARTS | set("多余来许分点位成半级 个零〇拾佰仟")
    latin = "".join(sorted(re.escape(character) for character in follows))
    dates = r"(?:19|20)[0-9]{2} ?年(?: ?1?[0-9] ?月(?: ?[1-3]?[0-9] ?[日号])?)?|1?[0-9] ?月 ?[1-3]?[0-9] ?[日号]"
    numerals = "".join(sorted(STARTS - set("0123456789")))
    return re.compile(f"{dates}|([0-9]|[{numerals}](?=[{latin}])|[双个](?=位数)|半)")


_START = _start_pattern()


def find_quantities(text: str, *, locale: str = "zh-CN", bare: bool = False) -> list[Quantity]:
    """Return the quantities of ``text`` in reading order, without overlaps.

    Args:
        text: Chinese text in either script or both; offsets in the result are offsets in it.
        locale: whose 元 a bare 元 is: ``zh-CN``, ``zh-TW`` or ``zh-HK``; strong signs in the text go first.
        bare: also return numbers without a unit, as kind ``number``; ordinals, dates and codes are never returned.
    """
    reader = _Reader(text, bare=bare)
    reader.read()
    if not any(reader.homes):
        return reader.found
    units = settle(reader.folded, reader.found, reader.homes, home_currency(reader.folded, locale))
    return [q if q.unit == unit else replace(q, unit=unit) for q, unit in zip(reader.found, units, strict=True)]


class _Reader:
    """One pass over a text: what has been found, and which amounts are in a 元 that is not said."""

    def __init__(self, text: str, *, bare: bool) -> None:
        self.text, self.folded, self.bare = text, fold(text), bare
        self.found: list[Quantity] = []
        self.homes: list[bool] = []

    def read(self) -> None:
        done = 0
        for match in _START.finditer(self.folded):
            at = match.start()
            if at < done:
                continue
            done = self._read_at(at, done) if match[1] else match.end()

    def _read_at(self, at: int, floor: int) -> int:
        """Read what begins at ``at`` and return where to go on."""
        guarded = guarded_until(self.folded, at)
        if guarded:
            return guarded
        term = read_term(self.folded, at)
        if term is None:
            return number_end(self.folded, at)
        term = extend(self.folded, term)
        if not (term.unit or term.numeral.large or self.bare or (at and may_end_currency(self.folded[at - 1]))):
            second = self._second(term, at)
            return self._keep(term, second, floor) if second else term.end
        return self._keep(term, self._second(term, at), floor)

    def _keep(self, term: Term, second: Term | None, floor: int) -> int:
        if second is not None:
            prefix = read_prefix(self.folded, term.start, term.numeral, second.unit, floor)
            changing = term.unit is not None and prefix.start > 0 and self.folded[prefix.start - 1] in _CHANGING
            if not changing and stands(self.folded, term, second, prefix):
                return self._add(term, second, prefix)
        prefix = read_prefix(self.folded, term.start, term.numeral, term.unit, floor)
        if stands(self.folded, term, term, prefix):
            return self._add(None, term, prefix)
        return max(term.end, term.start + 1)

    def _second(self, first: Term, at: int) -> Term | None:
        """Return the upper end of a range, if one follows."""
        between = _BETWEEN.match(self.folded, first.unit_end)
        if between is None or self.folded[between.end() : between.end() + 1] not in STARTS:
            return None
        second = read_term(self.folded, between.end())
        if second is None:
            return None
        second = extend(self.folded, second)
        if first.unit is not None and first.unit.written == "百分之" and second.unit is None:
            second = second._replace(unit=first.unit)
        if "、" in between.group() and not self._is_approximation(first, second, at):
            return None
        if second.unit is None and not second.numeral.large:
            return None
        if first.unit is not None and not _same_unit(first, second):
            return None
        return second

    def _is_approximation(self, first: Term, second: Term, at: int) -> bool:
        """3、4成 and 三、四百家: neighbouring digits, not a list or a section number."""
        digit, following = self.folded[first.start : first.end], self.folded[second.start]
        if first.unit is not None or len(digit) != 1 or at == 0 or self.folded[at - 1] in "\n 、.":
            return False
        if not following.isascii():
            return following in "二三四五六七八九" and "一二三四五六七八九".find(following) == "一二三四五六七八九".find(digit) + 1
        return second.low == first.low + 1

    def _add(self, low: Term | None, term: Term, prefix: Prefix) -> int:
        if term.unit is None:
            return self._add_amount(low, term, prefix)
        end, said = read_suffix(self.folded, self._after_rate(term))
        if said is None:
            end = term.unit_end
        symbol, kind, scale = self._unit(term.unit, term, prefix)
        lows, highs = _values(low, term, scale, negative=prefix.negative)
        if term.unit.grammar == "doublings" and low is None:
            lows = highs = Decimal(2) ** min(int(highs), 64)
        span = (term.unit_start, term.unit_end) if term.unit.counts and term.unit_end > term.unit_start else None
        home = kind == "money" and symbol == HOME
        return self._append((prefix.start, end), (lows, highs), symbol, kind, _qualifier(prefix, low, term, said), span, home)

    def _add_amount(self, low: Term | None, term: Term, prefix: Prefix) -> int:
        """Keep a number with 万 or 亿 and no unit: money, unless the clause counts something."""
        folded = self.folded
        end, said = read_suffix(folded, term.unit_end)
        values = _values(low, term, Decimal(1), negative=prefix.negative)
        qualifier = _qualifier(prefix, low, term, said)
        if prefix.currency is not None:
            return self._append((prefix.start, end), values, prefix.currency, "money", qualifier, None, False)
        if not term.numeral.large:
            if self.bare and self._is_number(term):
                return self._append((prefix.start, end), values, None, "number", qualifier, None, False)
            return max(end, term.end)
        if folded[end : end + 1] == "级":
            noun = match_unit(folded, end + 1, noun_table())
            qualifier = "about" if qualifier == "exact" else qualifier
            if noun is not None and noun.grammar == "people":
                span = (end + 1, end + 1 + len(noun.written))
                return self._append((prefix.start, end + 1), values, self.text[slice(*span)], "count", qualifier, span, False)
            end += 1
        if folded[end : end + 1] == "+":
            end, qualifier = end + 1, "over"
        if counts_something(folded, prefix.start, end):
            return self._append((prefix.start, end), values, None, "count", qualifier, None, False)
        return self._append((prefix.start, end), values, HOME, "money", qualifier, None, True)

    def _is_number(self, term: Term) -> bool:
        run, before = self.folded[term.start : term.end], self.folded[term.start - 1 : term.start]
        after = self.folded[term.end : term.end + 1]
        if (before and before in "-/.:_") or (after and after in "-/.:年月日号时点届期楼") or (before.isascii() and before.isalpha()):
            return False
        if after.isascii() and after.isalpha():
            return False
        return run[0] in "0123456789" or (len(run) > 1 and any(letter in run for letter in "十百千万亿"))

    def _after_rate(self, term: Term) -> int:
        """400元/吨以上: what a rate is per stands before its qualifier."""
        rate = _RATE.match(self.folded, term.unit_end)
        return rate.end() if rate else term.unit_end

    def _unit(self, unit: Unit, term: Term, prefix: Prefix) -> tuple[str, Kind, Decimal]:
        if unit.kind == "money":
            return (prefix.currency or HOME) if unit.symbol == HOME else unit.symbol, "money", unit.scale
        if unit.grammar == "degrees":
            return self._degrees(term, prefix)
        if unit.grammar == "barrel" and "油" not in self.folded[max(0, term.start - 30) : term.unit_end + 10]:
            return self.text[term.unit_start : term.unit_end], "count", Decimal(1)
        if unit.counts:
            return self.text[term.unit_start : term.unit_end], unit.kind, unit.scale
        if unit.symbol == "km" and (before := self.folded[max(0, prefix.start - 4) : prefix.start]) and ("时速" in before or "每小时" in before):
            return "km/h", "speed", unit.scale
        return unit.symbol, unit.kind, unit.scale

    def _degrees(self, term: Term, prefix: Prefix) -> tuple[str, Kind, Decimal]:
        around = self.folded[max(0, prefix.start - 10) : term.unit_end + 6]
        if "华氏" in around:
            return "[degF]", "temperature", Decimal(1)
        if any(word in around for word in ("温", "摄氏", "零下", "冷", "热", "℃", "气候")):
            return "Cel", "temperature", Decimal(1)
        if "电" in around:
            return "kWh", "energy", Decimal(1)
        return self.text[term.unit_start : term.unit_end], "other", Decimal(1)

    def _append(
        self, span: tuple[int, int], values: tuple[Decimal, Decimal], unit: str | None, kind: Kind, qualifier: Qualifier,
        unit_span: tuple[int, int] | None, home: bool,
    ) -> int:  # fmt: skip
        low, high = values
        one = low == high
        start, end = span
        self.found.append(
            Quantity(
                start, end, self.text[start:end], low if one else None, None if one else low, None if one else high,
                unit, kind, qualifier, unit_span,
            )
        )  # fmt: skip
        self.homes.append(home)
        return end


def _same_unit(first: Term, second: Term) -> bool:
    if first.unit is None or second.unit is None:
        return False
    if first.unit.kind == "duration":
        return second.unit.kind == "duration" and {first.unit.symbol, second.unit.symbol} in ({first.unit.symbol}, {"a", "mo"})
    return first.unit.symbol == second.unit.symbol


def _qualifier(prefix: Prefix, low: Term | None, term: Term, suffix: Qualifier | None) -> Qualifier:
    numeral = (low or term).numeral
    if prefix.qualifier is not None:
        return prefix.qualifier
    if suffix is not None:
        return suffix
    if numeral.several or term.numeral.several:
        return "several"
    if term.tail is not None:
        return term.tail
    if term.numeral.over:
        return "over"
    return "about" if term.numeral.about else "exact"


def _values(low: Term | None, term: Term, scale: Decimal, *, negative: bool) -> tuple[Decimal, Decimal]:
    lows, highs = term.low, term.high
    if low is not None:
        lows = _inherit(low.low, term.numeral) if low.unit is None else low.low
        if low.unit is not None and term.unit is not None and (low.unit.symbol, term.unit.symbol) == ("a", "mo"):
            lows = EXACT.multiply(lows, Decimal(12))
    if not negative and scale == 1:
        return (lows, highs) if lows <= highs else (highs, lows)
    factor = EXACT.multiply(Decimal(-1 if negative else 1), scale)
    ends = sorted((plain(EXACT.multiply(lows, factor)), plain(EXACT.multiply(highs, factor))))
    return ends[0], ends[1]


def _inherit(low: Decimal, high: Numeral) -> Decimal:
    """3至5万: the 万 counts for both where the first is the smaller then."""
    for scale in high.scales:
        if low < high.high / scale:
            return plain(EXACT.multiply(low, Decimal(scale)))
    return low
