"""The spaCy component that marks the quantities which may be metrics."""

import re
from typing import TYPE_CHECKING

from spacy.language import Language

from newsextract.layers import READ_KEY, locale_of, text_of
from newsextract.records.marks import QUANTITIES
from newsextract.records.quantity import Quantity
from newsextract.values.quantities import read_quantities, settle_quantities
from newsextract.values.tables import find_cells

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_LENGTH = re.compile("之?[前后](?![十百名个])|以[前后]|期(?![间内限])")  # 3天前, 30年期国债
_ARTICLE = re.compile("[一两几数](?![十百千万亿成半])")


def candidate_metrics(text: str, *, locale: str = "zh-CN") -> list[Quantity]:
    """Return the quantities of normalised ``text`` that may be metrics.

    Left out: ages of people, how long ago something was, the terms of bonds, 一, 两, 几 as articles (一家公司), and
    what a rate counts by (每10股).
    """
    return _candidates(text, read_quantities(text), locale)


def _candidates(text: str, found: list[Quantity], locale: str) -> list[Quantity]:
    return [q for q in settle_quantities(text, found, locale=locale) if _may_be_metric(text, q)]


def _may_be_metric(text: str, quantity: Quantity) -> bool:
    if quantity.kind == "duration":
        return "岁" not in quantity.text and not _NO_LENGTH.match(text, quantity.end)
    if quantity.kind in {"money", "percent"}:
        return True
    if text.startswith("每", quantity.start - 1) and quantity.start > 0:
        return False
    return (
        quantity.kind != "count" or quantity.qualifier not in {"exact", "several"} or not _ARTICLE.match(quantity.text)
    )


class QuantityFinder:
    """Writes the layer ``quantities``."""

    def __call__(self, doc: "Doc") -> "Doc":
        """Mark the quantities of ``doc`` and return it."""
        text = text_of(doc)
        found = doc.user_data.get(READ_KEY)  # type: ignore[call-overload]  # where our own tokenizer has read them
        locale = locale_of(doc)
        quantities = _candidates(text, read_quantities(text) if found is None else found, locale)
        taken = {place for quantity in quantities for place in (quantity.start, quantity.end)}
        cells = [cell.quantity for cell in find_cells(text, locale=locale)]
        quantities += [cell for cell in cells if taken.isdisjoint((cell.start, cell.end))]
        QUANTITIES.write(doc, quantities)
        return doc


@Language.factory("newsextract_quantities", assigns=["doc.spans"])
def make_quantity_finder(nlp: Language, name: str) -> QuantityFinder:  # noqa: ARG001 - spaCy's signature
    """Return the component ``newsextract_quantities``."""
    return QuantityFinder()
