"""The ways in which the words around a figure can say what it measures, one function each."""

import re
from typing import NamedTuple

from newsextract.recognise.metric_change import Movement
from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.records.marks import Piece
from newsextract.records.quantity import Quantity
from newsextract.rules.indicator_words import Hit
from newsextract.rules.phrases import cut, is_verb

_COMPARED_WITH = re.compile(r"(?:较|相比|相较于?|(?<![占对])比)[^,，例重率]{0,4}$")
_JOINERS = frozenset(("、", "和", "与", "及", "以及", "和其", "或", "/"))
_TOWARDS = ("到", "至", "了", "往", "给", "向", "于")
_HOLDING = re.compile("(?<![其所])(?<!合计)(?:减持|增持|质押|轮候冻结|冻结|认购|回购)")
"""What is done with a share of the shares that says more of it than they do."""
_SHARES = ("股票", "股份", "流通股", "限售股", "无限售")
_OWN = re.compile("(?:了|其|的|所|本|该|上市|公司|无限售条件|无限售|有限售|“|”)*")
_FOR = re.compile("(?:拟|(?<![可足所难加予给])以)(?:约|近|每股|总价|总额|单价|不超过|不低于)?$")
_NEAR = 10
"""Characters between an act and its figure that still hold an object: 出口到海外的150个国家."""


class Spot(NamedTuple):
    """A figure with the borders of what belongs to it."""

    scene: Scene
    quantity: Quantity
    floor: int
    """Where its clause begins, or the figure before it ends."""
    at: int
    """Where the figure, or the word of change before it, begins."""
    ceiling: int
    movement: Movement | None

    @classmethod
    def of(cls, scene: Scene, number: int, movement: Movement | None) -> "Spot":
        """Return the spot of figure ``number`` of a sentence."""
        quantity = scene.quantities[number]
        start, end = scene.stretch(number)
        floor = max(start, scene.clause_start(quantity.start))
        at = max(floor, min(_noun_end(scene, movement), quantity.start)) if movement else quantity.start
        ceiling = min(end, scene.clause_end(quantity.end))
        return cls(scene, quantity, floor, at, max(ceiling, quantity.end), movement)

    def nouns(self) -> list[Hit]:
        """Return the measures before the figure in its clause, nearest first."""
        hits = self.scene.hits.before(self.at, self.floor)
        return [hit for hit in hits if hit.is_noun and self.fits(hit)]

    def fits(self, hit: Hit) -> bool:
        """Say whether the figure can be a level or a change of an indicator."""
        return self.movement is not None or hit.fits(self.quantity.kind)

    def tight(self, hit: Hit) -> bool:
        """Say whether only linking words stand between an indicator and the figure."""
        gap = self.scene.gap(hit.end, self.at)
        return gap is not None and bool(rule("noun_before").pattern.search(gap))


def _noun_end(scene: Scene, movement: Movement) -> int:
    """Where the thing that changes ends: before the word of change, or with it where it is part of one (增值率)."""
    hit = next(scene.hits.before(movement.end + 1, movement.start - MAX_GAP), None)
    inside = hit is not None and hit.start <= movement.start and hit.end == movement.end
    return movement.end if inside else movement.start


def noun_before(spot: Spot) -> Piece | None:
    """毛利率达28.5%: the indicator directly before the figure."""
    for hit in spot.scene.hits.before(spot.at, spot.floor):
        thing = hit.is_thing and spot.quantity.kind == "count" and spot.movement is None
        if (hit.is_noun or thing) and spot.fits(hit) and spot.tight(hit):
            return None if _is_base(spot, hit) or _is_had(spot) else _dealt_in(spot, hit) or _coordinated(spot, hit)
    return None


def _dealt_in(spot: Spot, hit: Hit) -> Piece | None:
    """减持甲公司股份500万股: the shares with what is done with them, where only a name stands between."""
    text, start = spot.scene.text, hit.start
    if spot.quantity.kind != "count" or not text.startswith(_SHARES, hit.core):
        return None
    act = next(spot.scene.hits.before(start, max(spot.floor, start - MAX_GAP // 2)), None)
    gap = spot.scene.gap(act.end, start, names=True) if act and act.is_verb else None
    return spot.scene.piece(act.core, hit.end) if act and gap is not None and _OWN.fullmatch(gap) else None


def _is_had(spot: Spot) -> bool:
    """较目标价还有21%的上涨空间: what is had comes after the figure."""
    text, end = spot.scene.text, spot.quantity.end
    follows = next(spot.scene.hits.after(end, spot.ceiling), None)
    return (
        text[spot.at - 1] == "有" and text[end : end + 1] == "的" and follows is not None and follows.start == end + 1
    )


def noun_in_clause(spot: Spot) -> Piece | None:
    """The nearest indicator before the figure in its clause, whatever stands between."""
    hits = [hit for hit in spot.nouns() if not _is_base(spot, hit)]
    return _coordinated(spot, hits[0]) if hits else None


def _is_base(spot: Spot, hit: Hit) -> bool:
    """原油进口额的两倍 is a multiple of it, not its level; 较现有规模增加 is no change of 规模."""
    if spot.movement:
        return bool(_COMPARED_WITH.search(spot.scene.text[max(spot.floor, hit.start - 6) : hit.start]))
    return spot.quantity.kind == "ratio" and spot.scene.text[hit.end : hit.end + 1] == "的"


def weak(spot: Spot) -> Piece | None:
    """报收23.60元, where nothing else says what the price is of."""
    hit = next(spot.scene.hits.before(spot.at, spot.floor), None)
    weak = hit is not None and "weak" in hit.roles and spot.tight(hit)
    return spot.scene.piece(hit.start, hit.end) if hit and weak else None


def _coordinated(spot: Spot, hit: Hit) -> Piece:
    """营业收入和净利润均增长5%: one figure for two indicators."""
    start = hit.start
    outer = next(spot.scene.hits.before(start, spot.floor), None)
    if outer and outer.is_noun and outer.end == start - 1 and spot.scene.text[start - 1] == "(":
        return spot.scene.piece(outer.start, outer.end)  # 居民消费价格指数(CPI)
    for other in spot.scene.hits.before(start, spot.floor):
        if not (other.is_noun and spot.scene.text[other.end : start] in _JOINERS):
            break
        start = other.start
    return spot.scene.piece(start, hit.end)


def noun_after(spot: Spot) -> Piece | None:
    """4亿元营收: the indicator directly after the figure."""
    return _following(spot, "noun_after")


def reduced(spot: Spot) -> Piece | None:
    """可为门店降低20%的成本: what is changed by so much follows after 的, when what is before is no sum or rate."""
    before = next(spot.scene.hits.before(spot.at, spot.floor), None)
    after = next(spot.scene.hits.after(spot.quantity.end, spot.ceiling), None)
    if after is None or not after.is_noun or not after.kinds & {"money", "percent"}:
        return None
    if spot.scene.text[spot.quantity.end : after.start].strip() not in {"的", ""}:
        return None
    blocked = before is not None and before.is_noun and before.kinds & {"money", "percent"}
    return None if blocked else spot.scene.piece(after.start, after.end)


def noun_near(spot: Spot) -> Piece | None:
    """25年行业创业经历: the indicator a few words after the figure."""
    return _following(spot, "noun_near")


def _following(spot: Spot, name: str) -> Piece | None:
    start = spot.quantity.end
    for hit in spot.scene.hits.after(start, spot.ceiling):
        if not (hit.is_noun or hit.is_thing):
            continue
        gap = spot.scene.gap(start, hit.start)
        found = rule(name).pattern.search(gap.strip()) if gap is not None else None
        if not found:
            return None
        if not hit.fits(spot.quantity.kind):
            continue
        words = found.groupdict().get("words") or ""
        if not hit.is_noun and any(len(word) > 1 and is_verb(word) for word in cut(words)):  # 500份雏鸡回馈学生
            return None
        return spot.scene.piece(hit.start - len(words), hit.end)
    return None


def noun_before_movement(spot: Spot) -> Piece | None:
    """20%的国内营收增幅: the indicator between the figure and the word of change after it."""
    if spot.movement is None or spot.movement.start < spot.quantity.end:
        return None
    hits = spot.scene.hits.before(spot.movement.start, spot.quantity.end)
    return next((spot.scene.piece(hit.start, hit.end) for hit in hits if hit.is_noun), None)


def object_of_movement(spot: Spot) -> Piece | None:
    """降低成本30%: the object of the verb of change."""
    if spot.movement is None or spot.movement.end > spot.quantity.start:
        return None
    hits = spot.scene.hits.before(spot.quantity.start, spot.movement.end)
    return next((spot.scene.piece(hit.start, hit.end) for hit in hits if hit.is_noun), None)


def share(spot: Spot) -> Piece | None:
    """占总营收的比重达28%: the whole phrase."""
    row = rule("share")
    floor = max(spot.floor, spot.quantity.start - MAX_GAP)
    found = row.pattern.search(spot.scene.text[floor : spot.at])
    if not found or spot.quantity.kind not in row.options["kinds"]:
        return None
    start, end = floor + found.start("indicator"), floor + found.end("indicator")
    end = next((hit.start for hit in spot.scene.changes.after(start, end)), end)  # 占总额的比例提升至28%
    return spot.scene.piece(start, end) if end - start > 1 else None


def traded(spot: Spot) -> Piece | None:
    """控制公司41.27%的股份: what is done with the shares, not the word shares."""
    end = spot.quantity.end
    if spot.quantity.kind != "percent" or not rule("traded").pattern.match(spot.scene.text[end : end + 6]):
        return None
    act = None
    for act in _HOLDING.finditer(spot.scene.text, spot.floor, spot.at):  # noqa: B007 - the last one counts
        pass
    return spot.scene.piece(*act.span()) if act else None


def strong_verb(spot: Spot) -> Piece | None:
    """A count of what was done: 交付了20万辆汽车 is about 交付, not about 汽车."""
    if spot.quantity.kind in {"money", "percent", "duration"}:
        return None
    return _verb(spot, strong=True)


def any_verb(spot: Spot) -> Piece | None:
    """获得3张订单: any act directly before the figure."""
    return _verb(spot, strong=False)


def _verb(spot: Spot, *, strong: bool) -> Piece | None:
    for hit in spot.scene.hits.before(spot.at, spot.floor):
        gap = spot.scene.gap(hit.end, spot.at, names=True)
        if not (hit.is_verb and (not strong or "aux" not in hit.roles)) or gap is None:
            continue
        tight = rule("verb_before").pattern.search(gap)
        return spot.scene.piece(hit.core, hit.end) if tight and spot.fits(hit) else None
    return None


def verb_near(spot: Spot) -> Piece | None:
    """出口到海外的150个国家: an act and where to, then the figure."""
    for hit in spot.scene.hits.before(spot.at, spot.floor):
        gap = spot.scene.gap(hit.end, spot.at)
        if gap is None or len(gap) > _NEAR:
            return None
        if hit.is_verb and gap.startswith(_TOWARDS):
            return spot.scene.piece(hit.core, hit.end)
    return None


def verb_after(spot: Spot) -> Piece | None:
    """其中3217万股处于质押状态."""
    for hit in spot.scene.hits.after(spot.quantity.end, min(spot.ceiling, spot.quantity.end + 2 * _NEAR)):
        gap = spot.scene.text[spot.quantity.end : hit.core]
        undergone = hit.is_verb and len(gap) <= _NEAR and rule("undergone").pattern.search(gap)
        return spot.scene.piece(hit.core, hit.end) if undergone else None
    return None


def paid(spot: Spot) -> Piece | None:
    """以约19亿美元回购: what a sum is paid for follows it."""
    text, end = spot.scene.text, spot.quantity.end
    if spot.quantity.kind != "money" or not _FOR.search(text[max(spot.floor, spot.at - _NEAR) : spot.at]):
        return None
    hit = next((hit for hit in spot.scene.hits.after(end, min(spot.ceiling, end + _NEAR)) if hit.is_verb), None)
    near = hit is not None and not set(text[end : hit.core] + text[hit.end : hit.end + 1]) & set("的、,，(")
    return spot.scene.piece(hit.core, hit.end) if hit and near else None
