"""``newsextract run``: folders of articles to folders of records."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.console import (
    GAZETTEER,
    duration,
    error_console,
    errors_in_one_line,
    one_line,
    stopping_on_terminate,
)
from newsextract.cli.load import DB_HELP, loaded_words
from newsextract.cli.logs import LOG_FORMAT, LogFormat, logging_as
from newsextract.cli.progress import shown_progress
from newsextract.masking import mask_secrets

if TYPE_CHECKING:
    from newsextract.run.stats import RunReport

_REJECTS_SHOWN = 5
_DB = typer.Option(metavar="URL", help=f"Load the records as well, into {DB_HELP}.")
_CHARACTERS = typer.Option(min=1, help="Reject longer articles. [default: 2,000,000]")
_SECONDS = typer.Option(min=0.001, metavar="SECONDS", help="Reject an article that takes longer.")


class Engine(StrEnum):
    """What the processes run on."""

    LOCAL = "local"
    RAY = "ray"


class IdFrom(StrEnum):
    """What an article's id is made from."""

    AUTO = "auto"
    URL = "url"
    PATH = "path"
    CONTENT = "content"


def run(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLES", help="Folders, files, globs, URLs, or -.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for records, rejects and the report.")],
    db: Annotated[str | None, _DB] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that extract.")] = 1,
    engine: Annotated[Engine, typer.Option(help="This machine, or a Ray cluster.")] = Engine.LOCAL,
    fresh: Annotated[bool, typer.Option("--fresh", help="Extract again what is known already.")] = False,
    id_from: Annotated[IdFrom, typer.Option(help="What an article's id is made from.")] = IdFrom.AUTO,
    max_chars: Annotated[int | None, _CHARACTERS] = None,
    gazetteer: Annotated[Path | None, GAZETTEER] = None,
    article_timeout: Annotated[float, _SECONDS] = 300.0,
    log_format: Annotated[LogFormat, LOG_FORMAT] = LogFormat.TEXT,
) -> None:
    """Extract records from ARTICLES into the folder OUT.

    Reads .txt, .md, .html, .json and .jsonl, each also as .gz or .zst. Writes OUT/records/part-*.jsonl,
    OUT/rejects.jsonl (what could not be used, and why), OUT/journal.jsonl (where each outcome lies) and
    OUT/run.json (counts and times), all at once when everything is done. A run that was stopped or killed goes
    on where it was when the same command is given again; only new and changed articles are extracted.

    \b
    Examples:
      newsextract run news/ -o out --db sqlite:///news.db --workers 2
      newsextract run 'archive/2025-*.jsonl.gz' page.html -o out --gazetteer portfolio.csv
      zcat today.jsonl.gz | newsextract run - -o out --log-format json
      newsextract run s3://news/2025/ -o /shared/out --engine ray --workers 64

    Exit status: 0 all done, 1 some articles rejected, 2 nothing could be done, 130 stopped.
    """
    stopped = f"stopped: {out} holds the last complete run; the same command goes on from here"
    with logging_as(log_format), errors_in_one_line(stopped), stopping_on_terminate():
        from newsextract.run.batch import run_batch  # noqa: PLC0415 - loads the pipeline

        with shown_progress(log_format) as progress:
            report = run_batch(
                articles,
                out,
                db=db,
                workers=workers,
                engine=engine.value,
                fresh=fresh,
                article_timeout=article_timeout,
                id_from=id_from.value,
                max_chars=max_chars,
                gazetteer=gazetteer,
                progress=progress,
            )
        if log_format is LogFormat.TEXT:
            _summarise(report, db)
    raise typer.Exit(report.exit_status)


def _summarise(report: "RunReport", db: str | None) -> None:
    from rich.table import Table  # noqa: PLC0415 - 0.1 s

    tally = report.tally
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for name, count in (
        ("articles", tally.articles),
        *([("  done before", report.reused)] if report.reused else []),
        ("  records", tally.records),
        *((f"  rejected: {reason}", count) for reason, count in sorted(tally.rejects.items())),
        ("firms", tally.firms),
        ("metrics", tally.metrics),
        ("claims", tally.claims),
    ):
        table.add_row(name, f"{count:,}")
    table.add_row("time", duration(report.seconds))
    table.add_row("characters a second", f"{report.characters_a_second:,.0f}")
    console = error_console()
    _show_rejects(report)
    console.print(table)
    typer.echo(f"records  {report.out / 'records'}", err=True)
    if tally.rejected:
        typer.echo(f"rejects  {report.out / 'rejects.jsonl'}", err=True)
    if report.loaded:
        typer.echo(f"database {mask_secrets(db or '')}: {loaded_words(report.loaded.counts)}", err=True)


def _show_rejects(report: "RunReport") -> None:
    from newsextract.store.jsonl import read_rejects  # noqa: PLC0415 - loads pydantic

    for number, reject in enumerate(read_rejects(report.out / "rejects.jsonl")):
        if number == _REJECTS_SHOWN:
            typer.echo(f"rejected: ... {report.tally.rejected - number:,} more", err=True)
            break
        typer.echo(f"rejected: {one_line(reject.message)}", err=True)
