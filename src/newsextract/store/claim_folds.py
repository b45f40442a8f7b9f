"""Claims that say the same (``newsextract cluster``): a queue shows one of them, the others are folded away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, or_, select

from newsextract.store.claim_filter import ClaimFilter, conditions
from newsextract.store.review_status import reviewed_claims
from newsextract.store.tables import ARTICLES, CLAIM_CLUSTERS, CLAIMS, DECISIONS

_MINE, _OTHER = CLAIM_CLUSTERS.alias("mine"), CLAIM_CLUSTERS.alias("other")
_HEAD = CLAIMS.alias("head")


class ClusterSize(NamedTuple):
    """The cluster of a claim, as far as it is extracted today."""

    cluster: str
    reprints: int
    """Other claims of it."""
    sources: int
    """Independent ones, its own included."""


def has_clusters(connection: Connection) -> bool:
    """Say whether claims were clustered at all."""
    return connection.execute(select(CLAIM_CLUSTERS.c.claim_key).limit(1)).first() is not None


def unfolded(wanted: ClaimFilter, *, by_score: bool) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that a claim is the one of its cluster to be shown; none where all are asked for.

    It is one that somebody decided, whether that was undone or not, or else the one of the highest score: of what is
    decided, no reprint comes up again. Only claims that fit the filter, whatever their status, stand for others.
    ``by_score`` says that the claims are read by score until a page is full: then each is looked at for itself.
    """
    if not wanted.folded or wanted.status not in {"open", "all"}:
        return
    if wanted.is_plain and by_score:
        yield ~_follows_another()
        return
    every = replace(wanted, status="all")
    place = func.row_number().over(
        partition_by=CLAIM_CLUSTERS.c.cluster, order_by=(_touched(CLAIMS).desc(), CLAIMS.c.score.desc(), CLAIMS.c.key)
    )
    ranked = (
        select(CLAIMS.c.key, place.label("place"))
        .select_from(CLAIM_CLUSTERS.join(CLAIMS, CLAIMS.c.key == CLAIM_CLUSTERS.c.claim_key))
        .where(*conditions(every, reviewed_claims(wanted.reviewer).status))
        .subquery("ranked")
    )
    yield CLAIMS.c.key.not_in(select(ranked.c.key).where(ranked.c.place > 1))


def read_cluster_sizes(connection: Connection, keys: Sequence[str]) -> dict[str, ClusterSize]:
    """Return the clusters of those of the claims ``keys`` that others say as well."""
    number = func.count()
    query = (
        select(_MINE.c.claim_key, _MINE.c.cluster, _MINE.c.sources, number)
        .join(_OTHER, _OTHER.c.cluster == _MINE.c.cluster)
        .join(_HEAD, _HEAD.c.key == _OTHER.c.claim_key)
        .where(_MINE.c.claim_key.in_(keys))
        .group_by(_MINE.c.claim_key, _MINE.c.cluster, _MINE.c.sources)
        .having(number > 1)
    )
    return {
        key: ClusterSize(cluster, size - 1, min(sources, size))
        for key, cluster, sources, size in connection.execute(query)
    }


def read_reprints(connection: Connection, key: str, limit: int) -> list[str]:
    """Return the keys of the other claims of a claim's cluster, the first published first, at most ``limit``."""
    query = (
        select(CLAIMS.c.key)
        .select_from(_MINE)
        .join(_OTHER, _OTHER.c.cluster == _MINE.c.cluster)
        .join(CLAIMS, CLAIMS.c.key == _OTHER.c.claim_key)
        .join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
        .where(_MINE.c.claim_key == key, CLAIMS.c.key != key)
        .order_by(ARTICLES.c.published_at.is_(None), ARTICLES.c.published_at, CLAIMS.c.key)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def in_cluster_of(key: str) -> ColumnElement[bool]:
    """Return the condition that a claim is in the cluster of the claim ``key``."""
    mine = select(_MINE.c.cluster).where(_MINE.c.claim_key == key)
    return CLAIMS.c.key.in_(select(_OTHER.c.claim_key).where(_OTHER.c.cluster.in_(mine)))


def _follows_another() -> ColumnElement[bool]:
    """Return the condition that another claim of its cluster stands for a claim: an index away for each that is shown.

    Ranking all clusters, as for other filters, would take a third of a second with 30,000 claims in them.
    """
    before = or_(
        _touched(_HEAD) > _touched(CLAIMS),
        and_(
            _touched(_HEAD) == _touched(CLAIMS),
            or_(_HEAD.c.score > CLAIMS.c.score, and_(_HEAD.c.score == CLAIMS.c.score, _HEAD.c.key < CLAIMS.c.key)),
        ),
    )
    return (
        select(_HEAD.c.key)
        .select_from(_MINE)
        .join(_OTHER, _OTHER.c.cluster == _MINE.c.cluster)
        .join(_HEAD, _HEAD.c.key == _OTHER.c.claim_key)
        .where(_MINE.c.claim_key == CLAIMS.c.key, before)
        .correlate(CLAIMS)
        .exists()
    )


def _touched(claims: FromClause) -> ColumnElement[int]:
    return case((claims.c.key.in_(select(DECISIONS.c.claim_key)), 1), else_=0)
