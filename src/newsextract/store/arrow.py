"""Rows as Arrow tables: how they go into DuckDB and Parquet. Needs pyarrow."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Float, Integer, Table

from newsextract.records.fields import DECIMALS
from newsextract.store.columns import DIGITS, ExactNumber, JsonText


def arrow_schema(columns: Iterable[Column[Any]]) -> pa.Schema:
    """Return the Arrow types of a table: texts, whole numbers, decimals with 18 places; lists are JSON text."""
    return pa.schema([pa.field(column.name, _type(column), nullable=bool(column.nullable)) for column in columns])


def arrow_table(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return ``rows`` of ``table``, columns in its order."""
    rows = list(rows)
    arrays = [_array(column, [row[column.name] for row in rows]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table.columns))


def _array(column: Column[Any], values: list[Any]) -> pa.Array:
    if isinstance(column.type, JsonText):
        values = [JsonText.encode(value) for value in values]
    return pa.array(values, type=_type(column))


def _type(column: Column[Any]) -> pa.DataType:
    if isinstance(column.type, ExactNumber):
        return pa.decimal128(DIGITS, DECIMALS)
    if isinstance(column.type, Float):
        return pa.float64()
    return pa.int32() if isinstance(column.type, Integer) else pa.string()
