"""Records in a database: replaced article by article, each batch in one transaction; decisions are never touched."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import islice
from threading import Lock
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, insert, select

from newsextract.records import ArticleRecord
from newsextract.store.engine import connect, database_errors, writing
from newsextract.store.origin import Sourced, supersedes
from newsextract.store.replace import LoadCounts, find_orphans, read_records, replace_articles
from newsextract.store.retry import RETRY_SECONDS, persist
from newsextract.store.rows import record_digest
from newsextract.store.tables import ARTICLES, RUNS
from newsextract.store.turns import Turns

_Result = TypeVar("_Result")
_READ_AT_ONCE = 100


class Database:
    """A database of records. Close it, or use it in a ``with`` block."""

    def __init__(
        self, url: str, *, create: bool = True, deciding: bool = False, patience: float = RETRY_SECONDS
    ) -> None:
        """Open the database, make it or bring its tables up to date.

        Args:
            url: ``sqlite:///news.db``, ``postgresql://user:password@host/news`` or ``duckdb:///news.duckdb``.
            create: whether a file that does not exist is made.
            deciding: whether decisions are to be written, which DuckDB cannot take.
            patience: seconds for which a load waits for a server that went away.

        Raises:
            StoreError: the URL is wrong or not supported, or the database cannot be opened.
        """
        self._engine, self._backend, self.name = connect(url, create=create, deciding=deciding)
        self._patience = patience
        self._turn = Lock() if self._backend.shares else nullcontext()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is when it first asks, until the block ends.

        Raises:
            StoreError: the database cannot be read; what the block raises of its own comes through.
        """
        with database_errors(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is now, whatever is loaded until the block ends.

        Raises:
            StoreError: the database cannot be read; what the block raises of its own comes through.
        """
        with database_errors(self.name), self._engine.connect() as connection:
            yield self._backend.freeze(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that may write; it is kept when the block ends without an error.

        SQLite lets one write at a time and the others wait, so the block should be short. Threads of one process take
        turns before they ask SQLite, which makes each look again after pauses: so one that waits follows at once.

        Raises:
            StoreError: the database cannot be written; what the block raises of its own comes through.
        """
        with self._turn, database_errors(self.name), writing(self._engine) as connection:
            yield connection

    def load(self, records: Iterable[ArticleRecord | Sourced]) -> Iterator[LoadCounts]:
        """Replace the stored articles by ``records``, and yield the counts after each batch (up to 200; DuckDB: 2000).

        An article whose record is already there, byte for byte, is left alone, and so is one whose stored record comes
        from a later run (``outdated``). A batch is one transaction: readers see an article whole, old or new. A lost
        connection is waited for, and its batch done again. When the load stops half-way, loading again completes it.

        Raises:
            StoreError: the database cannot be written, or a record contradicts itself.
        """
        counts, turns = LoadCounts(), Turns(self._backend.batch, shares=self._backend.shares)
        rest = (item if isinstance(item, Sourced) else Sourced(item, record_digest(item)) for item in records)
        while batch := list(islice(rest, turns.articles)):
            done, held_since, writes = self._write(partial(self._replace, batch=_newest(batch)))
            turns.worked(len(batch), time.monotonic() - held_since, writes)
            counts = counts.plus(done)
            yield counts

    def add_run(self, report: dict[str, Any]) -> None:
        """Remember a run by its report (``run.json``); a run that is known already is left as it is."""
        row = {name: report[name] for name in ("id", "started_at", "finished_at", "version", "fingerprint")}
        row |= {name: report["counts"][name] for name in ("articles", "records", "rejected")}

        def add(connection: Connection) -> None:
            if connection.execute(select(RUNS.c.id).where(RUNS.c.id == report["id"])).first() is None:
                connection.execute(insert(RUNS), [row | {"report": report}])

        self._write(add)

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

    def _replace(self, connection: Connection, batch: dict[str, Sourced]) -> tuple[LoadCounts, float, int]:
        """Return the counts, when the connection got the right to write, and the ``writes_of_others`` before."""
        held_since = time.monotonic()
        writes = self._backend.writes_of_others(connection)
        return replace_articles(connection, batch, self._backend.insert), held_since, writes

    def _write(self, act: Callable[[Connection], _Result]) -> _Result:
        """Do ``act`` in a transaction, again and again while the database is away."""

        def attempt() -> _Result:
            with writing(self._engine) as connection:
                return act(connection)

        with database_errors(self.name):
            return persist(attempt, self._backend.may_pass, name=self.name, patience=self._patience)


def _newest(batch: Iterable[Sourced]) -> dict[str, Sourced]:
    newest: dict[str, Sourced] = {}
    for item in batch:
        key = item.record.article.id
        if key not in newest or supersedes(item.origin, newest[key].origin):
            newest[key] = item
    return newest
