"""What every request must pass before a page sees it, and the headers that every answer carries."""

import hmac
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsextract.review.session import Session, is_token, read_session, write_session
from newsextract.review.settings import ReviewSettings

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would hide where a form of ours comes from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FOR_ALL = ("/static/", "/enter")
_LARGEST_BODY = 4_000_000
"""Bytes; a text to extract is the largest thing that anybody sends."""


class Guard:
    """Checks, in this order: the Host, the token, and for a change its size and where it comes from."""

    def __init__(self, app: ASGIApp, settings: ReviewSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with ``request.state.session``, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        session = read_session(request, self._settings)
        bearer = _bearer(request.headers)
        shown = is_token(bearer, self._settings) if bearer else False
        scope.setdefault("state", {}).update(session=session, program=shown)
        send = _with_headers(send, keep=request.url.path.startswith("/static/"))
        refusal = self._refuse(request, session, shown=shown)
        if refusal is None and request.method not in _SAFE:
            try:
                body = await _read_body(receive)
            except _TooLargeError:
                refusal = _refusal(413, f"a request has at most {_LARGEST_BODY:,} bytes")
            else:
                receive = _again(body)
                # another site cannot make a browser send the token in a header
                refusal = None if shown else self._refuse_change(request, session, body)
        answer: ASGIApp = refusal or self._app
        await answer(scope, receive, send)

    def _refuse(self, request: Request, session: Session, *, shown: bool) -> Response | None:
        if not self._settings.knows_host(request.url.hostname or ""):
            return _refusal(421, "this server is not known under that name: open it as http://127.0.0.1 with its port")
        if not (session.admitted or shown or request.url.path.startswith(_FOR_ALL)):
            return self._ask_for_token(request, session)
        return None

    def _ask_for_token(self, request: Request, session: Session) -> Response:
        given = request.query_params.get("token", "")
        if request.method == "GET" and given and is_token(given, self._settings):
            clean = request.url.remove_query_params("token")
            response = RedirectResponse(f"{clean.path}?{clean.query}" if clean.query else clean.path, 303)
            admitted = Session(session.id, admitted=True)
            write_session(response, request, admitted, self._settings)
            return response
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/enter", 303)
        return _refusal(401, "give the token that the server was started with: Authorization: Bearer TOKEN")

    def _refuse_change(self, request: Request, session: Session, body: bytes) -> Response | None:
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return _refusal(403, "this change was asked for by another site")
        if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return _refusal(403, "this change was asked for by another site")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json" and request.url.path.startswith("/api/"):
            return None  # a browser sends JSON to another site only where that site allows it, which we never do
        sent = request.headers.get("x-csrf-token", "")
        if not sent and kind == "application/x-www-form-urlencoded":
            sent = dict(parse_qsl(body.decode("utf-8", "replace"))).get("csrf", "")
        if not hmac.compare_digest(sent.encode(), session.csrf(self._settings).encode()):
            return _refusal(403, "this page is from before the server was started again: load it anew")
        return None


class _TooLargeError(Exception):
    """A request's body has too many bytes."""


async def _read_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > _LARGEST_BODY:
            raise _TooLargeError
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes) -> Receive:
    rest = [body]

    async def receive() -> Message:
        if rest:
            return {"type": "http.request", "body": rest.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    return receive


def _bearer(headers: Headers) -> str:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _refusal(status: int, message: str) -> Response:
    return PlainTextResponse(message + "\n", status)


def _with_headers(send: Send, *, keep: bool) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if keep else "no-store"
        await send(message)

    return send_with_headers
