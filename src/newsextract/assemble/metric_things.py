"""What has figures of its own without being a firm: what opens a clause, goods, business lines, plants."""

import re

from newsextract.assemble.metric_names import NameList
from newsextract.assemble.metric_topics import find_head, find_pointed
from newsextract.records.marks import Piece

OWNING = re.compile(
    r"(?:据点|[^营就商创毕副专作从始事]业|市场|大楼|大厦|系统|平台|项目|基金|车型|手机|芯片|机型|医院|学校|大学|工厂|基地|团队|子公司|分公司|事业部|板块|部门|产品|机器人|打印机"
    r"|银行|政府|地区|城市|[省市县区州国洲]|品牌|门店|股东|业者|厂商|企业|公司|集团|机构|城|园区|电站|酒店|航线|赛道|领域|频道|账号|用户|居民|人|指数|[沪恒纳道综成板技科国]指|科创50|创业板|北证50|标普500|期货|合约|期[铜铝锌镍金银]|[ABH台港美日韩欧]股|类股|两市|黄金|白银|铂金|钯金|[美布原]油|比特币|以太[坊币]|[国美]债)$"
)
_OPENING = re.compile(
    r"^(?:\s|其中|另外|另|而|但|不过|虽然|整体|仅|此外|至于|[“‘\"])*(?P<noun>[^,，。的了在是有因自将则已仍于为也受被从和与]{2,12}?"
    r"(?:据点|产业|行业|市场|大楼|系统|项目|基金|车型|芯片|机型|工厂|基地|团队|子公司|板块|产品|机器人|打印机|银行|政府|指数|[沪恒纳道综成板]指|[ABH台港美日韩]股))(?:[今昨]?[(]?\d*[)]?日)?(?:的)?(?=[因自在将则已仍独于是为有也受被从获上本今针对向按表宣计拟])"
)

ROLE = re.compile("(?:该|本|这家|此)?(?:上市)?(?:公司|集团|企业|银行|行|股)")
_GENERIC = re.compile(
    ROLE.pattern + "|(?:产品|企业|团队|平台|系统|项目|市场|机构|品牌|用户|居民|业者|厂商|政府"
    "|股东|部门|行业|产业|基金|城市|地区|人|[早午夜逆后牛熊]市|现场)"
)
"""Nouns that say too little to be what a clause is about without more."""

_INDEX = re.compile("[^,，。:;]{1,12}(?:指数|[恒沪深纳道综板]指|[ABH台港美日韩]股|债|油|金|期货)$")
"""What is written before a colon and moves: 标普500指数:下跌."""
_BULLETS = "■●◆▲·-* \u3000"
_GOODS_MEASURE = re.compile(
    "产量|销量|出货|产能|售价|均价|单价|价格|报价|成本|零售价|出口量|进口量|销售量|交付量|装机量|库存|批发价|收购价$"
)
"""What is measured of goods."""
_LINE = re.compile(
    "[^务]业务$|事业[群部]$|[^这该]部门$|产品线$|系列$|[^的]产品$|车型$|机型$|分公司$|[^家]门店$|工厂$|[一-龥]厂$|产线$|App$"
)
"""What a firm has that has figures of its own."""
_NO_GOODS = re.compile(
    "^(?:单季|单机|单车|单店|合计|累计|整体|平均|总|单|月|日|年|季|当地|同期|海外|国内|国外|境外|全年|市场|现场|早盘|线上|线下|店内|网上|原有|规划|设计|预计|计划|理论|最大|满产|新增|自有|相关|有关|部分|主要)+$"
)


def find_opening(text: str, names: NameList, begin: int, end: int, *, first: bool) -> Piece | None:
    """Return the thing that a clause begins with, where it acts: 电站占地, 该地块位于.

    ``first``: the clause is the first of its sentence, where any noun is what it is about, not only one of those that
    are known to have figures.
    """
    opening = _OPENING.match(text[begin:end])
    if opening:
        start, stop = begin + opening.start("noun"), begin + opening.end("noun")
        return Piece(start, stop, text[start:stop])
    head = find_head(text, begin, end)
    if head and not names.between(head.start, head.end):
        whole = first and len(head.text) > 2 and not _NO_GOODS.search(head.text)
        if whole or (OWNING.search(head.text) and not _GENERIC.fullmatch(head.text)):
            return head
    pointed = find_pointed(text, begin, end)
    return pointed if pointed and not ROLE.fullmatch(pointed.text) else None


def find_label(text: str, begin: int, end: int) -> Piece | None:
    """Return the index, market or commodity that stands before a colon as a clause of its own: 标普500指数:下跌."""
    if text[end - 1] != ":" or not _INDEX.search(text, begin, end - 1):
        return None
    label = text[begin : end - 1].strip(_BULLETS)
    start = text.index(label, begin)
    return Piece(start, start + len(label), label)


def is_line(phrase: str) -> bool:
    """Say whether a noun is something that a firm has: 云端业务, 海州厂."""
    return len(phrase) > 1 and bool(_LINE.search(phrase))


def is_goods(phrase: str, measure: str) -> bool:
    """Say whether a noun right before a measure is what is made or sold: 车厘子 of 销量, but not 海外 of 销量."""
    return len(phrase) > 1 and bool(_GOODS_MEASURE.search(measure)) and not _NO_GOODS.search(phrase)


def rest_of(piece: Piece, start: int) -> Piece:
    """Return what a phrase says from ``start`` on, after its last 的: 零售业务 of 海岚科技核心的零售业务."""
    words = piece.text[start - piece.start :]
    start += words.rfind("的") + 1
    return Piece(start, piece.end, words[words.rfind("的") + 1 :])
