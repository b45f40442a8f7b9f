"""Figures of tables: their line says what they measure, their column when."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from newsextract.layers import locale_of, text_of
from newsextract.records.fields import Basis, Change
from newsextract.records.marks import PERIODS, QUANTITIES, MetricMark, Piece
from newsextract.values.tables import CHANGE, Cell, find_cells

RULE = "metric.table"
_YEARLY = re.compile("同比|同期|上年|去年|年度")
_MONTHLY = re.compile("环比|上月|上季")


def find_table_metrics(doc: Doc) -> Iterator[MetricMark]:
    """Yield the marks of the figures that stand in tables under a declared unit."""
    text = text_of(doc)
    cells = find_cells(text, locale=locale_of(doc))
    if not cells:
        return
    known = {(quantity.start, quantity.end) for quantity in QUANTITIES.read(doc)}
    periods = PERIODS.read(doc)
    for cell in cells:
        quantity = cell.quantity
        if (quantity.start, quantity.end) not in known:
            continue
        start, end = cell.header
        period = next((period for period in periods if start <= period.start < end), None)
        change, basis = _movement(text[start:end], cell)
        yield MetricMark(
            start=quantity.start,
            end=quantity.end,
            quantity=quantity,
            indicator=_piece(text, *cell.label),
            period=_piece(text, period.start, min(period.end, end)) if period and not change else None,
            change=change,
            basis=basis,
            rule=RULE,
        )


def _movement(header: str, cell: Cell) -> tuple[Change | None, Basis | None]:
    """Return whether a column is one of changes, and against what."""
    value = cell.quantity.value
    if not CHANGE.search(header) or not value:
        return None, None
    basis: Basis = "yoy" if _YEARLY.search(header) else "mom" if _MONTHLY.search(header) else "other"
    return ("increase" if value > 0 else "decrease"), basis


def _piece(text: str, start: int, end: int) -> Piece:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Piece(start, start + len(words.strip()), words.strip())
