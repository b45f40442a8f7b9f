"""Records from files into a database, each checked once more on the way."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import simplejson

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord, Reject
from newsextract.run.stats import LoadReport, Progress
from newsextract.store.database import Database, LoadCounts
from newsextract.store.jsonl import read_records
from newsextract.validate import find_problems


def load_records(
    paths: Sequence[Path], database: Database, *, progress: Callable[[Progress], None] | None = None
) -> LoadReport:
    """Replace the articles of ``database`` by the records in ``paths``: files, folders, output folders of runs.

    A line that is no valid record is left out and reported. Loading again changes nothing.

    Args:
        paths: read in order; of two records of one article the later counts.
        database: open; stays open.
        progress: called after each batch.

    Raises:
        StoreError: a path or the database cannot be used; what was loaded until then is complete, article by article.
    """
    rejects: list[Reject] = []
    counts = LoadCounts()
    for counts in database.load(_valid_records(paths, rejects)):
        if progress:
            progress(Progress("load", counts.articles, len(rejects), 0, 0, None))
    for path in paths:
        if (path / "run.json").is_file():
            database.add_run(_read_report(path / "run.json"))
    return LoadReport(counts, tuple(rejects))


def _valid_records(paths: Sequence[Path], rejects: list[Reject]) -> Iterator[ArticleRecord]:
    for item in read_records(paths):
        if isinstance(item, Reject):
            rejects.append(item)
        elif problems := find_problems(item):
            message = f"the record breaks its own rules: {'; '.join(problems[:3])}"
            rejects.append(
                Reject(
                    source=item.article.source,
                    id=item.article.id,
                    stage="validate",
                    reason="invalid_record",
                    message=message,
                )
            )
        else:
            yield item


def _read_report(path: Path) -> dict[str, object]:
    try:
        report = simplejson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: not the report of a run ({error}): run again, or load records/ alone") from error
    missing = {"id", "started_at", "finished_at", "version", "fingerprint", "counts"} - set(report)
    if missing:
        raise StoreError(f"{path}: not the report of a run: it lacks {', '.join(sorted(missing))}")
    return dict(report)
