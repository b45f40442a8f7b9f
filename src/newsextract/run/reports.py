"""What ``run.json`` says of the records beside it: which run they are from, and where they stand in it."""

from itertools import accumulate
from pathlib import Path
from typing import Any

import simplejson

from newsextract.errors import StoreError
from newsextract.store.origin import Origin

_NEEDED = {"id", "started_at", "finished_at", "version", "fingerprint", "counts", "parts"}


class RunFolders:
    """The output folders of runs that were met, each report read once."""

    def __init__(self) -> None:
        self._reports: dict[Path, dict[str, Any] | None] = {}
        self._offsets: dict[Path, int | None] = {}

    def report_in(self, folder: Path) -> dict[str, Any] | None:
        """Return what ``run.json`` in ``folder`` holds; None where there is none.

        Raises:
            StoreError: it is not the report of a run.
        """
        if folder not in self._reports:
            path = folder / "run.json"
            self._reports[folder] = _read_report(path) if path.is_file() else None
        return self._reports[folder]

    def origin_of(self, file: Path, line: int) -> Origin | None:
        """Return the origin of the record in a line of a file that a run wrote; None of any other file."""
        if file not in self._offsets:
            self._offsets |= self._offsets_beside(file)
        offset = self._offsets[file]
        report = self.report_in(file.parent.parent)
        return None if offset is None or report is None else Origin(report["started_at"], offset + line)

    def _offsets_beside(self, file: Path) -> dict[Path, int | None]:
        """Return how many records of its run come before each file in the folder of ``file``."""
        report = self.report_in(file.parent.parent) if file.parent.name == "records" else None
        parts = report["parts"] if report else []
        before = accumulate((part["records"] for part in parts), initial=0)
        return {file: None} | {file.parent / part["file"]: count for part, count in zip(parts, before, strict=False)}


def _read_report(path: Path) -> dict[str, Any]:
    try:
        report = simplejson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: not the report of a run ({error}): run again, or load records/ alone") from error
    missing = _NEEDED - set(report)
    if missing:
        raise StoreError(f"{path}: not the report of a run: it lacks {', '.join(sorted(missing))}")
    return dict(report)
