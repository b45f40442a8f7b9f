"""What a figure takes over from those before it, in its sentence or an earlier one."""

import re
from dataclasses import dataclass

from newsextract.recognise.metric_change import Movement, is_reached
from newsextract.recognise.metric_indicator import (
    Told,
    find_context,
    find_indicator,
    find_topic,
    find_weak,
    is_bare_clause,
    is_base_value,
    is_excess,
    is_part,
    is_ranked,
)
from newsextract.recognise.metric_period import is_base, is_day, lasts
from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_subject import find_market, find_subject
from newsextract.records.marks import MetricMark, Piece
from newsextract.records.quantity import Period
from newsextract.rules.indicator_words import find_indicators

_LASTING = frozenset({"metric.noun_before", "metric.noun_after", "metric.share", "metric.topic", "metric.verb_before"})
_ASIDES = frozenset({"metric.share", "metric.context"})
"""Rules of percentages that a change after them is not of: 收入12亿元,占总收入的20%,同比增长5%."""
_PRICED = re.compile(r"[涨跌挫]|[高低]开|收[高低]|走[高低强弱]|^升$|弹升|贬值|升值")
"""Words of change that need no noun: what goes up is a price."""
_NO_ACTOR = re.compile("[盘最再度高低开收市轮内微曾日前后小大]|.{7}")
"""What stands before a movement without being what moves: 盘中最高, 逆市."""
_LISTS = re.compile("依序|依次|分别|包括|有|为|是|:")
"""What begins a list after its number."""
_TURNED = re.compile(
    "(?:/[^,，。;]{1,3})?(?:[,，])?(?:进一步|大幅|直接|一路|逐步|相应)?(?:调整|恢复|变更|修改|修正|更改|改|转|升级|延长|缩短|扩展|拓展|扩大|缩减|压缩|收窄|优化|放宽|翻)"
    "(?:为|至|到|成)[^,，。;:0-9]{0,6}"
)
_EACH = re.compile(
    r"(?<![^,，;、(])\s*(?:相当于|折合|合|约合|即)?(?P<each>每(?:股|份|吨|桶|平方米|平米|台|辆|瓶|公斤|件))$"
)
_QUOTED = re.compile(r"[股币]价|指数?$|[收开]盘|收报|收于|^报|成交|市值|换手|[涨跌]|量能|净流[入出]|点位")
"""Indicators that a market has anew every day."""


@dataclass(slots=True)
class Memory:
    """What the sentences have told so far, for those that leave it out."""

    indicator: Piece | None = None
    period: Period | None = None
    unit: str | None = None
    near: Piece | None = None
    """The period of the figure before, for a sentence that goes on from its own: after a semicolon, or with 其中."""
    told_in: int = -1
    """Where the sentence begins that gave the period: its first one is what the text goes on about."""
    level: MetricMark | None = None
    """The last figure of the sentence that is no percentage."""
    moved: MetricMark | None = None
    """The last change that the sentence before tells, in the same paragraph."""
    session: Piece | None = None
    """The day or session that a market report is on: it lasts longer than other days."""

    def learn(self, scene: Scene, mark: MetricMark, movement: Movement | None, period: Period | None) -> None:
        """Keep what the next sentence may leave out."""
        market = is_of_market(mark.indicator, movement, scene)
        self.near = mark.period if not (period and is_base(period)) else self.near
        if mark.indicator and mark.rule in _LASTING:
            self.indicator, self.unit = mark.indicator, mark.quantity.unit
        if market and mark.period and not (period and (is_base(period) or not is_day(period))):
            self.session = mark.period
        first = self.told_in != scene.sentence.start
        if period and not is_base(period) and lasts(period) and first:
            self.period, self.told_in = period, scene.sentence.start


def is_of_market(indicator: Piece | None, movement: Movement | None, scene: Scene) -> bool:
    """Say whether a figure is a price or an index, or the movement of one."""
    if movement and _PRICED.search(scene.text[movement.start : movement.end]):
        return True
    return indicator is not None and bool(_QUOTED.search(indicator.text))


def find_own(scene: Scene, number: int, movement: Movement | None, last: MetricMark | None) -> Told | None:
    """Return what the figure's own clause says, unless it only says how much more than another something is."""
    if movement is None and (is_excess(scene, number) or is_base_value(scene, number)):
        return None
    if movement is None and is_ranked(scene, number):
        told = find_indicator(scene, number, movement)
        return told if told and told.rule in {"metric.noun_before", "metric.share"} else None
    part = last is not None and is_part(scene, number)
    return find_indicator(scene, number, movement, part=part)


def is_anaphor(scene: Scene, number: int) -> bool:
    """Say whether the figure's clause begins anew with what the one before measured: 这一数字更是高达78%."""
    quantity = scene.quantities[number]
    clause = max(scene.stretch(number)[0], scene.clause_start(quantity.start))
    return bool(rule("anaphor").pattern.search(scene.text[max(clause, quantity.start - MAX_GAP) : quantity.start]))


def find_carried(
    scene: Scene, number: int, movement: Movement | None, last: MetricMark | None, memory: Memory
) -> Told | None:
    """Return what a figure measures whose own clause does not say: ,同比增长12%, or ,约为30亿元."""
    at = min(movement.start, scene.quantities[number].start) if movement else scene.quantities[number].start
    each = find_each(scene, number) if movement is None else None
    if each and last and last.quantity.unit != scene.quantities[number].unit:
        return Told(each, "metric.noun_before")
    reached = movement is None and (_is_told_by_another(scene, number) or _is_turned_into(scene, number, last))
    if movement or reached or is_bare_clause(scene, number, at) or (last and is_anaphor(scene, number)):
        same = last is not None and (movement is not None or last.quantity.unit == scene.quantities[number].unit)
        topic = None if last and is_part(scene, number) else find_topic(scene, number, strict=same)
        if movement and topic and _moves_alone(scene, number, movement, last):
            topic = None
        told = Told(topic, "metric.topic") if topic else _from_before(scene, number, movement, last, memory)
        if told:
            return told
    if movement:
        return None
    return _over_count(scene, number, last) or find_context(scene, number, movement)


def _over_count(scene: Scene, number: int, last: MetricMark | None) -> Told | None:
    """Of the first of a list, what the clause before its number says: 增速最高的三家银行,依序为甲银行26%."""
    quantity = scene.quantities[number]
    if last is None or last.quantity.kind != "count" or quantity.kind == "count":
        return None
    if not _LISTS.search(scene.text, last.end, quantity.start) or quantity.start - last.end > MAX_GAP:
        return None
    hits = scene.hits.before(last.start, max(scene.sentence.start, last.start - MAX_GAP))
    hit = next((hit for hit in hits if hit.is_noun and not hit.is_thing and hit.fits(quantity.kind)), None)
    fits = hit is not None and bool(hit.kinds & {"money", "percent"})
    return Told(scene.piece(hit.start, hit.end), "metric.topic") if hit and fits else None


def find_each(scene: Scene, number: int) -> Piece | None:
    """Return 每股 where it is all that a clause says of its figure."""
    at = scene.quantities[number].start
    found = _EACH.search(scene.text, max(scene.stretch(number)[0], scene.clause_start(at)), at)
    return scene.piece(*found.span("each")) if found else None


def _is_told_by_another(scene: Scene, number: int) -> bool:
    """Whether a level is one end of a change or comparison, so that what it measures stands elsewhere."""
    return any(test(scene, number) for test in (is_reached, is_excess, is_base_value, is_ranked))


def _is_turned_into(scene: Scene, number: int, last: MetricMark | None) -> bool:
    """Whether a level is what the one before it becomes: 由5%调整为10%, 从7年延长至平均9年."""
    quantity = scene.quantities[number]
    if last is None or last.quantity.unit != quantity.unit or quantity.start - last.end > MAX_GAP // 2:
        return False
    return bool(_TURNED.fullmatch(scene.text, last.end, quantity.start))


def _from_before(
    scene: Scene, number: int, movement: Movement | None, last: MetricMark | None, memory: Memory
) -> Told | None:
    moved = Told(scene.piece(movement.start, movement.end), "metric.change") if movement else None
    if movement and _moves_alone(scene, number, movement, last):
        market = find_market(scene, *_before(scene, number, movement))
        return Told(market, "metric.change") if market and not movement.is_noun else moved
    if movement and last and last.rule in _ASIDES and last.quantity.kind == "percent":
        last = memory.level or last
    if last and last.indicator:
        return Told(last.indicator, "metric.carried", carried=True)
    told = moved if movement and movement.is_noun else None if movement else find_weak(scene, number)
    same = movement is not None or memory.unit == scene.quantities[number].unit
    return told or (Told(memory.indicator, "metric.carried") if memory.indicator and same else moved)


def _moves_alone(scene: Scene, number: int, movement: Movement, last: MetricMark | None) -> bool:
    """Whether a clause tells the movement of another thing's price, which is not named: 沪指涨1%,海岚科技跌3%."""
    if not _PRICED.search(scene.text[movement.start : movement.end]):
        return False
    floor, at = _before(scene, number, movement)
    if last and last.indicator and not _is_market_noun(last.indicator):
        return False
    if scene.names.between(floor, at) or find_market(scene, floor, at):
        return True
    actor = find_subject(scene, floor, at, adjacent=False)
    return actor is not None and actor.end == at and not _NO_ACTOR.search(actor.text)


def _before(scene: Scene, number: int, movement: Movement) -> tuple[int, int]:
    """Return the stretch of the clause before a movement and its figure."""
    at = scene.quantities[number].start
    return max(scene.stretch(number)[0], scene.clause_start(at)), min(movement.start, at)


def _is_market_noun(piece: Piece) -> bool:
    return bool(_PRICED.search(piece.text)) or any(hit.is_owner for hit in find_indicators(piece.text))
