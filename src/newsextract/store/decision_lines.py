"""Decisions as JSON objects, for a file that outlives the database."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from newsextract.store.decisions import UNDO, Decision, read_decisions, utc_text
from newsextract.store.review_status import Status, reviewed_claims
from newsextract.store.tables import CLAIMS, DECISIONS


def decision_objects(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield every row of ``decisions`` in the order of time, with whether it stands and where its claim stands now."""
    taken_back = set(connection.execute(select(DECISIONS.c.takes_back)).scalars())
    statuses = _statuses(connection)
    for decision in read_decisions(connection):
        stands = decision.verdict != UNDO and decision.id not in taken_back
        yield _as_object(decision) | {"stands": stands, "status": statuses.get(decision.claim_key, "withdrawn")}


def _as_object(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "claim_key": decision.claim_key,
        "article_id": decision.article_id,
        "reviewer": decision.reviewer,
        "verdict": decision.verdict,
        "decided_at": utc_text(decision.decided_at),
        "note": decision.note,
        "claim": decision.snapshot.model_dump(mode="json"),
        "edits": decision.edits.given() if decision.edits else None,
        "outcome": decision.outcome.model_dump(mode="json"),
        "takes_back": decision.takes_back,
        "request_id": decision.request_id,
    }


def _statuses(connection: Connection) -> dict[str, Status]:
    reviewed = reviewed_claims()
    query = select(CLAIMS.c.key, reviewed.status).select_from(reviewed.claims)
    decided = CLAIMS.c.key.in_(select(DECISIONS.c.claim_key))
    return {row[0]: row[1] for row in connection.execute(query.where(decided))}
