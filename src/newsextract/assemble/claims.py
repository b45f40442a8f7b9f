"""Claim marks to findings: which firms a claim is about, its subject, speaker, metrics and priority."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsextract.assemble.findings import ClaimFinding, FirmGroup, MetricFinding
from newsextract.assemble.priority import score_of
from newsextract.assemble.speakers import Voice, VoiceFinder
from newsextract.layers import text_of
from newsextract.records.marks import CLAIMS, SENTENCES, ClaimMark, Sentence
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OF_ITSELF = re.compile(
    r"公司|集团|我们|我司|本行|本次|自身|自己|旗下|自家|其|(?:^|[,，:“\n])(?:拟|将|已|正|计划|预计|完成|不会|不存在|没有|目前|未来)"
)
_STAND_IN = re.compile(
    r"^[“\"(【]?(?:但|而|不过|同时|此外|另外|其中|目前|当前|如今|现在|今年|去年|随后|近日|日前|据悉,|据了解,|事实上,|一方面,?)*[,，]?"
    r"(?:其|他们|它们?|该|这家|这款|这些产品|团队|旗下|双方|两家|公司|本次|此次|上述)"
)


def state_claims(doc: "Doc", firms: Sequence[FirmGroup], metrics: Sequence[MetricFinding]) -> tuple[ClaimFinding, ...]:
    """Return the claims of ``doc`` in reading order, each with all that the article settles about it.

    Args:
        doc: with the layer ``claims``.
        firms: the article's firms.
        metrics: the article's metrics in the order in which the record numbers them.
    """
    stater = _Stater(doc, firms, metrics)
    return tuple(stater.state(claim) for claim in CLAIMS.read(doc))


class _Stater:
    """What is known of one article while its claims are stated one after the other."""

    def __init__(self, doc: "Doc", firms: Sequence[FirmGroup], metrics: Sequence[MetricFinding]) -> None:
        self._text = text_of(doc)
        self._voices = VoiceFinder(doc, self._text, firms)
        self._metrics = metrics
        self._metric_starts = sorted((finding.mark.start, number) for number, finding in enumerate(metrics))
        self._names = sorted((mark.start, mark.end, group.id) for group in firms for mark in group.marks)
        self._roles = sorted((mark.start, mark.end, group.id) for group in firms for mark in group.references)
        self._order = {group.id: number for number, group in enumerate(firms)}
        sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(self._text))
        self._paragraphs = {sentence.start: sentence.paragraph for sentence in sentences}
        self._topic: str | None = None
        self._topic_paragraph = -1

    def state(self, claim: ClaimMark) -> ClaimFinding:
        """Return the finding of one claim."""
        voice = self._voices.voice(claim)
        numbers = self._numbers(claim)
        firm_ids = self._firm_ids(claim, voice, numbers)
        subject_firm = self._subject_firm(claim, firm_ids)
        self._remember(claim, firm_ids, subject_firm)
        return ClaimFinding(
            claim,
            firm_ids=firm_ids,
            metric_numbers=numbers,
            subject=claim.subject,
            subject_firm_id=subject_firm,
            speaker=voice.piece if voice else None,
            speaker_kind=voice.kind if voice else "unresolved",
            speaker_firm_id=voice.firm_id if voice else None,
            cue=claim.cue,
            score=score_of(claim.features),
        )

    def _numbers(self, claim: ClaimMark) -> tuple[int, ...]:
        first = bisect_left(self._metric_starts, (claim.start, -1))
        last = bisect_left(self._metric_starts, (claim.end, -1))
        return tuple(number for _, number in self._metric_starts[first:last])

    def _firm_ids(self, claim: ClaimMark, voice: Voice | None, numbers: Sequence[int]) -> tuple[str, ...]:
        named = [(start, firm) for start, _, firm in self._within(self._names, claim)]
        stood_for = [(start, firm) for start, _, firm in self._within(self._roles, claim)]
        cited = self._cited(claim)
        about = [firm for start, firm in sorted(named + stood_for) if not cited[0] <= start < cited[1]]
        sources = [firm for start, firm in named + stood_for if cited[0] <= start < cited[1]]
        about += [firm for number in numbers if (firm := self._metrics[number].firm_id) and firm not in sources]
        if not about and sources and _OF_ITSELF.search(self._text, cited[1], claim.end):
            about = sources
        if not about and not sources:
            about = self._carried(claim, voice)
        return tuple(sorted(set(about), key=lambda firm: self._order[firm]))

    def _within(self, spans: list[tuple[int, int, str]], claim: ClaimMark) -> list[tuple[int, int, str]]:
        return spans[bisect_left(spans, (claim.start, 0, "")) : bisect_left(spans, (claim.end, 0, ""))]

    def _cited(self, claim: ClaimMark) -> tuple[int, int]:
        """Return the stretch that only names the source: from its speaker to its cue."""
        speaker, cue = claim.speaker, claim.cue
        if speaker is None or not claim.start <= speaker.start < claim.end:
            return claim.start, claim.start
        end = cue.end if cue and speaker.end <= cue.end <= claim.end else speaker.end
        return self._phrase_start(claim, speaker.start), end

    def _phrase_start(self, claim: ClaimMark, position: int) -> int:
        begin = max(self._text.rfind(mark, claim.start, position) for mark in ",，:;“。\n")
        return max(begin + 1, claim.start)

    def _carried(self, claim: ClaimMark, voice: Voice | None) -> list[str]:
        if self._topic is None or self._paragraphs.get(claim.start) != self._topic_paragraph:
            return []
        if "attributed" in claim.types and voice and voice.firm_id is None and voice.kind != "source":
            return []
        return [self._topic]

    def _subject_firm(self, claim: ClaimMark, firm_ids: Sequence[str]) -> str | None:
        subject = claim.subject
        if subject is None:
            return firm_ids[0] if len(firm_ids) == 1 else None
        spans = self._within(self._names, claim) + self._within(self._roles, claim)
        return next((firm for start, _, firm in spans if start == subject.start), None)

    def _remember(self, claim: ClaimMark, firm_ids: Sequence[str], subject_firm: str | None) -> None:
        paragraph = self._paragraphs.get(claim.start, -1)
        if paragraph != self._topic_paragraph:
            self._topic, self._topic_paragraph = None, paragraph
        if firm_ids:
            self._topic = subject_firm if subject_firm in firm_ids else firm_ids[0]
