"""The record of one article: what a line of ``records/*.jsonl`` holds."""

from typing import Literal, Self

import simplejson
from pydantic import Field, ValidationError

from newsextract.errors import SchemaError
from newsextract.records.article import ArticleInfo
from newsextract.records.claims import Claim
from newsextract.records.fields import Record
from newsextract.records.findings import Firm, Metric

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class PipelineInfo(Record):
    """What made the record."""

    name: str
    version: str
    fingerprint: str = Field(description="of code version, config, rules, lexicons and model")


class ArticleRecord(Record):
    """All that was extracted from one article, with the text that every span points into."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    article: ArticleInfo
    text: str = Field(description="the original text, exactly as decoded")
    firms: tuple[Firm, ...]
    metrics: tuple[Metric, ...]
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...] = Field(description="what a reviewer should know")
    pipeline: PipelineInfo

    def to_json(self) -> str:
        """Return the record as one line of JSON, numbers exact."""
        return simplejson.dumps(self.model_dump(), use_decimal=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """Return the record that ``to_json`` wrote.

        Raises:
            SchemaError: not JSON, or not a record of this schema version.
        """
        try:
            return cls.model_validate(simplejson.loads(line, use_decimal=True))
        except (simplejson.JSONDecodeError, ValidationError) as error:
            raise SchemaError(f"not an article record: {error}") from error
