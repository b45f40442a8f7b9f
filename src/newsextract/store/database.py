"""Records in a database: replaced article by article, each batch in one transaction; decisions are never touched."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple, Self

from sqlalchemy import Column, Connection, Table, bindparam, delete, insert, select

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord
from newsextract.store.engine import connect, database_errors, writing
from newsextract.store.rows import Rows, from_rows, record_digest, to_rows
from newsextract.store.tables import ARTICLES, OF_AN_ARTICLE, RUNS

BATCH = 200


class LoadCounts(NamedTuple):
    """What a load did, in articles."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    def plus(self, other: "LoadCounts") -> "LoadCounts":
        """Return the sum."""
        return LoadCounts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def articles(self) -> int:
        """How many articles there were."""
        return sum(self)


class Database:
    """A database of records. Close it, or use it in a ``with`` block."""

    def __init__(self, url: str) -> None:
        """Open the database, make it or bring its tables up to date.

        Raises:
            StoreError: the URL is wrong or not supported, or the database cannot be opened.
        """
        self._engine, self.name = connect(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database file."""
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
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that may write; it is kept when the block ends without an error.

        SQLite lets one write at a time and the others wait, so the block should be short.

        Raises:
            StoreError: the database cannot be written; what the block raises of its own comes through.
        """
        with database_errors(self.name), writing(self._engine) as connection:
            yield connection

    def load(self, records: Iterable[ArticleRecord]) -> Iterator[LoadCounts]:
        """Replace the stored articles by ``records``, and yield the counts after each batch of 200.

        An article whose record is already there, byte for byte, is left alone. A batch is one transaction: readers
        see an article whole, old or new. When the load stops half-way, loading again completes it.

        Raises:
            StoreError: the database cannot be written, or a record contradicts itself.
        """
        counts = LoadCounts()
        rest = iter(records)
        while batch := {record.article.id: record for record in islice(rest, BATCH)}:
            with database_errors(self.name), writing(self._engine) as connection:
                counts = counts.plus(_replace(connection, batch))
            yield counts

    def add_run(self, report: dict[str, Any]) -> None:
        """Remember a run by its report (``run.json``); a run that is known already is left as it is."""
        row = {name: report[name] for name in ("id", "started_at", "finished_at", "version", "fingerprint")}
        row |= {name: report["counts"][name] for name in ("articles", "records", "rejected")}
        with database_errors(self.name), writing(self._engine) as connection:
            if connection.execute(select(RUNS.c.id).where(RUNS.c.id == report["id"])).first() is None:
                connection.execute(insert(RUNS), [row | {"report": report}])

    def read_record(self, article_id: str) -> ArticleRecord | None:
        """Return the record of an article, equal to the one that was loaded; None when there is none."""
        with database_errors(self.name), self._engine.connect() as connection:
            rows = {table.name: _read(connection, table, article_id) for table in OF_AN_ARTICLE}
        return from_rows(rows) if rows["articles"] else None


def _article_column(table: Table) -> Column[str]:
    return ARTICLES.c.id if table is ARTICLES else table.c.article_id


def _read(connection: Connection, table: Table, article_id: str) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(_article_column(table) == article_id))
    return [dict(row) for row in found.mappings()]


def _replace(connection: Connection, batch: dict[str, ArticleRecord]) -> LoadCounts:
    query = select(ARTICLES.c.id, ARTICLES.c.record_sha256).where(ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
    stored = {row.id: row.record_sha256 for row in connection.execute(query, {"ids": list(batch)})}
    digests = {key: record_digest(record) for key, record in batch.items()}
    changed = [key for key, digest in digests.items() if stored.get(key) != digest]
    replaced = [key for key in changed if key in stored]
    _delete(connection, replaced)
    _insert(connection, [(batch[key], digests[key]) for key in changed])
    return LoadCounts(len(changed) - len(replaced), len(replaced), len(batch) - len(changed))


def _delete(connection: Connection, ids: list[str]) -> None:
    if not ids:
        return
    for table in reversed(OF_AN_ARTICLE):
        connection.execute(
            delete(table).where(_article_column(table).in_(bindparam("ids", expanding=True))), {"ids": ids}
        )


def _insert(connection: Connection, records: list[tuple[ArticleRecord, str]]) -> None:
    rows: Rows = {table.name: [] for table in OF_AN_ARTICLE}
    for record, digest in records:
        _check_keys(record)
        for name, of_record in to_rows(record, digest).items():
            rows[name].extend(of_record)
    for table in OF_AN_ARTICLE:
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _check_keys(record: ArticleRecord) -> None:
    for items, what in ((record.firms, "firm"), (record.metrics, "metric"), (record.claims, "claim")):
        twice = [key for key, count in Counter(item.id for item in items).items() if count > 1]
        if twice:
            raise StoreError(f"article {record.article.id}: two {what}s have the id {twice[0]}: extract it again")
