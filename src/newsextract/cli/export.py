"""``newsextract export``: out of a database, for other programs and for the next evaluation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line


def export(
    db: Annotated[str, typer.Option(metavar="URL", help="For example sqlite:///news.db")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="The file to write; without it, standard output."),
    ] = None,
    tool: Annotated[
        str, typer.Option("--format", metavar="TOOL", help="Write tasks for label-studio, doccano or prodigy.")
    ] = "",
    decisions: Annotated[bool, typer.Option("--decisions", help="Write the review decisions as JSON lines.")] = False,
    gold: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the reviewed claims as gold annotations.")
    ] = None,
) -> None:
    """Write what a database holds to files.

    --decisions writes every decision, undone ones as well, with the claim as it was and where it stands now.
    --gold writes one file an article, which `newsextract evaluate` reads: only sentences whose claims were all
    decided count in it (docs/review.md). --format writes articles with what was found in them for an annotation
    tool; `newsextract import-labels` takes the labels back (docs/interchange.md).

    \b
    Examples:
      newsextract export --db sqlite:///news.db --decisions -o decisions.jsonl
      newsextract export --db sqlite:///news.db --gold reviewed
      newsextract evaluate out reviewed
      newsextract export --db sqlite:///news.db --format label-studio -o tasks.json

    Exit status: 0 written, 2 nothing could be written.
    """
    with errors_in_one_line():
        if [decisions, gold is not None, bool(tool)].count(True) != 1:
            raise typer.BadParameter("say what to export: --decisions, --gold FOLDER or --format TOOL")
        if gold is not None:
            _export_gold(db, gold)
        elif tool:
            _export_tasks(db, tool, output)
        else:
            _export_decisions(db, output)


def _export_decisions(db: str, output: Path | None) -> None:
    import json  # noqa: PLC0415

    from newsextract.store.database import Database  # noqa: PLC0415 - loads SQLAlchemy
    from newsextract.store.decision_lines import decision_objects  # noqa: PLC0415

    with Database(db) as database, database.reading() as connection, _lines(output) as write:
        for item in decision_objects(connection):
            write(json.dumps(item, ensure_ascii=False))


def _export_tasks(db: str, tool: str, output: Path | None) -> None:
    from newsextract.exchange.files import TOOLS, task_lines  # noqa: PLC0415 - loads pydantic
    from newsextract.exchange.tasks import make_task  # noqa: PLC0415
    from newsextract.store.database import Database  # noqa: PLC0415

    chosen = next((name for name in TOOLS if name == tool), None)
    if chosen is None:
        raise typer.BadParameter(f"--format {tool}: give one of {', '.join(TOOLS)}")
    with Database(db) as database, _lines(output) as write:
        for line in task_lines(map(make_task, database.read_records()), chosen):
            write(line)


def _export_gold(db: str, folder: Path) -> None:
    from newsextract.evaluate.reviewed import write_reviewed_gold  # noqa: PLC0415 - loads SQLAlchemy
    from newsextract.store.database import Database  # noqa: PLC0415

    with Database(db) as database:
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
