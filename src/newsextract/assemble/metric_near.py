"""Whose figure it is by the words right around it: the noun before the measure, whose shares, a title behind it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsextract.assemble.metric_names import Name, NameList
from newsextract.assemble.metric_things import OWNING, ROLE, is_goods, is_line, rest_of
from newsextract.assemble.metric_topics import find_pointed, find_thing_at
from newsextract.records.marks import MetricMark, Piece, Sentence

_PRONOUN = re.compile(
    r"^(?:其|他|她|它|我们|我(?!国)|你|大家|前述|上述|具体|目前|这|该数|旗下|整体|网站|活动|全身|此次|本次|本轮|之前|此前|先前|后者|前者)"
)
WIDE = re.compile("我国|全国|全球|世界|全市|全省|全县|全区|全州|本市|本省|国内|当地")
_MARKETS = frozenset({"市场", "地区", "业务"})
_ACTS = re.compile("[买卖]超|净流[入出]|净买入|净卖出|^贡献|^售出|^卖出|^买入|认购")
_TITLED = re.compile('的?[“「‘"](?P<name>[^“”「」‘’",，。;\n]{2,12})[”」’"]')
_ADVERBS = re.compile("今日|昨日|一度|盘中|日内|再度|合计|累计|均|都")
_ACTOR = 8
"""Characters of a noun that acts."""
_MODIFIER = 3
"""Characters: shorter nouns right before a measure are rather a part of it, where the text speaks of a firm."""
_VAGUE = frozenset({"metric.counted", "metric.context", "metric.verb_after", "quantity.bare"})
_SHARES = re.compile("的?(?:已发行)?(?:股权|股份|权益|股本)")
"""What follows a percentage of a firm's shares."""
_HELD_REACH = 40
"""Characters around a figure in which it is looked for whose it is."""
_HOLDS = frozenset(("持有的", "所持", "所持有的", "持有", "所持的", "控制的"))


class Owner(NamedTuple):
    """Who a figure belongs to."""

    piece: Piece
    firm_id: str | None
    is_thing: bool = False
    """Whether it is something that the firm has, not the firm itself."""


class NearWords:
    """The words of a text, its names and its periods: where each begins, where it ends."""

    def __init__(self, text: str, names: NameList, periods: Mapping[int, int]) -> None:
        self.text, self.names, self.periods = text, names, periods

    def owner(self, name: Name) -> Owner:
        """Return a name as an owner."""
        return Owner(self.names.piece(name), name.firm_id)

    def modifies(self, piece: Piece, mark: MetricMark) -> bool:
        """Say whether a short noun right before its measure only says which: 同店 of 同店销售."""
        return len(piece.text) <= _MODIFIER and mark.indicator is not None and mark.indicator.start == piece.end

    def titled(self, mark: MetricMark) -> Owner | None:
        """Return the name in quotation marks right after a figure: 总销23.9亿元的“镌月”."""
        found = _TITLED.match(self.text, mark.end) if mark.indicator and mark.indicator.end <= mark.start else None
        return Owner(Piece(*found.span("name"), found["name"]), None) if found else None

    def held(self, mark: MetricMark) -> Owner | None:
        """Return the firm whose shares a percentage is of, or who holds them: 收购甲51%股权, 甲持有的乙22%股份."""
        act = mark.indicator
        if mark.quantity.kind != "percent" or act is None or not _SHARES.match(self.text, mark.end):
            return None
        names = [name for name in self.names.between(mark.start - _HELD_REACH, mark.start) if name.kind == "firm"]
        if not names or self.text[names[-1].end : mark.start].strip("的 "):
            return None
        holder = names[-2] if len(names) > 1 and self.text[names[-2].end : names[-1].start] in _HOLDS else None
        return self.owner(holder or names[-1])

    def at(self, name: Name, end: int) -> Owner:
        """Return a name, or the thing at a place that its words go on with: 海州厂 of 海州厂以代工方式."""
        thing = find_thing_at(self.text, name.start, name.end, end) if name.kind == "place" else None
        return Owner(thing, None) if thing else self.owner(name)

    def noun(self, mark: MetricMark, piece: Piece, names: Sequence[Name]) -> Owner | None:
        """Return a noun that is no name, where it can own figures, else the firm or place that it begins with."""
        head = names[0] if names and names[0].start == piece.start else None
        if head and (head.is_firm or head.kind == "place") and self._after_period(head.end) > head.end:
            return self.owner(head)  # 该公司上季归属股东的, 美国4月个人
        pointed = find_pointed(self.text, piece.start, mark.start)
        if pointed is not None and not ROLE.fullmatch(pointed.text):
            return Owner(pointed, None)
        market = names and names[0].kind == "place" and piece.text[names[0].end - piece.start :] in _MARKETS
        if _PRONOUN.search(piece.text) or market:  # 欧洲市场增长: of the firm that the sentence is about
            return None
        if (
            self._acts(mark, piece)
            or WIDE.match(piece.text)
            or OWNING.search(piece.text)
            or mark.rule in {"metric.each", "metric.verb_after"}
            or "、" in piece.text
        ):
            return Owner(piece, None)
        first = next((n for n in names if (n.is_firm or n.kind == "place") and not self.names.is_oblique(n)), None)
        return self.owner(first) if first else None

    def _after_period(self, position: int) -> int:
        """Return where the period that begins at a position ends; the position itself where none does."""
        start = position + len(self.text[position : position + 2]) - len(self.text[position : position + 2].lstrip())
        return self.periods.get(start, position)

    def _acts(self, mark: MetricMark, piece: Piece) -> bool:
        """Whether a noun stands right before what it does: 投信买超22亿元, 玻璃跌3%."""
        act = mark.indicator
        if act is None or act.start < piece.end or len(piece.text) > _ACTOR:
            return False
        near = not _ADVERBS.sub("", self.text[piece.end : act.start])
        return near and (mark.rule == "metric.change" or bool(_ACTS.search(act.text)))

    def phrase(self, mark: MetricMark) -> Owner | None:
        """Return the noun before the indicator, when nothing better is known: 第3季笔电出货量."""
        piece = mark.subject
        if piece is None or mark.rule in _VAGUE or _PRONOUN.search(piece.text):
            return None
        names = self.names.between(piece.start, piece.end)
        return None if names and names[-1].end == piece.end else Owner(piece, None)

    def thing(self, mark: MetricMark, sentence: Sentence, owner: Owner | None) -> Owner | None:
        """Return what is made, sold or run, where the measure is its own: 车厘子销量, 云端业务营收; else ``owner``.

        It comes with the firm that has it, if the sentence is about one.
        """
        piece, act = mark.subject, mark.indicator
        if piece is None or act is None or mark.rule in _VAGUE or piece.end > act.start:
            return owner
        if self.text[piece.end : act.start].strip("的 ()") and self._after_period(piece.end) == piece.end:
            return owner
        alone = owner is not None and owner.firm_id is None and owner.piece.end == piece.end
        if alone and not is_line(piece.text):
            return owner
        names = self.names.between(piece.start, piece.end)
        firm = names[0].firm_id if names and names[0].start == piece.start else None
        if firm:
            piece = rest_of(piece, self._after_period(names[0].end))
        elif any(name.kind != "place" for name in names):
            return owner
        goods = not names and is_goods(piece.text, act.text)
        if _PRONOUN.search(piece.text) or not (goods or is_line(piece.text)):
            return owner
        if owner is not None and owner.firm_id and sentence.start <= owner.piece.start < sentence.end:
            firm = firm or owner.firm_id
        return Owner(piece, firm, is_thing=firm is not None)
