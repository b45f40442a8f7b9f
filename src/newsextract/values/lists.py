"""Numbers in a list that say their unit once: 上升1.2和1.4个百分点, 1.18、1.31和1.49元."""

import re
from decimal import Decimal

from newsextract.values.durations import extend
from newsextract.values.numerals import EXACT, plain
from newsextract.values.terms import Term, read_term

_ITEMS = 6
_COMMA = re.compile(" ?(?:、|和|及|与|以及) ?(?=[0-9])")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SHARED = frozenset({"money", "percent", "ratio", "measure", "classifier", "loose", "people"})
_CARDINAL = Decimal(10)


def share_unit(text: str, term: Term) -> Term:
    """Return ``term`` with the unit that the last number of its list has, or as it is.

    Only digits count, and only where they cannot number the items of the list themselves (1、2、3家).
    """
    end = term.end
    for _ in range(_ITEMS):
        comma = _COMMA.match(text, end)
        if comma is None or not _PLAIN.fullmatch(text, term.start, term.end):
            return term
        following = read_term(text, comma.end())
        if following is None:
            return term
        following = extend(text, following)
        if following.unit is not None or following.numeral.large:
            return _with_unit_of(following, term, text)
        end = following.end
    return term


def _with_unit_of(last: Term, term: Term, text: str) -> Term:
    unit = last.unit
    fractional = "." in text[term.start : term.end]
    if unit is None or unit.grammar not in _SHARED or not (fractional or term.low >= _CARDINAL):
        return term
    if last.low != last.high or last.tail is not None:
        return term
    scale = Decimal(last.numeral.scales[-1]) if last.numeral.scales else Decimal(1)
    low = plain(EXACT.multiply(term.low, scale))
    return term._replace(low=low, high=low, unit=unit, unit_start=last.unit_start, unit_end=term.end)
