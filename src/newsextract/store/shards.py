"""Outcomes of articles in append-only files: what a run keeps until it is complete, and finds again after a crash.

A shard is written by one process. An outcome is two lines: a header in JSON that says whose it is, how long and with
which checksum, and the line of the record or reject itself. A process that is killed leaves at most one outcome torn,
at the end, where reading stops; a shard is never appended to by another process.
"""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from newsextract.errors import StoreError
from newsextract.store.atomic import store_errors

KEY_BYTES = 16
MAX_HEADER_BYTES = 1024


class Counts(NamedTuple):
    """What a record holds."""

    firms: int = 0
    metrics: int = 0
    claims: int = 0
    characters: int = 0


class Header(NamedTuple):
    """What is known of an outcome before its line is read."""

    key: bytes
    """Of the article and of everything that decides on its outcome."""
    reason: str
    """Of a reject; empty for a record."""
    size: int
    """Bytes of the line, its line feed included."""
    crc: int
    counts: Counts
    file: str = ""
    """Where the line lies, seen from the output folder; empty: right behind this header."""
    offset: int = 0

    def to_line(self) -> bytes:
        """Return the header as a line of JSON."""
        fields = {"key": self.key.hex(), "reason": self.reason, "size": self.size, "crc": self.crc}
        fields |= self.counts._asdict()
        if self.file:
            fields |= {"file": self.file, "offset": self.offset}
        return f"{json.dumps(fields, separators=(',', ':'))}\n".encode()

    @classmethod
    def from_line(cls, line: bytes) -> "Header | None":
        """Return the header that a line holds; None where it holds none: torn, or damaged."""
        try:
            fields = json.loads(line)
            key = bytes.fromhex(fields["key"])
            counts = Counts(*(int(fields[name]) for name in Counts._fields))
            header = cls(
                key,
                str(fields["reason"]),
                int(fields["size"]),
                int(fields["crc"]),
                counts,
                str(fields.get("file", "")),
                int(fields.get("offset", 0)),
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        return header if line.endswith(b"\n") and len(key) == KEY_BYTES and header.size > 0 else None


class Outcome(NamedTuple):
    """A record or a reject, as the line that goes into the files of a run."""

    key: bytes
    reason: str
    line: bytes
    counts: Counts = Counts()

    def header(self, file: str = "", offset: int = 0) -> Header:
        """Return the header of the outcome, for a line at ``offset`` of ``file``."""
        return Header(self.key, self.reason, len(self.line), zlib.crc32(self.line), self.counts, file, offset)


class ShardWriter:
    """Append outcomes to a new file; each call of ``write`` leaves them where a later process finds them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, outcomes: list[Outcome]) -> None:
        """Append ``outcomes``. The file is made by the first call.

        Raises:
            StoreError: the disk is full, the folder cannot be written, or the file is there already.
        """
        data = b"".join(part for outcome in outcomes for part in (outcome.header().to_line(), outcome.line))
        with store_errors(self.path):
            if self._file is None:
                self._file = self.path.open("xb", buffering=0)
            written = 0
            while written < len(data):
                written += self._file.write(data[written:]) or 0

    def close(self) -> None:
        """Close the file; nothing is pending."""
        if self._file is not None:
            self._file.close()


def read_headers(path: Path) -> Iterator[tuple[int, Header]]:
    """Yield the headers of a shard, or of the journal of a complete run, each with its offset in that file.

    What a killed process left torn at the end is passed over.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            end = path.stat().st_size
            offset = 0
            while header := Header.from_line(line := file.readline(MAX_HEADER_BYTES)):
                behind = offset + len(line) + (0 if header.file else header.size)
                if behind > end:
                    return
                yield offset, header
                if not header.file:
                    file.seek(header.size, 1)
                offset = behind
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error
