"""A firm's figures in order of time, by what they measure; and those that contradict each other."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from newsextract.normalise import simplify_in_place
from newsextract.store.firm_view import FirmMetric
from newsextract.values.periods import find_periods

_WRITTEN = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_ABOUT = Decimal("0.05")
_LENGTHS = (("day", 1, 1), ("month", 28, 31), ("quarter", 90, 92), ("half", 181, 184), ("year", 364, 366))
"""How many days a period of each name may have."""


class Measure(NamedTuple):
    """What makes figures comparable."""

    indicator: str
    """In simplified script; behind what the firm has, where it is no figure of the firm itself: 云端业务 营收."""
    unit: str
    basis: str
    """Empty for a level, else what a change is measured against."""
    span: str
    """How long the period is: year, quarter, ..."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with the days that it holds for."""

    metric: FirmMetric
    measure: Measure
    first: date
    last: date
    low: Decimal
    high: Decimal
    """Equal to ``low`` but for a range."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures of one measure and period that cannot all be right."""

    measure: Measure
    first: date
    last: date
    points: tuple[Point, ...]


def place_in_time(metrics: Iterable[FirmMetric]) -> list[Point]:
    """Return the figures whose period is known, or else is that of their article, as points."""
    return [point for metric in metrics if (point := _place(metric)) is not None]


def group_by_measure(points: Iterable[Point]) -> list[tuple[Measure, list[Point]]]:
    """Return the series with at least two moments in time, the longest first, each in order of time."""
    groups: dict[Measure, list[Point]] = defaultdict(list)
    for point in points:
        groups[point.measure].append(point)
    series = [
        (measure, sorted(of_measure, key=lambda point: (point.last, point.low)))
        for measure, of_measure in groups.items()
        if len({point.last for point in of_measure}) > 1
    ]
    return sorted(series, key=lambda item: (-len({point.last for point in item[1]}), item[0]))


def find_contradictions(points: Iterable[Point]) -> list[Contradiction]:
    """Return where two articles state different values of the same measure for the same days."""
    groups: dict[tuple[Measure, date, date], list[Point]] = defaultdict(list)
    for point in points:
        if point.metric.period is not None:
            groups[point.measure, point.first, point.last].append(point)
    return [
        Contradiction(measure, first, last, tuple(sorted(of_one, key=lambda point: point.low)))
        for (measure, first, last), of_one in sorted(groups.items(), key=lambda item: item[0][1:], reverse=True)
        if any(_contradict(one, other) for one, other in combinations(of_one, 2))
    ]


def _place(metric: FirmMetric) -> Point | None:
    low = metric.value if metric.value is not None else metric.low
    high = metric.value if metric.value is not None else metric.high
    if low is None or high is None:
        return None
    reference = _day(metric.published_at)
    periods = find_periods(metric.period, reference=reference) if metric.period else []
    found = next((period for period in periods if period.first and period.last), None)
    if metric.period and found is None:
        return None
    first, last = (found.first, found.last) if found else (reference, reference)
    if first is None or last is None:
        return None
    basis = (metric.basis or "other") if metric.change else ""
    what = f"{metric.thing} {metric.indicator}" if metric.thing else metric.indicator
    measure = Measure(simplify_in_place(what), metric.unit, basis, _length(first, last))
    sign = -1 if metric.change == "decrease" else 1
    low, high = sorted((low * sign, high * sign))
    return Point(metric, measure, first, last, low, high)


def _length(first: date, last: date) -> str:
    days = (last - first).days + 1
    for name, least, most in _LENGTHS:
        if least <= days <= most:
            return name
    return f"{days} d"


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def _contradict(one: Point, other: Point) -> bool:
    if one.metric.article_id == other.metric.article_id:
        return False
    (low, high), (least, most) = _bounds(one), _bounds(other)
    return (high is not None and least is not None and high < least) or (
        most is not None and low is not None and most < low
    )


def _bounds(point: Point) -> tuple[Decimal | None, Decimal | None]:
    """Return between which two the figure lies as it was written: rounded, about, over or under; None: open."""
    slack = _rounding(point)
    if point.metric.qualifier in {"about", "several"}:
        slack = max(slack, abs(point.high) * _ABOUT)
    low, high = point.low - slack, point.high + slack
    if point.metric.qualifier in {"over", "at_least"}:
        return low, None
    if point.metric.qualifier in {"under", "at_most"}:
        return None, high
    return low, high


def _rounding(point: Point) -> Decimal:
    """Return half a unit of the last digit that was written: 28.8亿 may be anything from 28.75亿 to 28.85亿."""
    written = _WRITTEN.search(simplify_in_place(point.metric.text))
    number = Decimal(written[0].replace(",", "")) if written else Decimal(0)
    if not written or not number:
        return Decimal(0)
    scale = abs(point.high) / number
    return scale * Decimal(10) ** -len(written[1] or "") / 2
