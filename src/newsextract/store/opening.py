"""Open whatever kind of store a URL names."""

import os
from pathlib import Path

from newsextract.errors import StoreError
from newsextract.store.backends.base import require
from newsextract.store.database import Database
from newsextract.store.engine import PARQUET, parse_url
from newsextract.store.record_store import RecordStore


def open_store(url: str, *, create: bool = True) -> RecordStore:
    """Return the store of a URL: a ``Database``, or a Parquet dataset for ``parquet:///folder``.

    Where decisions or clusters are wanted, which a dataset has none of, open a ``Database``.

    Args:
        url: ``sqlite:///news.db``, ``postgresql://user:password@host/news``, ``duckdb:///news.duckdb`` or
            ``parquet:///folder``.
        create: whether a file or dataset that does not exist is made.

    Raises:
        StoreError: the URL is wrong or not supported, or what it names cannot be opened.
    """
    parsed = parse_url(url)
    if parsed.drivername != PARQUET:
        return Database(url, create=create)
    if not parsed.database or parsed.host:
        shown = parsed.render_as_string(hide_password=True)
        raise StoreError(f"{shown}: names no folder: write parquet:///folder (three slashes before a relative path)")
    if os.name != "posix":
        raise StoreError(f"{parsed.database}: Parquet datasets need the links of Linux or macOS: load into DuckDB")
    folder = Path(parsed.database)
    if not folder.parent.is_dir():
        raise StoreError(f"{folder}: no folder {folder.parent}: make it first, or name another folder")
    require("duckdb", "parquet")
    require("pyarrow", "parquet")
    from newsextract.store.lake.store import ParquetLake  # noqa: PLC0415 - optional libraries

    return ParquetLake(folder, create=create)
