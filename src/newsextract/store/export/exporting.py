"""A database to files: the rows that are asked for, in one consistent look, in memory that does not grow."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Table, select

from newsextract.errors import StoreError
from newsextract.store.atomic import write_atomically
from newsextract.store.export.folders import replacing_folder, replacing_with_only_file
from newsextract.store.export.lines import LineFolder
from newsextract.store.export.parquet import ParquetDataset
from newsextract.store.export.selection import EXPORTED, WHOLE, Selection, about_firm, read_months, rows_of
from newsextract.store.export.sheets import CsvFolder, Workbook
from newsextract.store.export.sink import Sink
from newsextract.store.record_store import RecordStore
from newsextract.store.replace import read_records

Format = Literal["parquet", "csv", "jsonl", "xlsx"]
FOR_PEOPLE = ("v_claims", "v_metrics")
_ARTICLES_AT_ONCE = 500


def export_records(database: RecordStore, out: Path, wanted: Selection | None = None) -> int:
    """Write the whole records of the articles that are asked for to the file ``out``, and return how many there are.

    A line is what a run writes: loading the file into an empty database gives the same rows.

    Raises:
        StoreError: the database cannot be read or the file not written.
    """
    count = 0
    with database.snapshot() as connection, write_atomically(out) as file:
        for _, ids in _batches(connection, wanted or Selection()):
            for record in read_records(connection, ids):
                file.write(f"{record.to_json()}\n".encode())
                count += 1
    return count


def export_tables(
    database: RecordStore,
    out: Path,
    kind: Format,
    *,
    tables: Sequence[str] = (),
    wanted: Selection | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Write tables and views to files and return how many rows each has.

    Args:
        database: open; stays open.
        out: ``parquet``: a folder, with a folder for each table in it; ``csv`` and ``jsonl``: a folder with a file for
            each table, or, where it has that suffix and one table is asked for, the file; ``xlsx``: the file.
        kind: the format.
        tables: names; none: the two views for people, for parquet all tables.
        wanted: which articles, and rows about which firm.
        progress: called with the number of articles done.

    Raises:
        StoreError: an unknown table, a library that is missing, a database that cannot be read, files that cannot be
            written; nothing is left behind, and an earlier export is as it was.
    """
    chosen = _find_tables(tables, kind)
    wanted = wanted or Selection()
    if kind == "xlsx" or out.suffix == f".{kind}":
        if kind != "xlsx" and len(chosen) != 1:
            raise StoreError(f"{out}: is one file, and there are {len(chosen)} tables: name a folder, or one --table")
        place = replacing_with_only_file(out)
    else:
        place = replacing_folder(out)
    with place as folder, database.snapshot() as connection:
        sink = _open_sink(kind, folder, chosen)
        try:
            return _pour(connection, sink, chosen, wanted, progress)
        finally:
            sink.close()


def _find_tables(names: Sequence[str], kind: Format) -> list[Table]:
    default = [name for name in EXPORTED if name not in FOR_PEOPLE] if kind == "parquet" else FOR_PEOPLE
    unknown = [name for name in names if name not in EXPORTED]
    if unknown:
        raise StoreError(f"no table {unknown[0]}: there are {', '.join(EXPORTED)}")
    return [EXPORTED[name] for name in dict.fromkeys(names or default)]


def _open_sink(kind: Format, folder: Path, tables: Sequence[Table]) -> Sink:
    if kind == "parquet":
        return ParquetDataset(folder, tables)
    if kind == "csv":
        return CsvFolder(folder, tables)
    return LineFolder(folder, tables) if kind == "jsonl" else Workbook(folder / "book.xlsx", tables)


def _pour(
    connection: Connection,
    sink: Sink,
    tables: Sequence[Table],
    wanted: Selection,
    progress: Callable[[int], None] | None,
) -> dict[str, int]:
    counts = Counter({table.name: 0 for table in tables})
    done = 0
    for month, ids in _batches(connection, wanted):
        is_about = about_firm(connection, ids, wanted.firm) if wanted.firm else None
        for table in tables:
            if table not in WHOLE:
                rows = [dict(row) for row in connection.execute(rows_of(table, ids)).mappings()]
                rows = [row for row in rows if is_about is None or is_about(table, row)]
                sink.write(table, month, rows)
                counts[table.name] += len(rows)
        done += len(ids)
        if progress:
            progress(done)
    for table in tables:
        if table in WHOLE:
            rows = [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
            sink.write(table, "", rows)
            counts[table.name] += len(rows)
    return dict(counts)


def _batches(connection: Connection, wanted: Selection) -> Iterator[tuple[str, list[str]]]:
    for month in read_months(connection, wanted):
        for begin in range(0, len(month.ids), _ARTICLES_AT_ONCE):
            yield month.name, month.ids[begin : begin + _ARTICLES_AT_ONCE]
