"""What the loader asks of a database, and how its columns take values."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

from newsextract.errors import StoreError


class Backend(ABC):
    """One kind of database."""

    batch: ClassVar[int] = 200
    """Articles that a load replaces in one transaction."""
    shares: ClassVar[bool] = False
    """Whether who writes keeps others from writing, who may be there."""
    takes_decisions: ClassVar[bool] = True
    """Whether reviewers can decide in it: several connections write, and a part of a transaction can be taken back."""
    hints: ClassVar[Mapping[str, str]] = {}
    """What the driver says, in small letters, and what we say instead."""

    @abstractmethod
    def check(self, url: URL, *, create: bool) -> URL:
        """Return the URL as SQLAlchemy wants it; without ``create``, what it names exists.

        Raises:
            StoreError: it names nothing that could be opened, or the driver is not installed.
        """

    @abstractmethod
    def open(self, url: URL) -> Engine:
        """Return an engine; nothing is connected yet."""

    @abstractmethod
    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add ``rows``, one or more, by the fastest way of this database, within the connection's transaction."""

    def name(self, url: URL) -> str:
        """Return what messages call the database; never a password."""
        return str(url.database)

    def lock_tables(self, connection: Connection) -> None:  # noqa: B027 - where a transaction that writes is alone
        """Let nobody else make or change tables until the connection's transaction ends."""

    def writes_of_others(self, connection: Connection) -> int:  # noqa: ARG002 - where they keep nobody waiting
        """Return a number that is another one when others wrote since it was asked for on this connection."""
        return 0

    def freeze(self, connection: Connection) -> Connection:
        """Return the connection, whose transaction shall see nothing that others write: as most databases do."""
        return connection

    def may_pass(self, error: DBAPIError) -> bool:  # noqa: ARG002 - of others
        """Say whether the same transaction may succeed when it is tried again."""
        return False


def require(module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """Return a module of an optional library.

    Raises:
        StoreError: it is not installed; says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise StoreError(f"{module} is not installed ({error}): pip install 'newsextract[{extra}]'") from error


def bound_rows(table: Table, rows: Iterable[Mapping[str, Any]], dialect: Dialect) -> Iterator[tuple[Any, ...]]:
    """Yield the values of ``rows`` in the order of the table's columns, as the driver takes them."""
    columns = [(column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns]
    for row in rows:
        yield tuple([process(row[name]) if process else row[name] for name, process in columns])
