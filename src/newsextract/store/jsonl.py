"""Records and rejects as JSON lines: numbered parts of a run going out, any file or folder of records coming in."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from newsextract.errors import SchemaError, StoreError
from newsextract.records import ArticleRecord, Reject
from newsextract.store.atomic import closing_after_errors, flush_to_disk, store_errors

RECORDS_A_PART = 1000
_HEAD_BYTES = 64
_BLOCK = 1 << 20
_OUR_PARTS = re.compile(r"part-\d{5,}\.jsonl")


class Part(NamedTuple):
    """One finished file of records, as ``run.json`` lists it."""

    file: str
    records: int
    size_bytes: int
    sha256: str


@dataclass(slots=True)
class _OpenPart:
    path: Path
    file: BinaryIO
    digest: "hashlib._Hash"
    records: int = 0
    size_bytes: int = 0

    def write(self, line: bytes) -> None:
        self.file.write(line)
        self.digest.update(line)
        self.records += 1
        self.size_bytes += len(line)

    def close(self) -> Part:
        with closing_after_errors(self.file):
            flush_to_disk(self.file)
        return Part(self.path.name, self.records, self.size_bytes, self.digest.hexdigest())


class PartWriter:
    """Write lines to ``part-00000.jsonl``, ``part-00001.jsonl``, … of a folder, 1000 a part.

    The folder is one that nobody reads yet: see ``newsextract.store.folder``.
    """

    def __init__(self, folder: Path, *, lines_a_part: int = RECORDS_A_PART) -> None:
        self.folder = folder
        self.parts: list[Part] = []
        self._lines_a_part = lines_a_part
        self._open: _OpenPart | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, line: bytes) -> tuple[str, int]:
        """Append one line, which ends in a line feed, and return the name of its part and its offset there.

        Raises:
            StoreError: the disk is full, or the folder cannot be written.
        """
        with store_errors(self.folder):
            if self._open is None:
                path = self.folder / f"part-{len(self.parts):05}.jsonl"
                self._open = _OpenPart(path, path.open("wb"), hashlib.sha256())
            place = self._open.path.name, self._open.size_bytes
            self._open.write(line)
            if self._open.records == self._lines_a_part:
                self._finish()
        return place

    def close(self) -> None:
        """Finish the last part."""
        with store_errors(self.folder):
            self._finish()

    def _finish(self) -> None:
        if self._open is not None:
            part, self._open = self._open, None
            self.parts.append(part.close())


def check_parts(folder: Path, parts: Iterable[Part]) -> None:
    """Read finished parts again: do they hold what was written?

    Raises:
        StoreError: a part cannot be read, or holds something else: the disk is failing.
    """
    for part in parts:
        path = folder / part.file
        digest, records = hashlib.sha256(), 0
        with store_errors(path), path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                records += block.count(b"\n")
        if (records, digest.hexdigest()) != (part.records, part.sha256):
            raise StoreError(f"{path}: reads back differently from what was written: check the disk, and run again")


class LineWriter:
    """Write lines to one file that nobody reads yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with store_errors(path):
            self._file = path.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, lines: Iterable[bytes]) -> int:
        """Append lines, which end in a line feed, and return the offset of the first.

        Raises:
            StoreError: the disk is full, or the folder cannot be written.
        """
        with store_errors(self.path):
            offset = self._file.tell()
            self._file.writelines(lines)
        return offset

    def close(self) -> None:
        """Bring the lines to the disk; closing again does nothing."""
        if not self._file.closed:
            with store_errors(self.path), closing_after_errors(self._file):
                flush_to_disk(self._file)


def find_record_files(paths: Sequence[Path]) -> list[Path]:
    """Return the record files that ``paths`` name: files as they are, of a folder its ``.jsonl`` files.

    Of the output folder of a run only ``records/`` is read.

    Raises:
        StoreError: a path does not exist, or a folder holds no records.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            folder = path / "records" if (path / "records").is_dir() else path
            found = sorted(file for file in folder.rglob("*.jsonl") if file.is_file())
            if not found:
                raise StoreError(f"{path}: no .jsonl files in this folder: name the output folder of a run")
            files.extend(found)
        elif path.is_file():
            files.append(path)
        else:
            raise StoreError(f"{path}: no such file or folder: check the name")
    return files


def read_records(paths: Sequence[Path]) -> Iterator[ArticleRecord | Reject]:
    """Yield the records of files and folders in order; a line that is no record is a Reject that names it.

    Raises:
        StoreError: a path does not exist or cannot be read.
    """
    for path in find_record_files(paths):
        for _, item in read_numbered(path):
            yield item


def read_numbered(path: Path) -> Iterator[tuple[int, ArticleRecord | Reject]]:
    """Yield the records of one file with the numbers of their lines, from 1.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, _parse(line, f"{path}:{number}")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error


def holds_records(path: Path) -> bool:
    """Say whether ``path`` is a file of records or an output folder of a run, rather than articles."""
    if path.is_dir():
        return (path / "records").is_dir() or any(_OUR_PARTS.fullmatch(entry.name) for entry in path.iterdir())
    try:
        with path.open("rb") as file:
            return file.readline(_HEAD_BYTES).startswith(b'{"schema_version":')
    except OSError:
        return False


def read_rejects(path: Path) -> Iterator[Reject]:
    """Yield the rejects of a run.

    Raises:
        StoreError: the file cannot be read.
    """
    with store_errors(path), path.open("rb") as file:
        for line in file:
            yield Reject.model_validate(json.loads(line))


def _parse(line: bytes, source: str) -> ArticleRecord | Reject:
    try:
        return ArticleRecord.from_json(line)
    except (SchemaError, UnicodeDecodeError, RecursionError) as error:
        return Reject(source=source, stage="read", reason="no_record", message=first_line(error))


def first_line(error: Exception, limit: int = 300) -> str:
    """Return what an exception says in one line of at most ``limit`` characters."""
    text = " ".join(str(error).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
