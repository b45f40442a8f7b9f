"""The output folder of a run: filled aside, then swapped in, so that readers see one whole run or another.

While a run works, everything goes to ``OUT/.partial``: outcomes of articles to ``shards/``, as they come; at the end,
the files of the finished run. ``commit`` takes away the old ``run.json``, puts the new files in the place of the old
ones and ``run.json`` last: where ``run.json`` is, the folder is complete. A process that is killed on the way leaves
``.partial/run.json``, and the next one goes on with the swap. What a stopped run has in ``shards/`` stays for the next.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsextract.errors import StoreError
from newsextract.store.atomic import store_errors, sync_folder

_OUR_FILES = re.compile(r"part-\d{5,}\.jsonl")


class OutputFolder:
    """Where a run writes: ``shards`` and ``records`` (folders), ``rejects``, ``journal`` and ``report`` (files)."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.partial = out / ".partial"
        self.shards = self.partial / "shards"
        self.records = self.partial / "records"
        self.rejects = self.partial / "rejects.jsonl"
        self.journal = self.partial / "journal.jsonl"
        self.report = self.partial / "run.json"

    def earlier(self) -> list[Path]:
        """Return the files that hold outcomes of earlier runs: shards of stopped ones, the journal of the last."""
        last = self.out / "journal.jsonl"
        return [
            *sorted(self.shards.iterdir()),
            *([last] if (self.out / "run.json").is_file() and last.is_file() else []),
        ]

    def commit(self) -> None:
        """Put what was written in the place of an earlier run. ``report`` says that it is complete: write it last.

        Raises:
            StoreError: a rename failed; ``run.json`` is then missing, and the next run goes on with the swap.
        """
        with store_errors(self.out):
            sync_folder(self.partial)
            (self.out / "run.json").unlink(missing_ok=True)
            if self.records.is_dir():
                old = self.partial / "old"
                if (self.out / "records").is_dir():
                    (self.out / "records").rename(old)
                self.records.rename(self.out / "records")
            for path in (self.rejects, self.journal):
                if path.is_file():
                    path.replace(self.out / path.name)
            sync_folder(self.out)
            self.report.replace(self.out / "run.json")
            sync_folder(self.out)
            shutil.rmtree(self.partial, ignore_errors=True)

    def discard(self) -> None:
        """Take away what was written and not committed."""
        shutil.rmtree(self.partial, ignore_errors=True)

    def clear(self) -> None:
        """Take away what an earlier run left, but for its outcomes, and make the folders.

        Raises:
            StoreError: the folder cannot be written.
        """
        with store_errors(self.partial):
            self.shards.mkdir(parents=True, exist_ok=True)
            for path in self.partial.iterdir():
                if path.is_dir() and path != self.shards:
                    shutil.rmtree(path)
                elif path != self.shards:
                    path.unlink()
            self.records.mkdir()
            self.rejects.touch()


@contextmanager
def open_output(out: Path, *, fresh: bool = False) -> Iterator[OutputFolder]:
    """Give the output folder of one run. Outcomes that were not committed when the block ends stay for the next run.

    Args:
        out: made if it does not exist.
        fresh: forget the outcomes that a stopped run left.

    Raises:
        StoreError: the folder cannot be made, holds somebody else's files, or another run writes to it now.
    """
    folder = OutputFolder(out)
    is_new = not out.exists()
    with store_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    _refuse_foreign_files(out)
    with _locked(out):
        if folder.report.is_file():
            folder.commit()  # where a run was killed while it swapped
        if fresh:
            folder.discard()
        folder.clear()
        try:
            yield folder
        finally:
            is_empty = not folder.shards.is_dir() or not any(folder.shards.iterdir())
            if is_empty and not folder.report.is_file():  # a swap that failed half-way needs what is there
                folder.discard()
            if is_new and not any(out.iterdir()):
                out.rmdir()


def _refuse_foreign_files(out: Path) -> None:
    records = out / "records"
    if records.exists() and not records.is_dir():
        raise StoreError(f"{records}: a file stands where the folder of records goes: choose another output folder")
    foreign = [entry for entry in records.iterdir() if not _OUR_FILES.fullmatch(entry.name)] if records.is_dir() else []
    if foreign:
        raise StoreError(
            f"{min(foreign)}: not written by a run, and records/ is replaced: choose another output folder"
        )


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    import fcntl  # noqa: PLC0415 - POSIX only

    handle = os.open(out, os.O_RDONLY)  # the folder itself is locked, so that no lock file is left behind by a crash
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{out}: another run is writing to this folder: wait, or choose another") from error
        yield
    finally:
        os.close(handle)
