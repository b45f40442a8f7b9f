"""DuckDB: one file, one process that writes; rows go in as Arrow tables."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from newsextract.store.backends.base import Backend, require
from newsextract.store.backends.sqlite import BUSY_TIMEOUT_SECONDS, check_file

_LOCKED = "Conflicting lock is held"
_LOOK_AGAIN_SECONDS = 0.25


class Duckdb(Backend):
    """``duckdb:///news.duckdb``."""

    batch = 2000  # columns are written in blocks: small transactions cost more than their rows
    takes_decisions = False  # one process writes, and there are no savepoints
    hints: ClassVar[Mapping[str, str]] = {
        _LOCKED.lower(): (
            f"another process had the database open for over {BUSY_TIMEOUT_SECONDS} s, and DuckDB lets one at a time: "
            "close it (a notebook, a shell, another load?) and try again"
        ),
        "not a valid duckdb database": "this file is not a DuckDB database: choose another name",
        "newer version of duckdb": "written by a newer DuckDB: pip install --upgrade duckdb",
        "no space left on device": "disk full: free space and run again; what was loaded before is complete",
        "permission denied": "no permission to write: check the file's and the folder's permissions",
    }

    def check(self, url: URL, *, create: bool) -> URL:
        """Return the URL; its folder exists."""
        require("duckdb", "duckdb")
        require("pyarrow", "duckdb")
        return check_file(url, create=create)

    def open(self, url: URL) -> Engine:
        """Return an engine on one connection, which holds the file until the engine is disposed of."""
        # The dialect imports the driver.
        from newsextract.store.backends import duckdb_dialect  # noqa: F401, PLC0415 - registers itself

        return create_engine(url, poolclass=StaticPool, creator=lambda: _connect(str(url.database)))

    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows from an Arrow table."""
        from newsextract.store.arrow import arrow_table  # noqa: PLC0415 - optional libraries

        driver: Any = connection.connection.driver_connection
        driver.register("staged", arrow_table(table, rows))
        try:
            connection.exec_driver_sql(f"INSERT INTO {table.name} BY NAME SELECT * FROM staged")  # noqa: S608 - ours
        finally:
            driver.unregister("staged")


def _connect(path: str) -> Any:  # noqa: ANN401 - a connection as the dialect wants it
    """Open the file; while another process has it open, wait for as long as SQLite would.

    Raises:
        duckdb.Error: not a database, or still locked.
    """
    import duckdb  # noqa: PLC0415 - optional

    from newsextract.store.backends.duckdb_dialect import DuckdbConnection  # noqa: PLC0415

    give_up_at = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            return DuckdbConnection(duckdb.connect(path))
        except duckdb.IOException as error:
            if _LOCKED not in str(error) or time.monotonic() > give_up_at:
                raise
        time.sleep(_LOOK_AGAIN_SECONDS)
