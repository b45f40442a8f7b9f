"""Messages of a run on standard error: lines for people, or a JSON object a line for machines; never a password."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum

import typer

from newsextract.cli.console import one_line
from newsextract.masking import mask_secrets

_FIELDS = (
    "article_id",
    "article_ids",
    "source",
    "reason",
    "phase",
    "articles",
    "rejected",
    "reused",
    "total",
    "counts",
)


class LogFormat(StrEnum):
    """What messages look like."""

    TEXT = "text"
    JSON = "json"


LOG_FORMAT = typer.Option(help="Messages for people or for machines.")


class _Handler(logging.Handler):
    """Writes to what standard error is at the moment: a progress bar puts itself in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")
        sys.stderr.flush()


class _TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask_secrets(one_line(f"{record.levelname.lower()}: {record.getMessage()}"))


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, message, the run's id and what else is known."""

    def __init__(self) -> None:
        super().__init__()
        self._run_id: str | None = None

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its line feed."""
        self._run_id = getattr(record, "run_id", self._run_id)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "run_id": self._run_id,
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        return mask_secrets(json.dumps(line, ensure_ascii=False)).encode(errors="backslashreplace").decode()


@contextmanager
def logging_as(form: LogFormat) -> Iterator[None]:
    """Show messages of newsextract while the block runs: as text only warnings, as JSON all."""
    logger = logging.getLogger("newsextract")
    handler = _Handler()
    handler.setFormatter(JsonFormatter() if form is LogFormat.JSON else _TextFormatter())
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if form is LogFormat.JSON else logging.WARNING)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
