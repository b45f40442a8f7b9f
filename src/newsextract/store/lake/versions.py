"""A folder of files that change all at once: versions side by side, and one link that says which of them counts.

``FOLDER/.versions/7/claims/month=2025-03/part-0.parquet`` is a file of the seventh version, ``FOLDER/.current`` a link
to the version that counts, and ``FOLDER/claims`` a link to ``.current/claims`` that never changes: whoever reads
``FOLDER/claims/*/*.parquet`` needs to know nothing of this. A new version shares the files that do not change with the
one before (hard links), and a rename of the one link makes it count: a process that is killed leaves the earlier one.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsextract.errors import StoreError
from newsextract.store.atomic import flush_to_disk, store_errors, sync_folder
from newsextract.store.backends.sqlite import BUSY_TIMEOUT_SECONDS

_LOOK_AGAIN_SECONDS = 0.25


class Versions:
    """The versions of the files in a folder, which exists; ``tables`` are the folders in each."""

    def __init__(self, folder: Path, tables: Sequence[str]) -> None:
        self.folder = folder
        self.staging = folder / ".staging"
        """Where the files of the next version are made; cleared by whoever writes next."""
        self._current = folder / ".current"
        self._versions = folder / ".versions"
        self._tables = tables

    def exists(self) -> bool:
        """Say whether there is a version."""
        return self._current.is_dir()

    def foreign(self) -> list[Path]:
        """Return what lies in the folder and is none of ours."""
        own = {path.name for path in (self.staging, self._current, self._versions)}
        return [path for path in self.folder.iterdir() if path.name not in own and not self._is_link_of_ours(path)]

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """Give the folder of the version that counts now, which stays as it is until the block ends.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        with store_errors(self.folder):
            handle, version = self._open_current()
        try:
            yield version
        finally:
            os.close(handle)

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Keep others from writing until the block ends, and give an empty folder to make files in.

        Raises:
            StoreError: another process kept writing for too long, or the folder cannot be written.
        """
        with store_errors(self.folder):
            handle = os.open(self.folder, os.O_RDONLY)
        try:
            self._wait_for_lock(handle)
            with store_errors(self.folder):
                shutil.rmtree(self.staging, ignore_errors=True)
                self.staging.mkdir()
            try:
                yield self.staging
            finally:
                shutil.rmtree(self.staging, ignore_errors=True)
        finally:
            os.close(handle)

    def replace(self, files: Mapping[str, Path | None]) -> None:
        """Let a version count that differs from the present one by ``files``; within ``writing``.

        Args:
            files: path within the version, to the file that is moved there, or to None where it shall be gone.

        Raises:
            StoreError: the disk is full, or the folder cannot be written; the present version then stays.
        """
        with store_errors(self.folder):
            old = self._resolve() if self.exists() else None
            new = self._versions / str(int(old.name) + 1 if old else 1)
            shutil.rmtree(new, ignore_errors=True)  # of a process that was killed
            for path in old.rglob("*.parquet") if old else ():
                name = path.relative_to(old).as_posix()  # type: ignore[arg-type]
                if name not in files:
                    _share(path, _made(new / name))
            for name, made in files.items():
                if made:
                    with made.open("rb") as file:
                        flush_to_disk(file)
                    made.replace(_made(new / name))
            for folder in {new, *(path for path in new.rglob("*") if path.is_dir())}:
                sync_folder(folder)
            self._let_count(new)

    def prune(self) -> None:
        """Take away versions that neither count nor are being read; within ``writing``."""
        present = self._resolve() if self.exists() else None
        for version in self._versions.iterdir() if self._versions.is_dir() else ():
            if version != present:
                _remove_unless_read(version)

    def _open_current(self) -> tuple[int, Path]:
        """Return a handle, which holds the version as long as it is open, and the version."""
        while True:
            version = self._resolve()
            try:
                handle = os.open(version, os.O_RDONLY)
            except FileNotFoundError:
                if version == self._resolve():
                    raise
                continue  # pruned after another took its place
            fcntl.flock(handle, fcntl.LOCK_SH)
            if version.is_dir():
                return handle, version
            os.close(handle)

    def _resolve(self) -> Path:
        return self.folder / self._current.readlink()

    def _wait_for_lock(self, handle: int) -> None:
        give_up_at = time.monotonic() + BUSY_TIMEOUT_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > give_up_at:
                    raise StoreError(
                        f"{self.folder}: another load was writing here for over {BUSY_TIMEOUT_SECONDS} s, and a "
                        "Parquet dataset lets one write at a time: load again when it is done"
                    ) from error
            else:
                return
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _let_count(self, version: Path) -> None:
        for table in self._tables:
            link = self.folder / table
            if not link.is_symlink():
                link.symlink_to(Path(self._current.name, table))
        aside = self.folder / ".current.new"
        aside.unlink(missing_ok=True)
        aside.symlink_to(version.relative_to(self.folder))
        sync_folder(self._versions)
        aside.replace(self._current)
        sync_folder(self.folder)

    def _is_link_of_ours(self, path: Path) -> bool:
        return path.is_symlink() and path.name in {*self._tables, ".current.new"}


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _share(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # some file systems have no hard links
        shutil.copy2(old, new)


def _remove_unless_read(version: Path) -> None:
    handle = os.open(version, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(version, ignore_errors=True)
    finally:
        os.close(handle)
