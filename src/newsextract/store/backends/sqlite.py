"""SQLite: the default, a file that any tool reads. Writers take turns; readers never wait."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import URL

from newsextract.errors import StoreError
from newsextract.store.backends.base import Backend, bound_rows

BUSY_TIMEOUT_SECONDS = 60
WRITES = "newsextract_writes"
"""The execution option of a connection that is going to write."""


class Sqlite(Backend):
    """``sqlite:///news.db``."""

    shares = True
    hints: ClassVar[Mapping[str, str]] = {
        "database or disk is full": "disk full: free space and run again; what was loaded before is complete",
        "disk i/o error": "disk full or failing: free space and run again; what was loaded before is complete",
        "database is locked": f"another process held the database for over {BUSY_TIMEOUT_SECONDS} s: try again later",
        "unable to open database file": "cannot be opened: check that its folder exists and may be written",
        "attempt to write a readonly database": "no permission to write: check the file's and the folder's permissions",
        "file is not a database": "this file is not an SQLite database: choose another name",
        "malformed": "the database file is damaged: restore a copy, or load the records into a new one",
    }

    def check(self, url: URL, *, create: bool) -> URL:
        """Return the URL; its folder exists."""
        return check_file(url, create=create)

    def open(self, url: URL) -> Engine:
        """Return an engine whose connections wait for each other."""
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows by one prepared statement."""
        columns, marks = ", ".join(table.columns.keys()), ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
            list(bound_rows(table, rows, connection.dialect)),
        )

    def writes_of_others(self, connection: Connection) -> int:
        """Return what SQLite counts."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def check_file(url: URL, *, create: bool) -> URL:
    """Return the URL of a database that is one file.

    Raises:
        StoreError: it names no file, or one in a folder that does not exist, or, without ``create``, none that does.
    """
    shown = url.render_as_string(hide_password=True)
    scheme = url.drivername
    if not url.database or url.database == ":memory:" or url.host:
        raise StoreError(f"{shown}: names no file: write {scheme}:///news.db (three slashes before a relative path)")
    if Path(url.database).is_dir():
        raise StoreError(f"{url.database}: is a folder: name a file in it, for example {url.database}/news.db")
    if not create and not Path(url.database).is_file():
        raise StoreError(
            f"{url.database}: no such database: check the name, or make it by "
            f"newsextract run ARTICLES -o OUT --db {shown} or newsextract load OUT --db {shown}"
        )
    folder = Path(url.database).parent
    if not folder.is_dir():
        raise StoreError(f"{url.database}: no folder {folder}: make it first, or name another file")
    return url


def _set_up(connection: Any, _: object) -> None:  # noqa: ANN401 - a sqlite3 connection
    # The driver would begin transactions at times of its own, and never around the steps that make tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another process wrote in between: no timeout
    # helps there. So who is going to write says so at the beginning and waits for its turn.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
