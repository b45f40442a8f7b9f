"""What the assembling steps agree on between themselves, still in offsets of the normalised text."""

from dataclasses import dataclass, field
from decimal import Decimal

from newsextract.records.fields import SpeakerKind
from newsextract.records.findings import Canonical
from newsextract.records.marks import ClaimMark, FirmMark, MetricMark, Piece, ReferenceMark


@dataclass(frozen=True, slots=True)
class FirmGroup:
    """One firm of the article: its id (F1, F2 ... in order of first mention), names and stand-ins."""

    id: str
    name: Piece
    """The fullest form, where it first stands."""
    marks: tuple[FirmMark, ...]
    references: tuple[ReferenceMark, ...] = ()
    canonical: Canonical | None = None


@dataclass(frozen=True, slots=True)
class MetricFinding:
    """A metric with its owner. ``subject`` is where the owner is named, which may be in another sentence."""

    mark: MetricMark
    subject: Piece | None = None
    firm_id: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """A claim with speaker, subject and firms resolved as far as the text decides them."""

    mark: ClaimMark
    firm_ids: tuple[str, ...] = ()
    metric_numbers: tuple[int, ...] = ()
    """Positions in the article's list of metric findings."""
    subject: Piece | None = None
    subject_firm_id: str | None = None
    speaker: Piece | None = None
    speaker_kind: SpeakerKind = "unresolved"
    speaker_firm_id: str | None = None
    cue: Piece | None = None
    score: Decimal = field(default=Decimal(0))
