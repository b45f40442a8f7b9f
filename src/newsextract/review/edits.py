"""The form in which a claim is corrected: only what differs from what was extracted is a correction."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsextract.errors import DecisionError
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.claim_view import ClaimView, read_claim_view

if TYPE_CHECKING:
    from sqlalchemy import Connection


def read_edits(connection: "Connection", form: Mapping[str, list[str]], key: str) -> ClaimEdits:
    """Return the corrections that a form makes to the claim as it is extracted now.

    Raises:
        DecisionError: no such claim, the text changed while it was edited, or nothing is corrected.
        pydantic.ValidationError: a field has a value that it cannot have.
    """
    view = read_claim_view(connection, key)
    if view is None:
        raise DecisionError("this claim is no longer extracted: look at the queue again")
    if form.get("sha256", [view.sha256])[0] != view.sha256:
        raise DecisionError("the article was loaded with another text in the meantime: open the claim again")
    now = _extracted(view)
    given = {name: value for name, value in _given(form).items() if value != now[name]}
    if "start" in given or "end" in given:
        given = {name: now[name] for name in ("start", "end")} | given  # an edit names both
    if not given:
        raise DecisionError("nothing was corrected: change a field, or accept the claim as it is")
    return ClaimEdits.model_validate(given)


def _extracted(view: ClaimView) -> dict[str, Any]:
    return {
        "types": view.queued.types,
        "speaker": view.queued.speaker,
        "subject": view.subject,
        "firms": view.queued.firms,
        "start": view.start,
        "end": view.end,
    }


def _given(form: Mapping[str, list[str]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "types_shown" in form:  # a form without a ticked box sends no field of that name
        given["types"] = tuple(form.get("types", []))
    if "firms" in form:
        lines = [line.strip() for line in form["firms"][0].splitlines()]
        given["firms"] = tuple(dict.fromkeys(line for line in lines if line))
    for name in ("speaker", "subject"):
        if name in form:
            given[name] = form[name][0].strip() or None
    for name in ("start", "end"):
        if form.get(name, [""])[0]:
            given[name] = _whole_number(name, form[name][0])
    return given


def _whole_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise DecisionError(f"{name}: {text!r} is no place in the text")
    return int(text)
