"""Fill a folder or file aside, then put it in the place of an earlier export: readers see one or the other."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsextract.errors import StoreError
from newsextract.store.atomic import store_errors, sync_folder

_OURS = {".parquet", ".csv", ".jsonl"}


@contextmanager
def replacing_folder(out: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of ``out`` when the block ends without an error.

    Raises:
        StoreError: ``out`` holds files that no export wrote, or cannot be written.
    """
    _refuse_foreign_files(out)
    aside = out.with_name(f".{out.name}.{os.getpid()}.partial")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        with store_errors(out):
            aside.mkdir(parents=True)
            yield aside
            if out.exists():
                out.rename(old)
            aside.rename(out)
            sync_folder(out.parent)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)  # the new folder did not get its place: the earlier export keeps it
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign_files(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise StoreError(f"{out}: a file stands where a folder is needed: choose another name")
    foreign = [path for path in out.rglob("*") if path.is_symlink() or (path.is_file() and path.suffix not in _OURS)]
    if foreign:
        raise StoreError(f"{min(foreign)}: not written by an export, and {out} is replaced: choose another folder")


@contextmanager
def replacing_with_only_file(out: Path) -> Iterator[Path]:
    """Give a new folder; the one file in it takes the place of ``out`` when the block ends without an error.

    Raises:
        StoreError: ``out`` cannot be written.
    """
    aside = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        with store_errors(out):
            aside.mkdir()
            yield aside
            (made,) = aside.iterdir()
            made.replace(out)
            sync_folder(out.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
