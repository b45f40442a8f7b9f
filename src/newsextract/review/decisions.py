"""Taking decisions: one, several that are on screen, or the last one back. What is written is written by the store."""

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response

from newsextract.errors import DecisionError
from newsextract.review.edits import read_edits
from newsextract.review.visit import AVisit, Form, Visit
from newsextract.store.decisions import VERDICTS, Verdict, decide, undo
from newsextract.store.review_status import count_statuses

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter()

_LARGEST_BULK = 200
_LONGEST_NOTE = 4000


@router.post("/claims/{key}/decide")
def decide_claim(visit: AVisit, form: Form, key: str) -> Response:
    """Write a decision on one claim."""
    if refusal := _refuse(visit):
        return refusal
    verdict = _verdict(form)
    note = _one(form, "note").strip()[:_LONGEST_NOTE] or None
    with visit.database.writing() as connection:
        edits = _edits(connection, form, key) if verdict == "edit" else None
        made = decide(
            connection,
            key,
            reviewer=visit.reviewer,
            verdict=verdict,
            edits=edits,
            note=note,
            request_id=_one(form, "request") or None,
        )
    return _answer(visit, form, {"key": key, "verdict": made.verdict})


@router.post("/decide")
def decide_several(visit: AVisit, form: Form) -> Response:
    """Write the same decision on each of the claims that were on screen, all or none."""
    if refusal := _refuse(visit):
        return refusal
    keys, verdict = list(dict.fromkeys(form.get("key", []))), _verdict(form)
    if verdict == "edit" or not 0 < len(keys) <= _LARGEST_BULK:
        raise DecisionError(f"{len(keys)} claims at once cannot be decided like that: 1 to {_LARGEST_BULK} can")
    request = _one(form, "request")
    with visit.database.writing() as connection:
        for key in keys:
            name = f"{request}:{key}" if request else None
            decide(connection, key, reviewer=visit.reviewer, verdict=verdict, request_id=name)
    return _answer(visit, form, {"keys": keys, "verdict": verdict})


@router.post("/undo")
def undo_last(visit: AVisit, form: Form) -> Response:
    """Take the reviewer's last decision back."""
    if refusal := _refuse(visit):
        return refusal
    with visit.database.writing() as connection:
        taken = undo(connection, reviewer=visit.reviewer, request_id=_one(form, "request") or None)
    if taken is None:
        raise DecisionError(visit.t("decide.nothing_to_undo"))
    return _answer(visit, form, {"key": taken.claim_key, "verdict": None})


def _refuse(visit: Visit) -> Response | None:
    if visit.settings.read_only:
        return visit.refuse(403, visit.t("decide.read_only"))
    if not visit.reviewer:
        return visit.refuse(409, visit.t("decide.no_name"))
    return None


def _answer(visit: Visit, form: Form, written: dict[str, Any]) -> Response:
    if not visit.wants_json:
        return visit.go(_one(form, "back") or "/")
    with visit.database.reading() as connection:
        statuses = count_statuses(connection)
    return JSONResponse(written | {"statuses": statuses})


def _verdict(form: Form) -> Verdict:
    given = _one(form, "verdict")
    for verdict in VERDICTS:
        if verdict == given:
            return verdict
    raise DecisionError(f"{given!r} is no verdict: give one of {', '.join(VERDICTS)}")


def _edits(connection: "Connection", form: Form, key: str) -> Any:  # noqa: ANN401 - ClaimEdits
    try:
        return read_edits(connection, form, key)
    except ValidationError as error:
        first = error.errors()[0]
        raise DecisionError(f"{'.'.join(map(str, first['loc'])) or 'edit'}: {first['msg']}") from error


def _one(form: Form, name: str) -> str:
    return form.get(name, [""])[0]
