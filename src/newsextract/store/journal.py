"""Find outcomes again by their keys: those of a run that was stopped, and those of the complete run before it.

The index holds 16 bytes an article; the outcomes themselves stay on the disk until they are asked for. What is found is
checked against its checksum, so that a damaged file makes work, and never a wrong record.
"""

import os
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from newsextract.store.shards import MAX_HEADER_BYTES, Header, Outcome, read_headers

_OPEN_FILES = 64
_OFFSET_BITS = 40  # a file may have a terabyte, and there may be 16 million of them
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1
_PREFIX_BYTES = 8


def prefix_of(key: bytes) -> int:
    """Return the first 8 bytes of a key as an integer: what the index is sorted by."""
    return int.from_bytes(key[:_PREFIX_BYTES], "big")


class Journal:
    """Outcomes by key. Close it, or use it in a ``with`` block."""

    def __init__(self, out: Path, files: Iterable[Path], passing: frozenset[str] = frozenset()) -> None:
        """Index the shards and journals ``files`` of the output folder ``out``.

        Args:
            out: what the paths in a journal start from.
            files: of two outcomes with one key, that of the earlier file counts.
            passing: reasons of rejects that count only where there is no other outcome of the article.

        Raises:
            StoreError: a file cannot be read.
        """
        self._out = out
        self._files = list(files)
        self._handles = _Handles()
        self._prefixes, self._places = self._index(passing)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._places)

    def close(self) -> None:
        """Close the files."""
        self._handles.close()

    def find(self, key: bytes) -> Outcome | None:
        """Return the outcome with ``key``; None where there is none, or only a damaged one."""
        for header, place in self._headers(key):
            line = self._line(header, place)
            if line is not None:
                return Outcome(key, header.reason, line, header.counts)
        return None

    def sound_keys(self, leave_out: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401 - a numpy array
        """Return the first 8 bytes of all keys whose outcomes are whole, as sorted integers.

        Args:
            leave_out: reasons of rejects that do not count.
        """
        import numpy as np  # noqa: PLC0415 - not for --help

        sound = [
            prefix
            for prefix, place in zip(self._prefixes.tolist(), self._places.tolist(), strict=True)
            if (header := self._header(place))
            and header.reason not in leave_out
            and self._line(header, place) is not None
        ]
        return np.array(sound, dtype=np.uint64)

    def _index(self, passing: frozenset[str]) -> tuple[Any, Any]:
        import numpy as np  # noqa: PLC0415

        prefixes, places = array("Q"), array("Q")
        last = array("Q"), array("Q")
        for number, path in enumerate(self._files):
            for offset, header in read_headers(path):
                to_prefixes, to_places = last if header.reason in passing else (prefixes, places)
                to_prefixes.append(prefix_of(header.key))
                to_places.append(number << _OFFSET_BITS | offset)
        keys = np.frombuffer(prefixes + last[0], dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        return keys[order], np.frombuffer(places + last[1], dtype=np.uint64)[order]

    def _headers(self, key: bytes) -> Iterator[tuple[Header, int]]:
        import numpy as np  # noqa: PLC0415

        prefix = np.uint64(prefix_of(key))
        at = int(np.searchsorted(self._prefixes, prefix))
        while at < len(self._prefixes) and self._prefixes[at] == prefix:
            place = int(self._places[at])
            header = self._header(place)
            if header and header.key == key:
                yield header, place
            at += 1

    def _header(self, place: int) -> Header | None:
        path = self._files[place >> _OFFSET_BITS]
        head, feed, _ = self._handles.read(path, MAX_HEADER_BYTES, place & _OFFSET_MASK).partition(b"\n")
        return Header.from_line(head + feed)

    def _line(self, header: Header, place: int) -> bytes | None:
        if header.file:
            line = self._handles.read(self._out / header.file, header.size, header.offset)
        else:
            behind = (place & _OFFSET_MASK) + len(header.to_line())
            line = self._handles.read(self._files[place >> _OFFSET_BITS], header.size, behind)
        return line if len(line) == header.size and zlib.crc32(line) == header.crc else None


class _Handles:
    """Files open for reading: the last few that were used."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, int] = OrderedDict()

    def read(self, path: Path, size: int, offset: int) -> bytes:
        """Return up to ``size`` bytes; none where the file is gone or cannot be read."""
        with suppress(OSError):
            if path not in self._open:
                if len(self._open) == _OPEN_FILES:
                    os.close(self._open.popitem(last=False)[1])
                self._open[path] = os.open(path, os.O_RDONLY)
            self._open.move_to_end(path)
            return os.pread(self._open[path], size, offset)
        return b""

    def close(self) -> None:
        while self._open:
            os.close(self._open.popitem()[1])
