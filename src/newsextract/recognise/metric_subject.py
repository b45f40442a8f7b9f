"""Whose figure is it, where its own clause says so: the noun before the indicator."""

import re

from newsextract.recognise.metric_change import Movement
from newsextract.recognise.metric_scene import MAX_GAP, Scene
from newsextract.records.marks import Piece
from newsextract.rules.indicator_words import Hit
from newsextract.rules.patterns import compile_pattern
from newsextract.rules.phrases import is_verb, last_word, noun_phrase_length

MAX_LENGTH = 16
"""Characters: longer stretches are clauses, not names."""
_BREAK = re.compile("[,，、。的]")
_NEAR = 8
"""Characters between a market and its movement: 沪指早盘一度跌."""

_LEAD = re.compile(
    r"^(?:[\s“”‘’\"(●•◆▲■]|其中|另外|另|此外|同时|而且|而|但是|但|不过|然而|并且|并|且|也|亦|因此|因而|所以|由于|因为|因|主因是?|主要|导致|造成"
    r"|使得|使|让|令|将|会|致|带动|带领|推动|推升|推高|拉动|促使|帮助|助力|则|至于|对于|关于|以及|以|其次|首先|再次|最后|尤其是?|特别是|例如|比如|如(?![东皋新意今何家])|譬如"
    r"|第[一二三四五\d](?:名|位)?(?:则?[为是])?|为|是|和|与|及|目前|当前|如今|现在|显示|预计|预估|截至|当中|之中|却|仅|仅有|仍有|还有|尚有|约有|近年来|按照?|根据|据"
    r"|实现|完成|取得|包括|连同|随着|虽然|尽管|相较于?|相比|相对于?|较|对|如果|若|即使|即便)+"
)
_TAIL = compile_pattern(
    r"(?:[\s“”‘’\")]|同比|环比|较|比|按[年季月]|的|之|在|于|则|等|已经|已|也|仍|还|均|都|更|将|预计|预估|实现|获得|取得|完成|录得|累计|有望|达成|创造|拥有|具备|保持"
    r"|为|是|有|以|可|就|又|再|才|共|一度|达到?|整体|合计|贡献|期间|当时|率先|成功|仅|最)+$"
)
_PREDICATE = re.compile(
    r"^[在于]|^未(?![来名])|^\d+(?:个|年|月|日|天|家|只)|[()了着过被把将给使让令由说称课驳判]|(?<![方南北东西])向|对(?![手口外])|从(?!业)|致(?![力富])|为了|是|(?<![国所自私公特固共含])有(?![色限机线关效])|因|受|已(?!$)|预计|认为|表示|显示|指出|宣布|公布|发布|披露|导致|由于|超过|突破|低于|高于|随着|按照|通过"
    r"|根据|可以|能够|应该|需要|继续|开始|推出|实施|增长|下降|不[足到超少低高]|没|未来|如|及其|最终|绝非|并非|均为|截至|连续|年$|必须|可能|面临|回顾|^每|高达|正在?|会$"
)
_BELONGS = re.compile(
    r"(?:的)?(?:旗下|下属|所属|(?:全资|控股|参股)?子公司|关联方|母公司|控股股东|大股东|一致行动人|品牌)?(?:的)?[“‘\"]?"
)
_HEADLINE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff][^ ]{0,20}$)")
_ITEMS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,12}(?:、[\u4e00-\u9fffA-Za-z0-9]{2,14})+")
"""A list whose items are all of the length of names: 铂金、钯金、菜籽."""
_ACTORS = re.compile(
    "(?:和[^,，。的]{1,4})?(?:业|企业|公司|机构|基金|者|商|人|户|厂商|业者|银行|项目|产品|平台|集团|行业|产业|板块"
    "|团队|部门|中心|站|厂)"
)
"""What makes a noun of an act: 投资企业."""
_WHO = re.compile(
    "的?(?P<who>(?!公司|企业|机构|上市)[\u4e00-\u9fff]{2,10}?)"
    "(?:已经?|均|都|也|将|可以?|能够?|有望|预计|仍|曾|则|就|还|拟|正在?|被)*$"
)
"""Those who are counted, when they are more than firms or bodies of one kind."""
_WORDS = re.compile(r"[\w、·+&()“”‘’\"《》 .-]+")
_NO_NOUN = frozenset(
    (
        "如果",
        "假如",
        "若是",
        "例如",
        "总共",
        "合共",
        "没想到",
        "通过",
        "平均",
        "其中",
        "部分",
        "当日",
        "当天",
        "前期",
        "后期",
        "万一",
        "大家",
        "错误",
        "有关",
        "相关",
        "一次",
    )
)
"""Words that are taken for nouns and stand for nothing."""
_TIME = re.compile("[今去前明当本上下][年月周季日](?:[初中末底前后]|以[来后前])?$")
_WHEN = ("期间", "之际", "以来", "之后", "之前", "阶段", "同时", "期内")
_ENDING = 16
"""Characters at the end of a phrase in which linking words are looked for."""
_UNDER = re.compile(r"^.*旗下的?(?=.)")
_PLACED = re.compile(r"(?<=[^现存所内])在[^在,，]{1,8}$")


_UNTOLD = frozenset({"metric.carried", "metric.change", "metric.context", "metric.counted", "quantity.bare"})
"""Rules whose indicator is not a measure in the figure's own clause."""


def subject_of(
    scene: Scene, number: int, indicator: Piece | None, movement: Movement | None, *, rule_id: str
) -> Piece | None:
    """Return the subject that a figure's own clause names: a market, or the noun before the indicator."""
    quantity = scene.quantities[number]
    if rule_id == "metric.verb_after" and indicator and indicator.start > quantity.end:
        who = _who(scene, quantity.end, indicator.start)
        if who is not None:
            return who
    floor = max(scene.stretch(number)[0], scene.clause_start(quantity.start))
    at = min(movement.start, quantity.start) if movement else quantity.start
    market = find_market(scene, floor, at)
    adjacent = False
    if indicator and floor <= indicator.start < at:
        if market and indicator.start < market.end and market.start < indicator.end:
            return market
        adjacent = not rule_id.startswith("metric.verb")
        at = indicator.start
        market = find_market(scene, floor, at)
    if market and (rule_id in _UNTOLD or market.end == at):
        return market
    return find_subject(scene, floor, at, adjacent=adjacent)


def _who(scene: Scene, start: int, end: int) -> Piece | None:
    """Return those who are counted and act: 36例患者完成植入."""
    who = _WHO.match(scene.text, start, end)
    length = noun_phrase_length(who["who"]) if who else 0
    return scene.piece(who.start("who"), who.start("who") + length) if who and length > 1 else None


def find_subject(scene: Scene, floor: int, at: int, *, adjacent: bool) -> Piece | None:
    """Return the noun phrase between the beginning of a clause and an indicator, or None where there is none.

    A firm or its stand-in right before the indicator is the subject whatever stands before it (将甲公司目标价下调至);
    else a phrase that holds a verb, or another indicator, is none. ``adjacent``: an indicator begins at ``at``.
    """
    near = scene.names.at_end(floor, at - 1 if scene.text[at - 1 : at] == "的" else at)
    if near is not None and adjacent:
        return scene.piece(*near)
    start, end = max(floor, at - 2 * MAX_GAP), at
    while (trimmed := _trim(scene, start, end)) != (start, end):
        start, end = trimmed
    name = scene.names.at_end(start, end)
    if name is not None:
        return scene.piece(*name) if _stands_alone(scene, start, name[0]) else None
    if scene.text.startswith(_WHEN, end):
        return None
    if adjacent and _is_nominal(scene, start, end):  # 考研报名人数
        return scene.piece(start, end)
    if (acted := _before_act(scene.text, start, end)) != end:
        start, end = _trim(scene, start, acted)
    return scene.piece(start, end) if _is_nominal(scene, start, end) else None


def _is_nominal(scene: Scene, start: int, end: int) -> bool:
    """Whether a phrase is a noun that can have figures: no verb, no change, no act, no sum, and if a list, of names."""
    phrase = scene.text[start:end]
    listed = "、" in phrase
    if listed and (not _ITEMS.fullmatch(phrase) or any(scene.periods.between(start, end))):
        return False
    longest = 2 * MAX_GAP if listed else MAX_LENGTH
    if not _ends_in_noun(phrase):
        return False
    if not 2 <= len(phrase) <= longest or _PREDICATE.search(phrase) or any(scene.changes.between(start, end)):
        return False
    inside = [hit for hit in scene.hits.between(start, end) if not _ACTORS.fullmatch(scene.text, hit.end, end)]
    money = any(hit.is_noun and hit.kinds & {"money", "percent"} for hit in inside)
    return not money and not any(_is_act(scene, hit, start, end) for hit in inside)


def _ends_in_noun(phrase: str) -> bool:
    """Whether a phrase is made of words that can stand for a thing: not 至少, 现价计算, 却误, 一笔/股."""
    head = phrase.rpartition("的")[2]
    if (
        len(head) < 2
        or phrase in _NO_NOUN
        or phrase.endswith(_WHEN)
        or _TIME.match(phrase)
        or not _WORDS.fullmatch(phrase)
    ):
        return False
    return not is_verb(head)


def _before_act(text: str, start: int, end: int) -> int:
    """Return where a phrase ends without the verbs after its noun: 全市安排 is 全市."""
    while end - start > 1 and is_verb(word := last_word(text[start:end])):
        end -= len(word)
    return end


def find_market(scene: Scene, floor: int, at: int) -> Piece | None:
    """Return the index, market or commodity right before ``at``, with the words that say which: 伦敦期铜."""
    hit = next((hit for hit in scene.hits.before(at, floor) if hit.is_owner), None)
    gap = scene.gap(hit.end, at) if hit else None
    if hit is None or gap is None or len(gap) > _NEAR or _BREAK.search(gap) or scene.names.between(hit.end, at):
        return None
    act = next(scene.hits.before(hit.start, floor), None)
    if act and act.is_verb and act.end == hit.start:  # 回购A股股份
        return None
    start, end = max(floor, hit.end - MAX_LENGTH), hit.end
    while (trimmed := _trim(scene, start, end)) != (start, end) and trimmed[1] == end:
        start, end = trimmed
    start = min(start, hit.start)
    known = scene.text[start : hit.start]
    listed = known.rfind("、") + 1
    plain = not _PREDICATE.search(known) and not any(scene.changes.between(start, hit.start))
    return scene.piece(start if plain and not listed else min(start + listed, hit.start) if plain else hit.start, end)


def _is_act(scene: Scene, hit: Hit, start: int, end: int) -> bool:
    """Whether a phrase is an act (投入5亿元补贴), or a clause of its own (新通道开行海铁联运)."""
    whole = (hit.start, hit.end) == (start, end)
    return hit.is_verb and (whole or (hit.core > start and "的" not in scene.text[hit.end : end]))


def _stands_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether what is before a name only describes it: 总部位于杭州的, 甲旗下, and no act of another."""
    if _PREDICATE.search(scene.text[start:end]) or any(scene.hits.between(start, end)):
        return False
    others = scene.names.between(start, end)
    return not others or bool(_BELONGS.fullmatch(scene.text[others[-1][1] : end]))


def leading(text: str) -> int:
    """Return how many characters of connectives a phrase begins with: 其中, 例如."""
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _trim(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Take one period, connective or adverb off either end."""
    for period in scene.periods.before(end, start):
        if not scene.text[period.end : end].strip(" 的,，("):
            return start, period.start
        if not scene.text[start : period.start].strip(" “"):
            return period.end, end
    phrase = scene.text[start:end]
    lead = (" " in phrase and _HEADLINE_SPACE.search(phrase)) or _LEAD.match(phrase)
    lead = lead or ("旗下" in phrase and _UNDER.search(phrase)) or None
    if lead:
        return start + lead.end(), end
    if scene.entities.at_end(start, end):  # 华为 ends in what is elsewhere a linking word
        return start, end
    ending = max(start, end - _ENDING)
    tail = _TAIL.search(scene.text, ending, end) or ("在" in phrase and _PLACED.search(scene.text, ending, end))
    return (start, tail.start()) if tail else (start, end)
