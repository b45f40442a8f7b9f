"""Open files plain, gzip or zstandard as streams of bytes, with every failure told as an ArticleError."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal, Self

import zstandard

from newsextract.errors import ArticleError

Compression = Literal["gz", "zst"]
_BLOCK = 1 << 16
_ZSTD_INPUT = 1 << 10  # bytes: a bomb makes 128 KiB of each 4, so that this bounds one step at 32 MiB
_ZSTD_WINDOW = 1 << 27  # bytes: what zstd --long=27 needs; more is refused


@contextmanager
def open_blocks(path: str, compression: Compression | None) -> Iterator["Blocks"]:
    """Yield the unpacked bytes of ``path``.

    Raises:
        ArticleError: ``unreadable`` (no such file, no permission, not a regular file) or ``corrupt``.
    """
    with reading(), open(path, "rb", opener=_open_at_once) as raw:
        if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
            raise ArticleError("unreadable", "not a regular file; give a file or a folder")
        yield Blocks(_unpacked(raw, compression))


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

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._peeked = b""
        self._fault: ArticleError | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Return the next block.

        Raises:
            ArticleError: ``corrupt`` or ``unreadable``.
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
