"""Put the application together: the guard, the pages, the static files, and the database below them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from newsextract import __version__
from newsextract.errors import NewsExtractError
from newsextract.review import api, api_docs, claim, dashboard, decisions, firms, queue, sessions
from newsextract.review.extraction import SharedExtractor
from newsextract.review.guard import Guard
from newsextract.review.settings import ReviewSettings
from newsextract.review.visit import visit_of
from newsextract.store.database import Database


def create_app(db_url: str, settings: ReviewSettings | None = None) -> FastAPI:
    """Return the application over a database, which it opens now and closes when it is shut down.

    Raises:
        StoreError: there is no such database, it cannot be opened, or it takes no decisions.
        ConfigError: the settings would let others in.
    """
    settings = settings or ReviewSettings()
    database = Database(db_url, create=False, deciding=True)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            database.close()

    app = FastAPI(
        title="newsextract",
        version=__version__,
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.extractor = SharedExtractor()
    app.include_router(api.router)
    for part in (api_docs, queue, claim, decisions, firms, dashboard, sessions):
        app.include_router(part.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(files("newsextract.review") / "static")), name="static")
    app.add_exception_handler(NewsExtractError, _explain)
    app.add_middleware(Guard, settings=settings)
    return app


def _explain(request: Request, error: Exception) -> Response:
    return visit_of(request).refuse(409, str(error))
