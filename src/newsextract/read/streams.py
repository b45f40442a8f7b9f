"""Open files plain, gzip or zstandard as streams of bytes, with every failure told as an ArticleError."""

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Literal, Self

import zstandard

from newsextract.errors import ArticleError
from newsextract.read.remote import is_url, open_remote

Compression = Literal["gz", "zst"]
STDIN = "-"
_BLOCK = 1 << 16
_UNPACKED_FREELY = 1 << 28
_UNPACKED_RATIO = 200  # text packs to a fifth, lines that are nearly equal to a fiftieth
_MAGIC: dict[Compression, bytes] = {"gz": b"\x1f\x8b", "zst": b"\x28\xb5\x2f\xfd"}
_ZSTD_INPUT = 1 << 10  # bytes: a bomb makes 128 KiB of each 4, so that this bounds one step at 32 MiB
_ZSTD_WINDOW = 1 << 27  # bytes: what zstd --long=27 needs; more is refused


@contextmanager
def open_blocks(path: str, compression: Compression | None) -> Iterator["Blocks"]:
    """Yield the unpacked bytes of ``path``: a file, a URL, or ``-`` for standard input, packed or not.

    Raises:
        ArticleError: ``unreadable`` (no such file, no permission, not a regular file) or ``corrupt``.
        ConfigError: a URL needs a driver that is not installed.
    """
    with reading(), _opened(path) as raw:
        if path == STDIN:
            compression = _packing(raw)
        if compression is None:
            yield Blocks(raw)
        else:
            packed = _Counted(raw)
            yield Blocks(_unpacked(io.BufferedReader(packed, _BLOCK), compression), packed)


@contextmanager
def _opened(path: str) -> Iterator["io.BufferedReader[Any]"]:
    if path == STDIN:
        stream: io.BufferedReader[Any] = io.BufferedReader(sys.stdin.buffer)
        try:
            yield stream
        finally:
            stream.detach()  # closing it is not our business
    elif is_url(path):
        with open_remote(path) as remote:
            yield remote
    else:
        with open(path, "rb", opener=_open_at_once) as raw:
            if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
                raise ArticleError("unreadable", "not a regular file; give a file or a folder")
            yield raw


def _packing(raw: "io.BufferedReader[Any]") -> Compression | None:
    """Return how a stream without a name is packed: its first bytes say so."""
    head = raw.peek(4)
    return next((name for name, magic in _MAGIC.items() if head.startswith(magic)), None)


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe that nobody writes to would wait for ever


@contextmanager
def reading() -> Iterator[None]:
    """Turn what the system and the unpackers raise into an ArticleError.

    Raises:
        ArticleError: ``unreadable`` or ``corrupt``.
    """
    try:
        yield
    except EOFError as error:
        raise ArticleError("corrupt", "the compressed data ends too early: copy or download the file again") from error
    except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        raise ArticleError("corrupt", f"cannot be unpacked ({error}): copy or download the file again") from error
    except OSError as error:
        what = error.strerror or str(error)
        raise ArticleError(
            "unreadable", f"cannot be read ({what}): check that it exists and its permissions"
        ) from error


class Blocks:
    """An iterator over the bytes of a stream in blocks; what a damaged stream held before its fault is given first."""

    def __init__(self, stream: io.BufferedIOBase, packed: "_Counted | None" = None) -> None:
        self._stream = stream
        self._packed = packed
        self._given = 0
        self._peeked = b""
        self._fault: ArticleError | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Return the next block.

        Raises:
            ArticleError: ``corrupt``, ``unreadable`` or ``bomb``.
        """
        if self._peeked:
            block, self._peeked = self._peeked, b""
            return block
        if self._fault:
            raise self._fault
        with reading():
            block = self._stream.read1(_BLOCK)
        if not block:
            raise StopIteration
        self._given += len(block)
        if self._packed and self._given > _UNPACKED_FREELY and self._given > _UNPACKED_RATIO * self._packed.count:
            raise ArticleError(
                "bomb", f"unpacks to more than {_UNPACKED_RATIO} times its size, which no text does: unpack it yourself"
            )
        return block

    def peek(self, size: int) -> bytes:
        """Return the first ``size`` bytes, or all if there are fewer, without taking them.

        Raises:
            ArticleError: there is nothing before the fault.
        """
        data = bytearray()
        try:
            while len(data) < size:
                data += next(self)
        except StopIteration:
            pass
        except ArticleError as fault:
            if not data:
                raise
            self._fault = fault
        self._peeked = bytes(data)
        return self._peeked

    def read_all(self, limit: int) -> bytes:
        """Return all bytes.

        Raises:
            ArticleError: ``too_large`` where there are more than ``limit``, ``corrupt`` or ``unreadable``.
        """
        data = bytearray()
        for block in self:
            data += block
            if len(data) > limit:
                raise ArticleError("too_large", f"more than {limit} bytes when unpacked: split it, or raise max_chars")
        return bytes(data)


def _unpacked(raw: io.BufferedReader, compression: Compression | None) -> io.BufferedIOBase:
    if compression == "gz":
        return gzip.GzipFile(fileobj=raw, mode="rb")
    if compression == "zst":
        return io.BufferedReader(_ZstdReader(raw), _BLOCK)
    return raw


class _Counted(io.RawIOBase):
    """A stream that counts what was read of it."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: a WriteableBuffer
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _ZstdReader(io.RawIOBase):
    """Frames of zstandard, one after another.

    ``zstandard.stream_reader`` ends without a word where a file was cut off; this says so.
    """

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame = self._unpacker.decompressobj()
        self._began = False
        self._input = b""
        self._output = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: a WriteableBuffer
        while not self._output and self._fill():
            pass
        count = min(len(buffer), len(self._output))
        buffer[:count] = self._output[:count]
        self._output = self._output[count:]
        return count

    def _fill(self) -> bool:
        """Unpack one more piece; return False at the end of the last frame."""
        if not self._input:
            self._input = self._raw.read(_BLOCK)
        if not self._input:
            if self._began:
                raise EOFError
            return False
        piece, self._input = self._input[:_ZSTD_INPUT], self._input[_ZSTD_INPUT:]
        self._began = True
        self._output = memoryview(self._frame.decompress(piece))
        if self._frame.eof:
            self._input = self._frame.unused_data + self._input
            self._frame = self._unpacker.decompressobj()
            self._began = False
        return True
