"""Where each claim stands in review: worked out by the database from the decisions, never stored."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Connection, FromClause, case, func, select

from newsextract.store.decisions import Decision, is_standing, read_decisions
from newsextract.store.tables import CLAIMS, DECISIONS

Status = Literal["open", "accepted", "rejected", "edited", "skipped", "changed", "withdrawn"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""``changed``: decided, but the claim reads otherwise now. ``withdrawn``: decided, but no longer extracted."""


class Reviewed(NamedTuple):
    """Claims with the decision that counts, for queries: ``select(CLAIMS, it.status).select_from(it.claims)``."""

    claims: FromClause
    """The table ``claims``, each with the row of ``decision``, whose columns are NULL where there is none."""
    decision: FromClause
    status: ColumnElement[str]
    """One of STATUSES but ``withdrawn``, which no row of ``claims`` is."""


def reviewed_claims(reviewer: str | None = None) -> Reviewed:
    """Return the claims with where they stand, by everybody's decisions or by those of one reviewer.

    Of several decisions that stand, the last counts; a skip only where there is nothing else, for it decides nothing.
    An edited claim that is extracted at last as the reviewer corrected it is not changed: it is what she wanted.
    """
    decision = DECISIONS.alias("decision")
    counting = _counting_id(CLAIMS.c.key, reviewer)
    same = CLAIMS.c.digest.in_([decision.c.digest, decision.c.outcome_digest])
    status = case(
        (decision.c.id.is_(None), "open"),
        (decision.c.verdict == "skip", "skipped"),
        (~same, "changed"),
        (decision.c.verdict == "accept", "accepted"),
        (decision.c.verdict == "reject", "rejected"),
        else_="edited",
    )
    return Reviewed(CLAIMS.outerjoin(decision, decision.c.id == counting), decision, status)


def count_statuses(connection: Connection, reviewer: str | None = None) -> dict[Status, int]:
    """Return how many claims are in each status, all statuses named; withdrawn ones are not in the table ``claims``."""
    reviewed = reviewed_claims(reviewer)
    decided = CLAIMS.c.key.in_(select(DECISIONS.c.claim_key))  # all others are open: no need to look at them
    query = select(reviewed.status, func.count()).select_from(reviewed.claims).where(decided).group_by(reviewed.status)
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    counts = {status: found.get(status, 0) for status in STATUSES}
    extracted = connection.execute(select(func.count()).select_from(CLAIMS)).scalar_one()
    counts["open"] = extracted - sum(number for status, number in counts.items() if status != "open")
    counts["withdrawn"] = connection.execute(
        select(func.count()).select_from(DECISIONS).where(*_withdrawn(reviewer))
    ).scalar_one()
    return counts


def read_status(connection: Connection, key: str, reviewer: str | None = None) -> tuple[Status, Decision | None]:
    """Return where a claim stands and the decision that counts; ``open`` and None for a key nobody knows."""
    reviewed = reviewed_claims(reviewer)
    found = connection.execute(
        select(reviewed.status, reviewed.decision.c.id).select_from(reviewed.claims).where(CLAIMS.c.key == key)
    ).one_or_none()
    if found:
        return found[0], next(read_decisions(connection, DECISIONS.c.id == found[1]), None)
    last = next(read_decisions(connection, DECISIONS.c.claim_key == key, *_withdrawn(reviewer)), None)
    return ("withdrawn", last) if last else ("open", None)


def read_withdrawn(connection: Connection, reviewer: str | None = None) -> list[Decision]:
    """Return the decisions that count on claims that are no longer extracted, in the order in which they were made."""
    return list(read_decisions(connection, *_withdrawn(reviewer)))


def read_counting(connection: Connection) -> Iterator[Decision]:
    """Yield for each claim that was accepted, rejected or edited the decision that counts, extracted or not."""
    counting = DECISIONS.c.id == _counting_id(DECISIONS.c.claim_key, None)
    return read_decisions(connection, DECISIONS.c.verdict != "skip", counting)


def _counting_id(key: ColumnElement[str], reviewer: str | None) -> ColumnElement[int]:
    """Return the id of the decision that counts for a claim, as a subquery."""
    other = DECISIONS.alias("other")
    query = select(other.c.id).where(other.c.claim_key == key, is_standing(other))
    if reviewer is not None:
        query = query.where(other.c.reviewer == reviewer)
    return query.order_by(other.c.verdict == "skip", other.c.id.desc()).limit(1).scalar_subquery()


def _withdrawn(reviewer: str | None) -> tuple[ColumnElement[bool], ...]:
    extracted = select(CLAIMS.c.key).where(CLAIMS.c.key == DECISIONS.c.claim_key).exists()
    return (
        ~extracted,
        DECISIONS.c.verdict != "skip",
        DECISIONS.c.id == _counting_id(DECISIONS.c.claim_key, reviewer),
    )
