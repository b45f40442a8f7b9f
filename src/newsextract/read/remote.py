"""Inputs by URL, such as ``s3://bucket/news/``: whatever fsspec has a driver for."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from newsextract.errors import ArticleError, ConfigError
from newsextract.masking import mask_secrets

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_WEB = ("http://", "https://")
_BUFFER = 1 << 20


def is_url(name: str) -> bool:
    """Say whether ``name`` is a URL rather than a path."""
    return _URL.match(name) is not None


def list_remote(url: str) -> tuple[list[str], bool]:
    """Return the URLs of the files that ``url`` names, sorted, and whether it named them one by one.

    A folder gives all files below it, a pattern those that match; a web address is always one file.

    Raises:
        ArticleError: ``unreadable``: the store cannot be reached, or lets nobody in.
        ConfigError: the driver is not installed.
    """
    if url.startswith(_WEB):
        return [url], True
    with _store_errors():
        store, path = _open_store(url)
        if any(sign in path for sign in "*?["):
            found = [name for name in store.glob(path) if not store.isdir(name)]
        elif store.isdir(path):
            found = store.find(path)
        else:
            return [url], True
        return [store.unstrip_protocol(name) for name in sorted(found)], False


@contextmanager
def open_remote(url: str) -> Iterator["io.BufferedReader[Any]"]:
    """Yield the bytes of ``url`` as a stream, read in pieces of 1 MiB.

    Raises:
        ArticleError: ``unreadable``.
        ConfigError: the driver is not installed.
    """
    with _store_errors():
        store, path = _open_store(url)
        file = store.open(path, "rb", block_size=_BUFFER)
    try:
        yield io.BufferedReader(_Remote(file), _BUFFER)
    finally:
        file.close()


def _open_store(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, and 0.1 s

        store, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"{mask_secrets(url)}: {error}: pip install 'newsextract[remote]' and the driver of this store, e.g. s3fs"
        ) from error
    return store, str(path)


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (ArticleError, ConfigError):
        raise
    except Exception as error:  # drivers raise what their libraries raise
        what = mask_secrets(str(error) or type(error).__name__)
        raise ArticleError("unreadable", f"cannot be read ({what}): check the address and your rights") from error


class _Remote(io.RawIOBase):
    """A remote file whose errors are all OSErrors."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: a WriteableBuffer
        try:
            data = self._file.read(len(buffer))
        except Exception as error:
            raise OSError(mask_secrets(str(error) or type(error).__name__)) from error
        buffer[: len(data)] = data
        return len(data)
