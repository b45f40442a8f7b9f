"""PostgreSQL by psycopg 3: rows go in by COPY; what a lost connection took with it is done again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Table, create_engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from newsextract.errors import StoreError
from newsextract.store.backends.base import Backend, bound_rows, require

_CONNECT_SECONDS = 10
_PASSING = ("08", "40", "57P0", "53")
"""SQLSTATEs that may pass: connection lost; deadlock; server stops or starts; out of resources."""
_RIVALS = {"pk_articles", "pk_runs"}
"""Where a loader that adds the same article in the same moment is met: first of all tables."""
_MIGRATING = 0x6E657773
"""The advisory lock of who makes the tables."""


class Postgresql(Backend):
    """``postgresql://user:password@host/database``."""

    hints: ClassVar[Mapping[str, str]] = {
        "password authentication failed": "user or password is wrong: check the URL",
        "no password supplied": "a password is needed: give it in the URL, in PGPASSWORD or in ~/.pgpass",
        "permission denied": "this user may not do that: grant CREATE and USAGE on the schema, or use another user",
        "could not extend file": "the server's disk is full: free space and load again; what was loaded is complete",
        "no space left on device": "the server's disk is full: free space and load again; what was loaded is complete",
        "read-only transaction": "the server is read-only (a standby?): use the address of the primary",
    }

    def check(self, url: URL, *, create: bool) -> URL:  # noqa: ARG002 - a server says so itself
        """Return the URL with the driver that we use."""
        require("psycopg", "postgresql")
        if not url.database:
            shown = url.render_as_string(hide_password=True)
            raise StoreError(f"{shown}: names no database: write postgresql://user@host/news")
        if "@" in (url.host or ""):  # the driver's own message would show the rest of the password
            raise StoreError("a postgresql:// URL with several @: write %40 for an @ in the user or password")
        return url.set(drivername="postgresql+psycopg")

    def name(self, url: URL) -> str:
        """Return the URL without its password and options."""
        return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)

    def open(self, url: URL) -> Engine:
        """Return an engine that keeps one connection, and notices when it died while nobody used it."""
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"},
        )

    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows by COPY, straight into the table: a transaction that fails takes them back."""
        columns = ", ".join(table.columns.keys())
        statement = f"COPY {table.name} ({columns}) FROM STDIN"
        with wrapped_errors(connection) as driver, driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in bound_rows(table, rows, connection.dialect):
                copy.write_row(row)

    def freeze(self, connection: Connection) -> Connection:
        """Return the connection with one look at the database for all its queries."""
        return connection.execution_options(isolation_level="REPEATABLE READ")

    def lock_tables(self, connection: Connection) -> None:
        """Wait for others that make the tables at the same time."""
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))

    def may_pass(self, error: DBAPIError) -> bool:
        """Say whether the server was lost, or another loader was in the way."""
        if error.connection_invalidated:
            return True
        raised: Any = error.orig
        state: str | None = getattr(raised, "sqlstate", None)
        if state is None:  # no answer from a server: it could not be reached, or fell silent
            return type(raised).__name__ in {"OperationalError", "ConnectionTimeout"} and not _is_final(error)
        if state == "23505":  # unique_violation
            return raised.diag.constraint_name in _RIVALS
        return state.startswith(_PASSING)


@contextmanager
def wrapped_errors(connection: Connection) -> Iterator[Any]:
    """Give the driver's own connection; its errors come out as those of SQLAlchemy do.

    A broken connection is thrown away, so that it is not used again.
    """
    import psycopg  # noqa: PLC0415 - optional

    driver = connection.connection.driver_connection
    try:
        yield driver
    except psycopg.Error as error:
        broken = driver is None or driver.closed
        if broken:
            connection.invalidate(error)
        raise DBAPIError("COPY", None, error, connection_invalidated=broken) from error


def _is_final(error: DBAPIError) -> bool:
    said = str(error.orig).lower()
    return any(words in said for words in ("password", "does not exist", "no pg_hba.conf entry", "could not translate"))
