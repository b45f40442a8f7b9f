"""``newsextract review``: decide claims in a browser."""

import getpass
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line


def review(
    db: Annotated[str, typer.Option(metavar="URL", help="For example sqlite:///news.db")] = "sqlite:///news.db",
    host: Annotated[str, typer.Option(help="Where to listen; with --token also for other machines.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8765,
    token: Annotated[
        str | None, typer.Option(envvar="NEWSEXTRACT_TOKEN", help="A secret of 16 characters or more to ask for.")
    ] = None,
    reviewer: Annotated[str, typer.Option(help="Who decides, until another name is given in the browser.")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="Show, but take no decisions.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open a page in the browser where claims are read in their articles and decided, one key a decision.

    Decisions go into the database and outlive new extractions: a claim that reads otherwise afterwards comes back with
    the earlier decision beside it.

    \b
    Examples:
      newsextract review
      newsextract review --db sqlite:////data/news.db --reviewer 李岳
      newsextract review --host 0.0.0.0 --token "$(openssl rand -hex 16)"

    Stop it with Ctrl-C.
    """
    with errors_in_one_line("stopped: every decision is saved"):
        try:
            from newsextract.review.serve import serve  # noqa: PLC0415 - the web framework is an extra
        except ModuleNotFoundError as error:
            from newsextract.errors import ConfigError  # noqa: PLC0415

            if error.name is None or error.name.partition(".")[0] == "newsextract":
                raise
            raise ConfigError(f"review needs the package {error.name}: pip install 'newsextract[review]'") from error
        from newsextract.review.settings import ReviewSettings  # noqa: PLC0415

        settings = ReviewSettings(host=host, token=token, read_only=read_only, reviewer=reviewer or _user())
        serve(db, settings, port, open_browser=not no_browser, announce=lambda line: typer.echo(line, err=True))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return ""
