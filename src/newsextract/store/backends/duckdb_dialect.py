"""DuckDB for SQLAlchemy and Alembic: as much of a dialect as our tables and queries need.

The dialect that PyPI offers (duckdb-engine) pretends to be PostgreSQL and lags behind DuckDB's releases.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import duckdb
from alembic.ddl.impl import DefaultImpl
from sqlalchemy import Column, ForeignKeyConstraint, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.sql.compiler import DDLCompiler, SQLCompiler
from sqlalchemy.sql.ddl import CreateTable


class DuckdbConnection:
    """A connection whose cursors see its transaction; DuckDB's own cursors are connections of their own."""

    def __init__(self, inner: duckdb.DuckDBPyConnection) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever DuckDB offers
        return getattr(self._inner, name)

    def cursor(self) -> "_Cursor":
        """Return a cursor on this very connection."""
        return _Cursor(self._inner)

    def commit(self) -> None:
        """Commit if there is a transaction."""
        self._end("commit")

    def rollback(self) -> None:
        """Roll back if there is a transaction: an error may have ended it."""
        self._end("rollback")

    def _end(self, how: str) -> None:
        try:
            getattr(self._inner, how)()
        except duckdb.TransactionException as error:
            if "no transaction is active" not in str(error):
                raise


class _Cursor:
    """Holds its rows, since the next statement on the connection replaces them there."""

    arraysize = 1

    def __init__(self, inner: duckdb.DuckDBPyConnection) -> None:
        self._inner = inner
        self._rows: list[Any] = []
        self.description: list[Any] | None = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._inner.execute(statement, list(parameters))
        self.description = self._inner.description
        self._rows = self._inner.fetchall()[::-1] if self.description else []

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._inner.executemany(statement, [list(row) for row in parameters])
        self.description, self._rows = None, []

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        return self._rows.pop() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._rows.pop() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows[::-1], []
        return rows

    def close(self) -> None:
        self._rows = []


class _DdlCompiler(DDLCompiler):
    def visit_create_table(self, create: CreateTable, **kw: Any) -> str:  # noqa: ANN401 - as above
        """Make the sequence of a key that counts up before its table."""
        made: str = super().visit_create_table(create, **kw)  # type: ignore[no-untyped-call]
        counting = create.element._autoincrement_column  # noqa: SLF001 - public for compilers of dialects
        return f"CREATE SEQUENCE {_sequence(counting)};{made}" if counting is not None else made

    def get_column_specification(self, column: Column[Any], **kw: Any) -> str:  # noqa: ANN401 - as above
        """Return the column as CREATE TABLE has it."""
        specification = super().get_column_specification(column, **kw)
        if column.table is not None and column is column.table._autoincrement_column:  # noqa: SLF001 - as above
            specification += f" DEFAULT nextval('{_sequence(column)}')"
        return specification

    def visit_foreign_key_constraint(self, constraint: ForeignKeyConstraint, **kw: Any) -> str | None:  # type: ignore[override]  # noqa: ANN401, ARG002 - as above
        """Leave foreign keys out: with one, DuckDB refuses to replace an article within a transaction."""
        return None


class _SqlCompiler(SQLCompiler):
    def for_update_clause(self, select: Any, **kw: Any) -> str:  # noqa: ANN401, ARG002 - as above
        """Lock nothing: one process writes."""
        return ""


def _sequence(column: Column[Any]) -> str:
    return f"{column.table.name}_{column.name}_counter"


class DuckdbDialect(DefaultDialect):
    """``duckdb:///file``."""

    name = "duckdb"
    driver = "duckdb"
    default_paramstyle = "qmark"
    statement_compiler = _SqlCompiler
    ddl_compiler = _DdlCompiler
    supports_statement_cache = True
    supports_native_decimal = True
    supports_native_boolean = True
    supports_multivalues_insert = True
    supports_sane_rowcount = False  # its driver counts no rows
    supports_sane_multi_rowcount = False
    supports_default_values = True
    postfetch_lastrowid = False
    insert_returning = True
    delete_returning = True
    update_returning = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """Return the driver."""
        return duckdb

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - a DuckdbConnection
        """Begin: without it, DuckDB commits each statement."""
        dbapi_connection.begin()

    def do_ping(self, dbapi_connection: DBAPIConnection) -> bool:  # noqa: ARG002 - nothing to lose in one process
        """Return True: the connection is in this process."""
        return True

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **_: Any) -> bool:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Say whether there is such a table."""
        query = text("SELECT 1 FROM information_schema.tables WHERE table_name = :name")
        return connection.execute(query, {"name": table_name}).first() is not None

    def _get_server_version_info(self, connection: Any) -> None:  # noqa: ANN401, ARG002 - nobody asks
        return None

    def _get_default_schema_name(self, connection: Any) -> str:  # noqa: ANN401, ARG002 - as above
        return "main"


class DuckdbImpl(DefaultImpl):
    """Alembic's view of DuckDB: steps run in transactions."""

    __dialect__ = "duckdb"
    transactional_ddl = True


registry.register("duckdb", __name__, "DuckdbDialect")
