"""How a run is shown while it goes on: a bar on a terminal, a line now and then in a log."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import typer

from newsextract.cli.console import duration, error_console
from newsextract.cli.logs import LogFormat

if TYPE_CHECKING:
    from rich.console import Console

    from newsextract.run.stats import Progress

_SECONDS_BETWEEN_LINES = 10.0
_log = logging.getLogger(__name__)
_VERBS = {"extract": "extracting", "load": "loading"}


@contextmanager
def shown_progress(form: LogFormat = LogFormat.TEXT) -> Iterator[Callable[["Progress"], None]]:
    """Give a function that shows progress; what it showed of a bar is cleared when the block ends."""
    console = error_console()
    if form is LogFormat.JSON or not console.is_terminal:
        yield _LogLines(form).show
        return
    with _bar(console) as show:
        yield show


@dataclass(slots=True)
class _LogLines:
    """Writes a line every ten seconds."""

    form: LogFormat
    begun: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)

    def show(self, progress: "Progress") -> None:
        now = time.monotonic()
        if now - self.last < _SECONDS_BETWEEN_LINES:
            return
        self.last = now
        words = f"{_VERBS[progress.phase]}: {describe(progress, now - self.begun)}"
        if self.form is LogFormat.JSON:
            _log.info("%s", words, extra=asdict(progress))
        else:
            typer.echo(words, err=True)


def describe(progress: "Progress", seconds: float) -> str:
    """Return how far it is, how fast, and how long it will take, in words."""
    done = progress.articles - progress.reused
    parts = [f"{progress.articles:,}{f' of {progress.total:,}' if progress.total else ''} articles"]
    if progress.reused:
        parts.append(f"{progress.reused:,} done before")
    if progress.rejected:
        parts.append(f"{progress.rejected:,} rejected")
    if progress.characters and seconds > 0:
        parts.append(f"{progress.characters / seconds:,.0f} characters/s")
    if seconds > 0:
        parts.append(f"{done / seconds:,.1f} articles/s")
    if progress.total and progress.total > progress.articles and done > 0:
        parts.append(f"{duration(seconds / done * (progress.total - progress.articles))} left")
    return ", ".join(parts)


@contextmanager
def _bar(console: "Console") -> Iterator[Callable[["Progress"], None]]:
    from rich import progress as bars  # noqa: PLC0415 - 0.1 s

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(bar_width=30),
        bars.TextColumn("{task.fields[rates]}"),
    )
    begun = time.monotonic()
    with bars.Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("starting", total=None, rates="")

        def show(progress: "Progress") -> None:
            rates = describe(progress, time.monotonic() - begun)
            bar.update(
                task,
                description=_VERBS[progress.phase],
                completed=progress.articles,
                total=max(progress.total, progress.articles) if progress.total else None,
                rates=rates,
            )

        yield show
