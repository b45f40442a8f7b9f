"""Tables in text whose unit is declared once above them: 单位：万元 over rows of bare numbers.

A table is a run of lines whose cells are set apart by ``|`` (as HTML tables are kept) or by tabs. Its first line names
the columns, the first cell of each other line says what its numbers measure.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from newsextract.records.fields import fits
from newsextract.records.quantity import Quantity
from newsextract.values.quantities import find_quantities

_DECLARED = re.compile(
    r"单位 ?(?::|为) ?(?P<currency>人民币|新台币|港币)?"
    r"(?P<unit>[十百千]?[万亿兆]?(?:元|美元|港元|欧元|日元|人民币)?)(?![\u4e00-\u9fff])"
)
_SEPARATOR = re.compile(r" ?[|\t] ?")
_NUMBER = re.compile(r"(?P<minus>[-(])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?\)?")
_OWN_UNIT = re.compile(r"[(](?P<unit>[^()]{1,8})[)]$")
_PER = re.compile("/.*$")
CHANGE = re.compile("增减|增长|变动|变化|同比|环比|涨跌")
_RATE = re.compile("率$|比例|占比|比重|倍数")
_REACH = 3
"""Lines between a declaration and the table that it is of, at most."""
_LEAST_CELLS = 2


class Cell(NamedTuple):
    """A number in a table: the figure that it is, and the cells that say what it is of."""

    quantity: Quantity
    label: tuple[int, int]
    """Where the first cell of its line stands, without its unit."""
    header: tuple[int, int]
    """Where the first cell of its column stands."""


def find_cells(text: str, *, locale: str = "zh-CN") -> list[Cell]:
    """Return the figures of the tables of normalised ``text`` that have no unit of their own, in reading order.

    A column of percentages is one that says so (增减(%)); a row may have its own unit in brackets (每股收益(元)).
    Columns of changes and rows of rates without a unit are left out: nobody says what their numbers are.
    """
    return list(_cells(text, locale)) if "单位" in text else []


def _cells(text: str, locale: str) -> Iterator[Cell]:
    declared: Quantity | None = None
    waited, header = 0, None
    for start, line in _lines(text):
        cells = _split(start, line)
        said = _DECLARED.search(line)
        if said and said["unit"]:
            declared, waited, header = _unit(said["unit"], locale, said["currency"] or ""), 0, None
        if len(cells) < _LEAST_CELLS:
            waited, header = waited + (not said), None
            declared = declared if waited <= _REACH else None
        elif declared and header is None:
            header, waited = cells, _REACH
        elif declared and header:
            yield from _row(text, cells, header, declared, locale)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _split(start: int, line: str) -> list[tuple[int, int]]:
    """Return where the cells of a line stand in the text."""
    borders = [(0, 0), *(found.span() for found in _SEPARATOR.finditer(line)), (len(line), len(line))]
    return [(start + one[1], start + other[0]) for one, other in pairwise(borders)]


def _unit(words: str, locale: str, currency: str = "") -> Quantity | None:
    """Return one of a unit, if it is one of money, of percent, or of things that are counted."""
    found = find_quantities(f"{currency}1{_PER.sub('', words)}", locale=locale)
    return found[0] if len(found) == 1 and found[0].start == 0 and found[0].value is not None else None


def _row(
    text: str, cells: list[tuple[int, int]], header: list[tuple[int, int]], declared: Quantity, locale: str
) -> Iterator[Cell]:
    (first, last), *others = cells
    label = text[first:last]
    own = _OWN_UNIT.search(label)
    unit = _unit(own["unit"], locale) if own else declared
    last = first + own.start() if own else last
    if last <= first or (not own and _RATE.search(label)):
        return
    for (start, end), column in zip(others, header[1:], strict=False):
        found = _NUMBER.fullmatch(text, start, end)
        of = _unit_of_column(text[slice(*column)], unit, locale)
        if found and of and of.value is not None and column[0] < column[1]:
            value = Decimal(found["digits"].replace(",", "") + (found["part"] or "")) * of.value
            value = -value if found["minus"] else value
            counted = (first + own.start("unit"), first + own.end("unit")) if own and of.kind == "count" else None
            if (counted is None) != (of.kind != "count") or not fits(value):
                continue  # a count needs its noun as written, a number the digits that stores hold
            quantity = replace(of, start=start, end=end, text=text[start:end], value=value, unit_span=counted)
            yield Cell(quantity, (first, last), column)


def _unit_of_column(name: str, unit: Quantity | None, locale: str) -> Quantity | None:
    if "%" in name:
        return _unit("%", locale)
    own = _OWN_UNIT.search(name)
    if own:
        return _unit(own["unit"], locale)
    return None if CHANGE.search(name) or _RATE.search(name) else unit
