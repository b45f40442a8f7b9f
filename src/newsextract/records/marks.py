"""The marks that components leave on a Doc, and their layers.

All offsets are exact characters of the normalised text. Marks never leave the process: ``assemble`` turns them into
records. See ``newsextract.layers`` for how they are written and read.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from newsextract.layers import Layer
from newsextract.records.fields import Basis, Change, ClaimType, Modality, Stance
from newsextract.records.quantity import Period, Quantity


class Piece(NamedTuple):
    """A stretch of the normalised text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: split after 。！？!?；; and at line ends; closing quotes stay with it."""

    start: int
    end: int
    paragraph: int
    """The number of its line among the lines that are not empty."""

    label: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between quotation marks, the marks included."""

    start: int
    end: int
    level: int
    """0 for an outer quotation, 1 for one inside it."""
    open_ended: bool = False
    """No closing mark: the quotation goes on in the next paragraph, or the mark is missing."""

    label: Literal["quote"] = "quote"


EntityLabel = Literal["firm", "organisation", "government", "person", "place", "product", "time"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name that the NER model found. ``organisation`` may be a firm: the model does not always tell."""

    start: int
    end: int
    label: EntityLabel
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class FirmMark:
    """One place where a firm is named, and what it is an alias of where the text says so."""

    start: int
    end: int
    text: str
    method: str
    alias_of: str | None = None
    """The full name that the text gives for this one: （以下简称…）."""
    code: str | None = None
    """A stock code written with the name, e.g. 600519.SH."""

    label: Literal["firm"] = "firm"


@dataclass(frozen=True, slots=True)
class ReferenceMark:
    """A role noun or pronoun that may stand for a firm: 該公司, 這家企業, 公司, 該行."""

    start: int
    end: int
    text: str
    rule: str

    label: Literal["reference"] = "reference"


@dataclass(frozen=True, slots=True)
class MetricMark:
    """A quantity with what its own sentence says about it; whose figure it is, is settled in ``assemble``."""

    start: int
    end: int
    quantity: Quantity
    indicator: Piece | None
    period: Piece | None
    change: Change | None
    basis: Basis | None
    rule: str
    subject: Piece | None = None
    """A subject that the sentence names next to the figure, if it does."""

    label: Literal["metric"] = "metric"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Who said what: speaker and cue may be None (continued, or named elsewhere)."""

    start: int
    end: int
    """Start and end are those of the content."""
    speaker: Piece | None
    cue: Piece | None
    style: Literal["direct", "indirect", "mixed", "data"]
    rule: str

    label: Literal["quotation"] = "quotation"


class Evidence(NamedTuple):
    """Why a claim has a type: the rule, and the words that it matched."""

    rule: str
    words: Piece


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A sentence or clause that makes a claim, with its types; whom it is about, is settled in ``assemble``."""

    start: int
    end: int
    types: tuple[ClaimType, ...]
    modality: Modality
    rules: tuple[str, ...]
    speaker: Piece | None = None
    cue: Piece | None = None
    content: Piece | None = None
    """What of the sentence is on the speaker's word."""
    stance: Stance | None = None
    subject: Piece | None = None
    evidence: dict[ClaimType, Evidence] = field(default_factory=dict)
    """For the types that words of the sentence give: superlative, comparison, event, forecast."""
    features: dict[str, float] = field(default_factory=dict)
    """What the review priority is computed from, by name."""

    label: Literal["claim"] = "claim"


SENTENCES: Layer[Sentence] = Layer("sentences", "newsextract_sentences")
QUOTES: Layer[Quote] = Layer("quotes", "newsextract_sentences")
ENTITIES: Layer[Entity] = Layer("entities", "newsextract_ner")
FIRMS: Layer[FirmMark] = Layer("firms", "newsextract_firms")
REFERENCES: Layer[ReferenceMark] = Layer("references", "newsextract_firms")
QUANTITIES: Layer[Quantity] = Layer("quantities", "newsextract_quantities")
PERIODS: Layer[Period] = Layer("periods", "newsextract_periods")
METRICS: Layer[MetricMark] = Layer("metrics", "newsextract_metrics")
QUOTATIONS: Layer[Quotation] = Layer("quotations", "newsextract_quotations")
CLAIMS: Layer[ClaimMark] = Layer("claims", "newsextract_claims")
