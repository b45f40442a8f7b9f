"""How the API answers: exact numbers, and every refusal as JSON that says what is wrong."""

from collections.abc import Callable, Coroutine
from typing import Any

import simplejson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from newsextract.errors import ArticleError, DecisionError, NewsExtractError, RequestError, StoreError

_STATUS: tuple[tuple[type[NewsExtractError], int], ...] = (
    (ArticleError, 422),
    (DecisionError, 409),
    (RequestError, 422),
)


class ApiRoute(APIRoute):
    """A route whose errors are ``Problem`` objects."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, wrapped."""
        handle = super().get_route_handler()

        async def handle_or_refuse(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"])
                return refuse(422, "invalid", f"{place}: {first['msg']}")
            except HTTPException as error:  # a body that is no JSON
                return refuse(error.status_code, "invalid", str(error.detail))
            except ArticleError as error:
                return refuse(413 if error.reason == "too_large" else 422, error.reason, str(error))
            except StoreError as error:
                return refuse(503, "database", str(error))
            except NewsExtractError as error:
                status = next((status for kind, status in _STATUS if isinstance(error, kind)), 409)
                return refuse(status, "refused", str(error))

        return handle_or_refuse


def answer(content: BaseModel, status: int = 200) -> Response:
    """Return a model as JSON, numbers exact."""
    text = simplejson.dumps(content.model_dump(), use_decimal=True, ensure_ascii=False)
    return Response(text, status, media_type="application/json")


def refuse(status: int, reason: str, message: str) -> Response:
    """Return a refusal; what the request held is repeated only as far as it can be written."""
    text = simplejson.dumps({"error": message.encode(errors="replace").decode(), "reason": reason}, ensure_ascii=False)
    return Response(text, status, media_type="application/json")
