"""Whose figure is it? The subject of each metric: of its clause, of an earlier one, or of the article."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsextract.assemble.cast import Cast, cast_of, main_place
from newsextract.assemble.findings import FirmGroup, MetricFinding
from newsextract.assemble.metric_near import WIDE, NearWords, Owner
from newsextract.assemble.metric_things import ROLE, find_label, find_opening
from newsextract.assemble.metric_topics import (
    find_actors,
    find_head,
    find_product,
    find_speaker_firm,
    find_thing_of,
)
from newsextract.assemble.witness import find_contradictions
from newsextract.layers import text_of
from newsextract.records.marks import METRICS, PERIODS, SENTENCES, MetricMark, Piece, Sentence
from newsextract.values.sentences import split_sentences

_CLAUSE = re.compile(r"[,，:;!?。…\n]|——|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_REACH = 300
"""Characters of a sentence in which the subject of a figure is looked for."""
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
    '(?:(?:减|增|质)持|持有|买入|买进|购买|卖出|抛售|认购|收购|回购|受让|转让|出售|质押)(?:了|过)?[“‘"]?$'
)
"""What is done with shares: those of the firm named next, but it is another's figure."""
_OPENING_REACH = 40
"""Characters in which the first clause of a sentence must end to be taken as its topic."""
_LATTER_REACH = 1000
"""Characters back in which the firm that 后者 or 公司 stands for is looked for."""


def own_metrics(
    doc: Any,  # noqa: ANN401 - a spaCy Doc
    firms: Sequence[FirmGroup],
    cast: Cast | None = None,
) -> tuple[MetricFinding, ...]:
    """Return the metrics of ``doc`` in reading order, each with its subject as far as the text decides it.

    A firm stands as the mention that names it there, with its id; any other subject (a place, a product, an industry)
    as written and without one; what the sentence's firm has (its product, business line or plant) as written, with the
    firm's id. A sentence that names nobody goes on with the subject before it, and at last with the
    firm that the article is mainly about.

    ``cast``: who the article names, where that has been found already.
    """
    marks = METRICS.read(doc)
    finder = _OwnerFinder(doc, cast or cast_of(doc, firms))
    names = {firm.id: firm.name for firm in firms}
    forms = {
        firm.id: {firm.name.text, *(mark.text for mark in firm.marks), *(mark.text for mark in firm.references)}
        for firm in firms
    }
    warnings = find_contradictions(text_of(doc), marks)
    findings = []
    for number, mark in enumerate(marks):
        owner = finder.find(mark)
        subject, firm_id = (owner.piece, owner.firm_id) if owner else (None, None)
        if owner and firm_id and not owner.is_thing and owner.piece.text not in forms[firm_id]:
            subject = names[firm_id]
        findings.append(MetricFinding(mark, subject, firm_id, warnings.get(number, ())))
    return tuple(findings)


@dataclass(slots=True)
class _Last:
    """The owner of the figure before, and where that stood."""

    owner: Owner | None = None
    sentence: int = -1
    end: int = 0


class _OwnerFinder:
    def __init__(self, doc: Any, cast: Cast) -> None:  # noqa: ANN401 - a spaCy Doc
        self.text = text_of(doc)
        self.sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(self.text))
        self.borders = [sentence.start for sentence in self.sentences]
        self.names, main = cast
        self.near = NearWords(self.text, self.names, {period.start: period.end for period in PERIODS.read(doc)})
        self.main = Owner(main.name, main.id) if main else None
        place = None if main else main_place(self.names, self.sentences)
        self.place = self.near.owner(place) if place else None
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
            or self.near.titled(mark)
            or self.near.held(mark)
            or self._actors(mark)
            or self._own(mark, number)
            or self._reported(mark, number)
            or self._made(mark, number)
        )
        owner = owner or self._in_sentence(mark, number)
        phrase = self.near.phrase(mark) if owner is None else None
        if phrase is not None and not self.near.modifies(phrase.piece, mark):
            owner, phrase = phrase, None
        owner = owner or self._speaker(number, mark.start) or self._head(number, mark.start)
        topic = self._carried(number) if owner is None else None
        if topic is not None and (topic.firm_id or phrase is None):
            owner = topic
        owner = owner or (self.main if phrase else None) or phrase or self._default(number)
        owner = self.near.thing(mark, self.sentences[number], owner)
        counted = mark.rule == "metric.verb_after" and owner is not None and owner.firm_id is None
        self.last = _Last(self.last.owner if counted and self.last.owner else owner, number, mark.end)
        if owner and owner.firm_id and self.topic.sentence != self.sentences[number].paragraph:
            self.topic = _Last(owner, self.sentences[number].paragraph)
        return owner

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

    def _own(self, mark: MetricMark, number: int) -> Owner | None:
        """The subject that its own clause names, when it is a name or a noun that can own figures."""
        piece = mark.subject
        if piece is None:
            return None
        names = self.names.between(piece.start, piece.end)
        longer = [name for name in self.names.between(piece.start - _LONGER, piece.end) if name.end == piece.end]
        if longer and longer[0].kind == "reference" and longer[0].start < piece.start:
            return self.near.owner(longer[0])  # 标的公司, of which 公司 is the end
        if names and names[-1].end == piece.end:
            if mark.quantity.kind != "percent" and _DEALING.search(
                self.text[max(0, names[-1].start - 6) : names[-1].start]
            ):
                return None
            placed = names[-1].kind == "place" and not self.names.opens(names[-1], self._clause_of(piece.start))
            return None if placed and mark.rule != "metric.each" else self.near.owner(names[-1])
        if ROLE.fullmatch(piece.text):
            meant = (self._in_sentence(mark, number), self._carried(number), self.main, self._latter(0, piece.start))
            return next((Owner(piece, owner.firm_id) for owner in meant if owner and owner.firm_id), None)
        return self.near.noun(mark, piece, names)

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
                return Owner(thing, None) if thing else self.near.at(name, end)
            own = find_speaker_firm(self.names, begin, end, planning=True) if begin >= told else None
            if own:
                return self.near.owner(own)
            opening = self._opening(begin, end, mark, first=begin == sentence.start) if begin >= told else None
            if opening:
                return Owner(opening, None)
            if begin < told <= end and self.last.owner:
                return self.last.owner
        return None

    def _opening(self, begin: int, end: int, mark: MetricMark, *, first: bool) -> Piece | None:
        """The thing that a clause begins with, or that is written before its colon."""
        act = mark.indicator
        until = min(end, act.start) if act and begin <= act.start else end
        label = find_label(self.text, begin, end)
        return label or find_opening(self.text, self.names, begin, until, first=first)

    def _latter(self, start: int, end: int) -> Owner | None:
        """后者: the firm named last before it."""
        names = self.names.between(max(start, end - _LATTER_REACH), end)
        last = next((name for name in reversed(names) if name.is_firm), None)
        return self.near.owner(last) if last else None

    def _speaker(self, number: int, end: int) -> Owner | None:
        """The firm of the sentence that announces the figure itself."""
        start = self.sentences[number].start
        name = find_speaker_firm(self.names, max(start, end - _REACH), end)
        return self.near.owner(name) if name else None

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
        return Owner(piece, None) if not ROLE.fullmatch(piece.text) else self._latter(0, piece.start)

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
                return self.near.owner(self.names.last_of_chain(names))
            speaker = self._speaker(before, sentence.end)
            if speaker:
                return speaker
        if self.last.owner and self.sentences[self.last.sentence].paragraph == paragraph:
            firm = self.topic.owner if self.topic.sentence == paragraph else None
            joined = self.text[self.sentences[number].start - 1] in ";；" and self.last.sentence == number - 1
            joined = joined and not WIDE.match(self.last.owner.piece.text)
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


def _clauses_back(text: str, floor: int, end: int) -> list[tuple[int, int]]:
    borders = [floor, *(found.end() for found in _CLAUSE.finditer(text, floor, end)), end]
    return list(zip(borders[-2::-1], borders[:0:-1], strict=True))
