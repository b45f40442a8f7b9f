"""What is extracted from an article: firms and metrics."""

from typing import Self

from pydantic import Field, model_validator

from newsextract.records.fields import (
    Basis,
    Change,
    Kind,
    Number,
    Offset,
    Qualifier,
    Record,
    Subject,
    TextSpan,
)


class FirmMention(TextSpan):
    """One place where a firm is named."""

    method: str = Field(description="what found it: a rule id, model, gazetteer or alias")


class Canonical(Record):
    """A firm's entry in a gazetteer."""

    id: str
    name: str
    source: str


class Firm(Record):
    """One firm of the article, under all its names."""

    id: str = Field(pattern=r"^F[1-9]\d*$")
    name: str = Field(description="the fullest form in the article, as written")
    name_simplified: str
    aliases: tuple[str, ...] = Field(description="its other forms in the article, as written")
    canonical: Canonical | None
    mentions: tuple[FirmMention, ...] = Field(min_length=1, description="names only")
    references: tuple[TextSpan, ...] = Field(description="role nouns and pronouns that stand for it")


class Metric(Record):
    """One figure with what it measures, whose it is, when, and how it changed."""

    id: str = Field(pattern=r"^M[1-9]\d*$")
    start: Offset
    end: Offset
    text: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str
    kind: Kind
    qualifier: Qualifier
    indicator: str | None
    subject: Subject | None
    period: TextSpan | None
    change: Change | None
    basis: Basis | None
    sentence: tuple[Offset, Offset]
    rule: str = Field(description="the rule that found its indicator, or quantity.bare, or link.indicator (the model)")

    @model_validator(mode="after")
    def _is_a_value_or_a_range(self) -> Self:
        if (self.value is None) == (self.low is None and self.high is None):
            raise ValueError(f"{self.text}: either value, or low and high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.text}: the range runs from {self.low} down to {self.high}")
        return self
