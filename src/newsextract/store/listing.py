"""Claims, firms and metrics page by page, for programs; each page says where the next one begins."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, func, or_, select, tuple_

from newsextract.store.claim_filter import ClaimFilter, conditions, contains, is_firm
from newsextract.store.review_status import reviewed_claims
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, FIRMS, METRICS

Item = dict[str, Any]
Key = tuple[str, str]
"""Article and id in it."""


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
    firms = _linked(connection, rows[:size], CLAIM_FIRMS, "firm_id", FIRMS.c.name)
    metrics = _linked(connection, rows[:size], CLAIM_METRICS, "metric_id", METRICS.c.id)
    for row in rows[:size]:
        claim = row["article_id"], row["id"]
        row |= {"firms": firms[claim], "metric_ids": metrics[claim]}
    return _page(rows, size, "score", "key")


def list_firms(
    connection: Connection, *, name: tuple[str, ...] = (), after: str | None = None, size: int = 50
) -> Listing:
    """Return firms over all articles by their key: the id in the gazetteer, or else the simplified name."""
    key = func.coalesce(FIRMS.c.canonical_id, FIRMS.c.name_simplified)
    articles = func.count(FIRMS.c.article_id.distinct())
    query = (
        select(
            key.label("key"),
            func.max(func.coalesce(FIRMS.c.canonical_name, FIRMS.c.name)).label("name"),
            func.max(FIRMS.c.canonical_id).label("canonical_id"),
            articles.label("articles"),
        )
        .group_by(key)
        .order_by(key)
        .limit(size + 1)
    )
    if name:
        query = query.where(or_(contains(FIRMS.c.name_simplified, name), contains(FIRMS.c.name, name)))
    if after is not None:
        query = query.where(key > after)
    return _page([dict(row) for row in connection.execute(query).mappings()], size, "key")


def list_metrics(
    connection: Connection, wanted: MetricFilter, *, after: tuple[str, int] | None = None, size: int = 50
) -> Listing:
    """Return metrics by article and their place in it, each with the name of the firm whose it is."""
    firm = and_(FIRMS.c.article_id == METRICS.c.article_id, FIRMS.c.id == METRICS.c.subject_firm_id)
    query = (
        select(METRICS, FIRMS.c.name.label("firm"), ARTICLES.c.published_at, ARTICLES.c.publisher, ARTICLES.c.url)
        .join(ARTICLES, ARTICLES.c.id == METRICS.c.article_id)
        .outerjoin(FIRMS, firm)
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
    if wanted.since:
        yield ARTICLES.c.published_at >= wanted.since.isoformat()
    if wanted.until:
        yield ARTICLES.c.published_at < (wanted.until + timedelta(days=1)).isoformat()


def _linked(
    connection: Connection, claims: list[Item], link: Table, id_column: str, shown: Column[str]
) -> dict[Key, list[str]]:
    """Return what each claim is linked to, by article and claim, in the order of the links."""
    found: dict[Key, list[str]] = defaultdict(list)
    keys = [(claim["article_id"], claim["id"]) for claim in claims]
    if keys:
        table = shown.table
        query = (
            select(link.c.article_id, link.c.claim_id, shown)
            .join(table, and_(table.c.article_id == link.c.article_id, table.c.id == link.c[id_column]))
            .where(tuple_(link.c.article_id, link.c.claim_id).in_(keys))
            .order_by(link.c.article_id, link.c.claim_id, link.c.position)
        )
        for article_id, claim_id, value in connection.execute(query):
            found[article_id, claim_id].append(value)
    return found


def _page(rows: list[Item], size: int, *place: str) -> Listing:
    shown = rows[:size]
    return Listing(shown, tuple(shown[-1][name] for name in place) if len(rows) > size else None)
