"""JSON lines: whole records, as a run writes them, or the rows of tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import simplejson
from sqlalchemy import Table

from newsextract.store.export.sink import Values


class LineFolder:
    """``TABLE.jsonl`` for each table: a row a line, lists as lists, numbers exact."""

    def __init__(self, folder: Path, tables: Iterable[Table]) -> None:
        self._files = {table.name: (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") for table in tables}

    def write(self, table: Table, month: str, rows: Sequence[Values]) -> None:  # noqa: ARG002 - a Sink's
        """Add rows."""
        self._files[table.name].writelines(
            f"{simplejson.dumps(row, use_decimal=True, ensure_ascii=False, separators=(',', ':'))}\n" for row in rows
        )

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
