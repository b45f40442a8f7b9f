"""What programs send and get, as the schema of the API shows it."""

from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from newsextract.records.fields import Basis, Change, ClaimType, Kind, Modality, Number, Qualifier, SpeakerKind
from newsextract.store.claim_content import ClaimEdits, ClaimSnapshot
from newsextract.store.claim_filter import Shown
from newsextract.store.decisions import Decision, Verdict, utc_text
from newsextract.store.review_status import Status

LONGEST_TEXT = 200_000
"""Code points of a text to extract."""


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("U+0000 is in no text")
    text.encode()  # a lone surrogate is a ValueError too
    return text


Words = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), AfterValidator(_storable)]

Day = Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ArticleIn(_Sent):
    """A text to extract from, with what is known of it."""

    text: str = Field(min_length=1, description=f"at most {LONGEST_TEXT:,} characters")
    title: Words | None = None
    published_at: Words | None = Field(default=None, description="as written: 2026-03-05T10:00:00+08:00, 2026年3月5日")
    url: Annotated[str, Field(max_length=2000), AfterValidator(_storable)] | None = None
    publisher: Words | None = None
    source: Words | None = Field(default=None, description="where it came from; appears in the record")


class DecisionIn(_Sent):
    """A decision on a claim as it is extracted now."""

    key: Words = Field(min_length=1, description="of the claim")
    reviewer: Name
    verdict: Verdict
    edits: ClaimEdits | None = Field(default=None, description="for the verdict edit, and for no other")
    note: Annotated[str, Field(max_length=4000), AfterValidator(_storable)] | None = None
    request_id: Words | None = Field(default=None, description="sent again under the same id, it is one decision")


class UndoIn(_Sent):
    """Take the reviewer's last decision back."""

    reviewer: Name
    request_id: Words | None = None


class Paging(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[str, Field(max_length=600), AfterValidator(_storable)] = Field(
        default="", description="`next` of the page before; empty: the first"
    )
    size: int = Field(default=50, ge=1, le=500)


class ClaimQuery(Paging):
    """Which claims."""

    status: Shown = "all"
    q: Words = Field(default="", description="part of the text, in either script")
    firm: Words = Field(default="", description="part of a firm's name, in either script")
    firm_key: Words = Field(default="", description="`key` of a firm")
    type: ClaimType | None = None
    modality: Modality | None = None
    speaker: Words = ""
    publisher: Words = ""
    script: Literal["", "hant", "hans", "mixed"] = ""
    rule: Words = ""
    since: Day = Field(default="", description="first day of publication")
    until: Day = Field(default="", description="last day of publication")


class FirmQuery(Paging):
    """Which firms."""

    q: Words = Field(default="", description="part of the name, in either script")


class MetricQuery(Paging):
    """Which metrics."""

    firm_key: Words = Field(default="", description="`key` of a firm")
    indicator: Words = Field(default="", description="part of the indicator, in either script")
    unit: Words = ""
    kind: Kind | None = None
    article_id: Annotated[str, Field(max_length=2000), AfterValidator(_storable)] = ""
    since: Day = ""
    until: Day = ""


class _OfArticle(BaseModel):
    article_id: str
    published_at: str | None
    publisher: str | None
    url: str | None


class ClaimOut(_OfArticle):
    """A claim with where it stands in review."""

    key: str
    id: str
    start: int
    end: int
    text: str
    types: list[ClaimType]
    speaker: str | None
    speaker_kind: SpeakerKind | None
    subject: str | None
    firms: list[str]
    metric_ids: list[str]
    modality: Modality
    score: Number
    rules: list[str]
    status: Status


class FirmOut(BaseModel):
    """A firm over all articles."""

    key: str
    name: str
    canonical_id: str | None
    articles: int


class MetricOut(_OfArticle):
    """A figure with what it measures, whose and when."""

    id: str
    start: int
    end: int
    text: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str
    kind: Kind
    qualifier: Qualifier
    indicator: str | None
    subject: str | None
    firm: str | None
    period: str | None
    change: Change | None
    basis: Basis | None
    rule: str


class DecisionOut(BaseModel):
    """A decision as it is kept."""

    id: int
    key: str
    article_id: str
    reviewer: str
    verdict: Verdict | Literal["undo"]
    decided_at: str
    note: str | None
    claim: ClaimSnapshot
    outcome: ClaimSnapshot
    takes_back: int | None

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Return a decision as programs see it."""
        return cls(
            id=decision.id,
            key=decision.claim_key,
            article_id=decision.article_id,
            reviewer=decision.reviewer,
            verdict=decision.verdict,
            decided_at=utc_text(decision.decided_at),
            note=decision.note,
            claim=decision.snapshot,
            outcome=decision.outcome,
            takes_back=decision.takes_back,
        )


_Item = TypeVar("_Item")


class Page(BaseModel, Generic[_Item]):
    """One page."""

    items: list[_Item]
    next: str | None = Field(description="what to give as `after` for the next page; null: this is the last")


class Problem(BaseModel):
    """Why a request was refused."""

    error: str
    reason: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "What was sent is not JSON"},
    422: {"model": Problem, "description": "Something in the request is wrong: says what"},
}
