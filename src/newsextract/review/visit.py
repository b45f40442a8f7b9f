"""What every page needs: who asks, in which language, over which database; and how its answer is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from newsextract import __version__
from newsextract.review.session import Session, write_session
from newsextract.review.settings import ReviewSettings
from newsextract.review.templating import render
from newsextract.review.words import Language, Translator, choose_language, translator
from newsextract.store.database import Database


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a person."""

    request: Request
    session: Session
    settings: ReviewSettings
    database: Database
    language: Language

    @property
    def t(self) -> Translator:
        """The words of the interface."""
        return translator(self.language)

    @property
    def reviewer(self) -> str:
        """Who decides."""
        return self.session.reviewer or self.settings.reviewer

    @property
    def simplified(self) -> bool:
        """Whether texts are to be shown in simplified script."""
        return self.session.script == "simplified"

    @property
    def wants_json(self) -> bool:
        """Whether the page's script asks, not the browser for a page."""
        return "application/json" in self.request.headers.get("accept", "")

    @property
    def here(self) -> str:
        """The address of the page, without the server's name."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def page(self, name: str, *, code: int = 200, **values: object) -> Response:
        """Return a page, with the session where the browser has none yet."""
        html = render(
            name,
            self.language,
            visit=self,
            csrf=self.session.csrf(self.settings),
            read_only=self.settings.read_only,
            version=__version__,
            **values,
        )
        response = HTMLResponse(html, code)
        if not self.session.known:
            write_session(response, self.request, self.session, self.settings)
        return response

    def go(self, path: str) -> Response:
        """Return the answer that sends the browser on to a page of ours."""
        local = path.startswith("/") and not path.startswith(("//", "/\\"))
        return RedirectResponse(path if local else "/", 303)

    def refuse(self, status: int, message: str) -> Response:
        """Return an error, as JSON or as a page."""
        if self.wants_json:
            return JSONResponse({"error": message}, status)
        return self.page("error.html", code=status, message=message)


def visit_of(request: Request) -> Visit:
    """Return the visit that a request is."""
    session: Session = request.state.session
    language = choose_language(session.lang, request.headers.get("accept-language", ""))
    state: Any = request.app.state
    return Visit(request, session, state.settings, state.database, language)


async def _form(request: Request) -> Mapping[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True):
        fields.setdefault(name, []).append(value)
    return fields


AVisit = Annotated[Visit, Depends(visit_of)]
Form = Annotated[Mapping[str, list[str]], Depends(_form)]
"""The fields of a form that was sent; a field may come several times."""
