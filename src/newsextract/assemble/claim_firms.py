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
    r"该(?:股|产品|项目|平台|品牌|药|团队)|这款|控股方|控股股东|大股东|实控人|实际控制人|创始人|主营|(?:^|[,，;。“])(?:其|他们|它)"
)
_ELSEWHERE = re.compile(
    r"中国|全球|我国|美国|国内|全国|世界|欧洲|日本|韩国|台湾|香港|行业|市场|业内|业界|政府|央行|当局|国家|各地|消费者|投资者|企业|银行|海关|该报告|贸易商"
)
_OPENING = 20
"""The first characters of a sentence, in which another subject than the article's one firm would stand."""
_SUBJECT_REACH = 16
"""A firm named this near to the beginning of a sentence is what it talks of."""
_CITED_GAP = 14
"""Between a source and its verb there are a few adverbs; a source further off is a subject that also did something."""
_TOPIC_LINES = 2
"""How many lines back the firm may be named that 公司 stands for."""
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
        self._main = self._find_main(claims)
        self._topic: str | None = None
        self._topic_paragraph = -1

    def _find_only_sources(self, claims: Sequence[ClaimMark]) -> frozenset[str]:
        """Return the firms that the article names only to cite them: research houses, brokers, outlets."""
        cited: Counter[str] = Counter()
        for claim in claims:
            first, last = self._cited(claim)
            cited.update(firm for start, _, firm in self._within(self._names, claim) if first <= start < last)
        named = Counter(firm for _, _, firm in self._names)
        return frozenset(firm for firm, count in cited.items() if count >= named[firm])

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
        spans = sorted(self._within(self._names, claim) + roles)
        about = [firm for start, _, firm in spans if not first <= start < last]
        sources = [firm for start, _, firm in spans if first <= start < last and firm not in self._only_sources]
        about += [firm for number in numbers if (firm := self._metrics[number].firm_id) and firm not in sources]
        if sources and not any(last <= start < last + _SUBJECT_REACH for start, _, _ in spans):
            about += sources  # nobody else is the subject of what it says: it speaks of itself
        if not about:
            about = self._understood(claim, paragraph, voice, cited=bool(spans))
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
            between = self._text[speaker.end : cue.start]
            if len(between) > _CITED_GAP or not _BREAKS.isdisjoint(between):
                return claim.start, claim.start
            end = cue.end
        begin = max(self._text.rfind(mark, claim.start, speaker.start) for mark in _BREAKS)
        return max(begin + 1, claim.start), end

    def _understood(self, claim: ClaimMark, paragraph: int, voice: Voice | None, *, cited: bool) -> list[str]:
        """Return the firm that the claim is about without naming it: stand-in, topic, the one firm."""
        own = voice.firm_id if voice and voice.firm_id not in self._only_sources else None
        if _STAND_IN.search(self._text, claim.start, claim.end):
            near = self._topic if paragraph - self._topic_paragraph <= _TOPIC_LINES else None
            firm = own or near or self._main
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
