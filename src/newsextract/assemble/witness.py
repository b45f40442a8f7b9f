"""Figures that testify against each other: a value, what it was before and the change between the two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from newsextract.records.marks import MetricMark

_END = re.compile(r"[。!?！？\n]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")
_FROM = re.compile(r"(?:从|由)[^,，;。\n]{0,12}$")
_EARLIER = re.compile(r"去年|上年|上一年|同期|前一年")
_ADJUSTED = re.compile(r"可比|口径|剔除|扣除|不变|固定汇率|调整|追溯|重述|实际增|名义|还原|备考|内生|有机增长")
"""Growth on another basis than the two sums that are given."""
_OTHER_SPAN = re.compile(r"年均|复合|CAGR|平均|分别|依序|\d{4}\s?年|单季|季度")
"""Between the sums and the change: the change is of another span of time, or of a list."""
_LOSS = re.compile("[亏损]")
_MEASURE = re.compile("[量额数率值入润本]$")
_REACH = 24
"""Characters between a sum and the change that goes with it."""
_LISTED = frozenset({"metric.list", "metric.each"})
_SHARE = re.compile("市占|市场份额|占有率")


class Reading(NamedTuple):
    """A figure as written, and the least and the most that it can stand for when it is rounded or cut off."""

    low: Decimal
    value: Decimal
    high: Decimal

    def meets(self, other: "Reading") -> bool:
        """Say whether both can stand for the same value."""
        return self.low <= other.high and other.low <= self.high

    def minus(self, other: "Reading") -> "Reading":
        """Return the difference."""
        return Reading(self.low - other.high, self.value - other.value, self.high - other.low)

    def share_of(self, whole: "Reading") -> "Reading":
        """Return how many per cent of ``whole``, which is positive, this is."""
        return Reading(*(100 * part / total for part, total in zip(self, reversed(whole), strict=True)))

    def negative(self) -> "Reading":
        """Return the same with the other sign."""
        return Reading(-self.high, -self.value, -self.low)


_ALL = Reading(Decimal(100), Decimal(100), Decimal(100))


@dataclass(slots=True)
class _Story:
    """What a sentence has told so far of one indicator."""

    now: MetricMark | None = None
    before: MetricMark | None = None
    step: MetricMark | None = None
    """A change in the unit of the level: 增加2亿元."""


def find_contradictions(text: str, marks: Sequence[MetricMark]) -> dict[int, tuple[str, ...]]:
    """Return, by the position of the mark, warnings about figures that cannot all be right.

    Only exact figures of one sentence and one indicator are compared, within the last digit that is written, and none
    where the sentence says that it counts in another way (可比口径, 扣除汇率影响).
    """
    warnings: dict[int, tuple[str, ...]] = {}
    for first, last in _sentences(text, marks):
        begin, end = marks[first].start, marks[last - 1].end
        if _ADJUSTED.search(text, max(0, begin - 60), min(len(text), end + 20)):
            continue
        told = (*_changes(text, marks, first, last), *_parts(text, marks, first, last), *_shares(marks, first, last))
        for number, warning in told:
            warnings[number] = (*warnings.get(number, ()), warning)
    return warnings


def _sentences(text: str, marks: Sequence[MetricMark]) -> Iterator[tuple[int, int]]:
    """Yield the positions of the marks of each sentence; ; does not end one here."""
    first = 0
    for number in range(1, len(marks) + 1):
        if number == len(marks) or _END.search(text, marks[number - 1].end, marks[number].start):
            yield first, number
            first = number


def read_figure(mark: MetricMark) -> Reading | None:
    """Return what an exact figure in digits can stand for, else None.

    A sum is taken as rounded at its last digit; a percentage may also be cut off there.
    """
    quantity = mark.quantity
    found = _NUMBER.search(quantity.text)
    if quantity.value is None or quantity.qualifier != "exact" or found is None:
        return None
    written = Decimal(found.group().replace(",", ""))
    if not written:
        return None
    digit = abs(quantity.value / written) * Decimal(1).scaleb(-len(found["decimals"] or ""))
    slack = digit if quantity.kind == "percent" else digit / 2
    return Reading(quantity.value - slack, quantity.value, quantity.value + slack)


def _changes(text: str, marks: Sequence[MetricMark], first: int, last: int) -> Iterator[tuple[int, str]]:
    stories: dict[str, _Story] = {}
    for number in range(first, last):
        mark = marks[number]
        if mark.indicator is None or mark.rule in _LISTED or _LOSS.search(mark.indicator.text):
            continue
        story = stories.setdefault(mark.indicator.text, _Story())
        if mark.change and mark.quantity.kind == "percent":
            warning = _check(story, mark) if _follows(text, story, mark) else None
            if warning:
                yield number, warning
        elif mark.change:
            story.step = mark
        elif _is_base(text, mark, marks[number - 1].end if number else 0):
            story.before = mark
        else:  # a base told first (从100万辆增至120万辆) is still the base; one told with an older level is not
            before = story.before if story.now is None else None
            stories[mark.indicator.text] = _Story(now=mark, before=before)


def _follows(text: str, story: _Story, change: MetricMark) -> bool:
    """Whether a percentage stands right after the sums, and is of the same span of time."""
    last = max((mark.end for mark in (story.now, story.before, story.step) if mark), default=0)
    between = text[last : change.start]
    return last <= change.start and len(between) <= _REACH and not _OTHER_SPAN.search(between)


def _is_base(text: str, mark: MetricMark, floor: int) -> bool:
    earlier = mark.period is not None and _EARLIER.search(mark.period.text) and mark.period.end <= mark.start
    return bool(earlier) or bool(_FROM.search(text[max(floor, mark.start - 16) : mark.start]))


def _check(story: _Story, change: MetricMark) -> str | None:
    """Return the contradiction between a percentage and the sums before it, if there is one."""
    stated = read_figure(change)
    now = read_figure(story.now) if story.now else None
    against, base = _find_base(story, now, change)
    if story.now is None or stated is None or now is None or base is None or against is None:
        return None
    if now.low <= 0 or base.low <= 0:  # a loss turned into a profit: no percentage says that
        return None
    computed = _difference(now, base, story.now.quantity.kind, change.quantity.unit)
    if computed is None or computed.meets(stated if change.change == "increase" else stated.negative()):
        return None
    return _disagree(f"{story.now.quantity.text} and {against.quantity.text} make", computed, change)


def _find_base(story: _Story, now: Reading | None, change: MetricMark) -> tuple[MetricMark | None, Reading | None]:
    """The figure that a change is measured from, and what it can stand for."""
    unit = story.now.quantity.unit if story.now else None
    if story.before and story.before.quantity.unit == unit and _compares(story.before, change):
        return story.before, read_figure(story.before)
    step = story.step
    if now is None or step is None or step.quantity.unit != unit or change.basis not in {None, step.basis}:
        return None, None
    moved = read_figure(step)
    if moved is None:
        return None, None
    return step, now.minus(moved if step.change == "increase" else moved.negative())


def _compares(base: MetricMark, change: MetricMark) -> bool:
    """A base of last year serves only a change against last year; 从 one serves any."""
    earlier = base.period is not None and _EARLIER.search(base.period.text)
    return change.basis == "yoy" if earlier else change.basis in {None, "other"}


def _difference(now: Reading, base: Reading, kind: str, unit: str | None) -> Reading | None:
    if unit == "pp":
        return now.minus(base) if kind == "percent" else None
    if kind == "percent":  # 25%增至30%,增长20%: of points or of per cent, nobody can tell
        return None
    return now.share_of(base).minus(_ALL)


def _disagree(figures: str, computed: Reading, stated: MetricMark) -> str:
    return f"figures disagree: {figures} {abs(computed.value):.2f}, the text says {stated.quantity.text}"


def _parts(text: str, marks: Sequence[MetricMark], first: int, last: int) -> Iterator[tuple[int, str]]:
    """A part that is more than its whole, or whose share is another than the one that is given."""
    for number in range(first + 1, last):
        whole, part = marks[number - 1], marks[number]
        if "其中" not in text[whole.end : part.start] or part.quantity.unit != whole.quantity.unit:
            continue
        if whole.change or part.change or part.quantity.kind == "percent":
            continue
        one, other = read_figure(part), read_figure(whole)
        if one is None or other is None or other.low <= 0:
            continue
        if part.indicator and part.indicator == whole.indicator and one.low > other.high:
            yield number, f"figures disagree: {part.quantity.text} is a part of {whole.quantity.text}"
        elif number + 1 < last and _states_share(marks[number + 1]):
            stated, computed = read_figure(marks[number + 1]), one.share_of(other)
            if stated and not computed.meets(stated):
                figures = f"{part.quantity.text} of {whole.quantity.text} makes"
                yield number + 1, _disagree(figures, computed, marks[number + 1])


def _states_share(mark: MetricMark) -> bool:
    named = mark.indicator is not None and mark.indicator.text in {"占比", "占"}
    return named and mark.quantity.kind == "percent" and not mark.change


def _shares(marks: Sequence[MetricMark], first: int, last: int) -> Iterator[tuple[int, str]]:
    """Shares of several owners in one market that make more than all of it."""
    run = [n for n in range(first, last) if marks[n].rule == "metric.each" and marks[n].quantity.kind == "percent"]
    owners = [marks[n].subject for n in run]
    indicators = {piece.text for n in run if (piece := marks[n].indicator) is not None}
    if len(run) < 2 or len(set(owners)) < len(run) or len(indicators) != 1:
        return
    if any(owner is None or _MEASURE.search(owner.text) for owner in owners) or not _SHARE.search(indicators.pop()):
        return
    bounds = [bound for n in run if (bound := read_figure(marks[n]))]
    if len(bounds) == len(run) and not any(marks[n].change for n in run) and sum(b.low for b in bounds) > 100:
        figures = ", ".join(marks[n].quantity.text for n in run)
        yield run[-1], f"figures disagree: the shares {figures} make more than the whole"
