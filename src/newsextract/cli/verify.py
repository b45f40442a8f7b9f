"""``newsextract verify``: a database against its articles."""

from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line, one_line
from newsextract.cli.load import DB_HELP
from newsextract.cli.run import IdFrom

_SHOWN = 20


def verify(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLES", help="What the run read.")],
    db: Annotated[str, typer.Option(metavar="URL", help=DB_HELP)],
    id_from: Annotated[IdFrom, typer.Option(help="As in the run.")] = IdFrom.AUTO,
) -> None:
    """Check every row of a database against the ARTICLES that it was made from.

    Reads each article again and compares its text, its hash and every span with the database; then checks that
    all rows of the article together are what was loaded. Nothing is changed.

    \b
    Examples:
      newsextract verify news/ --db sqlite:///news.db
      newsextract verify 'archive/*.jsonl.gz' --db postgresql://me@host/news

    Exit status: 0 everything is right, 1 something is not, 2 nothing could be compared.
    """
    with errors_in_one_line():
        from newsextract.store.opening import open_store  # noqa: PLC0415 - loads SQLAlchemy
        from newsextract.verify import verify as check  # noqa: PLC0415

        with open_store(db, create=False) as database:
            report = check(database, articles, id_from=id_from.value)
    for finding in report.findings[:_SHOWN]:
        typer.echo(f"{one_line(finding.article_id)}: {one_line(finding.problem)}")
    if len(report.findings) > _SHOWN:
        typer.echo(f"... {len(report.findings) - _SHOWN:,} more")
    typer.echo(
        f"articles: {report.verified:,} right, {report.wrong:,} wrong, {report.not_loaded:,} not loaded, "
        f"{report.without_article:,} without their file, {report.rejected:,} files unreadable",
        err=True,
    )
    raise typer.Exit(report.exit_status)
