"""What is read (Article), what could not be used (Reject), and what a record says of its article (ArticleInfo)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import Field

from newsextract.records.fields import Locale, Record, Script

RejectStage = Literal["read", "extract", "validate", "write"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: the text exactly as decoded, and what its source says about it."""

    text: str
    id: str
    source: str
    """The path it came from; for a line of a .jsonl file, ``path:line``."""
    sha256: str
    """Of ``text`` in UTF-8."""
    encoding: str = "utf-8"
    encoding_how: str = "given as text"
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    published_at_how: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    """Our field name to where it was found: the field of the file, the element of the page or the rule."""
    warnings: tuple[str, ...] = ()


class ArticleInfo(Record):
    """The article's identity and metadata."""

    id: str = Field(description="its own id or url where it has one, else made from its content")
    source: str = Field(description="path as given; path:line for JSON lines")
    url: str | None
    title: str | None
    author: str | None
    publisher: str | None
    published_at: str | None = Field(
        description="ISO 8601; with offset where the zone is known, a bare date where only the day is"
    )
    published_at_how: str | None = Field(description="where the date was found, and how its zone was chosen")
    script: Script
    locale: Locale
    conversion: str = Field(description="the OpenCC configuration that normalised the text: t2s, tw2s or hk2s")
    encoding: str
    encoding_how: str = Field(description="how the codec was chosen")
    fields: dict[str, str] = Field(
        description="our field name to where it was found: a field of the file, an element of the page, a rule"
    )
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the text in UTF-8")
    length: int = Field(ge=0, description="of the text, in code points")


class Reject(Record):
    """An article, or something that should have been one, that could not be used."""

    source: str
    id: str | None = None
    stage: RejectStage
    reason: str = Field(description="a short code that rejects are counted by, e.g. empty, undecodable, json, no_text")
    message: str = Field(description="what was found and what to do")
