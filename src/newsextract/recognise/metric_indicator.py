"""What does a figure measure? The nearest fitting word of its own clause, else what the figure before it measured."""

import re
from collections.abc import Callable
from typing import NamedTuple

from newsextract.recognise import metric_counts as counts
from newsextract.recognise import metric_steps as steps
from newsextract.recognise import metric_words as words
from newsextract.recognise.metric_change import Movement
from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_steps import Spot
from newsextract.records.marks import Piece

_NAME_JOINS = re.compile(r"^\s*[而但]|以及|[和与及、]|\([A-Za-z0-9.: -]{2,12}\)|(?:19|20)[0-9]{2}(?=[和与及、])")
"""What is left of names and years that are listed before a figure: 而微岚(WL-US)和(QA-US)分别为29倍."""
_EXPECTED = re.compile("的(?:市场|平均|一致)?(?:预期|预测|预估|水平|均值|前值|目标|平均)")
NO_INDICATOR = "quantity.bare"


class Told(NamedTuple):
    """An indicator, the rule that found it, and whether it is that of an earlier figure."""

    piece: Piece | None
    rule: str
    carried: bool = False


def find_indicator(scene: Scene, number: int, movement: Movement | None, *, part: bool = False) -> Told | None:
    """Return what the figure's own clause says it measures, or None where it says nothing.

    Of a part (其中3217万股处于质押状态) only what is done to it counts: else it measures what the whole does.
    """
    steps = _PART_STEPS if part else _CHANGE_STEPS if movement else _LEVEL_STEPS
    spot = Spot.of(scene, number, movement)
    for rule_id, step in steps:
        piece = step(spot)
        if piece is not None and piece.end > piece.start:
            return Told(piece, f"metric.{rule_id}")
    return None


_Step = Callable[[Spot], Piece | None]
_CHANGE_STEPS: tuple[tuple[str, _Step], ...] = (
    ("change_after", steps.noun_before_movement),
    ("noun_after", steps.reduced),
    ("change_object", steps.object_of_movement),
    ("share", steps.share),
    ("noun_before", steps.noun_in_clause),
    ("noun_before", words.measure),
    ("verb_before", steps.any_verb),
)
_PART_STEPS: tuple[tuple[str, _Step], ...] = (
    ("verb_after", counts.predicate_of_part),
    ("verb_after", steps.verb_after),
)
_LEVEL_STEPS: tuple[tuple[str, _Step], ...] = (
    ("share", steps.share),
    ("verb_before", steps.traded),
    ("noun_before", steps.noun_before),
    ("verb_before", steps.strong_verb),
    ("verb_after", counts.predicate),
    ("noun_after", steps.noun_after),
    ("verb_after", steps.paid),
    ("noun_before", words.measure),
    ("noun_near", steps.noun_near),
    ("verb_before", steps.any_verb),
    ("noun_before", steps.noun_in_clause),
    ("verb_before", steps.verb_near),
    ("verb_after", steps.verb_after),
    ("counted", counts.counted),
)


def is_part(scene: Scene, number: int) -> bool:
    """Say whether a figure is a part of the one before it, in the same unit: 其中3家."""
    if not number:
        return False
    quantity, whole = scene.quantities[number], scene.quantities[number - 1]
    start = max(whole.end, quantity.start - 5)
    return (
        quantity.unit == whole.unit
        and quantity.start - whole.end < MAX_GAP
        and "其中" in scene.text[start : quantity.start]
    )


def is_excess(scene: Scene, number: int) -> bool:
    """Say whether a figure is how much more or less than another something is: 较竞品低36%."""
    at = scene.quantities[number].start
    floor = max(scene.stretch(number)[0], scene.clause_start(at), at - MAX_GAP)
    return bool(rule("excess").pattern.search(scene.text[floor:at]))


def is_base_value(scene: Scene, number: int) -> bool:
    """Say whether a figure is only what another is compared with, and no indicator of its own stands before it."""
    quantity = scene.quantities[number]
    floor = max(scene.stretch(number)[0], scene.clause_start(quantity.start), quantity.start - MAX_GAP)
    row = rule("base_value")
    before = scene.text[floor : quantity.start]
    found = row.pattern.search(before) if row.may_match(before) else None
    if found is None:
        return False
    if scene.text.startswith("的", quantity.end) and not _EXPECTED.match(scene.text, quantity.end):  # 以低于10元的价位
        return False
    between = scene.hits.between(floor + found.start(), quantity.start)
    return not any(hit.is_noun and hit.fits(quantity.kind) for hit in between)


def is_ranked(scene: Scene, number: int) -> bool:
    """Say whether what follows a figure is only the rank that it gives: 以21.3%居次."""
    at = scene.quantities[number].end
    return scene.quantities[number].kind == "percent" and bool(rule("ranked").pattern.match(scene.text[at : at + 8]))


def is_bare_clause(scene: Scene, number: int, at: int) -> bool:
    """Say whether nothing but names and linking words stands before the figure in its clause: ,上海也达到6.1%."""
    floor = max(scene.stretch(number)[0], scene.clause_start(scene.quantities[number].start))
    gap = scene.gap(floor, max(floor, at), names=True)
    return gap is not None and bool(
        rule("noun_before").pattern.search(_NAME_JOINS.sub("", gap.strip().removeprefix("其中")))
    )


def find_topic(scene: Scene, number: int, *, strict: bool) -> Piece | None:
    """Return the last indicator of the clause before the figure's own: 进口额再创新高,达2601亿美元.

    With ``strict`` it must begin its clause: what only follows something else there is not the topic.
    """
    quantity = scene.quantities[number]
    floor, clause = scene.stretch(number)[0], scene.clause_start(quantity.start)
    if clause <= floor:
        return None
    begin = max(floor, scene.clause_start(clause - 1))
    for hit in scene.hits.before(clause, begin):
        if hit.is_noun and hit.fits(quantity.kind):
            return scene.piece(hit.start, hit.end) if not strict or hit.start - begin <= 1 else None
    return None


def find_weak(scene: Scene, number: int) -> Told | None:
    """Return 报收 or 收于 where nothing else says what the price is of."""
    piece = steps.weak(Spot.of(scene, number, None))
    return Told(piece, "metric.noun_before") if piece else None


def find_context(scene: Scene, number: int, movement: Movement | None) -> Told | None:
    """Return the last words before a figure for want of a better indicator."""
    piece = words.last_words(Spot.of(scene, number, movement))
    return Told(piece, "metric.context") if piece else None
