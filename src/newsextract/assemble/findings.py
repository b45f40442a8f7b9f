"""What the assembling steps agree on between themselves, still in offsets of the normalised text."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from newsextract.records.claims import EventKind, PartyRole
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


class PartyFinding(NamedTuple):
    """A firm that takes part in an event, where it is named."""

    words: Piece
    role: PartyRole
    firm_id: str


class EventFinding(NamedTuple):
    """The arguments of an event."""

    kind: EventKind
    trigger: Piece
    date: Piece | None
    round: Piece | None
    amount: int | None
    """The position of the sum in the article's list of metric findings, as in comparisons."""
    parties: tuple[PartyFinding, ...]


class SuperlativeFinding(NamedTuple):
    """The arguments of a superlative."""

    word: Piece
    scope: Piece | None
    since: Piece | None


class ComparisonFinding(NamedTuple):
    """The sides of a comparison."""

    word: Piece
    subject: Piece | None
    against: Piece | None
    amount: int | None


class ForecastFinding(NamedTuple):
    """The arguments of a forecast."""

    word: Piece
    horizon: Piece | None
    hedge: Piece | None


@dataclass(frozen=True, slots=True)
class Details:
    """What the types of a claim hold."""

    event: EventFinding | None = None
    superlative: SuperlativeFinding | None = None
    comparison: ComparisonFinding | None = None
    forecast: ForecastFinding | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, settled."""

    piece: Piece
    kind: SpeakerKind
    firm_id: str | None = None
    role: Piece | None = None
    written: Piece | None = None
    """The words of the sentence where they are a pronoun for the name."""


class Replacement(NamedTuple):
    """A stand-in and what a reader would put there: a firm of the article, or words."""

    start: int
    end: int
    firm_id: str | None
    words: Piece | str | None


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """A claim with speaker, subject and firms resolved as far as the text decides them."""

    mark: ClaimMark
    firm_ids: tuple[str, ...] = ()
    metric_numbers: tuple[int, ...] = ()
    """Positions in the article's list of metric findings."""
    subject: Piece | None = None
    subject_firm_id: str | None = None
    voice: Voice | None = None
    details: Details = field(default_factory=Details)
    replacements: tuple[Replacement, ...] = ()
    score: Decimal = field(default=Decimal(0))
    why: tuple[tuple[str, Decimal], ...] = ()
    """What each feature adds to the score, the weightiest first."""
