"""What a sentence is about where it names no subject of its own: who announces it, or the noun that it begins with."""

import re

from newsextract.assemble.metric_names import Name, NameList, is_outsider
from newsextract.records.marks import Piece
from newsextract.rules.phrases import cut, is_verb, last_word, noun_phrase_length

_PLANNING = re.compile(r"(?:[(][^()]{1,20}[)])?(?:集团|公司)?(?:现|则|也|已|还)?(?:预计|预估|预期|料)(?!,|，|:|认)")
_LEADING = re.compile(
    r"(?:[\s“‘\"(●•◆▲■·]|\d{1,4}年|\d{1,2}月(?:份)?|\d{1,2}日|[今去明前本当]年|[上下]半年|第?[一二三四1-4]季度?|目前|当前|如今|现在|其中|另外|此外|同时|不过|然而|而且|而|但是|但"
    r"|此次|本次|这次|事实上|实际上|总体上|据统计|平均|据悉|据了解|据介绍|数据显示|截至[^,，。;\n]{1,8}|近日|日前|今日|昨日|[一二三四]是|首先|其次|最后)+"
)
_HEAD_TAIL = re.compile("(?:方面|当中|里|内|中|上|下|时|后|前|等|们)$")
_WHEN = re.compile("期间|期内|之际|以来|之后|之前|阶段|同时")
_MEASURE = re.compile(
    "[量额数率值价入润本费差比]$|(?<!基)金$|年报|季报|公告|报告|资料|数字|情况|原因|主因|背景|记者|编辑|来源|消息|数据|市场|全年|期间|^[其这那该此各每]|^.$|方式|机会|时间|方面|风险|问题"
)
_NO_HEAD = re.compile(
    "[其这那该此各每不经由自受仅据按从在对因除随与和为以]|既往|由于|本报|所有|其他|任何|智能|不少|许多|部分|数据|法院|监管"
)
_PRODUCT = re.compile(
    r"(?:产品|型号|品牌|车型|机型|芯片|系统|设备|新品|新车|机器人|药物|游戏|软件|手机)[“‘\"](?P<quoted>[^“”‘’\"]{2,12})[”’\"]"
    r"|(?:推出|应用|采用|打造|研发|研制|发布|开发|做|量产|设计|生产|建成)(?:了|过|出)[^,，。;\n“”]{0,24}的(?P<plain>[^\s,，。;\n的“”]{2,12})(?=[,，])"
)
_MADE = re.compile(
    "(?:自主|联合|独家|共同)?(?:投资建设|投资|建设|研发|研制|开发|打造|生产|制造|设计|推出|运营|承建)(?:建设|生产|制造)?的"
)
_SHORT = re.compile("[车船店楼案厂港股房药片剧岛矿]")
_POINTER = re.compile(
    "(?:该|此|这)(?:款|台|辆|座|宗|幅|项|只|支|笔|批|条|家|种|部|栋|套|场|起)?+(?!国内|全国|[外类次前后时间些个样里])"
)
_OBJECT = re.compile("[与和向对给为同被由从在了过着将把让及于入至到用得获]$")
"""What stands before figures whose noun is no subject: 已与4家公司签约."""
_STANDING = re.compile(
    "(?:厂|店|公司|医院|银行|机场|港|基地|园区?|分行|大学|地铁|大楼|大厦|酒店|项目|电站|中心|据点|工厂|产线|铁路|高铁|口岸|矿|油田|车站)$"
)
_ACTING = re.compile(
    "(?:公司|企业|机构|银行|券商|基金|个股|[^持控参增入]股|者|户|厂商|商|院校|高校|医院|国家|城市|地区|药企|车企|房企|国企|央企|民企|人员|律师|专家|人)$"
)
_LONGEST_HEAD = 12


def find_speaker_firm(names: NameList, start: int, end: int, *, planning: bool = False) -> Name | None:
    """Return the firm that a stretch cites and that speaks of itself: 海岚科技宣布, but not 某某证券分析师指出.

    ``planning``: only one that expects something of itself: 海岚科技预计净利润为.
    """
    for name in names.between(start, end):
        if not name.is_firm or names.is_oblique(name) or not names.is_source(name):
            continue
        if planning and not _PLANNING.match(names.text, name.end, end):
            continue
        if not is_outsider(names.text, name):
            return name
    return None


def find_head(text: str, start: int, end: int) -> Piece | None:
    """Return the noun phrase that a clause begins with, before its first verb: 高性能版 of 高性能版采用双电机."""
    leading = _LEADING.match(text, start, end)
    begin = leading.end() if leading else start
    length = noun_phrase_length(text[begin : min(end, begin + _LONGEST_HEAD + 4)])
    phrase = text[begin : begin + length].rstrip("能可会")
    length = len(phrase)
    if not 2 <= length <= _LONGEST_HEAD or not phrase.isalnum() or _NO_HEAD.match(phrase) or _MEASURE.search(phrase):
        return None
    followed = begin + length < end and text[begin + length].isalpha() and not _WHEN.match(text, begin + length)
    return Piece(begin, begin + length, phrase) if followed and not _HEAD_TAIL.search(phrase) else None


def find_pointed(text: str, start: int, end: int) -> Piece | None:
    """Return the thing that a clause begins with and points at: 该地块 of 该地块位于, 这款车 of 这款车搭载."""
    leading = _LEADING.match(text, start, end)
    begin = leading.end() if leading else start
    pointer = _POINTER.match(text, begin, end)
    if pointer is None:
        return None
    noun = next(iter(cut(text[pointer.end() : min(end, pointer.end() + _LONGEST_HEAD)])), "")
    stop = pointer.end() + len(noun)
    short = len(noun) < 2 and not _SHORT.fullmatch(noun)
    if short or not noun.isalpha() or is_verb(noun) or (len(noun) > 1 and _MEASURE.search(noun)):
        return None
    return Piece(begin, stop, text[begin:stop]) if stop < end and text[stop] != "的" else None


def find_product(text: str, start: int, end: int) -> Piece | None:
    """Return the product that a stretch last says somebody makes: 推出了免编程的示教系统,换产时间缩短."""
    found = None
    for found in _PRODUCT.finditer(text, start, end):  # noqa: B007 - the last one counts
        pass
    name = found.lastgroup if found else None
    return Piece(*found.span(name), found[name]) if found and name else None


def find_thing_at(text: str, start: int, name_end: int, end: int) -> Piece | None:
    """Return a place with the thing in it, where that is the subject: 海州厂 of 海州厂以代工方式, but not 海州销量."""
    length = noun_phrase_length(text[name_end : min(end, name_end + _LONGEST_HEAD)])
    phrase = text[name_end : name_end + length].rstrip("能可会")
    thing = 0 < len(phrase) < _LONGEST_HEAD and _STANDING.search(phrase)
    return Piece(start, name_end + len(phrase), text[start : name_end + len(phrase)]) if thing else None


def find_actors(text: str, start: int, end: int) -> Piece | None:
    """Return those who are counted by the figure there, before a verb: 上市公司 of 38家上市公司披露了."""
    before = text[max(0, start - 4) : start]
    word = last_word(before)
    if _OBJECT.search(before) or (len(word) > 1 and is_verb(word) and word[-1] not in "有达共计"):
        return None
    begin = end + (text[end : end + 1] == "的")
    length = noun_phrase_length(text[begin : begin + _LONGEST_HEAD + 4])
    phrase = text[begin : begin + length].rstrip("能可会均都已也")
    stop = begin + len(phrase)
    if not 2 <= len(phrase) <= _LONGEST_HEAD or not _ACTING.search(phrase) or not text[stop : stop + 1].isalpha():
        return None
    return Piece(begin, stop, phrase) if text[stop] not in "的之和与及或等以" else None


def find_thing_of(text: str, name_end: int, end: int) -> Piece | None:
    """Return what a firm is said to have made, where that is the subject: 海岚科技投资建设的电站并网."""
    made = _MADE.match(text, name_end, end)
    piece = find_head(text, made.end(), end) if made else None
    return piece if piece and text[piece.end : piece.end + 1] != "的" else None
