"""CSV and workbooks that a spreadsheet opens as they are meant: Chinese right, digits kept, nothing executed."""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from newsextract.errors import StoreError
from newsextract.store.backends.base import require
from newsextract.store.columns import JsonText
from newsextract.store.export.sink import Values

EXACT_DIGITS = 15
"""What a spreadsheet's binary numbers hold; longer numbers are written as text."""
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
_FORMULA = re.compile(r"[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


class CsvFolder:
    """``TABLE.csv`` for each table, in UTF-8 with the mark by which Excel knows it."""

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._files = {
            table.name: (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") for table in tables
        }
        self._writers = {name: csv.writer(file) for name, file in self._files.items()}
        for table in tables:
            self._writers[table.name].writerow(table.columns.keys())

    def write(self, table: Table, month: str, rows: Sequence[Values]) -> None:  # noqa: ARG002 - a Sink's
        """Add rows."""
        names = table.columns.keys()
        self._writers[table.name].writerows([csv_cell(row[name]) for name in names] for row in rows)

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()


class Workbook:
    """One .xlsx file with a sheet for each table."""

    def __init__(self, path: Path, tables: Sequence[Table]) -> None:
        self._book = require("xlsxwriter", "xlsx").Workbook(
            str(path), {"constant_memory": True, "strings_to_urls": False}
        )
        bold = self._book.add_format({"bold": True})
        self._sheets: dict[str, Any] = {}
        self._next = dict.fromkeys((table.name for table in tables), 1)
        for table in tables:
            sheet = self._sheets[table.name] = self._book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, _SHEET_ROWS - 1, len(table.columns) - 1)
            for place, name in enumerate(table.columns.keys()):
                sheet.write_string(0, place, name, bold)

    def write(self, table: Table, month: str, rows: Sequence[Values]) -> None:  # noqa: ARG002 - a Sink's
        """Add rows.

        Raises:
            StoreError: more rows than a sheet has.
        """
        sheet, begin = self._sheets[table.name], self._next[table.name]
        if begin + len(rows) > _SHEET_ROWS:
            raise StoreError(
                f"{table.name} has more rows than a sheet holds ({_SHEET_ROWS:,}): narrow it with --firm, --since or "
                "--until, or export csv or parquet"
            )
        for line, row in enumerate(rows, start=begin):
            for place, name in enumerate(table.columns.keys()):
                _write_cell(sheet, line, place, row[name])
        self._next[table.name] += len(rows)

    def close(self) -> None:
        """Write the file."""
        self._book.close()


def csv_cell(value: Any) -> str:  # noqa: ANN401 - any value of a row
    """Return what stands in a CSV cell; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (int, float)):
        return str(value)
    text = value if isinstance(value, str) else str(JsonText.encode(value))
    return f"'{text}" if _FORMULA.match(text) else text


def _write_cell(sheet: Any, line: int, place: int, value: Any) -> None:  # noqa: ANN401 - a worksheet, any value
    if value is None:
        return
    if isinstance(value, (int, float)):
        sheet.write_number(line, place, value)
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(line, place, float(value))
    else:  # never as a formula, whatever it begins with
        text = format(value, "f") if isinstance(value, Decimal) else value
        text = text if isinstance(text, str) else str(JsonText.encode(text))
        sheet.write_string(line, place, text if len(text) <= _CELL_CHARACTERS else text[: _CELL_CHARACTERS - 1] + "…")
