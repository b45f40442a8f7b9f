"""An article as annotation tools see it: a text, and labels on stretches of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from newsextract.errors import LabelError
from newsextract.records import ArticleRecord
from newsextract.records.fields import CLAIM_TYPES

FIRM, METRIC = "firm", "metric"
"""Labels that show what else was found; they do not come back."""
LABELS: tuple[str, ...] = (*CLAIM_TYPES, FIRM, METRIC)


class Label(NamedTuple):
    """One label on ``text[start:end]`` of the original text, in code points. A claim has one for each of its types."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be labelled."""

    article_id: str
    sha256: str
    """Of the text: labels on another text are of no use."""
    title: str | None
    text: str
    fingerprint: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article that somebody labelled."""

    article_id: str
    sha256: str
    text: str
    labels: frozenset[Label]
    annotator: str | None
    """None where the file does not say."""
    at: datetime | None


def make_task(record: ArticleRecord) -> Task:
    """Return the article with a label for each type of a claim, each place of a firm and each metric, in text order."""
    labels = [Label(claim.start, claim.end, name) for claim in record.claims for name in claim.types]
    labels += [Label(mention.start, mention.end, FIRM) for firm in record.firms for mention in firm.mentions]
    labels += [Label(metric.start, metric.end, METRIC) for metric in record.metrics]
    article = record.article
    ordered = tuple(sorted(set(labels)))
    return Task(article.id, article.sha256, article.title, record.text, record.pipeline.fingerprint, ordered)


def check_label(text: str, start: object, end: object, name: object) -> Label:
    """Return the label as one on ``text``.

    Raises:
        LabelError: the offsets are not those of a stretch of the text, or the label is none of ours.
    """
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise LabelError(f"{start!r} to {end!r} is no stretch of a text of {len(text)} characters")
    if name not in LABELS:
        raise LabelError(f"{name!r} is no label: give one of {', '.join(LABELS)}")
    return Label(start, end, str(name))
