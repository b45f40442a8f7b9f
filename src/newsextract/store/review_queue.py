"""The queue of reviewers: a page of the claims that a filter asks for, and how many there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from newsextract.records.fields import CLAIM_TYPES
from newsextract.store.claim_filter import ClaimFilter, conditions
from newsextract.store.claim_folds import ClusterSize, read_cluster_sizes, unfolded
from newsextract.store.links import read_linked
from newsextract.store.review_status import Reviewed, Status, reviewed_claims
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIMS, DECISIONS, FIRMS

Order = Literal["priority", "newest"]


@dataclass(frozen=True, slots=True)
class QueuedClaim:
    """One line of the queue."""

    key: str
    article_id: str
    claim_id: str
    text: str
    types: tuple[str, ...]
    speaker: str | None
    modality: str
    score: Decimal
    published_at: str | None
    publisher: str | None
    title: str | None
    script: str
    status: Status
    firms: tuple[str, ...] = ()
    cluster: ClusterSize | None = None
    """None where nobody else says the same, as far as is known."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue."""

    claims: tuple[QueuedClaim, ...]
    after: str
    """What asks for the page that follows; empty: this is the last."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims a filter finds."""

    total: int
    by_type: dict[str, int] = field(default_factory=dict)


def read_page(
    connection: Connection, wanted: ClaimFilter, *, order: Order = "priority", after: str = "", size: int = 50
) -> QueuePage:
    """Return the claims behind ``after`` (empty: the first), at most ``size``; of those that say the same, one."""
    rank = _rank(order, wanted)
    reviewed = reviewed_claims(wanted.reviewer)
    query = _claims(reviewed).where(
        *conditions(wanted, reviewed.status), *unfolded(wanted, by_score=order == "priority")
    )
    query = query.order_by(rank.desc(), CLAIMS.c.key).limit(size + 1)
    if after:
        value, _, key = after.rpartition("~")
        bound = Decimal(value or 0) if order == "priority" else value
        query = query.where(or_(rank < bound, and_(rank == bound, CLAIMS.c.key > key)))
    rows = connection.execute(query).all()
    more = len(rows) > size
    claims = _completed(connection, [_queued(row) for row in rows[:size]])
    return QueuePage(tuple(claims), _place(claims[-1], order) if more else "")


def read_queued(connection: Connection, keys: Sequence[str]) -> list[QueuedClaim]:
    """Return claims as the queue shows them, in the order of ``keys``; those not extracted any more are left out."""
    rows = connection.execute(_claims(reviewed_claims()).where(CLAIMS.c.key.in_(keys))).all()
    return _completed(connection, sorted(map(_queued, rows), key=lambda claim: keys.index(claim.key)))


def count_claims(connection: Connection, wanted: ClaimFilter) -> Counts:
    """Return how many claims there are, in all and by type, folded ones as well."""
    if wanted.status == "open":  # all but those that somebody decided: they are few, and the open ones are many
        every = replace(wanted, status="all")
        found = _count_by_types(connection, every)
        found.subtract(_count_by_types(connection, every, decided=True))
    else:
        found = _count_by_types(connection, wanted)
    by_type: dict[str, int] = {
        name: sum(number for types, number in found.items() if name in types) for name in CLAIM_TYPES
    }
    return Counts(found.total(), by_type)


def _count_by_types(connection: Connection, wanted: ClaimFilter, *, decided: bool = False) -> Counter[tuple[str, ...]]:
    """Return how many claims have which types together; of those that are not open, if they are to be decided."""
    reviewed = reviewed_claims(wanted.reviewer)
    source = reviewed.claims if decided or wanted.status != "all" else CLAIMS
    if wanted.source or wanted.script or wanted.since or wanted.until:
        source = source.join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
    query = select(CLAIMS.c.types, func.count()).select_from(source).where(*conditions(wanted, reviewed.status))
    if decided:
        query = query.where(CLAIMS.c.key.in_(select(DECISIONS.c.claim_key)), reviewed.status != "open")
    return Counter({tuple(types): number for types, number in connection.execute(query.group_by(CLAIMS.c.types))})


def _claims(reviewed: Reviewed) -> Select[Any]:
    return (
        select(
            *CLAIMS.c["key", "article_id", "id", "types", "modality", "score", "speaker_text"],
            CLAIMS.c.text.label("claim_text"),
            *ARTICLES.c["published_at", "publisher", "title", "script"],
            reviewed.status.label("status"),
        )
        .select_from(reviewed.claims)
        .join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
    )


def _rank(order: Order, wanted: ClaimFilter) -> ColumnElement[Any]:
    """Return what claims are sorted by.

    Where every claim will do, the index of scores gives the first page at once. Where few fit, following it would look
    at all claims one by one in the worst order: an expression keeps the database from doing so.
    """
    if order == "newest":
        return func.coalesce(ARTICLES.c.published_at, "")
    if wanted.is_plain:
        return CLAIMS.c.score
    return func.coalesce(CLAIMS.c.score, CLAIMS.c.score)


def _place(claim: QueuedClaim, order: Order) -> str:
    value = format(claim.score, "f") if order == "priority" else claim.published_at or ""
    return f"{value}~{claim.key}"


def _queued(row: Row[Any]) -> QueuedClaim:
    return QueuedClaim(
        key=row.key,
        article_id=row.article_id,
        claim_id=row.id,
        text=row.claim_text,
        types=tuple(row.types),
        speaker=row.speaker_text,
        modality=row.modality,
        score=row.score,
        published_at=row.published_at,
        publisher=row.publisher,
        title=row.title,
        script=row.script,
        status=row.status,
    )


def _completed(connection: Connection, claims: list[QueuedClaim]) -> list[QueuedClaim]:
    keys = [(claim.article_id, claim.claim_id) for claim in claims]
    named = read_linked(connection, keys, CLAIM_FIRMS, "firm_id", FIRMS.c.name)
    clusters = read_cluster_sizes(connection, [claim.key for claim in claims])
    return [
        replace(claim, firms=tuple(named[key]), cluster=clusters.get(claim.key))
        for claim, key in zip(claims, keys, strict=True)
    ]
