"""What takes rows on their way into files."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Table

Values = dict[str, Any]
"""A row by the names of its columns, values as Python has them: Decimal, lists, texts."""


class Sink(Protocol):
    """Files that are being filled; nobody sees them until ``close``."""

    def write(self, table: Table, month: str, rows: Sequence[Values]) -> None:
        """Add rows of a table, whose articles are of one month; months come in order, each once for a table."""

    def close(self) -> None:
        """Finish the files."""
