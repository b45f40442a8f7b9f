"""Qualifiers apart from their number: 不到进口产品的一半, 约占股本的2%, 最高可罚300万元, 分别超过3亿元和5亿元."""

import re
from dataclasses import replace

from newsextract.records.fields import Qualifier
from newsextract.records.quantity import Quantity

_BACK = 18
_MEANS: dict[str, Qualifier] = {
    "不超过": "at_most", "不超": "at_most", "未超过": "at_most", "不高于": "at_most",
    "不低于": "at_least", "不少于": "at_least",
    "最高": "at_most", "最多": "at_most", "至多": "at_most", "顶多": "at_most",
    "至少": "at_least", "最少": "at_least", "起码": "at_least",
    "不到": "under", "不足": "under", "约": "about", "接近": "about", "超过": "over",
}  # fmt: skip
_SHARE = re.compile(  # of what: a share needs 的, or a whole that ends the phrase
    "(不超过|不超|未超过|不高于|不低于|不少于|不到|不足|(?<![合签条节制])约(?=[占为是])|接近|(?<![不未])超过)"
    "([\u4e00-\u9fff]{2,12}?)(?:的|(?:股本|股份|总额|总量|资产|比例)) ?$"
)
_EXCESS = frozenset({"超过", "接近"})
_LEVELS = re.compile("同期|上年|去年|预期|平均|水平|前值|预估|目标|警戒")
_LIMIT = re.compile(
    "(?:(至少|最少|起码|至多|最多|顶多)(?![时者的])|(最高)(?:可以?|[补奖资罚处减抵赔贷给]))[\u4e00-\u9fff]{0,6} ?$"
)
_RESPECTIVELY = re.compile("分别(?:为|达到?|有|是)? ?$")
_LISTED = re.compile(" ?(?:、|和|及|与|以及|,) ?")
_HINTS = frozenset("超到足于约近少码多高")
_SHARED = frozenset({"percent", "ratio"})


def qualify(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities, exact ones with what their clause or list says of them."""
    qualified: list[Quantity] = []
    shared: Qualifier | None = None
    for quantity in quantities:
        before = qualified[-1] if qualified else None
        if before is None or not _is_listed(text, before, quantity):
            shared = _shared_by_list(text, quantity)
        said = None
        if quantity.qualifier == "exact":
            said = shared or _said_before(text, quantity)
        qualified.append(quantity if said is None else replace(quantity, qualifier=said))
    return qualified


def _is_listed(text: str, before: Quantity, quantity: Quantity) -> bool:
    return quantity.unit == before.unit and _LISTED.fullmatch(text, before.end, quantity.start) is not None


def _shared_by_list(text: str, first: Quantity) -> Qualifier | None:
    """分别不低于1.1亿元、1.3亿元: what the first says holds for all."""
    if first.qualifier in {"exact", "several"} or not _RESPECTIVELY.search(text, max(0, first.start - 6), first.start):
        return None
    return first.qualifier


def _said_before(text: str, quantity: Quantity) -> Qualifier | None:
    before = text[max(0, quantity.start - _BACK) : quantity.start]
    if _HINTS.isdisjoint(before):
        return None
    if quantity.kind in _SHARED and (share := _SHARE.search(before)):
        word, whole = share.groups()
        doubtful = quantity.kind == "percent" and (word in _EXCESS or _LEVELS.search(whole))
        return None if doubtful else _MEANS[word]
    limit = _LIMIT.search(before)
    return _MEANS[limit[1] or limit[2]] if limit else None
