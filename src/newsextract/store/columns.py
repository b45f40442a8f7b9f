"""Column types that come back exactly as they went in, in every database."""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from newsextract.records.fields import DECIMALS, WHOLE_DIGITS, plain_decimal

DIGITS = WHOLE_DIGITS + DECIMALS
PLAIN_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code points everywhere: the languages of a server do not change an order or an index."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal number: NUMERIC where the database has it exactly, plain digits as text in SQLite.

    SQLite's NUMERIC turns what has a point into a binary float. As text, 28.800000000000000001 stays what it is; use
    ``CAST(value AS REAL)`` (``value_number`` in the view ``v_metrics``) to compute. DuckDB wants to know the places:
    18, which no number of a record exceeds.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that holds decimals exactly in this database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(Numeric(DIGITS, DECIMALS) if dialect.name == "duckdb" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or Decimal
        """Return plain digits for SQLite, else the Decimal."""
        return value if value is None or dialect.name != "sqlite" else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002 - as above
        """Return a Decimal without trailing zeros."""
        return None if value is None else plain_decimal(Decimal(value))


class JsonText(TypeDecorator[Any]):
    """A short list or mapping as JSON text, the same in every database, so that their tables compare."""

    impl = Text
    cache_ok = True

    @staticmethod
    def encode(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
        """Return JSON, compact and in the order given."""
        return None if value is None else _ENCODER.encode(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - any JSON value
        """Return JSON."""
        return self.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON value
        """Return the value."""
        return None if value is None else json.loads(value)
