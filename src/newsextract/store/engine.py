"""Open a database by its URL: connect, set it up for several processes at once, bring its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from newsextract.errors import StoreError

BUSY_TIMEOUT_SECONDS = 60
_SUPPORTED = "this version supports sqlite:///FILE, e.g. sqlite:///news.db"
_WRITES = "newsextract_writes"
_HINTS = {
    "database or disk is full": "disk full: free space and run again; what was loaded before is complete",
    "disk i/o error": "disk full or failing: free space and run again; what was loaded before is complete",
    "database is locked": f"another process held the database for over {BUSY_TIMEOUT_SECONDS} s: try again later",
    "unable to open database file": "cannot be opened: check that its folder exists and may be written",
    "attempt to write a readonly database": "no permission to write: check the file's and the folder's permissions",
    "file is not a database": "this file is not an SQLite database: choose another name",
    "malformed": "the database file is damaged: restore a copy, or load the records into a new one",
}


def connect(url: str) -> tuple[Engine, str]:
    """Return the engine of a database that exists or is made now, its tables up to date, and its name for messages.

    Raises:
        StoreError: the URL is wrong or not supported, or the database cannot be opened or is from a newer version.
    """
    parsed = _parse(url)
    name = str(parsed.database)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    try:
        with database_errors(name), writing(engine) as connection:
            _migrate(connection, name)
    except StoreError:
        engine.dispose()
        raise
    return engine, name


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that has the right to write from its start."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def database_errors(name: str) -> Iterator[None]:
    """Turn what the driver raises into a StoreError that names the database and says what to do."""
    try:
        yield
    except DatabaseError as error:
        said = " ".join(str(error.orig).split())
        hint = next((hint for found, hint in _HINTS.items() if found in said.lower()), said)
        raise StoreError(f"{name}: {hint}") from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"{url}: not a database URL; {_SUPPORTED}") from error
    if parsed.drivername != "sqlite":
        shown = parsed.render_as_string(hide_password=True)
        raise StoreError(f"{shown}: {parsed.drivername} databases are not supported yet; {_SUPPORTED}")
    if not parsed.database or parsed.database == ":memory:" or parsed.host:
        raise StoreError(f"{url}: names no file (three slashes before a relative path); {_SUPPORTED}")
    folder = Path(parsed.database).parent
    if not folder.is_dir():
        raise StoreError(f"{parsed.database}: no folder {folder}: make it first, or name another file")
    return parsed


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - a sqlite3 connection
    # The driver would begin transactions at times of its own, and never around the steps that make tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another process wrote in between: no timeout
    # helps there. So who is going to write says so at the beginning and waits for its turn.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: Connection, name: str) -> None:
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
    except OperationalError as error:
        if "already exists" in str(error.orig):
            raise StoreError(f"{name}: holds other tables of the same names: choose another file") from error
        raise
