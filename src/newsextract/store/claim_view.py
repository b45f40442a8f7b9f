"""One claim with the part of its article that a reviewer reads, and all that was found in that part."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, Row, Table, and_, func, or_, select

from newsextract.store.claim_folds import in_cluster_of
from newsextract.store.links import (
    CLAIM_OF_FIRM_LINK,
    FIRM_KEY,
    FIRM_OF_LINK,
    FIRM_OF_METRIC,
    METRIC_OF_LINK,
    THING_OF_METRIC,
    is_firm,
)
from newsextract.store.review_queue import QueuedClaim, read_queued
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, FIRMS, MENTIONS, METRICS

HighlightKind = Literal["claim", "other", "speaker", "cue", "firm", "reference", "metric", "period"]

CONTEXT = 900
"""Code points of the article that are read before and behind a claim."""
LONGEST_CLAIM = 4_000
"""Of a longer sentence, this much is read: the page of the article has it whole."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the article's text and what it is; offsets in code points of the whole text."""

    start: int
    end: int
    kind: HighlightKind
    id: str = ""
    key: str = ""
    """Of a claim."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of an article's text with its highlights; those that only begin or end in it are in it too."""

    start: int
    text: str
    highlights: tuple[Highlight, ...]
    length: int
    """Of the whole article."""

    @property
    def end(self) -> int:
        """Where the excerpt ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class NamedFirm:
    """A firm of the article."""

    id: str
    name: str
    key: str
    """Its id in the gazetteer, or else its name in simplified script: the same in every article."""
    canonical: str | None
    in_claim: bool


@dataclass(frozen=True, slots=True)
class StatedMetric:
    """A figure of the claim."""

    id: str
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str
    indicator: str | None
    subject: str | None
    period: str | None
    change: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim to be judged."""

    queued: QueuedClaim
    start: int
    end: int
    speaker_kind: str | None
    cue: str | None
    stance: str | None
    subject: str | None
    alone: str
    """The sentence as it can be read alone; equal to its text where nothing had to be put in."""
    why: tuple[tuple[str, Decimal], ...]
    """What its priority is made of: features, and what each adds."""
    rules: tuple[str, ...]
    url: str | None
    source: str
    locale: str
    sha256: str
    warnings: tuple[str, ...]
    excerpt: Excerpt
    firms: tuple[NamedFirm, ...]
    metrics: tuple[StatedMetric, ...]


def read_claim_view(connection: Connection, key: str) -> ClaimView | None:
    """Return a claim with its surroundings; None when it is not extracted any more."""
    queued = read_queued(connection, [key])
    query = (
        select(CLAIMS, *ARTICLES.c["url", "source", "locale", "sha256", "warnings"])
        .join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
        .where(CLAIMS.c.key == key)
    )
    row = connection.execute(query).first()
    if not queued or row is None:
        return None
    start, end = max(0, row.span_start - CONTEXT), min(row.span_end, row.span_start + LONGEST_CLAIM) + CONTEXT
    excerpt = read_excerpt(connection, row.article_id, start, end, claim_id=row.id)
    if excerpt is None:
        return None
    return ClaimView(
        queued=queued[0],
        start=row.span_start,
        end=row.span_end,
        speaker_kind=row.speaker_kind,
        cue=row.cue_text,
        stance=row.stance,
        subject=row.subject_text,
        alone=row.text_resolved,
        why=tuple((feature, Decimal(points)) for feature, points in row.why),
        rules=tuple(row.rules),
        url=row.url,
        source=row.source,
        locale=row.locale,
        sha256=row.sha256,
        warnings=tuple(row.warnings),
        excerpt=excerpt,
        firms=tuple(_firms(connection, row)),
        metrics=tuple(_metrics(connection, row)),
    )


def read_excerpt(
    connection: Connection, article_id: str, start: int = 0, end: int | None = None, *, claim_id: str = ""
) -> Excerpt | None:
    """Return the text from ``start`` to ``end`` (None: all) with its highlights; None for an article that is not there.

    ``claim_id`` is the claim to be judged.
    """
    length = ARTICLES.c.length if end is None else end - start
    text = func.substr(ARTICLES.c.text, start + 1, length)
    row = connection.execute(select(text, ARTICLES.c.length).where(ARTICLES.c.id == article_id)).one_or_none()
    if row is None:
        return None
    text, whole = row
    stop = start + len(text)
    highlights = [
        *_claim_highlights(connection, article_id, start, stop, claim_id),
        *_mention_highlights(connection, article_id, start, stop),
        *_metric_highlights(connection, article_id, start, stop),
    ]
    return Excerpt(start, text, tuple(highlights), whole)


def read_related(connection: Connection, view: ClaimView, limit: int = 8) -> list[QueuedClaim]:
    """Return claims that say something else about the firms of a claim, in any article, most worth a look first."""
    keys = [firm.key for firm in view.firms if firm.in_claim]
    if not keys:
        return []
    query = (
        select(CLAIMS.c.key, CLAIMS.c.score)
        .distinct()
        .join(CLAIM_FIRMS, CLAIM_OF_FIRM_LINK)
        .join(FIRMS, FIRM_OF_LINK)
        .where(or_(*map(is_firm, keys)), CLAIMS.c.key != view.queued.key, ~in_cluster_of(view.queued.key))
        .order_by(CLAIMS.c.score.desc(), CLAIMS.c.key)
        .limit(limit)
    )
    return read_queued(connection, [row.key for row in connection.execute(query)])


def _overlaps(table: Table, start: int, stop: int) -> Any:  # noqa: ANN401 - a condition
    return and_(table.c.span_start < stop, table.c.span_end > start)


def _claim_highlights(
    connection: Connection, article_id: str, start: int, stop: int, claim_id: str
) -> Iterator[Highlight]:
    query = select(CLAIMS).where(CLAIMS.c.article_id == article_id, _overlaps(CLAIMS, start, stop))
    for row in connection.execute(query.order_by(CLAIMS.c.position)):
        mine = row.id == claim_id
        yield Highlight(row.span_start, row.span_end, "claim" if mine else "other", row.id, row.key)
        if mine and row.speaker_start is not None:
            yield Highlight(row.speaker_start, row.speaker_end, "speaker", row.id)
        if mine and row.cue_start is not None:
            yield Highlight(row.cue_start, row.cue_end, "cue", row.id)


def _mention_highlights(connection: Connection, article_id: str, start: int, stop: int) -> Iterator[Highlight]:
    query = select(MENTIONS).where(MENTIONS.c.article_id == article_id, _overlaps(MENTIONS, start, stop))
    for row in connection.execute(query.order_by(MENTIONS.c.span_start)):
        yield Highlight(row.span_start, row.span_end, "firm" if row.kind == "name" else "reference", row.firm_id)


def _metric_highlights(connection: Connection, article_id: str, start: int, stop: int) -> Iterator[Highlight]:
    query = select(METRICS).where(METRICS.c.article_id == article_id, _overlaps(METRICS, start, stop))
    for row in connection.execute(query.order_by(METRICS.c.position)):
        yield Highlight(row.span_start, row.span_end, "metric", row.id)
        if row.period_start is not None:
            yield Highlight(row.period_start, row.period_end, "period", row.id)


def _firms(connection: Connection, claim: Row[Any]) -> Iterator[NamedFirm]:
    named = connection.execute(
        select(CLAIM_FIRMS.c.firm_id).where(
            CLAIM_FIRMS.c.article_id == claim.article_id, CLAIM_FIRMS.c.claim_id == claim.id
        )
    )
    ids = set(named.scalars())
    for row in connection.execute(
        select(FIRMS, FIRM_KEY.label("key")).where(FIRMS.c.article_id == claim.article_id).order_by(FIRMS.c.position)
    ):
        yield NamedFirm(row.id, row.name, row.key, row.canonical_name, row.id in ids)


def _metrics(connection: Connection, claim: Row[Any]) -> Iterator[StatedMetric]:
    link = CLAIM_METRICS.c
    query = (
        select(METRICS, FIRMS.c.name.label("firm"), THING_OF_METRIC.label("thing"))
        .join(CLAIM_METRICS, METRIC_OF_LINK)
        .outerjoin(FIRMS, FIRM_OF_METRIC)
        .where(link.article_id == claim.article_id, link.claim_id == claim.id)
        .order_by(link.position)
    )
    for row in connection.execute(query):
        yield StatedMetric(
            row.id, row.text, row.value, row.low, row.high, row.unit, row.qualifier, row.indicator,
            row.thing or row.firm or row.subject_text, row.period_text, row.change, row.basis,
        )  # fmt: skip
