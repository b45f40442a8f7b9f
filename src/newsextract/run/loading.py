"""Records from files into a database, each checked once more on the way."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord, Reject
from newsextract.run.reports import RunFolders
from newsextract.run.stats import LoadReport, Progress
from newsextract.store.jsonl import find_record_files, read_numbered
from newsextract.store.load_counts import LoadCounts
from newsextract.store.origin import Sourced
from newsextract.store.record_store import RecordStore
from newsextract.store.rows import record_digest
from newsextract.validate import find_problems


def load_records(
    paths: Sequence[Path], database: RecordStore, *, progress: Callable[[Progress], None] | None = None
) -> LoadReport:
    """Replace the articles of ``database`` by the records in ``paths``: files, folders, output folders of runs.

    A line that is no valid record is left out and reported. Loading again changes nothing. Of two records of one
    article the one of the later run stays, in whatever order they are loaded, and within a run the later one. Where no
    run is known (a file of records without its ``run.json``), the one that is loaded last stays.

    Args:
        paths: read in order.
        database: open; stays open.
        progress: called after each batch.

    Raises:
        StoreError: a path or the database cannot be used; what was loaded until then is complete, article by article.
    """
    runs = RunFolders()
    rejects: list[Reject] = []
    counts = LoadCounts()
    for counts in database.load(_valid_records(paths, runs, rejects)):
        if progress:
            progress(Progress("load", counts.articles, len(rejects), 0, 0, None))
    for path in paths:
        if (report := runs.report_in(path)) is not None:
            database.add_run(report)
    return LoadReport(counts, tuple(rejects))


def _valid_records(paths: Sequence[Path], runs: RunFolders, rejects: list[Reject]) -> Iterator[Sourced]:
    for file in find_record_files(paths):
        for number, item in read_numbered(file):
            if isinstance(item, Reject):
                rejects.append(item)
            elif problem := _problem(item):
                rejects.append(_reject(item, f"the record breaks its own rules: {problem}"))
            else:
                try:
                    yield Sourced(item, record_digest(item), runs.origin_of(file, number))
                except StoreError as error:
                    rejects.append(_reject(item, str(error)))


def _problem(record: ArticleRecord) -> str:
    return "; ".join(find_problems(record)[:3])


def _reject(record: ArticleRecord, message: str) -> Reject:
    article = record.article
    return Reject(source=article.source, id=article.id, stage="validate", reason="invalid_record", message=message)
