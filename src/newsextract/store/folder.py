"""The output folder of a run: filled aside, then swapped in, so that readers see one whole run or another.

While a run works, everything goes to ``OUT/.partial``. ``commit`` takes away the old ``run.json``, puts the new records
and rejects in the place of the old ones and ``run.json`` last: where ``run.json`` is, the folder is complete.
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
    """Where a run writes ``records`` (a folder), ``rejects`` and ``report`` (files): aside, until ``commit``."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.partial = out / ".partial"
        self.records = self.partial / "records"
        self.rejects = self.partial / "rejects.jsonl"
        self.report = self.partial / "run.json"

    def commit(self) -> None:
        """Put what was written in the place of an earlier run.

        Raises:
            StoreError: a rename failed; ``run.json`` is then missing, and the next run begins anew.
        """
        with store_errors(self.out):
            (self.out / "run.json").unlink(missing_ok=True)
            old = self.partial / "old"
            if (self.out / "records").is_dir():
                (self.out / "records").rename(old)
            self.records.rename(self.out / "records")
            self.rejects.replace(self.out / "rejects.jsonl")
            sync_folder(self.out)
            self.report.replace(self.out / "run.json")
            sync_folder(self.out)


@contextmanager
def open_output(out: Path) -> Iterator[OutputFolder]:
    """Give the output folder of one run; what was not committed when the block ends is removed.

    Raises:
        StoreError: the folder cannot be made, holds somebody else's files, or another run writes to it now.
    """
    folder = OutputFolder(out)
    is_new = not out.exists()
    with store_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    _refuse_foreign_files(out)
    with _locked(out):
        shutil.rmtree(folder.partial, ignore_errors=True)  # left by a run that was killed
        with store_errors(out):
            folder.records.mkdir(parents=True)
            folder.rejects.touch()
        try:
            yield folder
        finally:
            shutil.rmtree(folder.partial, ignore_errors=True)
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
