"""What every command shares: errors in one line, tables, numbers for people."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

from newsextract.errors import NewsExtractError
from newsextract.masking import mask_secrets

if TYPE_CHECKING:
    from rich.console import Console

GAZETTEER = typer.Option(
    metavar="FILE", help="CSV or TSV of firms to find and link: id, name, aliases (a|b), valid_from, valid_to."
)
STOPPED = 130
"""Exit status after Ctrl-C, as shells give it."""


@contextmanager
def errors_in_one_line(stopped: str = "stopped") -> Iterator[None]:
    """Print an error of ours as ``error: ...`` on standard error and exit with 2; after Ctrl-C exit with 130."""
    try:
        yield
    except NewsExtractError as error:
        typer.echo(f"error: {mask_secrets(one_line(str(error)))}", err=True)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        typer.echo(stopped, err=True)
        raise typer.Exit(STOPPED) from None


@contextmanager
def stopping_on_terminate() -> Iterator[None]:
    """Let SIGTERM stop the block as Ctrl-C does: cleaned up, and said."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def one_line(text: str) -> str:
    """Return ``text`` in one line, and without characters that would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


def error_console() -> "Console":
    """Return a console on standard error."""
    from rich.console import Console  # noqa: PLC0415 - 0.1 s

    return Console(stderr=True, highlight=False)


def duration(seconds: float) -> str:
    """Return a duration for people: 8.2 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
