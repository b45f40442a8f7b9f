"""Does a figure measure a change, in which direction, and against what?"""

from dataclasses import dataclass
from functools import cache

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.records.fields import Basis, Change
from newsextract.records.quantity import Period
from newsextract.rules.indicator_words import ChangeHit
from newsextract.rules.table import Rule, read_rules

_MEASURES_AFTER = {"percent", "ratio"}
_BASIS_REACH = 48
"""Characters before the figure in which 同比 or 较去年同期 still counts."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A change: its direction, where the words for it begin, and what they themselves compare with."""

    change: Change
    start: int
    end: int
    basis: Basis | None
    is_noun: bool = False
    """涨幅, 降幅: the word itself can name the measure."""


def find_movement(scene: Scene, number: int) -> Movement | None:
    """Return the change that a figure measures, or None when it is a level."""
    quantity = scene.quantities[number]
    floor, ceiling = scene.stretch(number)
    before = next(scene.changes.before(quantity.start, max(floor, quantity.start - MAX_GAP)), None)
    return (
        _said_before(scene, before, quantity.start)
        or _said_after(scene, quantity.end, ceiling, quantity.kind)
        or _object_between(scene, before, quantity.start)
        or _heading(scene, number)
    )


def _heading(scene: Scene, number: int) -> Movement | None:
    """Of the first of a list in brackets, the change that the list is of: 从净利润增幅来看,甲股份(45%)、乙股份(30%)."""
    quantity = scene.quantities[number]
    text, floor = scene.text, max(scene.stretch(number)[0], quantity.start - 2 * MAX_GAP)
    if text[quantity.start - 1 : quantity.start] != "(" or text[quantity.end : quantity.end + 1] != ")":
        return None
    hit = next((hit for hit in scene.changes.before(quantity.start, floor) if hit.form == "noun"), None)
    if hit is None or quantity.kind != "percent" or not rule("heading").pattern.match(text[hit.end : quantity.start]):
        return None
    return Movement(hit.change, hit.start, hit.end, hit.basis, is_noun=True)


def _said_before(scene: Scene, hit: ChangeHit | None, at: int) -> Movement | None:
    if hit is None:
        return None
    gap = scene.gap(hit.end, at)
    if gap is None or not rule("change").pattern.search(gap) or _reaches(scene, hit):
        return None
    return Movement(hit.change, hit.start, hit.end, hit.basis, hit.form == "noun")


def _reaches(scene: Scene, hit: ChangeHit) -> bool:
    """Whether a verb of change is said of the level that it ends at: 增至, 升到."""
    return hit.form != "noun" and bool(rule("reached").pattern.match(scene.text[hit.end : hit.end + 2]))


def is_reached(scene: Scene, number: int) -> bool:
    """Say whether a figure is the level that a change ends at: 骤降至10亿元, 从20%提升到目前的30%."""
    at = scene.quantities[number].start
    hit = next(scene.changes.before(at, max(scene.stretch(number)[0], at - MAX_GAP)), None)
    gap = scene.gap(hit.end, at) if hit and _reaches(scene, hit) else None
    return gap is not None and bool(rule("change").pattern.search(gap))


def _said_after(scene: Scene, at: int, ceiling: int, kind: str) -> Movement | None:
    if kind not in _MEASURES_AFTER:
        return None
    hit = next(scene.changes.after(at, ceiling), None)
    if hit is None or hit.form == "verb":
        return None
    found = rule("change_after").pattern.search(scene.text[at : hit.start]) if hit.start - at < 12 else None
    if not found or (hit.form == "both" and "的" not in found.group()):
        return None
    return Movement(hit.change, hit.start, hit.end, hit.basis, hit.form == "noun")


def _object_between(scene: Scene, hit: ChangeHit | None, at: int) -> Movement | None:
    """A verb with its object before the figure: 降低成本30%."""
    found = rule("change_object").pattern.match(scene.text, hit.start, at) if hit and at - hit.start < 20 else None
    if hit is None or found is None:
        return None
    begin, end = found.span("object")
    named = any(noun.end == end for noun in scene.hits.between(begin, end))
    return Movement(hit.change, hit.start, hit.end, hit.basis) if named else None


def find_basis(scene: Scene, number: int, movement: Movement, period: Period | None) -> Basis | None:
    """Return what a change is measured against, as the words around the figure say it."""
    if movement.basis:
        return movement.basis
    quantity = scene.quantities[number]
    clause = scene.clause_start(quantity.start)
    floor = max(scene.stretch(number)[0], clause)
    told = _basis_in(scene.text[max(floor, quantity.start - _BASIS_REACH) : quantity.start], period)
    if told is None and movement.start >= quantity.end:
        told = _basis_in(scene.text[quantity.end : movement.end], period)
    if told is None and clause > scene.sentence.start:  # 与上年同期的10亿元相比,增长35%
        earlier = scene.text[max(scene.sentence.start, clause - _BASIS_REACH) : clause]
        told = _basis_in(earlier, period) if "相比" in earlier or "相较" in earlier else None
    return told


def _basis_in(context: str, period: Period | None) -> Basis | None:
    for row in _basis_rules():
        if row.may_match(context) and row.pattern.search(context):
            basis: Basis | str = row.options["basis"]
            return _chained(period) if basis == "chain" else basis  # type: ignore[return-value]
    return None


@cache
def _basis_rules() -> tuple[Rule, ...]:
    return tuple(row for row in read_rules("metrics") if "basis" in row.options)


def _chained(period: Period | None) -> Basis:
    """环比 is against the period before: the month where the figure is a month's, else the quarter."""
    if period is None:
        return "mom"
    if period.kind in {"week", "day"}:
        return "other"
    return "mom" if period.kind == "month" else "qoq"
