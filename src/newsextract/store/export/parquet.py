"""A Parquet dataset: a folder a table, partitioned by month of publication. Needs pyarrow."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from newsextract.store.backends.base import require
from newsextract.store.export.selection import WHOLE
from newsextract.store.export.sink import Values


class ParquetDataset:
    """``TABLE/month=2025-03/part-0.parquet``; without the month for tables that belong to none."""

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        require("pyarrow", "parquet")
        self._folder = folder
        self._tables = tables
        self._month = ""
        self._open: dict[str, Any] = {}
        self._written: set[str] = set()

    def write(self, table: Table, month: str, rows: Sequence[Values]) -> None:
        """Add rows."""
        from newsextract.store.arrow import arrow_table  # noqa: PLC0415 - optional libraries

        if month != self._month:
            self._finish_month()
            self._month = month
        if rows:
            self._writer(table).write_table(arrow_table(table, rows))

    def close(self) -> None:
        """Finish the files; a table without rows gets an empty one, which tells its columns."""
        self._finish_month()
        self._month = "none"
        for table in self._tables:
            if table.name not in self._written:
                self._writer(table)
        self._finish_month()

    def _writer(self, table: Table) -> Any:  # noqa: ANN401 - pyarrow has no types
        if table.name not in self._open:
            from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - optional

            from newsextract.store.arrow import arrow_schema  # noqa: PLC0415

            folder = self._folder / table.name
            if table not in WHOLE:
                folder /= f"month={self._month}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "part-0.parquet"
            self._open[table.name] = ParquetWriter(path, arrow_schema(table.columns), compression="zstd")
            self._written.add(table.name)
        return self._open[table.name]

    def _finish_month(self) -> None:
        for name in list(self._open):
            self._open.pop(name).close()
