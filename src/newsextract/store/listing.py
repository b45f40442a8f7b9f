"""Claims, firms and metrics page by page, for programs; each page says where the next one begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from newsextract.store.claim_filter import ClaimFilter, conditions, contains, published
from newsextract.store.links import FIRM_KEY, FIRM_OF_METRIC, is_firm, read_linked
from newsextract.store.review_status import reviewed_claims
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, FIRMS, METRICS

Item = dict[str, Any]


class Listing(NamedTuple):
    """A page, and the place behind its last item; None where nothing follows."""

    items: list[Item]
    after: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class MetricFilter:
    """What is asked for; what is None or empty is not. Texts come as their forms in both scripts: any of them fits."""

    firm_key: str = ""
    indicator: tuple[str, ...] = ()
    unit: str = ""
    kind: str = ""
    article_id: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, inclusive."""


def list_claims(
    connection: Connection, wanted: ClaimFilter, *, after: tuple[Decimal, str] | None = None, size: int = 50
) -> Listing:
    """Return claims, the highest score first."""
    reviewed = reviewed_claims(wanted.reviewer)
    columns = [column for column in CLAIMS.c if column.name not in {"position", "digest"}]
    query = (
        select(*columns, ARTICLES.c.published_at, ARTICLES.c.publisher, ARTICLES.c.url, reviewed.status.label("status"))
        .select_from(reviewed.claims)
        .join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
        .where(*conditions(wanted, reviewed.status))
        .order_by(CLAIMS.c.score.desc(), CLAIMS.c.key)
        .limit(size + 1)
    )
    if after:
        score, last = after
        query = query.where(or_(CLAIMS.c.score < score, and_(CLAIMS.c.score == score, CLAIMS.c.key > last)))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    claims = [(row["article_id"], row["id"]) for row in rows[:size]]
    firms = read_linked(connection, claims, CLAIM_FIRMS, "firm_id", FIRMS.c.name)
    metrics = read_linked(connection, claims, CLAIM_METRICS, "metric_id", METRICS.c.id)
    for row, claim in zip(rows[:size], claims, strict=True):
        row |= {"firms": firms[claim], "metric_ids": metrics[claim]}
    return _page(rows, size, "score", "key")


def list_firms(
    connection: Connection, *, name: tuple[str, ...] = (), after: str | None = None, size: int = 50
) -> Listing:
    """Return firms over all articles by their key: the id in the gazetteer, or else the simplified name."""
    articles = func.count(FIRMS.c.article_id.distinct())
    query = (
        select(
            FIRM_KEY.label("key"),
            func.max(func.coalesce(FIRMS.c.canonical_name, FIRMS.c.name)).label("name"),
            func.max(FIRMS.c.canonical_id).label("canonical_id"),
            articles.label("articles"),
        )
        .group_by(FIRM_KEY)
        .order_by(FIRM_KEY)
        .limit(size + 1)
    )
    if name:
        query = query.where(or_(contains(FIRMS.c.name_simplified, name), contains(FIRMS.c.name, name)))
    if after is not None:
        query = query.where(after < FIRM_KEY)
    return _page([dict(row) for row in connection.execute(query).mappings()], size, "key")


def list_metrics(
    connection: Connection, wanted: MetricFilter, *, after: tuple[str, int] | None = None, size: int = 50
) -> Listing:
    """Return metrics by article and their place in it, each with the name of the firm whose it is."""
    query = (
        select(METRICS, FIRMS.c.name.label("firm"), ARTICLES.c.published_at, ARTICLES.c.publisher, ARTICLES.c.url)
        .join(ARTICLES, ARTICLES.c.id == METRICS.c.article_id)
        .outerjoin(FIRMS, FIRM_OF_METRIC)
        .where(*_of_metric(wanted))
        .order_by(METRICS.c.article_id, METRICS.c.position)
        .limit(size + 1)
    )
    if after:
        article, place = after
        behind = and_(METRICS.c.article_id == article, METRICS.c.position > place)
        query = query.where(or_(METRICS.c.article_id > article, behind))
    return _page([dict(row) for row in connection.execute(query).mappings()], size, "article_id", "position")


def _of_metric(wanted: MetricFilter) -> Iterable[ColumnElement[bool]]:
    for column, value in (
        (METRICS.c.unit, wanted.unit),
        (METRICS.c.kind, wanted.kind),
        (METRICS.c.article_id, wanted.article_id),
    ):
        if value:
            yield column == value
    if wanted.firm_key:
        yield is_firm(wanted.firm_key)
    if wanted.indicator:
        yield contains(METRICS.c.indicator, wanted.indicator)
    yield from published(wanted.since, wanted.until)


def _page(rows: list[Item], size: int, *place: str) -> Listing:
    shown = rows[:size]
    return Listing(shown, tuple(shown[-1][name] for name in place) if len(rows) > size else None)
