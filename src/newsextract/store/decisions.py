"""Decisions of reviewers: appended, never changed, never deleted. Undoing appends a row that takes the last one back.

Every function works on a connection that the caller holds (``Database.writing`` or ``Database.reading``): what is
done on it is one transaction, which should be short.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from newsextract.errors import DecisionError
from newsextract.store.claim_content import ClaimEdits, ClaimSnapshot
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIMS, DECISIONS, FIRMS

Verdict = Literal["accept", "reject", "edit", "skip"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
UNDO = "undo"

_TAKER = DECISIONS.alias("taker")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of ``decisions``."""

    id: int
    claim_key: str
    article_id: str
    reviewer: str
    verdict: Verdict | Literal["undo"]
    decided_at: datetime
    """In UTC."""
    snapshot: ClaimSnapshot
    """The claim as it was extracted when it was decided."""
    edits: ClaimEdits | None
    outcome: ClaimSnapshot
    """The claim as the reviewer left it: equal to ``snapshot`` but for an edit."""
    note: str | None
    request_id: str
    takes_back: int | None
    """The id of the decision that this one undoes."""


def decide(  # noqa: PLR0913 - the parts of a decision
    connection: Connection,
    key: str,
    *,
    reviewer: str,
    verdict: Verdict,
    edits: ClaimEdits | None = None,
    note: str | None = None,
    request_id: str | None = None,
    at: datetime | None = None,
) -> Decision:
    """Append a decision on the claim ``key`` as it is extracted now, and return it.

    Args:
        connection: in a transaction that may write.
        key: the claim's key.
        reviewer: who decides.
        verdict: what about it; ``edit`` needs ``edits``, the others take none.
        edits: what is corrected.
        note: for people; kept as it is.
        request_id: names this act of this reviewer: asked again under the same name, the first decision is returned.
        at: when it was decided, if not now.

    Raises:
        DecisionError: no such claim, no reviewer, edits that do not fit, or a request id used for something else.
    """
    _check(reviewer, verdict, edits)
    if request_id and (earlier := _by_request(connection, reviewer, request_id)):
        return _same_request(earlier, key, verdict, edits)
    snapshot, article_id, edited_text = _read_claim(connection, key, edits.span if edits else None)
    outcome = edits.apply(snapshot, edited_text) if edits else snapshot
    name = request_id or str(uuid.uuid4())
    row = {
        "claim_key": key,
        "article_id": article_id,
        "reviewer": reviewer,
        "verdict": verdict,
        "decided_at": utc_text(at or datetime.now(UTC)),
        "note": note or None,
        "request_id": name,
        "takes_back": None,
        **_content(snapshot, edits, outcome),
    }
    if added := _append(connection, row):
        return added
    earlier = _by_request(connection, reviewer, name)  # another connection was faster
    if earlier is None:
        raise DecisionError(f"the decision on {key} was refused by the database: try again")
    return _same_request(earlier, key, verdict, edits)


def undo(
    connection: Connection, *, reviewer: str, request_id: str | None = None, at: datetime | None = None
) -> Decision | None:
    """Take back the reviewer's last decision that stands, and return the row that does; None where there is none.

    With the same ``request_id`` again, the first row is returned and nothing more is taken back.

    Raises:
        DecisionError: no reviewer, or a request id that was used for a decision.
    """
    if not reviewer.strip():
        raise DecisionError("a decision needs the name of its reviewer")
    request_id = request_id or str(uuid.uuid4())
    while True:
        if earlier := _by_request(connection, reviewer, request_id):
            if earlier.verdict != UNDO:
                raise DecisionError(f"request id {request_id} of {reviewer} is that of a decision: give a new one")
            return earlier
        mine = select(DECISIONS).where(DECISIONS.c.reviewer == reviewer, is_standing())
        last = connection.execute(mine.order_by(DECISIONS.c.id.desc()).limit(1)).mappings().one_or_none()
        if last is None:
            return None
        row = {name: value for name, value in last.items() if name != "id"}
        row |= {"verdict": UNDO, "takes_back": last["id"], "request_id": request_id, "note": None}
        row["decided_at"] = utc_text(at or datetime.now(UTC))
        if added := _append(connection, row):  # else another request took the same one back: take the one before
            return added


def read_decisions(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Decision]:
    """Yield decisions, undone ones and undoings included, in the order in which they were made."""
    for row in connection.execute(select(DECISIONS).where(*conditions).order_by(DECISIONS.c.id)):
        yield _decision(row)


def read_decisions_after(connection: Connection, decision_id: int, limit: int) -> list[Decision]:
    """Return the decisions behind one of them (0: from the first), at most ``limit``."""
    query = select(DECISIONS).where(DECISIONS.c.id > decision_id).order_by(DECISIONS.c.id).limit(limit)
    return [_decision(row) for row in connection.execute(query)]


def read_history(connection: Connection, key: str) -> list[Decision]:
    """Return all that was ever decided on a claim, whether it is still extracted or not, oldest first."""
    return list(read_decisions(connection, DECISIONS.c.claim_key == key))


def is_standing(decisions: Any = DECISIONS) -> ColumnElement[bool]:  # noqa: ANN401 - the table or an alias of it
    """Return the condition that a row of ``decisions`` is a decision and nobody took it back."""
    taken_back = select(_TAKER.c.id).where(_TAKER.c.takes_back == decisions.c.id).exists()
    condition: ColumnElement[bool] = (decisions.c.verdict != UNDO) & ~taken_back
    return condition


def _check(reviewer: str, verdict: str, edits: ClaimEdits | None) -> None:
    if not reviewer.strip():
        raise DecisionError("a decision needs the name of its reviewer")
    if verdict not in VERDICTS:
        raise DecisionError(f"{verdict!r} is no verdict: give one of {', '.join(VERDICTS)}")
    if (verdict == "edit") != (edits is not None):
        raise DecisionError("the verdict edit needs edits, and the others take none")


def _read_claim(connection: Connection, key: str, span: tuple[int, int] | None) -> tuple[ClaimSnapshot, str, str]:
    """Return the claim, its article's id and the text at ``span`` (the claim's own where None).

    One statement: it sees the article whole, before or after a load that runs at the same time.
    """
    start, end = span or (0, 0)
    query = (
        select(
            CLAIMS, ARTICLES.c.sha256, ARTICLES.c.fingerprint, ARTICLES.c.length, FIRMS.c.name.label("firm_name"),
            func.substr(ARTICLES.c.text, start + 1, end - start).label("edited_text"),
        )
        .join(ARTICLES, ARTICLES.c.id == CLAIMS.c.article_id)
        .outerjoin(CLAIM_FIRMS, _of_claim(CLAIM_FIRMS.c.article_id, CLAIM_FIRMS.c.claim_id))
        .outerjoin(FIRMS, (FIRMS.c.article_id == CLAIMS.c.article_id) & (FIRMS.c.id == CLAIM_FIRMS.c.firm_id))
        .where(CLAIMS.c.key == key)
        .order_by(CLAIM_FIRMS.c.position)
    )  # fmt: skip
    rows = connection.execute(query).all()
    if not rows:
        raise DecisionError(
            f"{key}: no such claim in the database: it may have been withdrawn; look at the queue again"
        )
    claim = rows[0]
    if end > claim.length:
        raise DecisionError(f"the span {start}:{end} ends behind the article, which has {claim.length} characters")
    snapshot = ClaimSnapshot(
        text=claim.text,
        start=claim.span_start,
        end=claim.span_end,
        types=tuple(claim.types),
        speaker=claim.speaker_text,
        subject=claim.subject_text,
        firms=tuple(row.firm_name for row in rows if row.firm_name is not None),
        modality=claim.modality,
        rules=tuple(claim.rules),
        article_sha256=claim.sha256,
        fingerprint=claim.fingerprint,
    )
    return snapshot, claim.article_id, claim.edited_text if span else claim.text


def _of_claim(article_id: ColumnElement[str], claim_id: ColumnElement[str]) -> ColumnElement[bool]:
    return (article_id == CLAIMS.c.article_id) & (claim_id == CLAIMS.c.id)


def _append(connection: Connection, row: dict[str, Any]) -> Decision | None:
    """Return the row as it was added; None where a row that must be the only one of its kind is there already."""
    try:
        with connection.begin_nested():
            added = connection.execute(insert(DECISIONS).values(row).returning(DECISIONS)).one()
    except IntegrityError:
        return None
    return _decision(added)


def _by_request(connection: Connection, reviewer: str, request_id: str) -> Decision | None:
    query = select(DECISIONS).where(DECISIONS.c.reviewer == reviewer, DECISIONS.c.request_id == request_id)
    row = connection.execute(query).one_or_none()
    return _decision(row) if row else None


def _same_request(earlier: Decision, key: str, verdict: str, edits: ClaimEdits | None) -> Decision:
    if (earlier.claim_key, earlier.verdict, earlier.edits) != (key, verdict, edits):
        raise DecisionError(
            f"request id {earlier.request_id} of {earlier.reviewer} is that of another decision: give a new one"
        )
    return earlier


def _decision(row: Row[Any]) -> Decision:
    snapshot = ClaimSnapshot.model_validate(row.snapshot)
    return Decision(
        id=row.id,
        claim_key=row.claim_key,
        article_id=row.article_id,
        reviewer=row.reviewer,
        verdict=row.verdict,
        decided_at=datetime.fromisoformat(row.decided_at),
        snapshot=snapshot,
        edits=None if row.edits is None else ClaimEdits.model_validate(row.edits),
        outcome=snapshot if row.outcome is None else ClaimSnapshot.model_validate(row.outcome),
        note=row.note,
        request_id=row.request_id,
        takes_back=row.takes_back,
    )


def _content(snapshot: ClaimSnapshot, edits: ClaimEdits | None, outcome: ClaimSnapshot) -> dict[str, Any]:
    return {
        "snapshot": snapshot.model_dump(mode="json"),
        "edits": edits.given() if edits else None,
        "outcome": outcome.model_dump(mode="json") if edits else None,
        "digest": snapshot.digest,
        "outcome_digest": outcome.digest,
    }


def utc_text(at: datetime) -> str:
    """Return a time as decisions keep it and files show it: 2026-03-05T02:00:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
