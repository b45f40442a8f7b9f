"""A claim: who asserts what, about whom, how surely, and what its types hold in detail."""

from typing import Literal

from pydantic import Field

from newsextract.records.fields import ClaimType, Modality, Number, Offset, Record, Speaker, Stance, Subject, TextSpan

EventKind = Literal[
    "acquisition", "appointment", "award", "capacity", "closure", "contract", "dividend", "expansion", "founding",
    "funding", "launch", "listing", "litigation", "move", "partnership", "price", "results", "other",
]  # fmt: skip
PartyRole = Literal["actor", "investor", "other"]


class Party(TextSpan):
    """A firm that takes part in an event."""

    role: PartyRole = Field(description="actor: who does it; investor: who puts in the money; other: named besides")
    firm_id: str


class Event(Record):
    """What was done, by whom, when and for how much."""

    kind: EventKind = Field(description="other: an event of no kind that the lexicon has")
    trigger: TextSpan = Field(description="the word that tells it")
    date: TextSpan | None
    round: TextSpan | None = Field(description="of a funding: A輪, 天使輪, IPO")
    amount_id: str | None = Field(description="the metric that holds the sum")
    parties: tuple[Party, ...]


class Superlative(Record):
    """In what something is first, most or only."""

    word: TextSpan
    scope: TextSpan | None = Field(description="among what: 全球, 國內, 行業")
    since: TextSpan | None = Field(description="over what time: 自2019年以來, 五年")


class Comparison(Record):
    """What is held against what, and by how much they differ."""

    word: TextSpan
    subject: TextSpan | None = Field(description="the side that is spoken of")
    against: TextSpan | None = Field(description="the other party, norm or time")
    amount_id: str | None = Field(description="the metric that holds the difference")


class Forecast(Record):
    """When it is to be, and how surely."""

    word: TextSpan
    horizon: TextSpan | None = Field(description="by when: 2030年, 年底前, 未來三年")
    hedge: TextSpan | None = Field(description="what makes it less than sure: 有望, 或, 不排除")


class Substitution(TextSpan):
    """A stand-in of the sentence and what it stands for."""

    by: str = Field(description="what text_resolved has in its place")
    firm_id: str | None = Field(description="null: a person, or no firm of this article")


class Reason(Record):
    """What a feature of the claim adds to its review priority."""

    feature: str = Field(description="as in rules/priority.toml, which says what it means")
    points: Number = Field(description="added before the sum is squeezed between 0 and 1")


class Claim(Record):
    """A sentence, or clause of one, that a reviewer could want to check."""

    id: str = Field(pattern=r"^C[1-9]\d*$")
    key: str = Field(description="stable across runs: article id, normalised sentence, turn among equal sentences")
    start: Offset
    end: Offset
    text: str
    text_resolved: str = Field(description="the sentence, readable alone: its substitutions made, else equal to text")
    substitutions: tuple[Substitution, ...] = Field(description="in reading order, without overlaps")
    types: tuple[ClaimType, ...] = Field(min_length=1)
    speaker: Speaker | None
    cue: TextSpan | None = Field(description="the words that cite the speaker, which may stand in another sentence")
    content: TextSpan | None = Field(description="the part of the sentence that is on the speaker's word")
    stance: Stance | None = Field(description="how the cue cites: states, denies, expects, warns ...")
    subject: Subject | None
    firm_ids: tuple[str, ...]
    metric_ids: tuple[str, ...]
    modality: Modality
    event: Event | None
    superlative: Superlative | None
    comparison: Comparison | None
    forecast: Forecast | None
    score: Number = Field(ge=0, le=1, description="review priority, comparable across articles")
    why: tuple[Reason, ...] = Field(description="what the score is made of, the weightiest first")
    rules: tuple[str, ...] = Field(description="the rules that gave its types and modality")
