"""Sessions in a signed cookie: nothing is kept on the server, and nobody else can make one."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from starlette.requests import HTTPConnection
from starlette.responses import Response

from newsextract.review.settings import ReviewSettings

_MAX_AGE_SECONDS = 400 * 24 * 3600
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Session:
    """What the server knows of a browser."""

    id: str
    admitted: bool
    """Whether the token was shown, where there is one."""
    reviewer: str = ""
    lang: str = ""
    theme: str = ""
    script: str = ""
    """``simplified``: texts are shown in simplified script."""
    known: bool = False
    """Whether the browser showed it: if not, the answer has to bring it."""

    def csrf(self, settings: ReviewSettings) -> str:
        """Return what a page of this session must send along with each change."""
        return _sign(settings, f"csrf {self.id}")


def read_session(request: HTTPConnection, settings: ReviewSettings) -> Session:
    """Return the session of a request; a new one where it shows none of ours."""
    value, _, signature = request.cookies.get(_cookie(request), "").rpartition(".")
    parts = [unquote(part) for part in value.split("|")]
    if len(parts) != 6 or not hmac.compare_digest(signature, _sign(settings, value)):
        return Session(secrets.token_urlsafe(16), admitted=settings.token is None)
    admitted = settings.token is None or parts[1] == "in"
    reviewer, lang, theme, script = parts[2:]
    return Session(parts[0], admitted, reviewer, lang, theme, script, known=True)


def write_session(response: Response, request: HTTPConnection, session: Session, settings: ReviewSettings) -> None:
    """Give the session to the browser."""
    parts = (
        session.id,
        "in" if session.admitted else "",
        session.reviewer,
        session.lang,
        session.theme,
        session.script,
    )
    value = "|".join(quote(part, safe="") for part in parts)
    response.set_cookie(
        _cookie(request),
        f"{value}.{_sign(settings, value)}",
        max_age=_MAX_AGE_SECONDS,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme in {"https", "wss"},
    )


def renamed(session: Session, reviewer: str) -> Session:
    """Return the session with the name that its reviewer gave, spaces tidied."""
    return replace(session, reviewer=" ".join(reviewer.split())[:_LONGEST_NAME])


def is_token(given: str, settings: ReviewSettings) -> bool:
    """Say whether ``given`` is the token, in the same time for every wrong one."""
    return settings.token is not None and hmac.compare_digest(given.encode(), settings.token.encode())


def _cookie(request: HTTPConnection) -> str:
    return f"newsextract-{request.url.port or 'default'}"  # cookies do not tell ports of a machine apart


def _sign(settings: ReviewSettings, value: str) -> str:
    return hmac.new(settings.key, value.encode(), hashlib.sha256).hexdigest()
