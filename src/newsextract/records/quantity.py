"""Quantities and periods as values: what ``find_quantities`` and ``find_periods`` return."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from newsextract.records.fields import Kind, Qualifier

QuantityKind = Kind | Literal["number"]
PeriodKind = Literal["day", "month", "quarter", "half", "year", "range", "week", "point", "other"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit and modifiers: 近3000萬像素 is about 30000000 像素.

    ``start`` and ``end`` count code points of the text that was searched, end exclusive, and ``text`` is that span.
    A range (3至5万辆) has ``low`` and ``high`` and no ``value``. ``unit`` is an ISO 4217 code for money, ``%``, ``pp``,
    ``x``, a UCUM-like symbol, or for counts the classifier or counted noun as written, which then also has
    ``unit_span``. Kind ``number`` has no unit (only found with ``bare=True``).
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    kind: QuantityKind
    qualifier: Qualifier
    unit_span: tuple[int, int] | None = None

    @property
    def label(self) -> str:
        """The kind."""
        return self.kind


@dataclass(frozen=True, slots=True)
class Period:
    """One time span as written, resolved to days where that is possible.

    ``first`` and ``last`` are inclusive; either is None where the text leaves it open or it cannot be resolved without
    a reference date. ``how`` says how it was resolved, in words.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    kind: PeriodKind
    how: str = ""

    @property
    def label(self) -> str:
        """The kind."""
        return self.kind
