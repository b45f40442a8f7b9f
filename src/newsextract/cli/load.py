"""``newsextract load``: records into a database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.console import errors_in_one_line, one_line
from newsextract.cli.logs import LOG_FORMAT, LogFormat, logging_as
from newsextract.cli.progress import shown_progress
from newsextract.masking import mask_secrets

if TYPE_CHECKING:
    from newsextract.store.load_counts import LoadCounts

DB_HELP = "sqlite:///news.db, postgresql://user@host/news, duckdb:///news.duckdb or parquet:///folder"
_REJECTS_SHOWN = 5


def load(
    records: Annotated[list[Path], typer.Argument(metavar="RECORDS", help="Record files, or folders of them.")],
    db: Annotated[str, typer.Option(metavar="URL", help=DB_HELP)],
    log_format: Annotated[LogFormat, LOG_FORMAT] = LogFormat.TEXT,
) -> None:
    """Load RECORDS into a database, replacing the articles that are in it already.

    Each article is replaced as a whole, in one transaction: what vanished from its record vanishes from the
    tables. Loading the same records again changes nothing. Of two versions of an article, that of the later
    run stays, in whatever order they are loaded. Review decisions are never touched. A server that goes away
    is waited for, up to five minutes. A Parquet dataset changes at the end of the load, all at once.

    \b
    Examples:
      newsextract load out --db sqlite:///news.db
      newsextract load monday tuesday --db postgresql://me@db.example.com/news
      newsextract load out --db duckdb:///news.duckdb
      newsextract load out --db parquet:///lake

    Exit status: 0 all loaded, 1 some lines are no records, 2 nothing could be loaded.
    """
    stopped = "stopped: no article is there by half; load again for the rest"
    with logging_as(log_format), errors_in_one_line(stopped):
        from newsextract.run.loading import load_records  # noqa: PLC0415 - loads SQLAlchemy
        from newsextract.store.jsonl import find_record_files  # noqa: PLC0415
        from newsextract.store.opening import open_store  # noqa: PLC0415

        find_record_files(records)  # a wrong name shall not make a database
        with open_store(db) as database, shown_progress(log_format) as progress:
            report = load_records(records, database, progress=progress)
    for reject in report.rejects[:_REJECTS_SHOWN]:
        typer.echo(f"left out: {reject.source}: {one_line(reject.message)}", err=True)
    if len(report.rejects) > _REJECTS_SHOWN:
        typer.echo(f"left out: ... {len(report.rejects) - _REJECTS_SHOWN:,} more", err=True)
    typer.echo(f"{mask_secrets(db)}: articles: {loaded_words(report.counts)}", err=True)
    raise typer.Exit(report.exit_status)


def loaded_words(counts: "LoadCounts") -> str:
    """Return what a load did, for people."""
    words = f"{counts.added:,} added, {counts.replaced:,} replaced, {counts.unchanged:,} unchanged"
    return f"{words}, {counts.outdated:,} left out for those of a later run" if counts.outdated else words
