"""Numbers that measure nothing: 一种 as an article, 十年来 as a time, 30岁 as an age."""

import re

from newsextract.recognise.metric_indicator import NO_INDICATOR
from newsextract.recognise.metric_scene import MAX_GAP, Scene
from newsextract.records.marks import MetricMark

_ARTICLE = re.compile(r"一[^百千万亿十\d点.]{0,3}")
_PAIR = re.compile(r"(?:[两几]|一两)(?:个|位|种|方面|大|者|类|件|项|次|家|名)(?:人|方面)?")
_RANKED = ("前", "第")
_EXCEEDS = re.compile(
    "(?:比|较)[^,，。;]{2,14}[长短快慢多少早晚](?:了|出)?$|(?:延长|缩短|压缩|增加|减少|拉长|提升|降)(?:为|至|到)[^,，。;]{0,4}$"
)
_SPAN = re.compile("连续?$|过去$|未来$|最近$|今后$|前后$|近$")
_ENDS_CLAUSE = re.compile(r"[”’\"')）]*(?:[,，。;:!?、(（\n]|不等|$)")
_VAGUE = frozenset(
    {"metric.counted", "metric.context", "metric.carried", "metric.topic", "metric.verb_after", NO_INDICATOR}
)
_LOOSE = frozenset({*_VAGUE, "metric.verb_before", "metric.noun_near", "metric.noun_after", "metric.list"})


def is_span(scene: Scene, at: int) -> bool:
    """Say whether the duration at a position only says when: 过去三年, 连六年."""
    return bool(_SPAN.search(scene.text[max(0, at - 3) : at]))


def is_idle(scene: Scene, mark: MetricMark) -> bool:
    """Say whether a figure only looks like one: an article, an age, or a duration that nothing is said to last."""
    quantity = mark.quantity
    if quantity.text.endswith(("岁", "周岁")) or (
        scene.text[quantity.start - 1 : quantity.start] in _RANKED and quantity.kind == "count"
    ):
        return True
    if quantity.kind == "count":
        return bool(_ARTICLE.fullmatch(quantity.text)) or (mark.rule in _LOOSE and bool(_PAIR.fullmatch(quantity.text)))
    if quantity.kind != "duration" or mark.change:
        return False
    if is_span(scene, quantity.start) or _is_dated(scene, mark):
        return True
    return _is_vain(scene, mark)


def _is_dated(scene: Scene, mark: MetricMark) -> bool:
    """Whether a duration is the end of a period: 今年前5个月."""
    period = next(scene.periods.before(mark.end, max(0, mark.start - MAX_GAP // 2)), None)
    return period is not None and period.start < mark.start and period.end == mark.end


def _is_vain(scene: Scene, mark: MetricMark) -> bool:
    """Whether nothing is said to last as long as a duration."""
    at = mark.start
    if mark.rule in {"metric.context", "metric.verb_before", NO_INDICATOR}:
        alone = not scene.text[scene.clause_start(at) : at].strip()
        return alone or not _ENDS_CLAUSE.match(scene.text[mark.end : mark.end + 4])
    if _EXCEEDS.search(scene.text[max(0, at - MAX_GAP // 2) : at]):  # 比前代长5个月
        return False
    return mark.rule in {"metric.counted", "metric.carried", "metric.topic"}
