"""Find quantities in Chinese text: numbers with their units and modifiers, as exact values."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from newsextract.records.fields import Kind, Qualifier
from newsextract.records.quantity import Quantity
from newsextract.values.affixes import Prefix, read_prefix, read_suffix, read_tail
from newsextract.values.folding import fold
from newsextract.values.numerals import EXACT, RUN, STARTS, Numeral, parse_run
from newsextract.values.units import HOME, Unit, match_unit, noun_table, unit_table

_START = re.compile(f"[{''.join(sorted(STARTS))}]")
_BETWEEN = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_COUNT_WORDS = re.compile("销量|交付|产量|用户|粉丝|阅读|播放|下载|人数|股数|人口|出货|订单|点击|浏览|人次|装机量")
_HOMES = {"zh-CN": "CNY", "zh-TW": "TWD", "zh-HK": "HKD"}


@dataclass(frozen=True, slots=True)
class _Term:
    """A number and what is written on it, not yet a quantity."""

    start: int
    end: int
    numeral: Numeral
    unit: Unit | None
    unit_end: int
    tail: Qualifier | None
    half: bool = False
    unit_start: int = 0


def find_quantities(text: str, *, locale: str = "zh-CN", bare: bool = False) -> list[Quantity]:
    """Return the quantities of ``text`` in reading order, without overlaps.

    Args:
        text: Chinese text in either script or both; offsets in the result are offsets in it.
        locale: whose 元 a bare 元 is: ``zh-CN``, ``zh-TW`` or ``zh-HK``; what the text says goes first.
        bare: also return numbers without a unit, as kind ``number``.
    """
    folded = fold(text)
    reader = _Reader(text, folded, _home_currency(folded, locale), bare=bare)
    return reader.read()


def _home_currency(folded: str, locale: str) -> str:
    if "新台币" in folded and "人民币" not in folded:
        return "TWD"
    return _HOMES.get(locale, "CNY")


class _Reader:
    def __init__(self, text: str, folded: str, home: str, *, bare: bool) -> None:
        self.text, self.folded, self.home, self.bare = text, folded, home, bare
        self.units, self.nouns = unit_table(), noun_table()

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        done = 0
        for match in _START.finditer(self.folded):
            at = match.start()
            if at < done:
                continue
            done, quantity = self._at(at, done)
            if quantity is not None:
                found.append(quantity)
        return found

    def _at(self, at: int, floor: int) -> tuple[int, Quantity | None]:
        """Read what begins at ``at``; return where to go on, and the quantity if there is one."""
        term = self._term(at)
        if term is None:
            return at + 1, None
        if _is_ordinal(self.folded, at):
            return term.end, None
        second = self._second(term)
        if second is not None:
            quantity = self._quantity(second, floor, low=term)
            if quantity is not None:
                return quantity.end, quantity
        quantity = self._quantity(term, floor)
        if quantity is None:
            return max(term.end, at + 1), None
        return quantity.end, quantity

    def _term(self, at: int) -> _Term | None:
        match = RUN.match(self.folded, at)
        if match is None:
            return None
        numeral = parse_run(match.group())
        if numeral is None:
            return None
        end = match.end()
        edge, tail = read_tail(self.folded, end)
        gap = edge + 1 if self.folded[edge : edge + 1] == " " else edge
        unit = match_unit(self.folded, gap, self.units)
        if unit is None or unit.grammar == "never":
            return _Term(at, edge if tail else end, numeral, None, edge if tail else end, tail)
        unit_end = gap + len(unit.written)
        if unit.written == "个" and (noun := match_unit(self.folded, unit_end, self.nouns)):
            unit = replace(noun, written=unit.written + noun.written)
            unit_end += len(noun.written)
        return _Term(at, end, numeral, unit, unit_end, tail, unit_start=gap)

    def _second(self, first: _Term) -> _Term | None:
        between = _BETWEEN.match(self.folded, first.unit_end)
        if between is None or self.folded[between.end() : between.end() + 1] not in STARTS:
            return None
        second = self._term(between.end())
        if second is None or (second.unit is None and not second.numeral.large):
            return None
        if first.unit is not None and (second.unit is None or first.unit.symbol != second.unit.symbol):
            return None
        return second

    def _quantity(self, term: _Term, floor: int, low: _Term | None = None) -> Quantity | None:
        first = low or term
        prefix = read_prefix(self.folded, first.start, first.numeral, floor)
        unit = term.unit
        if not self._stands(first, term, prefix):
            return None
        if unit is None:
            return self._amount(term, prefix, low)
        symbol, kind, scale = self._unit(unit, prefix, term)
        end, said = read_suffix(self.folded, term.unit_end)
        qualifier = _qualifier(prefix, term, said)
        lows, highs = _values(term, low, scale, negative=prefix.negative)
        span = (term.unit_start, term.unit_end) if unit.counts else None
        return self._make(prefix.start, end, lows, highs, symbol, kind, qualifier, span)

    def _stands(self, first: _Term, term: _Term, prefix: Prefix) -> bool:
        numeral, folded = first.numeral, self.folded
        unit = term.unit
        if numeral.bare and not (prefix.qualifier or term.tail or numeral.several):
            return False
        before = folded[first.start - 1 : first.start]
        strong = unit is not None and unit.grammar in {"money", "percent", "ratio"}
        if prefix.start == first.start and before.isascii() and (before.isalpha() or before in {".", "_", "/"}):
            if not (strong or numeral.large):
                return False
        if unit is None:
            return numeral.large or prefix.currency is not None or self.bare
        if unit.grammar == "calendar":
            return _is_duration(folded, first, term, prefix)
        if unit.grammar == "points":
            return "." in folded[term.start : term.end] or numeral.low >= 100
        if unit.grammar == "tenths":
            return numeral.high <= 100
        if unit.grammar == "doublings":
            return before in {"翻", "了"}
        return True

    def _amount(self, term: _Term, prefix: Prefix, low: _Term | None) -> Quantity | None:
        """Read a number with 万 or 亿 and no unit: money, unless the clause counts something."""
        end, said = read_suffix(self.folded, term.unit_end)
        qualifier = _qualifier(prefix, term, said)
        lows, highs = _values(term, low, Decimal(1), negative=prefix.negative)
        if prefix.currency is None and not term.numeral.large:
            return self._make(prefix.start, end, lows, highs, None, "number", qualifier, None)
        clause = self.folded[max(0, prefix.start - 10) : prefix.start]
        if prefix.currency is None and _COUNT_WORDS.search(clause):
            return self._make(prefix.start, end, lows, highs, None, "count", qualifier, None)
        return self._make(prefix.start, end, lows, highs, prefix.currency or self.home, "money", qualifier, None)

    def _unit(self, unit: Unit, prefix: Prefix, term: _Term) -> tuple[str, Kind, Decimal]:
        if unit.kind == "money":
            return (prefix.currency or self.home) if unit.symbol == HOME else unit.symbol, "money", unit.scale
        if unit.counts or unit.symbol == unit.written:
            return self.text[term.unit_start : term.unit_end], unit.kind, unit.scale
        return unit.symbol, unit.kind, unit.scale

    def _make(
        self, start: int, end: int, low: Decimal, high: Decimal, unit: str | None, kind: Kind, qualifier: Qualifier,
        unit_span: tuple[int, int] | None,
    ) -> Quantity:
        single = low == high
        return Quantity(
            start=start, end=end, text=self.text[start:end], value=low if single else None,
            low=None if single else low, high=None if single else high, unit=unit, kind=kind, qualifier=qualifier,
            unit_span=unit_span,
        )


def _is_ordinal(folded: str, at: int) -> bool:
    before = folded[at - 1 : at] if at else ""
    return before == "第" or (before == " " and folded[at - 2 : at - 1] == "第")


def _is_duration(folded: str, first: _Term, term: _Term, prefix: Prefix) -> bool:
    """年, 月 and 日 after a number: is it a length of time, not a date?"""
    assert term.unit is not None
    run = folded[first.start : first.end]
    after = folded[term.unit_end : term.unit_end + 1]
    vague = first.numeral.several or bool(term.tail) or first.numeral.low != first.numeral.high or "两" in run
    if term.unit.written != "年":
        return vague or (term.unit.written == "日" and after in {"内", "间", "游"})
    if re.fullmatch(r"\d{4}", run) or re.fullmatch("[一二三四五六七八九零〇]{2,4}", run) and "十" not in run:
        return False
    if after in {"级", "代", "度", "报", "款", "份", "底", "初", "末", "货"} or re.match("上半|下半|第?[一二三四1-4]季|1?[0-9]月", folded[term.unit_end :]):
        return False
    return prefix.qualifier is not None or not (re.fullmatch(r"\d\d", run) and int(run) >= 80)


def _qualifier(prefix: Prefix, term: _Term, suffix: Qualifier | None) -> Qualifier:
    numeral = term.numeral
    if prefix.qualifier is not None:
        return prefix.qualifier
    if suffix is not None:
        return suffix
    if numeral.several:
        return "several"
    if term.tail is not None or numeral.over:
        return "over"
    return "about" if numeral.about else "exact"


def _values(term: _Term, low: _Term | None, scale: Decimal, *, negative: bool) -> tuple[Decimal, Decimal]:
    sign = Decimal(-1 if negative else 1)
    lows, highs = term.numeral.low, term.numeral.high
    if low is not None:
        lows = low.numeral.low
        if low.unit is None:
            lows = _inherit(lows, term.numeral)
    if lows > highs:
        lows, highs = highs, lows
    factor = EXACT.multiply(sign, scale)
    ends = sorted((EXACT.multiply(lows, factor), EXACT.multiply(highs, factor)))
    return ends[0], ends[1]


def _inherit(low: Decimal, high: Numeral) -> Decimal:
    """3至5万: the 万 counts for both where the first is the smaller then."""
    for scale in high.scales:
        if low < high.high / scale:
            return EXACT.multiply(low, Decimal(scale))
    return low
