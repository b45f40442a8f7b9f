"""Rows a second into each store, beside the same rows by plain ``sqlite-utils insert`` and by bare COPY (the limit).

usage: python bench/load.py [--records 50000] [--only sqlite postgresql ...]

Records are those of the corpus, repeated under new ids. Making them is not counted: what is timed is what happens
between a checked record and its committed rows. ``read`` is the way from JSON lines to checked records.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import psycopg
import sqlite_utils
from sqlalchemy.dialects import postgresql, sqlite

import newsextract
from newsextract.records import Article, ArticleRecord
from newsextract.run.loading import load_records
from newsextract.store.backends.base import bound_rows
from newsextract.store.database import Database
from newsextract.store.opening import open_store
from newsextract.store.origin import Sourced
from newsextract.store.rows import Rows, record_digest, to_rows
from newsextract.store.tables import OF_AN_ARTICLE
from postgres_server import PostgresServer, running_postgres

NAMES = ["sqlite", "sqlite-utils", "postgresql", "copy", "duckdb", "parquet", "read"]
_CHUNK = 2000


def corpus_records() -> list[ArticleRecord]:
    extractor = newsextract.load()
    found = newsextract.read_articles([ROOT / "corpus" / "articles"])
    return [
        record
        for record in extractor.extract_many(item for item in found if isinstance(item, Article))
        if isinstance(record, ArticleRecord)
    ]


def repeat(records: list[ArticleRecord], count: int) -> Iterator[Sourced]:
    """Yield ``count`` records under ids and claim keys of their own."""
    for number in range(count):
        record = records[number % len(records)]
        info = record.article.model_copy(update={"id": f"{record.article.id}-{number}"})
        claims = tuple(claim.model_copy(update={"key": f"{claim.key}-{number}"}) for claim in record.claims)
        new = record.model_copy(update={"article": info, "claims": claims})
        yield Sourced(new, record_digest(new))


class Untimed:
    """An iterator whose own time is kept apart."""

    def __init__(self, items: Iterable[Sourced]) -> None:
        self._items = iter(items)
        self.wall = self.cpu = 0.0

    def __iter__(self) -> "Untimed":
        return self

    def __next__(self) -> Sourced:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return next(self._items)
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu


def chunks_of_rows(items: Iterable[Sourced]) -> Iterator[Rows]:
    rows: Rows = {table.name: [] for table in OF_AN_ARTICLE}
    for number, item in enumerate(items, 1):
        for name, of_record in to_rows(item).items():
            rows[name].extend(of_record)
        if number % _CHUNK == 0:
            yield rows
            rows = {table.name: [] for table in OF_AN_ARTICLE}
    yield rows


def time_store(name: str, url: str, records: list[ArticleRecord], count: int, rows: int) -> None:
    source = Untimed(repeat(records, count))
    wall, cpu = time.perf_counter(), time.process_time()
    with open_store(url) as store:
        for _ in store.load(source):
            pass
    report(name, time.perf_counter() - wall - source.wall, time.process_time() - cpu - source.cpu, rows)


def time_sqlite_utils(path: Path, records: list[ArticleRecord], count: int, rows: int) -> None:
    database = sqlite_utils.Database(path)
    wall = cpu = 0.0
    for chunk in chunks_of_rows(repeat(records, count)):
        for table in OF_AN_ARTICLE:
            names = table.columns.keys()
            plain = [
                dict(zip(names, row, strict=True)) for row in bound_rows(table, chunk[table.name], sqlite.dialect())
            ]
            began = time.perf_counter(), time.process_time()
            database[table.name].insert_all(plain, pk=[column.name for column in table.primary_key.columns])
            wall, cpu = wall + time.perf_counter() - began[0], cpu + time.process_time() - began[1]
    report("sqlite-utils insert", wall, cpu, rows)


def time_copy(url: str, records: list[ArticleRecord], count: int, rows: int) -> None:
    """COPY into tables without keys, indexes and foreign keys, in one transaction."""
    wall = cpu = 0.0
    dialect = postgresql.dialect()
    with Database(url), psycopg.connect(url) as connection:
        for table in OF_AN_ARTICLE:
            connection.execute(f"CREATE TABLE bare_{table.name} AS SELECT * FROM {table.name} LIMIT 0")  # noqa: S608
        for chunk in chunks_of_rows(repeat(records, count)):
            for table in OF_AN_ARTICLE:
                bound = list(bound_rows(table, chunk[table.name], dialect))
                began = time.perf_counter(), time.process_time()
                with connection.cursor() as cursor, cursor.copy(f"COPY bare_{table.name} FROM STDIN") as copy:
                    for row in bound:
                        copy.write_row(row)
                wall, cpu = wall + time.perf_counter() - began[0], cpu + time.process_time() - began[1]
        began = time.perf_counter(), time.process_time()
        connection.commit()
        wall, cpu = wall + time.perf_counter() - began[0], cpu + time.process_time() - began[1]
    report("COPY, bare", wall, cpu, rows)


def time_reading(folder: Path, records: list[ArticleRecord], count: int) -> None:
    path = folder / "records.jsonl"
    path.write_text("".join(f"{item.record.to_json()}\n" for item in repeat(records, count)), "utf-8")
    with Database(f"sqlite:///{folder}/read.db") as database:
        load_records([path], database)
        began = time.perf_counter(), time.process_time()
        load_records([path], database)
        wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    print(f"{'read, nothing new':22} {wall:8.1f} s {cpu:8.1f} s CPU {count / cpu:10,.0f} records/CPU s")


def report(name: str, wall: float, cpu: float, rows: int) -> None:
    print(f"{name:22} {wall:8.1f} s {cpu:8.1f} s CPU {rows / wall:10,.0f} rows/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=50_000, help="how many [default: 50,000]")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="some of what is timed")
    options = parser.parse_args()
    records = corpus_records()
    sizes = [sum(map(len, to_rows(item).values())) for item in repeat(records, len(records))]
    rows = sum(sizes[number % len(sizes)] for number in range(options.records))
    print(f"{options.records:,} records, {rows:,} rows; making them is not timed, and CPU is this process's own")
    with tempfile.TemporaryDirectory() as name, running_postgres() as server:
        run_all(Path(name), server, records, options.records, rows, options.only)


def run_all(
    folder: Path, server: PostgresServer, records: list[ArticleRecord], count: int, rows: int, only: list[str]
) -> None:
    acts = {
        "sqlite": lambda: time_store("SQLite", f"sqlite:///{folder}/a.db", records, count, rows),
        "sqlite-utils": lambda: time_sqlite_utils(folder / "b.db", records, count, rows),
        "postgresql": lambda: time_store("PostgreSQL", server.new_database(), records, count, rows),
        "copy": lambda: time_copy(server.new_database(), records, count, rows),
        "duckdb": lambda: time_store("DuckDB", f"duckdb:///{folder}/c.duckdb", records, count, rows),
        "parquet": lambda: time_store("Parquet", f"parquet:///{folder}/lake", records, count, rows),
        "read": lambda: time_reading(folder, records, min(count, 2000)),
    }
    for name in only:
        acts[name]()


if __name__ == "__main__":
    main()
