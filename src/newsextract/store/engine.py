"""Open a database by its URL: find its kind, connect, bring its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError

from newsextract.errors import StoreError
from newsextract.masking import mask_secrets
from newsextract.store.backends.base import Backend
from newsextract.store.backends.duckdb import Duckdb
from newsextract.store.backends.postgresql import Postgresql
from newsextract.store.backends.sqlite import WRITES, Sqlite

_BACKENDS: dict[str, Backend] = {
    "sqlite": Sqlite(),
    "postgresql": Postgresql(),
    "postgres": Postgresql(),
    "postgresql+psycopg": Postgresql(),
    "duckdb": Duckdb(),
}
PARQUET = "parquet"
"""The scheme of datasets, which are no databases."""
_SUPPORTED = "give sqlite:///news.db, postgresql://user@host/news, duckdb:///news.duckdb or parquet:///folder"
_HINTS = {words: hint for backend in _BACKENDS.values() for words, hint in backend.hints.items()}


def connect(url: str, *, create: bool = True, deciding: bool = False) -> tuple[Engine, Backend, str]:
    """Return the engine of a database, its tables up to date, its kind and its name.

    Args:
        url: of the database.
        create: whether a file that does not exist is made.
        deciding: whether decisions are to be written.

    Raises:
        StoreError: the URL is wrong or not supported, or the database cannot be opened or is from a newer version.
    """
    backend, parsed = _find_backend(url, create=create, deciding=deciding)
    name = backend.name(parsed)
    engine = backend.open(parsed)
    try:
        with database_errors(name), writing(engine) as connection:
            backend.lock_tables(connection)
            migrate(connection, name)
    except StoreError:
        engine.dispose()
        raise
    return engine, backend, name


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that has the right to write from its start."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def database_errors(name: str) -> Iterator[None]:
    """Turn what the driver raises into a StoreError that names the database and says what to do."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        hint = next((hint for words, hint in _HINTS.items() if words in said.lower()), said)
        raise StoreError(f"{name}: {hint}") from error


def parse_url(url: str) -> URL:
    """Return the parts of a URL.

    Raises:
        StoreError: it is none.
    """
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{mask_secrets(url)}: not a database URL: {_SUPPORTED}") from error


def _find_backend(url: str, *, create: bool, deciding: bool) -> tuple[Backend, URL]:
    parsed = parse_url(url)
    backend = _BACKENDS.get(parsed.drivername)
    if parsed.drivername == PARQUET:
        raise StoreError(
            f"{mask_secrets(url)}: a Parquet dataset holds records, and no decisions or clusters: load the records "
            "into a database as well, for example sqlite:///news.db, and name that"
        )
    if backend is None:
        raise StoreError(f"{mask_secrets(url)}: {parsed.drivername} databases are not supported: {_SUPPORTED}")
    if deciding and not backend.takes_decisions:
        raise StoreError(
            f"{mask_secrets(url)}: decisions cannot be kept in {parsed.drivername}, which lets one process "
            "write: load into SQLite (sqlite:///news.db) or PostgreSQL (postgresql://user@host/news) and decide there"
        )
    return backend, backend.check(parsed, create=create)


def migrate(connection: Connection, name: str) -> None:
    """Bring the tables up to date, within the connection's transaction.

    Raises:
        StoreError: they are from a newer version, or from somebody else.
    """
    # alembic takes 0.2 s to import
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"{name}: made by a newer newsextract ({error}): install that version or newer") from error
    except (OperationalError, ProgrammingError) as error:
        if "already exists" in str(error.orig):
            raise StoreError(f"{name}: holds other tables of the same names: choose another database") from error
        raise
