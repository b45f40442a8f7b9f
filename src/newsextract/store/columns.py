"""Column types that come back exactly as they went in, in every database."""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal number: NUMERIC where the database has it exactly, plain digits as text in SQLite.

    SQLite's NUMERIC turns what has a point into a binary float. As text, 28.80000000000000000001 stays what it is; use
    ``CAST(value AS REAL)`` (``value_number`` in the view ``v_metrics``) to compute.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that holds decimals exactly in this database."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or Decimal
        """Return plain digits for SQLite, else the Decimal."""
        return value if value is None or dialect.name != "sqlite" else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002 - as above
        """Return a Decimal."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[Any]):
    """A short list or mapping as JSON text, the same in every database, so that their tables compare."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - any JSON value
        """Return JSON, compact and in the order given."""
        return None if value is None else _ENCODER.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON value
        """Return the value."""
        return None if value is None else json.loads(value)
