"""Find quantities in Chinese text: numbers with their units and modifiers, as exact values."""

import re

from newsextract.records.quantity import Quantity
from newsextract.rules.patterns import compile_pattern
from newsextract.values.affixes import may_end_currency, read_prefix
from newsextract.values.amounts import home_currency
from newsextract.values.apart import qualify
from newsextract.values.candidates import Candidate
from newsextract.values.checks import stands
from newsextract.values.durations import extend
from newsextract.values.folding import fold
from newsextract.values.guards import guarded_until
from newsextract.values.lists import share_unit
from newsextract.values.numerals import STARTS
from newsextract.values.readings import ENDS_MULTIPLE, read_quantity
from newsextract.values.settling import settle
from newsextract.values.terms import Term, number_end, read_term
from newsextract.values.units import HOME, unit_table

_BETWEEN = re.compile(" ?(?:-{1,2}|~|至|到|、) ?")
_CHANGING = ("从", "由", "自")
_CHANGES = ("增加", "增长", "减少", "增", "减", "上涨", "下跌", "涨", "跌", "上升", "下降", "下滑", "成长", "升", "降")
_MANY_TIMES = 3
"""Times that a level is more than a change, at least: 增加10至15家 is a range."""
_DATES = r"(?:19|20)[0-9]{2} ?年(?: ?1?[0-9] ?月(?: ?[1-3]?[0-9] ?[日号])?)?|1?[0-9] ?月 ?[1-3]?[0-9] ?[日号]"
_LISTING = frozenset("、和及与以")
_NEIGHBOURS = ("一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九")


def _start_pattern() -> re.Pattern[str]:
    """Where a number may begin: a digit, or a numeral that something numeric or a unit follows."""
    follows = set(unit_table()) | STARTS | set("多余来许分点位成半级 个零〇.拾佰仟、到至")
    after = "".join(sorted(re.escape(character) for character in follows))
    numerals = "".join(sorted(STARTS - set("0123456789")))
    return compile_pattern(f"{_DATES}|([0-9]|[{numerals}](?=[{after}])|(?<=[近超逾过上])[万亿]|[双个](?=位数)|半)")


_START = _start_pattern()


def find_quantities(text: str, *, locale: str = "zh-CN", bare: bool = False) -> list[Quantity]:
    """Return the quantities of ``text`` in reading order, without overlaps.

    Args:
        text: Chinese text in either script or both; offsets in the result are offsets in it.
        locale: whose 元 a bare 元 is: ``zh-CN``, ``zh-TW`` or ``zh-HK``; strong signs in the text go first.
        bare: also return numbers without a unit, as kind ``number``; ordinals, dates and codes are never returned.
    """
    return settle_quantities(text, read_quantities(text, bare=bare), locale=locale)


def read_quantities(text: str, *, bare: bool = False) -> list[Quantity]:
    """Return the quantities of ``text`` as each reads on its own: in a 元 that is not said whose, the unit is ``home``.

    What the words around them say is for ``settle_quantities``, which changes units and qualifiers, but no border.
    """
    folded = fold(text)
    found: list[Quantity] = []
    done = 0
    for match in _START.finditer(folded):
        at = match.start()
        if at < done:
            continue
        if match[1] is None:
            done = match.end()
            continue
        done, quantity = _read(folded, at, (done, text, bare))
        if quantity is not None:
            found.append(quantity)
    return found


def settle_quantities(text: str, found: list[Quantity], *, locale: str = "zh-CN") -> list[Quantity]:
    """Return the quantities that were read in ``text``, with the currencies and qualifiers that their context gives."""
    folded = fold(text)
    if any(quantity.unit == HOME for quantity in found):
        found = settle(folded, found, home_currency(folded, locale))
    return qualify(folded, found)


def _read(folded: str, at: int, given: tuple[int, str, bool]) -> tuple[int, Quantity | None]:
    """Read what begins at ``at``: return where to go on, and the quantity if it is one."""
    floor, original, bare = given
    guarded = guarded_until(folded, at)
    if guarded:
        return guarded, None
    term = read_term(folded, at)
    if term is None:
        return number_end(folded, at), None
    term = extend(folded, term)
    if term.unit is None and not term.numeral.large and folded[term.end : term.end + 1] in _LISTING:
        term = share_unit(folded, term)
    for candidate in _candidates(folded, term, floor, bare=bare):
        quantity = read_quantity(candidate, original, bare=bare) if stands(candidate) else None
        if quantity is not None:
            return quantity.end, quantity
    return max(term.end, at + 1), None


def _candidates(folded: str, term: Term, floor: int, *, bare: bool) -> list[Candidate]:
    """Return the readings of a term, best first: a range, where another term goes on, then the term alone."""
    candidates = []
    second = _second(folded, term)
    if second is not None:
        prefix = read_prefix(folded, term.start, term.numeral, second.unit, floor)
        before = folded[max(0, prefix.start - 4) : prefix.start]
        if not (term.unit or term.numeral.large) or not _is_course(before, term, second):
            candidates.append(Candidate(folded, term, second, prefix))
    before = folded[max(0, term.start - 2) : term.start].rstrip()[-1:]
    if term.unit or term.numeral.large or bare or may_end_currency(before) or before in ENDS_MULTIPLE:
        prefix = read_prefix(folded, term.start, term.numeral, term.unit, floor)
        candidates.append(Candidate(folded, None, term, prefix))
    return candidates


def _is_course(before: str, first: Term, second: Term) -> bool:
    """Whether two figures are the ends of a movement (从3%至5%), or a change and where it led (增加9口至300口)."""
    before = before.rstrip()
    if before.endswith(_CHANGING):
        return True
    sums = second.unit is not None and second.unit.kind not in {"percent", "ratio"}
    return sums and before.endswith(_CHANGES) and second.low > _MANY_TIMES * first.high


def _second(folded: str, first: Term) -> Term | None:
    """Return the upper end of a range, if one follows."""
    between = _BETWEEN.match(folded, first.unit_end)
    if between is None or folded[between.end() : between.end() + 1] not in STARTS:
        return None
    second = read_term(folded, between.end())
    if second is None:
        return None
    second = extend(folded, second)
    if first.unit is not None and first.unit.written == "百分之" and second.unit is None:
        second = second._replace(unit=first.unit)
    if second.unit is None and not second.numeral.large:
        return None
    if first.unit is not None and not _same_unit(first, second):
        return None
    if "、" in between.group() and not _is_approximation(folded, first, second):
        return None
    return second


def _is_approximation(folded: str, first: Term, second: Term) -> bool:
    """3、4成 and 三、四百家: neighbouring digits, not a list or a section number."""
    digit, following = folded[first.start : first.end], folded[second.start]
    if first.unit is not None or len(digit) != 1 or first.start == 0 or folded[first.start - 1] in "\n 、.":
        return False
    return digit + following in _NEIGHBOURS or (following.isascii() and second.low == first.low + 1)


def _same_unit(first: Term, second: Term) -> bool:
    if first.unit is None or second.unit is None:
        return False
    symbols = (first.unit.symbol, second.unit.symbol)
    return symbols[0] == symbols[1] or symbols == ("a", "mo")
