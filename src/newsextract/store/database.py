"""Records in a database: replaced article by article, each batch in one transaction; decisions are never touched."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from newsextract.records import ArticleRecord
from newsextract.store.engine import connect, database_errors, writing
from newsextract.store.load_counts import LoadCounts
from newsextract.store.origin import Sourced
from newsextract.store.record_store import RecordStore
from newsextract.store.replace import batches, replace_articles
from newsextract.store.retry import RETRY_SECONDS, persist
from newsextract.store.rows import run_row
from newsextract.store.tables import RUNS
from newsextract.store.turns import Turns

_Result = TypeVar("_Result")


class Database(RecordStore):
    """A database of records, of decisions about them, and of clusters."""

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

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is when it first asks, until the block ends."""
        with database_errors(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is now, whatever is loaded until the block ends."""
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

        A batch is one transaction: readers see an article whole, old or new. A lost connection is waited for, and its
        batch done again. When the load stops half-way, loading again completes it.
        """
        counts, turns = LoadCounts(), Turns(self._backend.batch, shares=self._backend.shares)
        for batch in batches(records, lambda: turns.articles):
            done, held_since, writes = self._write(partial(self._replace, batch=batch))
            turns.worked(len(batch), time.monotonic() - held_since, writes)
            counts = counts.plus(done)
            yield counts

    def add_run(self, report: dict[str, Any]) -> None:
        """Remember a run by its report (``run.json``)."""
        row = run_row(report)

        def add(connection: Connection) -> None:
            if connection.execute(select(RUNS.c.id).where(RUNS.c.id == report["id"])).first() is None:
                connection.execute(insert(RUNS), [row])

        self._write(add)

    def _replace(self, connection: Connection, batch: Mapping[str, Sourced]) -> tuple[LoadCounts, float, int]:
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
