"""Several figures at once: lists, 分别 and sums given again in another currency."""

import re
from dataclasses import replace
from itertools import islice

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_subject import MAX_LENGTH, leading
from newsextract.records.marks import MetricMark, Piece

_SPLIT = re.compile(r"、|和|与|以及|及")
_JOINED = re.compile(r"[”’\"]?(?:[(][^()]{0,30}[)])?(?:、|和|与|及|以及)[“‘\"]?")
"""What stands between the names of a list, with what brackets say of one."""
_QUOTED = re.compile('[“‘"](?P<quoted>[^“”‘’",，。]{2,20})[”’"]')
MAX_LIST = 12
"""Items: longer lists are tables."""
_ITEM = re.compile(
    r"(?P<closed>[^()0-9]{0,6}\))?\s*(?:[、,，;]|[、,，]?(?:和|以及|及|与))\s*(?P<name>[^\s()、,，。;:!?0-9][^()、,，。;:!?\n0-9]{0,15})"
    r"(?P<open>\((?:[0-9]{4,6}(?:\.[A-Z]{2})?[、,，])?[^()0-9]{0,6})?"
)
"""From a figure to the next, when each has its name before it: 5%、甲银行3%, or before its brackets: 5%)、甲股份(3%."""
_EACH_AGAIN = re.compile(r"[,，]?(?:分别|依次|依序)(?:为|是|达)?[:：]?")


def is_restated(scene: Scene, number: int) -> bool:
    """Say whether a figure gives the one before it again: 10亿港元(约合9.2亿元人民币)."""
    return _gap_matches(scene, number, "conversion")


def is_listed(scene: Scene, number: int) -> bool:
    """Say whether a figure goes on with a list: only 、 or 和 stands between it and a figure of its kind.

    A rate may follow its sum: 上涨1.43美元或2%.
    """
    if not number:
        return False
    last, quantity = scene.quantities[number - 1], scene.quantities[number]
    between = scene.text[last.end : quantity.start].strip()
    each = _each_before(scene, last.start)
    if between in {",", "，"} and not each:
        return False
    rate = quantity.kind == "percent" and between in {"或", "或是", "/"}
    return (quantity.kind == last.kind or rate or each) and _gap_matches(scene, number, "list")


def is_item(scene: Scene, number: int) -> bool:
    """Say whether a figure goes on with a list of names with one each: 甲银行9%、乙银行8%, 甲股份(6%)、乙股份(4%)."""
    if not number:
        return False
    last, quantity = scene.quantities[number - 1], scene.quantities[number]
    if (
        quantity.kind == "count"
        or last.kind != quantity.kind
        or last.unit != quantity.unit
        or quantity.start - last.end > MAX_GAP
    ):
        return False
    found = _ITEM.fullmatch(scene.text, last.end, quantity.start)
    if found is None or bool(found["closed"]) != bool(found["open"]):
        return False
    if not found["closed"] and not found.group().lstrip().startswith(("、", "和", "及", "与", "以及")):
        return False
    start, end = found.span("name")
    told = any((hit.is_noun and not hit.is_owner) or hit.is_verb for hit in scene.hits.between(start, end))
    moves = any(True for _ in scene.changes.after(last.end, quantity.start))
    return not (told or moves or any(scene.periods.between(start, end)))


def is_bracketed(scene: Scene, number: int) -> bool:
    """Say whether a figure stands alone in brackets after what it belongs to: 领涨的是甲股份(6.45%)."""
    quantity = scene.quantities[number]
    return scene.text[quantity.start - 1 : quantity.start] == "(" and scene.text[quantity.end : quantity.end + 1] == ")"


def is_told_apart(scene: Scene, number: int) -> bool:
    """Say whether a figure only tells apart what the one before it sums up: 涨幅均接近2%,分别为1.98%."""
    if not number:
        return False
    last, quantity = scene.quantities[number - 1], scene.quantities[number]
    return last.kind == quantity.kind and bool(_EACH_AGAIN.fullmatch(scene.text, last.end, quantity.start))


def _gap_matches(scene: Scene, number: int, name: str) -> bool:
    if not number:
        return False
    start, end = scene.quantities[number - 1].end, scene.quantities[number].start
    return end - start <= MAX_GAP and bool(rule(name).pattern.search(scene.text[start:end].strip()))


def align(scene: Scene, marks: list[MetricMark]) -> list[MetricMark]:
    """Return the marks with every run after 分别 matched, one to one, to the items named before it."""
    first = 0
    while first < len(marks):
        last = first
        while last + 1 < len(marks) and marks[last + 1].rule == "metric.list":
            last += 1
        if 0 < last - first < MAX_LIST:
            marks[first : last + 1] = _align_run(scene, marks[first : last + 1])
        first = last + 1
    return marks


def _align_run(scene: Scene, run: list[MetricMark]) -> list[MetricMark]:
    at = run[0].start
    if not _each_before(scene, at):
        return run
    indicators = _indicators_before(scene, at, len(run))
    subjects = _subjects_before(scene, run[0], len(run)) if indicators is None else None
    periods = _periods_before(scene, at, len(run))
    for number, mark in enumerate(run):
        if indicators:
            mark = replace(mark, indicator=indicators[number], rule="metric.each")  # noqa: PLW2901
        if subjects:
            mark = replace(mark, subject=subjects[number], rule="metric.each")  # noqa: PLW2901
        if periods:
            mark = replace(mark, period=periods[number])  # noqa: PLW2901
        run[number] = mark
    return run


def _each_before(scene: Scene, at: int) -> bool:
    """Whether 分别 or the like stands before a figure."""
    return bool(rule("each").pattern.search(scene.text[max(scene.sentence.start, at - MAX_GAP) : at]))


def _indicators_before(scene: Scene, at: int, count: int) -> list[Piece] | None:
    """The last ``count`` indicators before a figure, when they are a list of exactly that length."""
    group: list[Piece] = []
    for hit in islice(scene.hits.before(at, scene.sentence.start), 2 * MAX_LIST):
        if not hit.is_noun:
            if group:
                break
            continue
        if group and not _SPLIT.fullmatch(scene.text[hit.end : group[-1].start].strip()):
            break
        group.append(scene.piece(hit.start, hit.end))
    return group[::-1] if len(group) == count else None


def _periods_before(scene: Scene, at: int, count: int) -> list[Piece] | None:
    group: list[Piece] = []
    for period in islice(scene.periods.before(at, scene.sentence.start), 2 * MAX_LIST):
        if group and not _SPLIT.fullmatch(scene.text[period.end : group[-1].start].strip()):
            break
        group.append(scene.piece(period.start, period.end))
    return group[::-1] if len(group) == count else None


def _subjects_before(scene: Scene, mark: MetricMark, count: int) -> list[Piece] | None:
    """甲公司、乙公司和丙公司的营收分别为: the items of the clause, when there are exactly ``count`` of them."""
    end = mark.indicator.start if mark.indicator and mark.indicator.end <= mark.start else mark.start
    each = scene.text.rfind("分别", scene.sentence.start, end)
    end = each if each >= 0 else end
    start = max(scene.clause_start(end), end - count * (MAX_LENGTH + 2))
    pieces, at = [], start
    for split in _SPLIT.finditer(scene.text, start, end):
        pieces.append(scene.piece(at, split.start()))
        at = split.end()
    tail = scene.text[at:end].rstrip("的在于以则 ")
    pieces.append(scene.piece(at, at + len(tail)))
    pieces[0] = scene.piece(pieces[0].start + leading(pieces[0].text), pieces[0].end)
    fits = len(pieces) == count and all(2 <= len(piece.text) <= MAX_LENGTH for piece in pieces)
    fits = fits and not any(True for _ in scene.periods.after(start, end))
    return pieces if fits else _listed_before(scene, scene.clause_start(mark.start), count)


def _listed_before(scene: Scene, end: int, count: int) -> list[Piece] | None:
    """甲与乙涨幅居前,分别上涨: the only list of names in the clause before, when it has exactly ``count`` items."""
    if end <= scene.sentence.start:
        return None
    start = scene.clause_start(end - 1)
    spans = [found.span("quoted") for found in _QUOTED.finditer(scene.text, start, end)]
    spans = spans or scene.entities.between(start, end)
    runs: list[list[tuple[int, int]]] = []
    for span in spans:
        joined = runs and _JOINED.fullmatch(scene.text, runs[-1][-1][1], span[0])
        if joined:
            runs[-1].append(span)
        elif not runs or span[0] >= runs[-1][-1][1]:
            runs.append([span])
    lists = [run for run in runs if len(run) > 1]
    return [scene.piece(*span) for span in lists[0]] if len(lists) == 1 and len(lists[0]) == count else None
