"""All commands under one name. What a command needs is imported when it runs: ``--help`` is to be quick."""

from typing import Annotated

import typer

import newsextract
from newsextract.cli.cluster import cluster
from newsextract.cli.diff import diff
from newsextract.cli.evaluate import evaluate
from newsextract.cli.export import export
from newsextract.cli.import_labels import import_labels
from newsextract.cli.info import info
from newsextract.cli.load import load
from newsextract.cli.review import review
from newsextract.cli.rules import rules
from newsextract.cli.run import run
from newsextract.cli.schema import schema
from newsextract.cli.show import show
from newsextract.cli.verify import verify

app = typer.Typer(
    name="newsextract",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(value: bool) -> None:  # noqa: FBT001 - how typer calls it
    if value:
        typer.echo(f"newsextract {newsextract.__version__}")
        raise typer.Exit


@app.callback()
def newsextract_(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Firms, metrics and claims of Chinese news, as records tied to the exact characters of the text.

    \b
    First look:
      newsextract show article.txt --html article.html
      newsextract run news/ -o out --db sqlite:///news.db

    Exit status: 0 all done, 1 some articles rejected, 2 nothing could be done.
    """


app.command(short_help="Extract records from articles.")(run)
app.command(short_help="Load records into a database.")(load)
app.command(short_help="Write what a database holds to files.")(export)
app.command(name="import-labels", short_help="Take labels of other tools as decisions.")(import_labels)
app.command(short_help="Find claims that many articles share.")(cluster)
app.command(short_help="Say what differs between two runs.")(diff)
app.command(short_help="Check a database against its articles.")(verify)
app.command(short_help="Show one article with what was found in it.")(show)
app.command(short_help="Decide claims in a browser.")(review)
app.command(short_help="Score records against gold annotations.")(evaluate)
app.command(short_help="Score the rules by review decisions.")(rules)
app.command(short_help="Write or check the JSON Schemas.")(schema)
app.command(short_help="Print versions, model, rules and fingerprint.")(info)


def main() -> None:
    """Run the command that the arguments name."""
    app()
