"""``newsextract import-labels``: what was labelled elsewhere, as decisions."""

from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line


def import_labels(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="What the annotation tool exported.")],
    db: Annotated[str, typer.Option(metavar="URL", help="The database that the articles were exported from.")],
    tool: Annotated[str, typer.Option("--format", metavar="TOOL", help="label-studio, doccano or prodigy.")],
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who labelled; without it, whom the file names.")
    ] = None,
) -> None:
    """Take labels of FILES as review decisions.

    A claim whose labels were left alone is accepted, one whose types or span were changed is edited, and one whose
    labels were all taken away is rejected. Importing the same file again changes nothing (docs/interchange.md).

    \b
    Examples:
      newsextract export --db sqlite:///news.db --format label-studio -o tasks.json
      newsextract import-labels export.json --format label-studio --db sqlite:///news.db --reviewer ana

    Exit status: 0 all taken, 1 some articles are not in the database with this text, 2 nothing could be done.
    """
    with errors_in_one_line("stopped: what was decided until now is kept; import again for the rest"):
        from newsextract.exchange.files import TOOLS, read_labelled  # noqa: PLC0415 - loads pydantic
        from newsextract.exchange.returned import ReturnCounts, take_back  # noqa: PLC0415
        from newsextract.store.database import Database  # noqa: PLC0415

        chosen = next((name for name in TOOLS if name == tool), None)
        if chosen is None:
            raise typer.BadParameter(f"--format {tool}: give one of {', '.join(TOOLS)}")
        counts = ReturnCounts()
        with Database(db, create=False, deciding=True) as database:
            articles = (article for file in files for article in read_labelled(file, chosen))
            for counts in take_back(database, articles, reviewer=reviewer):  # noqa: B007 - the last is the sum
                pass
    decided = f"{counts.accepted:,} claims accepted, {counts.edited:,} edited, {counts.rejected:,} rejected"
    typer.echo(f"{db}: {decided}", err=True)
    if counts.added:
        typer.echo(f"left out: {counts.added:,} labelled stretches that are no claims in the database", err=True)
    if counts.outdated:
        typer.echo(f"left out: {counts.outdated:,} articles that the database does not have with this text", err=True)
    raise typer.Exit(1 if counts.outdated else 0)
