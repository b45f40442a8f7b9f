"""The stores that a test runs against, each empty, and what lies in them."""

import json
from decimal import Decimal

from pyarrow.dataset import dataset
from sqlalchemy import select, text

from newsextract.records.fields import plain_decimal
from newsextract.store.columns import JsonText
from newsextract.store.opening import open_store
from newsextract.store.tables import METADATA

DATABASES = ("sqlite", "postgresql", "duckdb")
KINDS = (*DATABASES, "parquet")


def load(database, *records):
    """Load and return the counts."""
    return list(database.load(records))[-1]


def dump(database):
    """Return all rows of all tables and of the views for people, comparable between stores."""
    rows = {}
    with database.reading() as connection:
        for table in METADATA.sorted_tables:
            rows[table.name] = sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for view in ("v_claims", "v_metrics"):
            found = connection.execute(text(f"SELECT * FROM {view}"))  # noqa: S608
            columns = list(found.keys())
            rows[view] = sorted(
                (tuple(_plain(name, value) for name, value in zip(columns, row, strict=True)) for row in found),
                key=repr,
            )
    return rows


def _plain(name, value):
    """Return a value of a view as it compares: numbers are text in SQLite and have 18 places in DuckDB."""
    exact = name in {"value", "low", "high", "score"} and value is not None
    return Decimal(value).normalize() if exact else value


def dump_parquet(folder, tables):
    """Return all rows of an exported dataset as ``dump`` returns those of a database."""
    rows = {}
    for table in tables:
        found = dataset(folder / table.name, partitioning="hive").to_table().to_pylist()
        lists = {column.name for column in table.columns if isinstance(column.type, JsonText)}
        rows[table.name] = sorted(
            (tuple(_read(name in lists, row[name]) for name in list(table.columns.keys())) for row in found),
            key=repr,
        )
    return rows


def _read(is_json, value):
    """Return a value of Parquet as it is in a record."""
    if value is None:
        return None
    return json.loads(value) if is_json else plain_decimal(value) if isinstance(value, Decimal) else value


def dump_url(url):
    with open_store(url) as store:
        return dump(store)
