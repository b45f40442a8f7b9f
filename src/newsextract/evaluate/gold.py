"""Gold annotations: what people found in an article, as ``corpus/gold/*.json`` holds it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import simplejson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from newsextract.errors import EvaluationError
from newsextract.records.fields import Basis, Change, ClaimType, Kind, Number, Qualifier

Span = tuple[int, int]


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True)


class GoldFirm(_Gold):
    """A firm with all the forms that the article uses for it."""

    name: str
    surfaces: tuple[str, ...]
    excepted: tuple[Span, ...] = Field(default=(), alias="except", description="occurrences that are not the firm")
    optional: bool = False


class GoldMetric(_Gold):
    """A figure; without a span it stands at the first occurrence of its quote that no other figure has."""

    quote: str
    span: Span | None = None
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str | None
    kind: Kind
    qualifier: Qualifier
    indicator: str | None = None
    subject: str | None = None
    period: str | None = None
    change: Change | None = None
    basis: Basis | None = None
    optional: bool = False


class GoldClaim(_Gold):
    """A sentence that makes a claim."""

    sentence: str
    span: Span | None = None
    types: tuple[ClaimType, ...]
    speaker: str | None = None
    subject: str | None = None
    firms: tuple[str, ...] = ()
    optional: bool = False


class Judged(_Gold):
    """What was annotated of an article, where it is not everything: the rest is neither missed nor spurious."""

    firms: bool = False
    metrics: bool = False
    claims: tuple[Span, ...] = ()
    """The sentences in which every claim was judged."""


class GoldArticle(_Gold):
    """An article with its annotations."""

    id: str
    text: str
    firms: tuple[GoldFirm, ...]
    metrics: tuple[GoldMetric, ...]
    claims: tuple[GoldClaim, ...]
    priority: tuple[tuple[int, int, float], ...] = ()
    """The sentences that a reviewer would check first: start, end, gain."""
    judged: Judged | None = None
    """None: the article was annotated as a whole."""

    @model_validator(mode="after")
    def _quotes_are_verbatim(self) -> Self:
        for quote, span in [(m.quote, m.span) for m in self.metrics] + [(c.sentence, c.span) for c in self.claims]:
            if span is not None and self.text[span[0] : span[1]] != quote:
                raise ValueError(f"the text at {span[0]}:{span[1]} is not {quote!r}")
        return self


def read_gold(paths: Sequence[Path]) -> list[GoldArticle]:
    """Return the gold articles of files, and of the ``.json`` files of folders.

    Raises:
        EvaluationError: a path does not exist, or a file is no gold annotation.
    """
    return [_read(file) for path in paths for file in _files(path)]


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.json"))
        if not files:
            raise EvaluationError(f"{path}: no .json files in this folder: name a folder of gold annotations")
        return files
    if not path.is_file():
        raise EvaluationError(f"{path}: no such file or folder: check the name")
    return [path]


def _read(path: Path) -> GoldArticle:
    try:
        return GoldArticle.model_validate(simplejson.loads(path.read_bytes(), use_decimal=True))
    except (OSError, ValueError, ValidationError) as error:
        raise EvaluationError(f"{path}: not a gold annotation: {' '.join(str(error).split())[:300]}") from error


def locate(text: str, quotes: Iterable[tuple[str, Span | None]]) -> list[Span | None]:
    """Return where each quote stands: its span where given, else its first occurrence that is not taken yet."""
    taken: set[Span] = set()
    return [span or _first_free(text, quote, taken) for quote, span in quotes]


def _first_free(text: str, quote: str, taken: set[Span]) -> Span | None:
    start = text.find(quote)
    while start >= 0:
        span = (start, start + len(quote))
        if span not in taken:
            taken.add(span)
            return span
        start = text.find(quote, start + len(quote))
    return None
