"""Write files that are either whole or not there: temporary name, fsync, rename."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newsextract.errors import StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a binary file that appears under ``path`` when the block ends without an error, and never before.

    Raises:
        StoreError: the file cannot be written (disk full, no permission); nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with store_errors(path):
            with closing_after_errors(temporary.open("wb")) as file:
                yield file
                flush_to_disk(file)
            temporary.replace(path)
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):  # it may never have been made
            temporary.unlink()
        raise


def flush_to_disk(file: BinaryIO) -> None:
    """Return when what was written to ``file`` has reached the disk."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # pipes and some network file systems cannot sync
            raise


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into a StoreError that names ``path`` and says what to do."""
    try:
        yield
    except OSError as error:
        raise StoreError(explain(path, error)) from error


def explain(path: Path, error: OSError) -> str:
    """Return a sentence that says what is wrong with ``path`` and what to do."""
    if error.errno in _FULL:
        return f"{path}: disk full (or over a size limit): free space and run again; nothing half-written was kept"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{path}: no permission to write here: choose another folder, or change its permissions"
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return f"{path}: a file stands where a folder is needed: choose another name"
    return f"{path}: {error.strerror or error}"


@contextmanager
def closing_after_errors(file: BinaryIO) -> Iterator[BinaryIO]:
    """Close ``file`` when the block ends; after an error of the block, an error of closing is not raised as well.

    A full disk makes ``close`` try once more to write its buffer, and fail again: the first error is the one to tell.
    """
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    file.close()
