"""Which article ids a run has met, in constant memory: an SQLite table in a temporary file of its own."""

import sqlite3
from contextlib import closing
from typing import NamedTuple, Self

from newsextract.errors import StoreError


class Sighting(NamedTuple):
    """Where an id was met first, and with what content."""

    source: str
    sha256: str


class SeenArticles:
    """The ids met so far. SQLite keeps the table in memory while it is small and moves it to a file when it grows."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # the empty name: temporary, gone when closed
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE seen (id TEXT PRIMARY KEY, source TEXT, sha256 TEXT) WITHOUT ROWID",
        ):
            self._database.execute(statement).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, article_id: str, sighting: Sighting) -> Sighting | None:
        """Remember an id; return where it was met first if it was met before.

        Raises:
            StoreError: the disk of the temporary folder is full.
        """
        row = (_storable(article_id), _storable(sighting.source), sighting.sha256)
        try:
            with closing(self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row)) as cursor:
                if cursor.rowcount:
                    return None
            with closing(self._database.execute("SELECT source, sha256 FROM seen WHERE id = ?", row[:1])) as cursor:
                return Sighting(*cursor.fetchone())
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"temporary folder: {error}: free space, or set SQLITE_TMPDIR to another folder"
            ) from error


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()  # a file name may hold bytes that are no UTF-8
