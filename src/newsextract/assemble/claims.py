"""Claim marks to findings: which firms a claim is about, its subject, speaker, metrics and priority."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsextract.assemble.claim_details import DetailFinder
from newsextract.assemble.claim_firms import FirmSettler
from newsextract.assemble.claim_readings import ReadingFinder
from newsextract.assemble.findings import ClaimFinding, FirmGroup, MetricFinding
from newsextract.assemble.priority import score_of
from newsextract.assemble.speakers import VoiceFinder
from newsextract.layers import text_of
from newsextract.records.marks import SENTENCES, ClaimMark, Sentence
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc


def state_claims(
    doc: "Doc",
    firms: Sequence[FirmGroup],
    metrics: Sequence[MetricFinding],
    claims: Sequence[ClaimMark],
) -> tuple[ClaimFinding, ...]:
    """Return the claims of ``doc`` in reading order, each with all that the article settles about it.

    Args:
        doc: with the layers of names and sentences.
        firms: the article's firms.
        metrics: the article's metrics in the order in which the record numbers them.
        claims: the marks of the claims, in reading order.
    """
    stater = _Stater(doc, firms, metrics, claims)
    return tuple(stater.state(claim) for claim in claims)


class _Stater:
    """What is known of one article while its claims are stated one after the other."""

    def __init__(
        self,
        doc: "Doc",
        firms: Sequence[FirmGroup],
        metrics: Sequence[MetricFinding],
        claims: Sequence[ClaimMark],
    ) -> None:
        text = text_of(doc)
        self._voices = VoiceFinder(doc, text, firms)
        self._details = DetailFinder(doc, text, firms, metrics)
        self._readings = ReadingFinder(doc, text, firms)
        self._settler = FirmSettler(text, firms, metrics, claims)
        self._metric_starts = sorted((finding.mark.start, number) for number, finding in enumerate(metrics))
        self._firm_at = {mark.start: group.id for group in firms for mark in group.references}
        self._firm_at.update((mark.start, group.id) for group in firms for mark in group.marks)
        sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text))
        self._paragraphs = {sentence.start: sentence.paragraph for sentence in sentences}

    def state(self, claim: ClaimMark) -> ClaimFinding:
        """Return the finding of one claim."""
        voice = self._voices.voice(claim)
        numbers = self._numbers(claim)
        firm_ids = self._settler.settle(claim, self._paragraphs.get(claim.start, -1), voice, numbers)
        score, why = score_of(claim.features)
        return ClaimFinding(
            claim,
            firm_ids=firm_ids,
            metric_numbers=numbers,
            subject=claim.subject,
            subject_firm_id=self._subject_firm(claim, firm_ids),
            voice=voice,
            details=self._details.details(claim, numbers),
            replacements=self._readings.replacements(claim, voice, firm_ids),
            score=score,
            why=why,
        )

    def _numbers(self, claim: ClaimMark) -> tuple[int, ...]:
        first = bisect_left(self._metric_starts, (claim.start, -1))
        last = bisect_left(self._metric_starts, (claim.end, -1))
        return tuple(number for _, number in self._metric_starts[first:last])

    def _subject_firm(self, claim: ClaimMark, firm_ids: Sequence[str]) -> str | None:
        if claim.subject is None:
            return firm_ids[0] if len(firm_ids) == 1 else None
        return self._firm_at.get(claim.subject.start)
