"""What a figure measures where the lexicon has no word for it: the last words before it."""

import re

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_steps import Spot
from newsextract.records.marks import Piece
from newsextract.rules.phrases import cut

_TAIL = re.compile(
    r"[^\s〈〉（）/的、和与及或在将把被对向从由给于以让使令等了着过,，。:;!?()“”‘’《》【】「」|\"']{2,10}$"
)
_WORDY = re.compile("[\u4e00-\u9fff]{2}|[A-Z]{2}|[A-Za-z]{3}")
_MEASURE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:率|额|量|价|均价|单价|周期|时间|时长|面积|强度|精度|增速)$")
_COMPARISON = re.compile(r"(?:同比|环比|较[^,，]{1,8}|比[^,，率例重]{1,8})$")
_EMPTY = frozenset("再更又也还都已将会能可要去来到至为是有很最较仅只约各这那每并且而就才该应以被") | frozenset(
    (  # noqa: SIM905 - words in a row
        "再度 有望 冲击 需要 面临 现行 已经 进一步 扩大 推进 逐渐 聚焦 确认 看看 动辄 可能 应该 必须 能够 可以"
        " 开始 继续 成为 出现 进行 属于 位于 算是 即使 包括 其余 公告 宣布 同意 表示 认为 预测 估算 明确 规定"
        " 其中 目前 盘中 首次 调整 此前 即便 恢复 改为 甚至 恐怕 至今 就要"
    ).split()
)
"""Words before a figure that say nothing of what it measures."""


def measure(spot: Spot) -> Piece | None:
    """漏检率低于3%: a word that the lexicon lacks, but whose last character says that it is a measure."""
    floor = max(spot.floor, spot.at - MAX_GAP)
    kept = rule("links").pattern.sub("", _COMPARISON.sub("", spot.scene.text[floor : spot.at]))
    found = _MEASURE.search(kept)
    if not found:
        return None
    begin, end = floor + found.start(), floor + found.end()
    period = next(spot.scene.periods.before(end, begin), None)
    begin = max(begin, period.end) if period else begin
    return spot.scene.piece(_last_words_start(spot.scene, begin, end), end) if end - begin > 1 else None


def last_words(spot: Spot) -> Piece | None:
    """Without a word of the lexicon: the last two words before the figure, or from the act on (出口机电产品)."""
    scene = spot.scene
    start, at = max(spot.floor, spot.at - MAX_GAP), spot.at
    period = next(scene.periods.before(at, start), None)
    while period and not rule("links").pattern.sub("", scene.text[period.end : at]):  # 市场将从2025年的
        at = period.start
        period = next(scene.periods.before(at, start), None)
    names = scene.entities.between(start, at)
    start = max(start, period.end if period else start, names[-1][1] if names else start)
    kept = rule("links").pattern.sub("", scene.text[start:at])
    found = _TAIL.search(kept)
    if not found:
        return None
    begin, end = start + found.start(), start + found.end()
    if scene.text[begin] == "每":
        return None
    act = next((hit.core for hit in scene.hits.before(end, begin) if hit.is_verb and "aux" not in hit.roles), None)
    if act is not None:
        return scene.piece(act, end)
    begin = _last_words_start(scene, begin, end)
    words = cut(scene.text[begin:end])
    while words and words[0] in _EMPTY:
        begin += len(words.pop(0))
    told = any(word not in _EMPTY for word in words) and _WORDY.search(scene.text, begin, end)
    return scene.piece(begin, end) if told else None


def _last_words_start(scene: Scene, begin: int, end: int) -> int:
    """Where the last two words of a stretch begin, where the Doc knows words; its beginning where it does not."""
    starts = [begin]
    while (following := scene.word_end(starts[-1])) < end and following > starts[-1]:
        starts.append(following)
    one_character_each = len(starts) == end - begin
    return begin if one_character_each else starts[max(0, len(starts) - 2)]
