"""Letting a browser in, and what a reviewer sets for it: name, language, colours, script."""

from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.review.session import is_token, renamed, write_session
from newsextract.review.visit import AVisit, Form

router = APIRouter()


@router.get("/enter")
def show_entrance(visit: AVisit) -> Response:
    """Ask for the token."""
    if visit.session.admitted:
        return visit.go("/")
    return visit.page("enter.html", wrong=False)


@router.post("/enter")
def enter(visit: AVisit, form: Form) -> Response:
    """Let the browser in that shows the token."""
    if not is_token("".join(form.get("token", [])).strip(), visit.settings):
        return visit.page("enter.html", code=403, wrong=True)
    response = visit.go("/")
    write_session(response, visit.request, replace(visit.session, admitted=True), visit.settings)
    return response


@router.post("/session")
def change_session(visit: AVisit, form: Form) -> Response:
    """Remember what was set, and go back to where it was set."""
    before = visit.session
    session = replace(
        before,
        lang=_given(form, "lang", before.lang),
        theme=_given(form, "theme", before.theme),
        script=_given(form, "script", before.script),
    )
    if "reviewer" in form:
        session = renamed(session, form["reviewer"][0])
    back = urlsplit(form.get("back", ["/"])[0])
    response = visit.go(f"{back.path}?{back.query}" if back.query else back.path)
    write_session(response, visit.request, session, visit.settings)
    return response


def _given(form: Form, name: str, before: str) -> str:
    return form[name][0][:20] if name in form else before
