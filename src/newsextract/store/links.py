"""How the tables hang together: joins that queries share, a firm across articles, what a claim is linked to."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, case, exists, func, or_, select, tuple_

from newsextract.store.tables import CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, FIRMS, MENTIONS, METRICS

Key = tuple[str, str]
"""An article's id, and the id of something in it."""

CLAIM_OF_FIRM_LINK = and_(CLAIM_FIRMS.c.article_id == CLAIMS.c.article_id, CLAIM_FIRMS.c.claim_id == CLAIMS.c.id)
FIRM_OF_LINK = and_(FIRMS.c.article_id == CLAIM_FIRMS.c.article_id, FIRMS.c.id == CLAIM_FIRMS.c.firm_id)
FIRM_OF_METRIC = and_(FIRMS.c.article_id == METRICS.c.article_id, FIRMS.c.id == METRICS.c.subject_firm_id)
_NAMED = exists().where(
    MENTIONS.c.article_id == METRICS.c.article_id,
    MENTIONS.c.firm_id == METRICS.c.subject_firm_id,
    MENTIONS.c.text == METRICS.c.subject_text,
)
THING_OF_METRIC = case((and_(METRICS.c.subject_firm_id.is_not(None), ~_NAMED), METRICS.c.subject_text))
"""What a firm has that a figure is of, a product or a business line; null where the figure is the firm's own."""
METRIC_OF_LINK = and_(METRICS.c.article_id == CLAIM_METRICS.c.article_id, METRICS.c.id == CLAIM_METRICS.c.metric_id)

FIRM_KEY = func.coalesce(FIRMS.c.canonical_id, FIRMS.c.name_simplified)
"""The firm of a row across articles: its id in the gazetteer, or else its name in simplified script."""


def is_firm(key: str) -> ColumnElement[bool]:
    """Return the condition that ``key`` is the ``FIRM_KEY`` of a row of ``firms``, in a form that uses the indexes."""
    return or_(FIRMS.c.canonical_id == key, and_(FIRMS.c.canonical_id.is_(None), FIRMS.c.name_simplified == key))


def read_linked(
    connection: Connection, claims: Collection[Key], link: Table, id_column: str, shown: Column[str]
) -> dict[Key, list[str]]:
    """Return what claims are linked to, by article and claim, in the order of the links.

    Args:
        connection: to read from.
        claims: articles and ids of claims; asked for one without links, the result gives an empty list.
        link: ``claim_firms`` or ``claim_metrics``.
        id_column: its column with the id of what is linked.
        shown: the column to return, of the table of what is linked.
    """
    found: dict[Key, list[str]] = defaultdict(list)
    if not claims:
        return found
    other = shown.table
    query = (
        select(link.c.article_id, link.c.claim_id, shown)
        .join(other, and_(other.c.article_id == link.c.article_id, other.c.id == link.c[id_column]))
        .where(tuple_(link.c.article_id, link.c.claim_id).in_(list(claims)))
        .order_by(link.c.article_id, link.c.claim_id, link.c.position)
    )
    for article_id, claim_id, value in connection.execute(query):
        found[article_id, claim_id].append(value)
    return found
