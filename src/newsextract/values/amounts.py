"""What the text leaves to the reader: whether a bare 3.5万 is money, and whose 元 a 元 is."""

import re
from functools import cache

from newsextract.rules.lexicon import read_lexicon

_HOMES = {"zh-CN": "CNY", "zh-TW": "TWD", "zh-HK": "HKD"}
_LOCALE_WEIGHT = 5.0
_MOST = 3  # occurrences of one cue that count: an article that says 港元 often is still from where it is from

_COUNTED = re.compile(
    "销量|交付|产量|用户|粉丝|会员|阅读|播放|下载|人数|股数|人口|出货|订单量|点击|浏览|人次|装机量|观看|访问|持股|持仓|库存|职位空缺|非农|初请|就业人|员额|载客|"
    "数量|参数|票房人次|客流|日活|月活|访客|热度|注册|激活|消费者|观众|读者|网民|网友|玩家|游客|旅客|客户|员工|爱好者"
)
_PAID = re.compile(
    "金额|价|元|额|收入|利润|资金|融资|投资|营收|净利|亏|市值|估值|成本|费|款|债|贷|股权|资产|薪|奖|罚|赔|赚|售|卖|财富|身家|规模"
)
_COUNTED_AFTER = re.compile(
    "的?(?:销量|产量|用户|粉丝|会员|阅读|播放|下载|出货量|点击|浏览|装机|观看|关注|参数|点赞|转发|月活|日活)"
)


def counts_something(text: str, start: int, end: int) -> bool:
    """Whether the clause around a bare 3.5万 counts things rather than money."""
    if _COUNTED_AFTER.match(text, end):
        return True
    clause = text[max(0, start - 16) : start]
    clause = clause[max(clause.rfind(mark) for mark in ",。;!?\n") + 1 :]
    counted = max((match.end() for match in _COUNTED.finditer(clause)), default=0)
    paid = max((match.end() for match in _PAID.finditer(clause)), default=0)
    return counted > paid


def is_paid(text: str, start: int, end: int) -> bool:
    """Whether the words around a bare 千万 speak of money."""
    return _PAID.search(text, max(0, start - 10), min(len(text), end + 6)) is not None


@cache
def _cues() -> tuple[tuple[str, str, float], ...]:
    return tuple((row["cue"], row["currency"], float(row["weight"])) for row in read_lexicon("home_currency"))


def home_currency(text: str, locale: str) -> str:
    """Return the currency of a bare 元 in folded ``text``: its locale's, unless its words say otherwise."""
    home = _HOMES.get(locale, "CNY")
    weights = {home: _LOCALE_WEIGHT}
    for cue, currency, weight in _cues():
        found = text.find(cue)
        times = 0
        while found >= 0 and times < _MOST:
            times += 1
            found = text.find(cue, found + len(cue))
        weights[currency] = weights.get(currency, 0.0) + times * weight
    return max(weights, key=lambda currency: (weights[currency], currency == home))
