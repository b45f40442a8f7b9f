"""``newsextract export``: out of a database, for other programs and for the next evaluation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line
from newsextract.cli.export_rows import FORMATS, export_rows
from newsextract.cli.load import DB_HELP

_Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="The file or folder to write; what it was is replaced."),
]
_Kind = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="parquet, csv, xlsx, jsonl; label-studio, doccano, prodigy.")
]
_Tables = Annotated[list[str] | None, typer.Option(metavar="NAME", help="A table or view; again for more.")]
_Firm = Annotated[str, typer.Option(metavar="NAME", help="What is about a firm: a name, alias or code of it.")]
_Since = Annotated[str, typer.Option(metavar="DATE", help="Articles of this day, month or year or later.")]
_Until = Annotated[str, typer.Option(metavar="DATE", help="Articles of this day, month or year or earlier.")]
_Decisions = Annotated[bool, typer.Option("--decisions", help="Write the review decisions as JSON lines.")]
_Gold = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write the reviewed claims as gold annotations.")]


def export(
    db: Annotated[str, typer.Option(metavar="URL", help=DB_HELP)],
    output: _Output = None,
    kind: _Kind = "",
    table: _Tables = None,
    firm: _Firm = "",
    since: _Since = "",
    until: _Until = "",
    decisions: _Decisions = False,
    gold: _Gold = None,
) -> None:
    """Write what a database holds to files.

    --format parquet writes a folder for each table, partitioned by month; csv (which Excel opens) and xlsx
    write the views v_claims and v_metrics, or the tables that --table names; jsonl writes whole records, to be
    loaded elsewhere, or the rows of --table. --firm, --since and --until narrow these, in either script.

    --decisions writes every decision, undone ones as well, with the claim as it was and where it stands now.
    --gold writes one file an article, which `newsextract evaluate` reads: only sentences whose claims were all
    decided count in it (docs/review.md). --format writes articles with what was found in them for an annotation
    tool; `newsextract import-labels` takes the labels back (docs/interchange.md).

    \b
    Examples:
      newsextract export --db sqlite:///news.db --format xlsx -o news.xlsx
      newsextract export --db sqlite:///news.db --format csv --table v_metrics --firm 藍鯨製造 -o whale.csv
      newsextract export --db sqlite:///news.db --decisions -o decisions.jsonl
      newsextract export --db sqlite:///news.db --gold reviewed
      newsextract evaluate out reviewed
      newsextract export --db sqlite:///news.db --format label-studio -o tasks.json

    Exit status: 0 written, 2 nothing could be written.
    """
    with errors_in_one_line():
        if [decisions, gold is not None, bool(kind)].count(True) != 1:
            raise typer.BadParameter("say what to export: --decisions, --gold FOLDER or --format FORMAT")
        if gold is not None:
            _export_gold(db, gold)
        elif rows := next((name for name in FORMATS if name == kind), None):
            export_rows(db, output, rows, table or [], firm=firm, since=since, until=until)
        elif kind:
            _export_tasks(db, kind, output)
        else:
            _export_decisions(db, output)


def _export_decisions(db: str, output: Path | None) -> None:
    import json  # noqa: PLC0415

    from newsextract.store.database import Database  # noqa: PLC0415 - loads SQLAlchemy
    from newsextract.store.decision_lines import decision_objects  # noqa: PLC0415

    with Database(db, create=False) as database, database.reading() as connection, _lines(output) as write:
        for item in decision_objects(connection):
            write(json.dumps(item, ensure_ascii=False))


def _export_tasks(db: str, tool: str, output: Path | None) -> None:
    from newsextract.exchange.files import TOOLS, task_lines  # noqa: PLC0415 - loads pydantic
    from newsextract.exchange.tasks import make_task  # noqa: PLC0415
    from newsextract.store.opening import open_store  # noqa: PLC0415

    chosen = next((name for name in TOOLS if name == tool), None)
    if chosen is None:
        raise typer.BadParameter(f"--format {tool}: give one of {', '.join((*FORMATS, *TOOLS))}")
    with open_store(db, create=False) as database, _lines(output) as write:
        for line in task_lines(map(make_task, database.read_records()), chosen):
            write(line)


def _export_gold(db: str, folder: Path) -> None:
    from newsextract.evaluate.reviewed import write_reviewed_gold  # noqa: PLC0415 - loads SQLAlchemy
    from newsextract.store.database import Database  # noqa: PLC0415

    with Database(db, create=False) as database:
        counts = write_reviewed_gold(database, folder)
    articles, claims, sentences, outdated = counts
    judged = f"{sentences:,} sentences judged, {claims:,} claims to find"
    typer.echo(f"{folder}: {articles:,} articles, {judged}", err=True)
    if outdated:
        typer.echo(f"left out: {outdated:,} decisions on texts that the articles no longer have", err=True)


@contextmanager
def _lines(output: Path | None) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a line to the file, which appears when it is whole, or to standard output."""
    if output is None:
        yield typer.echo
        return
    from newsextract.store.atomic import write_atomically  # noqa: PLC0415

    with write_atomically(output) as file:

        def write(line: str) -> None:
            file.write(f"{line}\n".encode())

        yield write
