"""The content of a claim that a reviewer decides on: kept with each decision, compared when the claim comes again."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Self

from pydantic import Field, model_validator

from newsextract.records.fields import ClaimType, Modality, Offset, Record


class ClaimSnapshot(Record):
    """A claim as it was when it was decided. Spans count in the text with this ``article_sha256`` only."""

    text: str
    start: Offset
    end: Offset
    types: tuple[ClaimType, ...]
    speaker: str | None
    subject: str | None
    firms: tuple[str, ...] = Field(description="full names, as in the article")
    modality: Modality
    rules: tuple[str, ...]
    article_sha256: str
    fingerprint: str = Field(description="of the pipeline that extracted it")

    @property
    def digest(self) -> str:
        """Its ``content_digest``."""
        return content_digest(self.text, self.types, self.speaker, self.subject, self.firms, self.modality)


class ClaimEdits(Record):
    """What a reviewer corrected. A field not given stays as extracted; null takes a speaker or subject away."""

    types: tuple[ClaimType, ...] | None = Field(default=None, min_length=1)
    speaker: str | None = Field(default=None, min_length=1)
    subject: str | None = Field(default=None, min_length=1)
    firms: tuple[str, ...] | None = None
    start: Offset | None = None
    end: Offset | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("an edit changes at least one field")
        if any(name in self.model_fields_set and getattr(self, name) is None for name in ("types", "firms")):
            raise ValueError("types and firms are lists: give an empty list of firms for none")
        if (self.start is None) != (self.end is None) or (self.end is not None and self.end <= (self.start or 0)):
            raise ValueError("a span has a start, and an end behind it")
        return self

    @property
    def span(self) -> tuple[int, int] | None:
        """The corrected span in the original text, if it was corrected."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    def given(self) -> dict[str, Any]:
        """Return the fields that were given, as JSON holds them."""
        return self.model_dump(mode="json", exclude_unset=True)

    def apply(self, snapshot: ClaimSnapshot, text: str) -> ClaimSnapshot:
        """Return ``snapshot`` corrected; ``text`` is what stands at the corrected span."""
        corrected = {name: getattr(self, name) for name in self.model_fields_set}
        return snapshot.model_copy(update=corrected | {"text": text})


def content_digest(
    text: str,
    types: Iterable[str],
    speaker: str | None,
    subject: str | None,
    firms: Iterable[str],
    modality: str,
) -> str:
    """Return a hash of all that a reviewer judges: equal digests, and an earlier decision still stands.

    Where the claim stands in the article, which rules found it and its priority are not in it: they may change
    without a reviewer having anything new to say.
    """
    content = [text, sorted(set(types)), speaker, subject, sorted(set(firms)), modality]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
