"""What every store of records offers: the one loader fills it, and it is read by SQL or record by record."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from sqlalchemy import Connection, select

from newsextract.records import ArticleRecord
from newsextract.store.load_counts import LoadCounts
from newsextract.store.origin import Sourced
from newsextract.store.replace import find_orphans, read_records
from newsextract.store.tables import ARTICLES

_READ_AT_ONCE = 100


class RecordStore(ABC):
    """Records as rows of tables, the same rows in every kind of store. Close it, or use it in a ``with`` block."""

    name: str
    """What messages call it; never with a password."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Let go of what is open."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection to read all tables and views with, until the block ends.

        Raises:
            StoreError: the store cannot be read; what the block raises of its own comes through.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees everything as it is now, whatever is loaded until the block ends.

        Raises:
            StoreError: the store cannot be read; what the block raises of its own comes through.
        """

    @abstractmethod
    def load(self, records: Iterable[ArticleRecord | Sourced]) -> Iterator[LoadCounts]:
        """Replace the stored articles by ``records``, and yield the counts after each batch: iterate to the end.

        An article whose record is already there, byte for byte, is left alone, and so is one whose stored record comes
        from a later run (``outdated``).

        Raises:
            StoreError: the store cannot be written, or a record contradicts itself.
        """

    @abstractmethod
    def add_run(self, report: dict[str, Any]) -> None:
        """Remember a run by its report (``run.json``); a run that is known already is left as it is."""

    def read_records(self) -> Iterator[ArticleRecord]:
        """Yield all records, by article id; one that is deleted in the meantime is left out."""
        with self.reading() as connection:
            ids = connection.execute(select(ARTICLES.c.id).order_by(ARTICLES.c.id)).scalars().all()
        for first in range(0, len(ids), _READ_AT_ONCE):
            with self.reading() as connection:
                records = list(read_records(connection, ids[first : first + _READ_AT_ONCE]))
            yield from records

    def read_record(self, article_id: str) -> ArticleRecord | None:
        """Return the record of an article, equal to the one that was loaded; None when there is none."""
        with self.reading() as connection:
            return next(read_records(connection, [article_id]), None)

    def digests(self) -> dict[str, str]:
        """Return the ``record_digest`` of each article, by its id."""
        with self.reading() as connection:
            found = connection.execute(select(ARTICLES.c.id, ARTICLES.c.record_sha256))
            return {row[0]: row[1] for row in found}

    def read(self, ids: Sequence[str]) -> Iterator[ArticleRecord]:
        """Yield the records of those of the articles ``ids`` that are there, in the order of their ids."""
        with self.reading() as connection:
            yield from read_records(connection, ids)

    def orphans(self) -> list[tuple[str, str]]:
        """Return table and article id of rows whose article is not there: none, unless somebody else wrote them."""
        with self.reading() as connection:
            return find_orphans(connection)
