"""The geometry of a small chart of figures over time; the template draws it as SVG with its axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from newsextract.review.series import Measure, Point

WIDTH, HEIGHT = 560, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 20, 16, 34
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure in the chart; a range has two heights."""

    x: float
    y: float
    y_low: float
    y_high: float
    point: Point


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a space of ``WIDTH`` by ``HEIGHT``."""

    measure: Measure
    dots: tuple[Dot, ...]
    line: str
    """Points of a polyline: the moments for which one figure is stated."""
    zero: float | None
    """Where the line of zero is, if it is in sight."""
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def draw(measure: Measure, points: Sequence[Point]) -> Chart:
    """Return the chart of a series: its points in order of time, two or more moments."""
    values = [float(value) for point in points for value in (point.low, point.high)]
    marks = nice_ticks(min(values), max(values))
    bottom, top = min(marks[0], *values), max(marks[-1], *values)
    begin, end = points[0].last, points[-1].last

    def x(day: date) -> float:
        return round(_LEFT + (day - begin).days / max(1, (end - begin).days) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_TOP + (top - value) / (top - bottom) * (HEIGHT - _TOP - _BOTTOM), 1)

    dots = [Dot(x(p.last), y(float(p.low + p.high) / 2), y(float(p.low)), y(float(p.high)), p) for p in points]
    return Chart(
        measure,
        tuple(dots),
        _line(dots),
        y(0.0) if bottom <= 0 <= top else None,
        tuple(Tick(x(day), words) for day, words in _moments(begin, end)),
        tuple(Tick(y(mark), short_number(mark)) for mark in marks),
    )


def _line(dots: Sequence[Dot]) -> str:
    moments: dict[float, list[float]] = {}
    for dot in dots:
        moments.setdefault(dot.x, []).append(dot.y)
    return " ".join(f"{x},{heights[0]}" for x, heights in moments.items() if len(heights) == 1)


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers, evenly apart, from below ``low`` to above ``high``."""
    if low == high:
        low, high = low - abs(low) * 0.1 - 1, high + abs(high) * 0.1 + 1
    rough = (high - low) / count
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(step * scale for step in _STEPS if step * scale >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def short_number(value: float | Decimal) -> str:
    """Return a number as Chinese papers shorten it: 28.8亿, 350万, 12.5."""
    number = float(value)
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(number) >= size:
            return f"{number / size:,.4g}{name}"
    return f"{number:,.4g}"


def _moments(begin: date, end: date) -> list[tuple[date, str]]:
    years = [date(year, 12, 31) for year in range(begin.year, end.year + 1)]
    inside = [(day, str(day.year)) for day in years if begin <= day <= end]
    if 2 <= len(inside) <= 8:
        return inside
    steps, shown = (1, 10) if end - begin < timedelta(days=90) else (3, 7)  # whole dates, or months
    days = [begin + (end - begin) * step / steps for step in range(steps + 1)]
    return [(day, day.isoformat()[:shown]) for day in days]
