"""A load into a Parquet dataset: what is new is gathered in a DuckDB file, then its months are written.

The gathering tables know of each stored article its digest and its run, and no more (``text`` is NULL), so that the
loader of all databases decides what is new, what is newer and what is left alone. Whoever has a text at the end has
changed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import make_url

from newsextract.records import ArticleRecord
from newsextract.store.backends.duckdb import Duckdb
from newsextract.store.engine import writing
from newsextract.store.lake.files import files_of, quoted
from newsextract.store.load_counts import LoadCounts
from newsextract.store.months import MONTH_OF
from newsextract.store.origin import Sourced
from newsextract.store.replace import batches, replace_articles
from newsextract.store.tables import ARTICLES, OF_AN_ARTICLE

_ROW_GROUP = 20_480
"""Rows that are held at once, texts included; a reader skips groups whose articles it does not want."""
_KNOWN = "id, record_sha256, run_started_at, run_place"


class Merge:
    """One load on its way: ``gather`` the records, then ``write`` the files that change."""

    def __init__(self, version: Path, staging: Path) -> None:
        self._version = version
        self._staging = staging
        self._backend = Duckdb()
        url = make_url("duckdb://").set(database=str(staging / "work.duckdb"))
        self._engine: Engine = self._backend.open(url)

    def close(self) -> None:
        """Let go of the gathering tables."""
        self._engine.dispose()

    def gather(self, records: Iterable[ArticleRecord | Sourced]) -> Iterator[LoadCounts]:
        """Take in the records, and yield the counts after each batch.

        Raises:
            StoreError: a record contradicts itself.
            DBAPIError: the disk is full.
        """
        with writing(self._engine) as connection:
            _prepare(connection, self._version)
        counts = LoadCounts()
        for batch in batches(records, lambda: self._backend.batch):
            with writing(self._engine) as connection:
                counts = counts.plus(replace_articles(connection, batch, self._backend.insert))
            yield counts

    def write(self) -> dict[str, Path | None]:
        """Write the files that change and return them by their place in the dataset; None: the file has no more rows.

        Raises:
            DBAPIError: the disk is full.
        """
        files: dict[str, Path | None] = {}
        with writing(self._engine) as connection:
            changed = _months_of_changed(connection)
            for month in sorted(changed | _months_of_renewed(connection)):
                _choose(connection, month)
                for table in OF_AN_ARTICLE if month in changed else (ARTICLES,):
                    place = f"{table.name}/month={month}/part-0.parquet"
                    made = self._staging / f"{table.name}-{month}.parquet"
                    rows = _copy(connection, self._rows(table, place), made)
                    files[place] = made if rows else None
        return files

    def _rows(self, table: Table, place: str) -> str:
        """Return the query for what a month's file shall hold: the rows that stay, and the new ones."""
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        key = "id" if table is ARTICLES else "article_id"
        fresh = f"SELECT {columns} FROM {table.name} WHERE {key} IN (SELECT id FROM fresh)"  # noqa: S608
        order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        old = self._version / place
        if not old.is_file():
            return f"{fresh} ORDER BY {order}"
        if table is ARTICLES:  # a later run may have found the same
            renewed = "o.* REPLACE (k.run_started_at AS run_started_at, k.run_place AS run_place)"
            stays = f"(SELECT {renewed} FROM {files_of(old)} o JOIN kept k ON k.id = o.id)"  # noqa: S608
        else:
            stays = f"(SELECT * FROM {files_of(old)} WHERE article_id IN (SELECT id FROM kept))"  # noqa: S608
        return f"SELECT {columns} FROM {stays} UNION ALL {fresh} ORDER BY {order}"  # noqa: S608


def _prepare(connection: Connection, version: Path) -> None:
    """Make the gathering tables."""
    for table in OF_AN_ARTICLE:
        source = files_of(version, table.name)
        connection.exec_driver_sql(f"CREATE TABLE {table.name} AS SELECT * FROM {source} LIMIT 0")  # noqa: S608
    articles = files_of(version, ARTICLES.name)
    connection.exec_driver_sql(f"INSERT INTO articles BY NAME SELECT {_KNOWN} FROM {articles}")  # noqa: S608
    connection.exec_driver_sql(
        f"CREATE TABLE stored AS SELECT id, {MONTH_OF} AS month, run_started_at, run_place FROM {articles}"  # noqa: S608
    )


def _months_of_changed(connection: Connection) -> set[str]:
    connection.exec_driver_sql(
        f"CREATE TABLE changed AS SELECT id, {MONTH_OF} AS month FROM articles WHERE text IS NOT NULL"  # noqa: S608
    )
    return _texts(
        connection,
        "SELECT month FROM changed UNION SELECT month FROM stored WHERE id IN (SELECT id FROM changed)",
    )


def _months_of_renewed(connection: Connection) -> set[str]:
    """Return the months of articles whose record is the stored one, found again by a later run."""
    return _texts(
        connection,
        "SELECT DISTINCT month FROM stored s JOIN articles a USING (id) WHERE a.text IS NULL AND "
        "(a.run_started_at IS DISTINCT FROM s.run_started_at OR a.run_place IS DISTINCT FROM s.run_place)",
    )


def _choose(connection: Connection, month: str) -> None:
    """Say which articles of a month stay as they are stored, and which are new in it."""
    connection.exec_driver_sql(
        "CREATE OR REPLACE TEMP TABLE kept AS SELECT id, a.run_started_at, a.run_place "
        "FROM stored s JOIN articles a USING (id) WHERE a.text IS NULL AND s.month = ?",
        (month,),
    )
    connection.exec_driver_sql("CREATE OR REPLACE TEMP TABLE fresh AS SELECT id FROM changed WHERE month = ?", (month,))


def _copy(connection: Connection, query: str, path: Path) -> int:
    """Write the rows of a query to a Parquet file and return how many there are."""
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
    done: Any = connection.exec_driver_sql(f"COPY ({query}) TO {quoted(path)} ({options})")
    return int(done.scalar_one())


def _texts(connection: Connection, query: str) -> set[str]:
    return {row[0] for row in connection.exec_driver_sql(query)}
