"""``parquet:///folder``: a dataset that every tool reads, with the rows of the databases, and no decisions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import make_url

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord
from newsextract.store.arrow import arrow_schema, arrow_table
from newsextract.store.atomic import store_errors
from newsextract.store.backends.duckdb import Duckdb
from newsextract.store.engine import database_errors, migrate, writing
from newsextract.store.lake.files import EMPTY, files_of
from newsextract.store.lake.merging import Merge
from newsextract.store.lake.versions import Versions
from newsextract.store.load_counts import LoadCounts
from newsextract.store.origin import Sourced
from newsextract.store.record_store import RecordStore
from newsextract.store.rows import run_row
from newsextract.store.tables import OF_AN_ARTICLE, RUNS

_TABLES = (*OF_AN_ARTICLE, RUNS)
_RUNS = f"{RUNS.name}/part-0.parquet"


class ParquetLake(RecordStore):
    """A folder of Parquet files. A load takes effect as a whole, at its end."""

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        """Open the dataset; ``create`` makes one that does not exist.

        Raises:
            StoreError: there is none, the folder holds something else, or a newer version made it.
        """
        self.name = str(folder)
        self._versions = Versions(folder, [table.name for table in _TABLES])
        self._shown: Path | None = None
        if not self._versions.exists():
            self._create(create=create)
        self._check_columns()
        self._engine = self._open_engine()

    def close(self) -> None:
        """Let go of the files."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the dataset as it is now, whatever is loaded until the block ends."""
        with database_errors(self.name), self._versions.reading() as version:
            self._show(version)
            with self._engine.connect() as connection:
                yield connection

    snapshot = reading

    def load(self, records: Iterable[ArticleRecord | Sourced]) -> Iterator[LoadCounts]:
        """Replace the stored articles by ``records``, all at once in the end, and yield the counts after each 2000.

        Only the files of months whose articles change are written anew.
        """
        with database_errors(self.name), self._versions.writing() as staging, self._versions.reading() as version:
            self._versions.prune()
            merge = Merge(version, staging)
            try:
                yield from merge.gather(records)
                files = merge.write()
            finally:
                merge.close()
            if files:
                self._versions.replace(files)

    def add_run(self, report: dict[str, Any]) -> None:
        """Remember a run by its report (``run.json``)."""
        with self._versions.writing() as staging, self._versions.reading() as version:
            before = pq.read_table(version / _RUNS, partitioning=None)
            if report["id"] not in before["id"].to_pylist():
                made = staging / "runs.parquet"
                after = pa.concat_tables([before, arrow_table(RUNS, [run_row(report)]).cast(before.schema)])
                with store_errors(made):
                    pq.write_table(after.sort_by("id"), made, compression="zstd")
                self._versions.replace({_RUNS: made})

    def _create(self, *, create: bool) -> None:
        folder = self._versions.folder
        if not create:
            raise StoreError(f"{folder}: no Parquet dataset there: check the name, or load records into it first")
        with store_errors(folder):
            folder.mkdir(exist_ok=True)
        if foreign := self._versions.foreign():
            raise StoreError(
                f"{min(foreign)}: not written by a load, and a Parquet dataset has its folder for itself: "
                "choose another folder"
            )
        with self._versions.writing() as staging:
            if not self._versions.exists():  # another process may have been quicker
                self._versions.replace({_place(table): _write_empty(table, staging) for table in _TABLES})

    def _check_columns(self) -> None:
        with self._versions.reading() as version:
            for table in _TABLES:
                try:
                    found = pq.read_schema(version / _place(table)).names
                except (OSError, pa.ArrowInvalid) as error:
                    raise StoreError(f"{self.name}: damaged ({error}): load the records into a new folder") from error
                if found != list(table.columns.keys()):
                    raise StoreError(
                        f"{self.name}: made by another version of newsextract ({table.name} has other columns): "
                        "load the records into a new folder"
                    )

    def _open_engine(self) -> Engine:
        """Return DuckDB without a file: it reads ours, and has the tables that are not in them, empty."""
        engine = Duckdb().open(make_url("duckdb://").set(database=":memory:"))
        with database_errors(self.name), writing(engine) as connection:
            migrate(connection, self.name)
            for table in _TABLES:
                connection.exec_driver_sql(f"DROP TABLE {table.name}")
        return engine

    def _show(self, version: Path) -> None:
        """Let the names of the tables mean the files of a version."""
        if version != self._shown:
            with writing(self._engine) as connection:
                for table in _TABLES:
                    source = files_of(version, table.name)
                    connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM {source}")  # noqa: S608
            self._shown = version


def _place(table: Table) -> str:
    """Return the path of the file that a table always has."""
    return _RUNS if table is RUNS else f"{table.name}/{EMPTY}/part-0.parquet"


def _write_empty(table: Table, folder: Path) -> Path:
    path = folder / f"{table.name}.parquet"
    fields = arrow_schema(table.columns)
    columns = [pa.field(field.name, field.type) for field in fields]
    with store_errors(path):
        pq.write_table(pa.schema(columns).empty_table(), path, compression="zstd")
    return path
