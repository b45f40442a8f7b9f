"""Parquet files by their paths, as DuckDB takes them."""

import glob
from pathlib import Path

EMPTY = "month=none"
"""The partition without rows that each table has, so that its columns are known and its files can always be read."""


def quoted(path: Path | str) -> str:
    """Return a path as a text in SQL."""
    return "'{}'".format(str(path).replace("'", "''"))


def files_of(folder: Path, table: str = "") -> str:
    """Return the rows of a file, or of all files of a table of a version, as a source in SQL."""
    path = glob.escape(str(folder)) + (f"/{table}/**/*.parquet" if table else "")
    return f"read_parquet({quoted(path)}, hive_partitioning = false)"
