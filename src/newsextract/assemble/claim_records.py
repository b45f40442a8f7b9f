"""Findings about a claim to its record, in offsets and characters of the original text."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from newsextract.records.claims import (
    Claim,
    Comparison,
    Event,
    Forecast,
    Party,
    Reason,
    Substitution,
    Superlative,
)
from newsextract.records.fields import SpanFields, Speaker, Subject, TextSpan

if TYPE_CHECKING:
    from newsextract.assemble.findings import ClaimFinding, Details, PartyFinding, Replacement, Voice
    from newsextract.records.marks import Piece


class SpanWriter(Protocol):
    """What turns places of the normalised text to places of the original."""

    @property
    def firm_names(self) -> Mapping[str, str]:
        """Names as written, by id."""
        ...

    def span(self, start: int, end: int) -> TextSpan:
        """Return the original of a stretch."""
        ...

    def fields(self, start: int, end: int) -> SpanFields:
        """Return the same for a record that has more fields."""
        ...

    def piece(self, piece: "Piece | None") -> TextSpan | None:
        """Return the original of a piece, if there is one."""
        ...


def write_claim(
    claim_id: str, key: str, span: SpanFields, finding: "ClaimFinding", subject: Subject | None, writer: SpanWriter
) -> Claim:
    """Return the record of a claim."""
    mark = finding.mark
    substitutions = tuple(_substitution(replacement, writer) for replacement in finding.replacements)
    return Claim(
        id=claim_id,
        key=key,
        **span,
        text_resolved=_resolved(span, substitutions),
        substitutions=substitutions,
        types=mark.types,
        speaker=_speaker(finding.voice, writer) if finding.voice else None,
        cue=writer.piece(mark.cue),
        content=writer.piece(mark.content),
        stance=mark.stance,
        subject=subject,
        firm_ids=finding.firm_ids,
        metric_ids=tuple(_metric_id(position) for position in finding.metric_numbers),
        modality=mark.modality,
        event=_event(finding.details, writer),
        superlative=_superlative(finding.details, writer),
        comparison=_comparison(finding.details, writer),
        forecast=_forecast(finding.details, writer),
        score=finding.score,
        why=tuple(_reason(*reason) for reason in finding.why),
        rules=mark.rules,
    )


@lru_cache(maxsize=4096)  # a claim has several, and the same few for all claims
def _reason(feature: str, points: Decimal) -> Reason:
    return Reason(feature=feature, points=points)


def _metric_id(position: int) -> str:
    return f"M{position + 1}"


def _speaker(voice: "Voice", writer: SpanWriter) -> Speaker:
    piece = voice.piece
    return Speaker(
        **writer.fields(piece.start, piece.end),
        kind=voice.kind,
        firm_id=voice.firm_id,
        role=writer.piece(voice.role),
        written=writer.piece(voice.written),
    )


def _substitution(replacement: "Replacement", writer: SpanWriter) -> Substitution:
    if replacement.firm_id is not None:
        by = writer.firm_names[replacement.firm_id]
    elif isinstance(replacement.words, str):
        by = replacement.words
    else:
        words = replacement.words
        by = writer.fields(words.start, words.end)["text"] if words else ""
    start, end = replacement.start, replacement.end
    if start == end:
        place = writer.fields(start, start + 1)["start"]
        return Substitution(start=place, end=place, text="", by=by, firm_id=replacement.firm_id)
    return Substitution(**writer.fields(start, end), by=by, firm_id=replacement.firm_id)


def _resolved(span: SpanFields, substitutions: tuple[Substitution, ...]) -> str:
    start, text = span["start"], span["text"]
    parts: list[str] = []
    position = 0
    for made in substitutions:
        parts.append(text[position : made.start - start])
        parts.append(made.by if made.text else f"[{made.by}]")
        position = made.end - start
    return "".join([*parts, text[position:]])


def _event(details: "Details", writer: SpanWriter) -> Event | None:
    found = details.event
    if found is None:
        return None
    return Event(
        kind=found.kind,
        trigger=writer.span(found.trigger.start, found.trigger.end),
        date=writer.piece(found.date),
        round=writer.piece(found.round),
        amount_id=None if found.amount is None else _metric_id(found.amount),
        parties=tuple(_party(party, writer) for party in found.parties),
    )


def _party(found: "PartyFinding", writer: SpanWriter) -> Party:
    return Party(**writer.fields(found.words.start, found.words.end), role=found.role, firm_id=found.firm_id)


def _superlative(details: "Details", writer: SpanWriter) -> Superlative | None:
    found = details.superlative
    if found is None:
        return None
    word = writer.span(found.word.start, found.word.end)
    return Superlative(word=word, scope=writer.piece(found.scope), since=writer.piece(found.since))


def _comparison(details: "Details", writer: SpanWriter) -> Comparison | None:
    found = details.comparison
    if found is None:
        return None
    return Comparison(
        word=writer.span(found.word.start, found.word.end),
        subject=writer.piece(found.subject),
        against=writer.piece(found.against),
        amount_id=None if found.amount is None else _metric_id(found.amount),
    )


def _forecast(details: "Details", writer: SpanWriter) -> Forecast | None:
    found = details.forecast
    if found is None:
        return None
    word = writer.span(found.word.start, found.word.end)
    return Forecast(word=word, horizon=writer.piece(found.horizon), hedge=writer.piece(found.hedge))
