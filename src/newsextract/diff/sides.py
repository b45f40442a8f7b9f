"""The two sides of a comparison: records by article id, in files or in a database, without holding them all."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

import simplejson

from newsextract.errors import SchemaError, StoreError
from newsextract.records import ArticleRecord
from newsextract.store.jsonl import find_record_files
from newsextract.store.opening import open_store


class Side(Protocol):
    """Records of one run or database."""

    def digests(self) -> dict[str, str]:
        """Return a hash of each article's record, by the article's id."""

    def read(self, ids: Sequence[str]) -> Iterator[ArticleRecord]:
        """Yield the records of ``ids``, which are all there, in the order of their ids."""


@contextmanager
def open_side(name: str) -> Iterator[Side]:
    """Give the side that ``name`` means: the URL of a database, or files and folders of records.

    Raises:
        StoreError: there is nothing by that name.
    """
    if "://" not in name:
        yield RecordFiles([Path(name)])
        return
    with open_store(name, create=False) as database:
        yield database


class _Line(NamedTuple):
    digest: str
    file: Path
    offset: int


class RecordFiles:
    """Records in files: an index is kept, and the records are read when they are asked for."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._lines = {key: line for path in find_record_files(paths) for key, line in _index(path)}

    def digests(self) -> dict[str, str]:
        """Return the hash of each article's line; of two lines of one article the later counts."""
        return {key: line.digest for key, line in self._lines.items()}

    def read(self, ids: Sequence[str]) -> Iterator[ArticleRecord]:
        """Yield records.

        Raises:
            StoreError: a line is no record.
        """
        for key in sorted(ids):
            _, path, offset = self._lines[key]
            with path.open("rb") as file:
                file.seek(offset)
                try:
                    yield ArticleRecord.from_json(file.readline())
                except SchemaError as error:
                    raise StoreError(f"{path}: the record of {key} cannot be used: {error}") from error


def _index(path: Path) -> Iterator[tuple[str, _Line]]:
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    key = simplejson.loads(line)["article"]["id"]
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise StoreError(f"{path}:{number}: no record ({error}): extract it again") from error
                yield key, _Line(hashlib.sha256(line.strip()).hexdigest(), path, offset)
            offset += len(line)
