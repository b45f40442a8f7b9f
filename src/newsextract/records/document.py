"""The record of one article: what a line of ``records/*.jsonl`` holds."""

import re
from typing import Literal, Self

import simplejson
from pydantic import Field, ValidationError

from newsextract.errors import SchemaError
from newsextract.records.article import ArticleInfo
from newsextract.records.claims import Claim
from newsextract.records.fields import Record
from newsextract.records.findings import Firm, Metric

SCHEMA_VERSION: Literal["1.0"] = "1.0"


_EXACT = re.compile(r'("(?:value|low|high|score|points)":)"([^"]*)"')
"""Numbers as pydantic writes them, in quotation marks: the fields of type Number, whose names no other field has."""


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
        """Return the record as one line of JSON, numbers exact.

        Raises:
            ValueError: half a character (a lone surrogate) in it, which no JSON can hold.
        """
        article = self.article.model_dump_json()  # apart: its fields may have any name
        rest = "".join(_EXACT.split(self.model_dump_json(exclude={"schema_version", "article"})))
        line = f'{{"schema_version":"{self.schema_version}","article":{article},{rest[1:]}'
        return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")  # to some readers they end a line

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
