"""Whose figure is it? The subject of each metric: of its clause, of an earlier one, or of the article."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsextract.assemble.findings import FirmGroup, MetricFinding
from newsextract.assemble.metric_names import Name, give_to_main, list_names, main_firm, main_place
from newsextract.assemble.metric_topics import find_actors, find_head, find_pointed, find_product, find_speaker_firm, find_thing_at, find_thing_of
from newsextract.assemble.witness import find_contradictions
from newsextract.layers import text_of
from newsextract.records.marks import METRICS, PERIODS, SENTENCES, MetricMark, Piece, Sentence
from newsextract.values.sentences import split_sentences

_CLAUSE = re.compile(r"[,，:;!?。…\n]|——|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_OWNING = re.compile(
    r"(?:据点|[^营就商创毕副专作从始事]业|市场|大楼|大厦|系统|平台|项目|基金|车型|手机|芯片|机型|医院|学校|大学|工厂|基地|团队|子公司|分公司|事业部|板块|部门|产品|机器人|打印机"
    r"|银行|政府|地区|城市|[省市县区州国洲]|品牌|门店|股东|业者|厂商|企业|公司|集团|机构|城|园区|电站|酒店|航线|赛道|领域|频道|账号|用户|居民|人|指数|[沪恒纳道综成板技科国]指|科创50|创业板|北证50|标普500|期货|合约|期[铜铝锌镍金银]|[ABH台港美日韩欧]股|类股|两市|黄金|白银|铂金|钯金|[美布原]油|比特币|以太[坊币]|[国美]债)$"
)
_PRONOUN = re.compile(
    r"^(?:其|他|她|它|我们|我(?!国)|你|大家|前述|上述|具体|目前|这|该数|旗下|整体|网站|活动|全身|此次|本次|本轮|之前|此前|先前|后者|前者)"
)
_OPENING = re.compile(
    r"^(?:\s|其中|另外|另|而|但|不过|虽然|整体|仅|此外|至于|[“‘\"])*(?P<noun>[^,，。的了在是有因自将则已仍于为也受被从和与]{2,12}?"
    r"(?:据点|产业|行业|市场|大楼|系统|项目|基金|车型|芯片|机型|工厂|基地|团队|子公司|板块|产品|机器人|打印机|银行|政府|指数|[沪恒纳道综成板]指|[ABH台港美日韩]股))(?:[今昨]?[(]?\d*[)]?日)?(?:的)?(?=[因自在将则已仍独于是为有也受被从获上本今针对向按表宣计拟])"
)

_WIDE = re.compile("我国|全国|全球|世界|全市|全省|全县|全区|全州|本市|本省|国内|当地")
_MARKETS = frozenset({"市场", "地区", "业务"})
_ROLE = re.compile("(?:该|本|这家|此)?(?:上市)?(?:公司|集团|企业|银行|行|股)")
_GENERIC = re.compile(_ROLE.pattern + "|(?:产品|企业|团队|平台|系统|项目|市场|机构|品牌|用户|居民|业者|厂商|政府|股东|部门|行业|产业|基金|城市|地区|人|[早午夜逆后牛熊]市|现场)")
"""Nouns that say too little to be what a clause is about without more."""
_REACH = 300
"""Characters of a sentence in which the subject of a figure is looked for."""
_ACTS = re.compile("[买卖]超|净流[入出]|净买入|净卖出|^贡献|^售出|^卖出|^买入|认购")
_PHYSICAL = frozenset({"length", "area", "mass", "volume", "power", "speed", "temperature", "data", "other"})
_PROPERTY = re.compile(
    "精度|售价|定价|续航|自重|重量|负载|负荷|功率|算力|尺寸|像素|分辨率|良率|能耗|灵敏|时间|时长|寿命|出货量|单价|准确率|识别率|销量|价格|效率|采样率|厚度|速度"
)
"""Indicators that a product has."""
_SAID = re.compile(
    '(?:说|表示|指出|称|显示|认为|主张|直言|透露|介绍|坦言|强调|估计|预计|预估|据了解|据悉)[,，:：]?[“「"]?$'
)
_SAID_REACH = 6
_REPORT = 40
"""Characters before a figure in which a report of speech begins."""
_LONGER = 10
_DEALING = re.compile(
    "(?:(?:减|增|质)持|持有|买入|买进|购买|卖出|抛售|认购|收购|回购|受让|转让|出售|质押)(?:了|过)?[“‘\"]?$"
)
"""What is done with shares: those of the firm named next, but it is another's figure."""
_OPENING_REACH = 40
"""Characters in which the first clause of a sentence must end to be taken as its topic."""
_LATTER_REACH = 1000
"""Characters back in which the firm that 后者 or 公司 stands for is looked for."""
_TITLED = re.compile('的?[“「‘"](?P<name>[^“”「」‘’",，。;\n]{2,12})[”」’"]')
_ADVERBS = re.compile("今日|昨日|一度|盘中|日内|再度|合计|累计|均|都")
_ACTOR = 8
"""Characters of a noun that acts."""
_MODIFIER = 3
"""Characters: shorter nouns right before a measure are rather a part of it, where the text speaks of a firm."""
_VAGUE = frozenset({"metric.counted", "metric.context", "metric.verb_after", "quantity.bare"})


_SHARES = re.compile("的?(?:已发行)?(?:股权|股份|权益|股本)")
_HELD_REACH = 40
_HOLDS = frozenset(("持有的", "所持", "所持有的", "持有", "所持的", "控制的"))
_GOODS_MEASURE = re.compile("产量|销量|出货|产能|售价|均价|单价|价格|报价|成本|零售价|出口量|进口量|销售量|交付量|装机量|库存|批发价|收购价$")
"""What is measured of goods."""
_LINE = re.compile("[^务]业务$|事业[群部]$|[^这该]部门$|产品线$|系列$|[^的]产品$|车型$|机型$|分公司$|[^家]门店$|工厂$|[一-龥]厂$|产线$|App$")
"""What a firm has that has figures of its own."""
_NO_GOODS = re.compile("^(?:单季|单机|单车|单店|合计|累计|整体|平均|总|单|月|日|年|季|当地|同期|海外|国内|国外|境外|全年|市场|现场|早盘|线上|线下|店内|网上|原有|新增|自有|相关|有关|部分|主要)+$")


class Owner(NamedTuple):
    """Who a figure belongs to."""

    piece: Piece
    firm_id: str | None


def own_metrics(doc: Any, firms: Sequence[FirmGroup]) -> tuple[MetricFinding, ...]:  # noqa: ANN401 - a spaCy Doc
    """Return the metrics of ``doc`` in reading order, each with its subject as far as the text decides it.

    A firm stands as the mention that names it there, with its id; any other subject (a place, a product, an industry)
    as written and without one. A sentence that names nobody goes on with the subject before it, and at last with the
    firm that the article is mainly about.
    """
    marks = METRICS.read(doc)
    finder = _OwnerFinder(doc, firms)
    warnings = find_contradictions(text_of(doc), marks)
    findings = []
    for number, mark in enumerate(marks):
        owner = finder.find(mark)
        subject, firm_id = owner or (None, None)
        findings.append(MetricFinding(mark, subject, firm_id, warnings.get(number, ())))
    return tuple(findings)


@dataclass(slots=True)
class _Last:
    """The owner of the figure before, and where that stood."""

    owner: Owner | None = None
    sentence: int = -1
    end: int = 0


class _OwnerFinder:
    def __init__(self, doc: Any, firms: Sequence[FirmGroup]) -> None:  # noqa: ANN401 - a spaCy Doc
        self.text = text_of(doc)
        self.sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(self.text))
        self.borders = [sentence.start for sentence in self.sentences]
        self.dated = [period.start for period in PERIODS.read(doc)]
        names = list_names(doc, firms)
        main = main_firm(names, firms, self.sentences)
        self.names = give_to_main(doc, names, main)
        self.main = Owner(main.name, main.id) if main else None
        place = None if main else main_place(self.names, self.sentences)
        self.place = self._owner(place) if place else None
        self.last = _Last()
        self.topic = _Last()

    def find(self, mark: MetricMark) -> Owner | None:
        """Return whose figure ``mark`` is. Marks must come in reading order: each goes on from the one before."""
        number = max(bisect_right(self.borders, mark.start) - 1, 0)
        owner = None
        if mark.rule in {"metric.conversion", "metric.list"} and self.last.sentence == number and not mark.subject:
            owner = self.last.owner
        owner = (
            owner
            or self._titled(mark)
            or self._held(mark)
            or self._actors(mark)
            or self._own(mark, number)
            or self._reported(mark, number)
            or self._made(mark, number)
        )
        owner = owner or self._in_sentence(mark, number)
        phrase = self._phrase(mark) if owner is None else None
        if phrase is not None and not self._modifies(phrase.piece, mark):
            owner, phrase = phrase, None
        owner = owner or self._speaker(number, mark.start) or self._head(number, mark.start)
        topic = self._carried(number) if owner is None else None
        if topic is not None and (topic.firm_id or phrase is None):
            owner = topic
        owner = owner or (self.main if phrase else None) or phrase or self._default(number)
        owner = self._of_thing(mark, number, owner)
        counted = mark.rule == "metric.verb_after" and owner is not None and owner.firm_id is None
        self.last = _Last(self.last.owner if counted and self.last.owner else owner, number, mark.end)
        if owner and owner.firm_id and self.topic.sentence != self.sentences[number].paragraph:
            self.topic = _Last(owner, self.sentences[number].paragraph)
        return owner

    def _modifies(self, piece: Piece, mark: MetricMark) -> bool:
        """Whether a short noun right before its measure only says which: 同店 of 同店销售."""
        return len(piece.text) <= _MODIFIER and mark.indicator is not None and mark.indicator.start == piece.end

    def _titled(self, mark: MetricMark) -> Owner | None:
        """The name in quotation marks right after a figure: 总销23.9亿元的“镌月”."""
        found = _TITLED.match(self.text, mark.end) if mark.indicator and mark.indicator.end <= mark.start else None
        return Owner(Piece(*found.span("name"), found["name"]), None) if found else None

    def _held(self, mark: MetricMark) -> Owner | None:
        """The firm whose shares a percentage is of, or who holds them: 收购甲51%股权, 甲持有的乙22%股份."""
        act = mark.indicator
        if mark.quantity.kind != "percent" or act is None or not _SHARES.match(self.text, mark.end):
            return None
        names = [name for name in self.names.between(mark.start - _HELD_REACH, mark.start) if name.kind == "firm"]
        if not names or self.text[names[-1].end : mark.start].strip("的 "):
            return None
        holder = names[-2] if len(names) > 1 and self.text[names[-2].end : names[-1].start] in _HOLDS else None
        return self._owner(holder or names[-1])

    def _actors(self, mark: MetricMark) -> Owner | None:
        """Those who are counted, where they act: 共有38家上市公司披露了."""
        if mark.quantity.kind not in {"count", "percent"} or mark.change is not None:
            return None
        piece = find_actors(self.text, mark.start, mark.end)
        last = self.last.owner
        same = self.last.sentence == max(bisect_right(self.borders, mark.start) - 1, 0)
        if piece and last and same and last.firm_id is None and last.piece.text.endswith(piece.text):
            return last  # 其中28家公司: of those counted before
        return Owner(piece, None) if piece else None

    def _of_thing(self, mark: MetricMark, number: int, owner: Owner | None) -> Owner | None:
        """What is made, sold or run, where the measure is its own: 车厘子销量, 云端业务营收; with the firm that has it.

        The firm is one that the sentence is about; without one the thing stands alone.
        """
        piece, act = mark.subject, mark.indicator
        if piece is None or act is None or mark.rule in _VAGUE or piece.end > act.start:
            return owner
        if self.text[piece.end : act.start].strip("的 ()") and not self._dated(piece.end):
            return owner
        if owner is not None and owner.firm_id is None and owner.piece.end == piece.end and not _LINE.search(piece.text):
            return owner
        names = self.names.between(piece.start, piece.end)
        firm = names[0].firm_id if names and names[0].start == piece.start else None
        if firm:
            piece = self._rest(piece, names[0].end)
        elif any(name.kind != "place" for name in names):
            return owner
        line, goods = _LINE.search(piece.text), not names and _GOODS_MEASURE.search(act.text)
        if len(piece.text) < 2 or not (line or goods) or _PRONOUN.search(piece.text) or _NO_GOODS.search(piece.text):
            return owner
        sentence = self.sentences[number]
        if owner is not None and owner.firm_id and sentence.start <= owner.piece.start < sentence.end:
            firm = firm or owner.firm_id
        return Owner(piece, firm)

    def _rest(self, piece: Piece, start: int) -> Piece:
        """What a phrase says after its name: 零售业务 of 海岚科技核心的零售业务."""
        start += len(piece.text[start - piece.start :].rpartition("的")[0]) + 1 if "的" in piece.text[start - piece.start :] else 0
        return Piece(start, piece.end, self.text[start : piece.end])

    def _own(self, mark: MetricMark, number: int) -> Owner | None:
        """The subject that its own clause names, when it is a name or a noun that can own figures."""
        piece = mark.subject
        if piece is None:
            return None
        names = self.names.between(piece.start, piece.end)
        longer = [name for name in self.names.between(piece.start - _LONGER, piece.end) if name.end == piece.end]
        if longer and longer[0].kind == "reference" and longer[0].start < piece.start:
            return self._owner(longer[0])  # 标的公司, of which 公司 is the end
        if names and names[-1].end == piece.end:
            if mark.quantity.kind != "percent" and _DEALING.search(self.text[max(0, names[-1].start - 6) : names[-1].start]):
                return None
            placed = names[-1].kind == "place" and not self.names.opens(names[-1], self._clause_of(piece.start))
            return None if placed and mark.rule != "metric.each" else self._owner(names[-1])
        if _ROLE.fullmatch(piece.text):
            meant = (self._in_sentence(mark, number), self._carried(number), self.main, self._latter(0, piece.start))
            return next((Owner(piece, owner.firm_id) for owner in meant if owner and owner.firm_id), None)
        return self._noun(mark, piece, names)

    def _noun(self, mark: MetricMark, piece: Piece, names: Sequence[Name]) -> Owner | None:
        """A noun that is no name: as it is where it can own figures, else the firm or place that it begins with."""
        if names and names[0].is_firm and names[0].start == piece.start and self._dated(names[0].end):
            return self._owner(names[0])  # 该公司上季归属股东的
        pointed = find_pointed(self.text, piece.start, mark.start)
        if pointed is not None and not _ROLE.fullmatch(pointed.text):
            return Owner(pointed, None)
        market = names and names[0].kind == "place" and piece.text[names[0].end - piece.start :] in _MARKETS
        if _PRONOUN.search(piece.text) or market:  # 欧洲市场增长: of the firm that the sentence is about
            return None
        if (
            self._acts(mark, piece)
            or _WIDE.match(piece.text)
            or _OWNING.search(piece.text)
            or mark.rule in {"metric.each", "metric.verb_after"}
            or "、" in piece.text
        ):
            return Owner(piece, None)
        first = next((n for n in names if (n.is_firm or n.kind == "place") and not self.names.is_oblique(n)), None)
        return self._owner(first) if first else None

    def _dated(self, position: int) -> bool:
        """Whether a period begins at a position."""
        number = bisect_left(self.dated, position)
        return number < len(self.dated) and self.dated[number] == position

    def _acts(self, mark: MetricMark, piece: Piece) -> bool:
        """Whether a noun stands right before what it does: 投信买超22亿元, 玻璃跌3%."""
        act = mark.indicator
        if act is None or act.start < piece.end or len(piece.text) > _ACTOR:
            return False
        near = not _ADVERBS.sub("", self.text[piece.end : act.start])
        return near and (mark.rule == "metric.change" or bool(_ACTS.search(act.text)))

    def _phrase(self, mark: MetricMark) -> Owner | None:
        """The noun before the indicator, when nothing better is known: 第3季笔电出货量."""
        piece = mark.subject
        if piece is None or mark.rule in _VAGUE or _PRONOUN.search(piece.text):
            return None
        names = self.names.between(piece.start, piece.end)
        return None if names and names[-1].end == piece.end else Owner(piece, None)

    def _in_sentence(self, mark: MetricMark, number: int) -> Owner | None:
        """The subject of the nearest clause before the figure that has one."""
        sentence = self.sentences[number]
        told = self.last.end if self.last.sentence == number else sentence.start
        floor = max(sentence.start, mark.start - _REACH)
        for begin, end in _clauses_back(self.text, floor, mark.start):
            latter = self.text.find("后者", max(begin, told), end)
            if latter >= 0:
                return self._latter(sentence.start, latter)
            names = self.names.subjects(max(begin, told), end, begin) if told < end else []
            if names:
                name = self.names.last_of_chain(names)
                thing = find_thing_of(self.text, name.end, end)
                return Owner(thing, None) if thing else self._at(name, end)
            own = find_speaker_firm(self.names, begin, end, planning=True) if begin >= told else None
            if own:
                return self._owner(own)
            opening = self._opening(begin, end) if begin >= told else None
            if opening:
                return Owner(opening, None)
            if begin < told <= end and self.last.owner:
                return self.last.owner
        return None

    def _at(self, name: Name, end: int) -> Owner:
        """A name, and where it is a place the thing there that its words go on with: 海州厂 of 海州厂以代工方式."""
        thing = find_thing_at(self.text, name.start, name.end, end) if name.kind == "place" else None
        return Owner(thing, None) if thing else self._owner(name)

    def _opening(self, begin: int, end: int) -> Piece | None:
        """The thing that a clause begins with, where it acts: 电站占地, 该地块位于, 基金于."""
        opening = _OPENING.match(self.text[begin:end])
        if opening:
            start, stop = begin + opening.start("noun"), begin + opening.end("noun")
            return Piece(start, stop, self.text[start:stop])
        head = find_head(self.text, begin, end)
        named = head and self.names.between(head.start, head.end)
        if head and not named and _OWNING.search(head.text) and not _GENERIC.fullmatch(head.text):
            return head
        pointed = find_pointed(self.text, begin, end)
        return pointed if pointed and not _ROLE.fullmatch(pointed.text) else None

    def _latter(self, start: int, end: int) -> Owner | None:
        """后者: the firm named last before it."""
        names = self.names.between(max(start, end - _LATTER_REACH), end)
        last = next((name for name in reversed(names) if name.is_firm), None)
        return self._owner(last) if last else None

    def _speaker(self, number: int, end: int) -> Owner | None:
        """The firm of the sentence that announces the figure itself."""
        start = self.sentences[number].start
        name = find_speaker_firm(self.names, max(start, end - _REACH), end)
        return self._owner(name) if name else None

    def _head(self, number: int, end: int) -> Owner | None:
        """The noun that begins the sentence, in a clause before the figure's own: 高性能版采用双电机,最大功率."""
        start = self.sentences[number].start
        comma = _CLAUSE.search(self.text, start, min(end, start + _OPENING_REACH))
        piece = find_head(self.text, start, comma.start()) if comma else None
        return Owner(piece, None) if piece and not self.names.between(piece.start, piece.end) else None

    def _reported(self, mark: MetricMark, number: int) -> Owner | None:
        """The noun that begins what somebody says: 公告指出,三期试验收治412名受试者."""
        start = self._clause_of(mark.start)
        begins = mark.start - start <= _REPORT and _SAID.search(self.text, max(0, start - _SAID_REACH), start)
        if not begins or (self.last.sentence == number and self.last.end > start):
            return None
        piece = find_head(self.text, start, mark.start)
        if piece is None or self.names.between(piece.start, piece.end):
            return None
        if mark.indicator and mark.indicator.start < piece.end:
            return None
        return Owner(piece, None) if not _ROLE.fullmatch(piece.text) else self._latter(0, piece.start)

    def _made(self, mark: MetricMark, number: int) -> Owner | None:
        """The product whose property the figure is, where the sentence says that it was made."""
        told = mark.indicator.text if mark.indicator else ""
        if mark.quantity.kind not in _PHYSICAL and not _PROPERTY.search(told):
            return None
        start = max(self.sentences[number].start, mark.start - _REACH)
        piece = find_product(self.text, start, self._clause_of(mark.start))
        return Owner(piece, None) if piece else None

    def _carried(self, number: int) -> Owner | None:
        """The subject that the paragraph was on: of the sentences since the last figure, or of that figure."""
        paragraph = self.sentences[number].paragraph
        for before in range(number - 1, max(self.last.sentence, number - 6), -1):
            sentence = self.sentences[before]
            if sentence.paragraph != paragraph:
                return None
            names = [name for name in self.names.subjects(sentence.start, sentence.end) if name.is_firm]
            if names:
                return self._owner(self.names.last_of_chain(names))
            speaker = self._speaker(before, sentence.end)
            if speaker:
                return speaker
        if self.last.owner and self.sentences[self.last.sentence].paragraph == paragraph:
            firm = self.topic.owner if self.topic.sentence == paragraph else None
            joined = self.text[self.sentences[number].start - 1] in ";；" and self.last.sentence == number - 1
            joined = joined and not _WIDE.match(self.last.owner.piece.text)
            return self.last.owner if self.last.owner.firm_id or joined else firm or self.place or self.last.owner
        return None

    def _default(self, number: int) -> Owner | None:
        """The article's main firm, unless the sentence reports what another firm has counted."""
        sentence = self.sentences[number]
        end = min(sentence.end, sentence.start + _REACH)
        names = [name for name in self.names.between(sentence.start, end) if name.kind == "firm"]
        if any(self.names.is_source(name) and self.main and name.firm_id != self.main.firm_id for name in names):
            return None
        return self.main or self.place or self.last.owner

    def _clause_of(self, position: int) -> int:
        """Where the clause of a position begins."""
        floor = self.borders[max(bisect_right(self.borders, position) - 1, 0)]
        return max(
            (found.end() for found in _CLAUSE.finditer(self.text, max(floor, position - 40), position)), default=floor
        )

    def _owner(self, name: Name) -> Owner:
        return Owner(self.names.piece(name), name.firm_id)


def _clauses_back(text: str, floor: int, end: int) -> list[tuple[int, int]]:
    borders = [floor, *(found.end() for found in _CLAUSE.finditer(text, floor, end)), end]
    return list(zip(borders[-2::-1], borders[:0:-1], strict=True))
