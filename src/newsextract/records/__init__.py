"""The types that leave the process (pydantic models) and the marks that stages pass on inside it."""

from newsextract.records.article import Article, ArticleInfo, Reject
from newsextract.records.claims import (
    Claim,
    Comparison,
    Event,
    Forecast,
    Party,
    Reason,
    Substitution,
    Superlative,
)
from newsextract.records.document import ArticleRecord, PipelineInfo
from newsextract.records.fields import Speaker, Subject, TextSpan
from newsextract.records.findings import Canonical, Firm, FirmMention, Metric
from newsextract.records.quantity import Period, Quantity

__all__ = [
    "Article",
    "ArticleInfo",
    "ArticleRecord",
    "Canonical",
    "Claim",
    "Comparison",
    "Event",
    "Firm",
    "FirmMention",
    "Forecast",
    "Metric",
    "Party",
    "Period",
    "PipelineInfo",
    "Quantity",
    "Reason",
    "Reject",
    "Speaker",
    "Subject",
    "Substitution",
    "Superlative",
    "TextSpan",
]
