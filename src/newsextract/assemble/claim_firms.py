"""Settle which firms a claim is about: those it names, those its pronouns stand for, the one that the talk is of."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from newsextract.assemble.findings import FirmGroup, MetricFinding, Voice
from newsextract.records.marks import ClaimMark
from newsextract.rules.patterns import compile_pattern

_STAND_IN = compile_pattern(
    r"(?<![一-龥])(?:公司|集团|团队)|(?<=[给对与和为由向将被让把使在从自])公司(?![法债们])|我们|我司|本行|该行|自身|旗下|自家|"
    r"该(?:股|产品|项目|平台|品牌|药|团队|车|机型|车型|款)|这款|(?:本|此)轮(?:融资|募资|募集|资金)|控股方|控股股东|大股东|实控人|实际控制人|创始人|主营|(?:^|[,，;。“])(?:其|他们|它)"
)
_SELF = re.compile(
    r"(?<![一-龥])(?:本?公司|集团|我们|我司|[子孙]公司|旗下|董事会)|(?<=[给对与和为由向将被让把使在从自因及])公司(?![法债们])"
)
"""Words by which a firm that is cited speaks of itself, though it names others."""
_ROUND = re.compile(
    r"(?:[本此该]轮|本次)(?:战略)?(?:融资|募资|投资|募集|资金|股东)|(?:^|[,，。;\n])(?:融资|募资)(?:由|资金|款|主要|将)|老股东"
)
_DEAL = re.compile(rf"{_ROUND.pattern}|(?:^|[,，。;\n])(?:第一)?(?:大|控股)股东(?!大?会)")
"""Words of a deal or of owners, which are those of the firm that the talk is of, whoever else is named."""
_HOUSE = re.compile(
    r"的?(?:[一-龥]{0,4}(?:分析师|策略师|研究员|交易员)|首席[一-龥]{2,6}家|研究报告)|(?:近日|日前)?(?:发布)?的?(?:最新)?研报|认为|指出"
)
"""Behind a firm that is named for the view of its people on others."""
_ASIDE = re.compile(
    r"[(（][^()（）]{0,30}[)）]|(?:在|于|接受|对|向)[^,，。;:]{1,20}?(?:采访时?|报告[中里]|研报[中里]|[时中上]|记者)"
)
"""What may stand between a source and its verb without being said of it: where and to whom it spoke."""
_OWN_PAPERS = ("年报", "季报", "财报", "公告", "快报", "预告", "招股书")
_OF_ITSELF = frozenset({"announces", "denies", "promises"})
_NOTICE = re.compile("公告|发布|披露|公布|回复|回应|澄清")
"""How nobody is cited who only watches."""
_ELSEWHERE = re.compile(
    r"药企|车企|房企|券商|上市公司|板块|个股|两市|中国|全球|我国|美国|国内|全国|世界|欧洲|日本|韩国|台湾|香港|行业|市场|业内|业界|政府|央行|当局|国家|各地|消费者|投资者|企业|银行|海关|该报告|贸易商"
)
_OPENING = 20
"""The first characters of a sentence, in which another subject than the article's one firm would stand."""
_SUBJECT_REACH = 16
"""A firm named this near to the beginning of a sentence is what it talks of."""
_CITED_GAP = 14
"""Between a source and its verb there are a few adverbs; a source further off is a subject that also did something."""
_TOPIC_LINES = 2
"""How many lines back the firm may be named that 公司 stands for."""
_TALKED_OF = 3
"""A firm for which 公司 stands so many times is talked of, even where its name only tells who says it."""
_CLEARLY = 2
"""So many times as often as the next firm is one named that the rounds of an article are of."""
_LEAST_MENTIONS = 4
_NAMED_IN = 0.34
"""The share of claims that name the article's one firm, at least."""
_DOMINANT = 0.6
"""The share of all mentions from which an article is taken to be about one firm throughout."""
_BREAKS = frozenset(",，。;:!?\n“")

Span = tuple[int, int, str]


class FirmSettler:
    """The firms of one article while its claims are settled one after the other, in reading order."""

    def __init__(
        self, text: str, firms: Sequence[FirmGroup], metrics: Sequence[MetricFinding], claims: Sequence[ClaimMark]
    ) -> None:
        self._text = text
        self._metrics = metrics
        self._names: list[Span] = sorted((mark.start, mark.end, group.id) for group in firms for mark in group.marks)
        self._roles: list[Span] = sorted((m.start, m.end, group.id) for group in firms for m in group.references)
        self._order = {group.id: number for number, group in enumerate(firms)}
        self._only_sources = self._find_only_sources(claims)
        self._leader = self._find_leader()
        self._main = self._find_main(claims)
        self._topic: str | None = None
        self._topic_paragraph = -1

    def _find_only_sources(self, claims: Sequence[ClaimMark]) -> frozenset[str]:
        """Return the firms that the article names only to cite them: research houses, brokers, outlets."""
        cited: set[tuple[int, str]] = {
            (start, firm) for start, end, firm in self._names if _HOUSE.match(self._text, end)
        }
        parties: set[str] = set()
        for claim in claims:
            first, last = self._cited(claim)
            last = min(last, claim.speaker.end) if claim.speaker else last  # behind him stands whom he told it
            sources = [(start, firm) for start, _, firm in self._within(self._names, claim) if first <= start < last]
            cited.update(sources)
            if _of_itself(claim) or (claim.speaker and claim.speaker.text.endswith(_OWN_PAPERS)):
                parties.update(firm for _, firm in sources)
        parties.update(
            firm for firm, count in Counter(firm for _, _, firm in self._roles).items() if count >= _TALKED_OF
        )
        named = Counter(firm for _, _, firm in self._names)
        often = Counter(firm for _, firm in cited)
        return frozenset(firm for firm, count in often.items() if count >= named[firm] and firm not in parties)

    def _find_leader(self) -> str | None:
        """Return the firm that the article names clearly more often than any other, if there is one."""
        counts = Counter(firm for _, _, firm in (*self._names, *self._roles) if firm not in self._only_sources)
        ranked = counts.most_common(2)
        clear = ranked and (len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1])
        return ranked[0][0] if clear else None

    def _find_main(self, claims: Sequence[ClaimMark]) -> str | None:
        """Return the firm that the article is about throughout, if there is one."""
        counts = Counter(firm for _, _, firm in (*self._names, *self._roles) if firm not in self._only_sources)
        if not counts:
            return None
        firm, count = min(counts.items(), key=lambda item: (-item[1], self._order[item[0]]))
        spans = [span for span in (*self._names, *self._roles) if span[2] == firm]
        spans.sort()
        claims_named = sum(1 for claim in claims if self._within(spans, claim))
        enough = count >= _LEAST_MENTIONS and claims_named >= _NAMED_IN * len(claims)
        return firm if enough and count >= _DOMINANT * counts.total() else None

    def settle(self, claim: ClaimMark, paragraph: int, voice: Voice | None, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the firms that ``claim`` is about, in the article's order.

        Args:
            claim: the next claim.
            paragraph: the number of its line.
            voice: who speaks, settled.
            numbers: positions of its metrics.
        """
        first, last = self._cited(claim)
        roles = [span for span in self._within(self._roles, claim) if span[2] not in self._only_sources]
        own = voice.firm_id if voice and _of_itself(claim) else None
        if own:
            roles = [(start, end, own) for start, end, _ in roles]  # in what a firm announces, 公司 is itself
        spans = sorted(self._within(self._names, claim) + roles)
        about = [firm for start, _, firm in spans if not first <= start < last]
        speaking = min(last, claim.speaker.end) if claim.speaker else last  # behind him stands whom he told it
        sources = [firm for start, _, firm in spans if first <= start < speaking and firm not in self._only_sources]
        if not roles:
            owners = (self._metrics[number].firm_id for number in numbers)
            about += [firm for firm in owners if firm and firm not in sources and firm not in self._only_sources]
        other = any(last <= start < last + _SUBJECT_REACH for start, _, _ in spans)
        if sources and (not other or _SELF.search(self._text, last, claim.end)):
            about += sources  # nobody else is the subject of what it says, or it speaks of itself
        if own and about and not sources and _SELF.search(self._text, claim.start, claim.end):
            about.append(own)
        if not about:
            about = self._understood(claim, paragraph, voice, cited=bool(spans))
        elif _DEAL.search(self._text, claim.start, claim.end) and not sources:
            party = self._party(claim, paragraph)
            if party:
                about.append(party)
                self._topic, self._topic_paragraph = party, paragraph
                return tuple(sorted(set(about), key=lambda firm: self._order[firm]))
        self._remember(spans, claim, paragraph, about)
        return tuple(sorted(set(about), key=lambda firm: self._order[firm]))

    def _within(self, spans: list[Span], claim: ClaimMark) -> list[Span]:
        return spans[bisect_left(spans, (claim.start, 0, "")) : bisect_left(spans, (claim.end, 0, ""))]

    def _cited(self, claim: ClaimMark) -> tuple[int, int]:
        """Return the stretch that only names the source: from the beginning of its phrase to its verb."""
        speaker, cue = claim.speaker, claim.cue
        if speaker is None or not claim.start <= speaker.start < claim.end:
            return claim.start, claim.start
        end = speaker.end
        if cue and speaker.end <= cue.end <= claim.end:
            between = _ASIDE.sub("", self._text[speaker.end : cue.start])
            if len(between) > _CITED_GAP or not _BREAKS.isdisjoint(between):
                return claim.start, claim.start
            end = cue.end
        begin = max(self._text.rfind(mark, claim.start, speaker.start) for mark in _BREAKS)
        return max(begin + 1, claim.start), end

    def _party(self, claim: ClaimMark, paragraph: int) -> str | None:
        """Return the firm whose round or owners the claim tells of: the one most spoken of, or the topic."""
        near = self._topic if paragraph - self._topic_paragraph <= _TOPIC_LINES else None
        funding = _ROUND.search(self._text, claim.start, claim.end)
        return (self._leader or near) if funding else (near or self._main)

    def _understood(self, claim: ClaimMark, paragraph: int, voice: Voice | None, *, cited: bool) -> list[str]:
        """Return the firm that the claim is about without naming it: stand-in, topic, the one firm."""
        own = voice.firm_id if voice and voice.firm_id not in self._only_sources else None
        if _STAND_IN.search(self._text, claim.start, claim.end):
            near = self._topic if paragraph - self._topic_paragraph <= _TOPIC_LINES else None
            funded = self._leader if _ROUND.search(self._text, claim.start, claim.end) else None
            firm = own or funded or near or self._main
            return [firm] if firm else []
        if _ELSEWHERE.search(self._text, claim.start, min(claim.end, self._cited(claim)[1] + _OPENING)):
            return []
        if self._main:
            return [self._main]
        follows = paragraph == self._topic_paragraph and "attributed" not in claim.types and not cited
        return [self._topic] if self._topic and follows else []

    def _remember(self, spans: list[Span], claim: ClaimMark, paragraph: int, about: Sequence[str]) -> None:
        early = [firm for start, _, firm in spans if start < claim.start + _SUBJECT_REACH and firm in about]
        if early:
            self._topic, self._topic_paragraph = early[0], paragraph
        elif spans and about:
            self._topic = about[0] if len(set(about)) == 1 else None
            self._topic_paragraph = paragraph


def _of_itself(claim: ClaimMark) -> bool:
    """Say whether whoever is cited gives notice, and so of his own affairs."""
    return claim.stance in _OF_ITSELF or (claim.cue is not None and _NOTICE.search(claim.cue.text) is not None)
