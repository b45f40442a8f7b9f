"""Which run a record comes from: of two versions of an article that of the later run counts, however they load."""

from typing import NamedTuple

from newsextract.records import ArticleRecord


class Origin(NamedTuple):
    """Where a record stands among all records of all runs; greater is newer."""

    run_started_at: str
    """ISO 8601 in UTC, with microseconds: texts that compare as times."""
    place: int
    """In the run: of two articles with one id, the later counts."""


class Sourced(NamedTuple):
    """A record on its way into a database."""

    record: ArticleRecord
    digest: str
    """Its ``record_digest``."""
    origin: Origin | None = None
    """None: not known; whatever is loaded last counts."""


def supersedes(new: Origin | None, old: Origin | None) -> bool:
    """Say whether a record of ``new`` replaces one of ``old``: unless it is known to be older."""
    return new is None or old is None or new >= old
