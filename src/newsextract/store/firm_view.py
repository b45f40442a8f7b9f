"""Firms across articles: who they are, and every figure that was stated of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, and_, distinct, func, or_, select, true

from newsextract.store.claim_filter import contains
from newsextract.store.links import FIRM_KEY, FIRM_OF_LINK, FIRM_OF_METRIC, THING_OF_METRIC, is_firm
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, FIRMS, METRICS


@dataclass(frozen=True, slots=True)
class FirmLine:
    """One firm in the list of firms."""

    key: str
    """Its id in the gazetteer, or else its name in simplified script."""
    name: str
    articles: int
    claims: int


@dataclass(frozen=True, slots=True)
class FirmNames:
    """A firm under all its names."""

    key: str
    name: str
    canonical_id: str | None
    names: tuple[str, ...]
    """As written in the articles, the most frequent first."""
    articles: int


@dataclass(frozen=True, slots=True)
class FirmMetric:
    """A figure of a firm or of something that it has, and where it was stated."""

    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str
    qualifier: str
    indicator: str
    period: str | None
    change: str | None
    basis: str | None
    article_id: str
    published_at: str | None
    publisher: str | None
    title: str | None
    claim_key: str | None
    """Of the first claim that states it."""
    thing: str | None = None
    """The product, business line or plant whose figure it is; None for a figure of the firm itself."""


def read_firms(
    connection: Connection, forms: Iterable[str] = (), *, offset: int = 0, size: int = 50
) -> tuple[list[FirmLine], int]:
    """Return the firms of which most is claimed, those whose name contains one of ``forms``, and how many there are."""
    called = or_(contains(FIRMS.c.name_simplified, forms), contains(FIRMS.c.name, forms)) if forms else true()
    claims = func.count(CLAIM_FIRMS.c.claim_id)
    query = (
        select(
            FIRM_KEY.label("key"),
            func.coalesce(func.max(FIRMS.c.canonical_name), func.max(FIRMS.c.name)).label("name"),
            func.count(distinct(FIRMS.c.article_id)).label("articles"),
            claims.label("claims"),
        )
        .select_from(FIRMS.outerjoin(CLAIM_FIRMS, FIRM_OF_LINK))
        .where(called)
        .group_by(FIRM_KEY)
        .order_by(claims.desc(), FIRM_KEY)
        .limit(size)
        .offset(offset)
    )
    total = select(func.count(distinct(FIRM_KEY))).where(called)
    lines = [FirmLine(row.key, row.name, row.articles, row.claims) for row in connection.execute(query)]
    return lines, int(connection.execute(total).scalar_one())


def read_firm_names(connection: Connection, key: str) -> FirmNames | None:
    """Return a firm under all its names; None when no article names it."""
    query = select(FIRMS.c.name, FIRMS.c.aliases, FIRMS.c.canonical_id, FIRMS.c.canonical_name).where(is_firm(key))
    rows = connection.execute(query).all()
    if not rows:
        return None
    counts: dict[str, int] = {}
    for row in rows:
        for name in (row.name, *row.aliases):
            counts[name] = counts.get(name, 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name))
    known = next((row for row in rows if row.canonical_id), None)
    name = known.canonical_name if known else max((row.name for row in rows), key=len)
    return FirmNames(key, name, known.canonical_id if known else None, tuple(names), len(rows))


def read_firm_metrics(connection: Connection, key: str, limit: int = 2000) -> list[FirmMetric]:
    """Return the figures of the firm and its things that say what they measure, the newest article first."""
    stating = (
        select(func.min(CLAIMS.c.key))
        .join(
            CLAIM_METRICS,
            and_(CLAIM_METRICS.c.article_id == CLAIMS.c.article_id, CLAIM_METRICS.c.claim_id == CLAIMS.c.id),
        )
        .where(CLAIM_METRICS.c.article_id == METRICS.c.article_id, CLAIM_METRICS.c.metric_id == METRICS.c.id)
        .correlate(METRICS)
        .scalar_subquery()
    )
    query = (
        select(
            METRICS,
            *ARTICLES.c["published_at", "publisher", "title"],
            stating.label("claim_key"),
            THING_OF_METRIC.label("thing"),
        )
        .join(FIRMS, FIRM_OF_METRIC)
        .join(ARTICLES, ARTICLES.c.id == METRICS.c.article_id)
        .where(is_firm(key), METRICS.c.indicator.is_not(None))
        .order_by(func.coalesce(ARTICLES.c.published_at, "").desc(), METRICS.c.article_id, METRICS.c.position)
        .limit(limit)
    )
    return [
        FirmMetric(
            row.text, row.value, row.low, row.high, row.unit, row.kind, row.qualifier, row.indicator, row.period_text,
            row.change, row.basis, row.article_id, row.published_at, row.publisher, row.title, row.claim_key,
            row.thing,
        )
        for row in connection.execute(query)
    ]  # fmt: skip
