"""A run: articles from files, through the stages, to a folder of records, rejects and a report."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from newsextract.errors import ConfigError
from newsextract.read import NO_INPUT, IdFrom, read_articles
from newsextract.records import Article, Reject
from newsextract.run.counting import count_articles
from newsextract.run.fingerprint import fingerprint
from newsextract.run.loading import load_records
from newsextract.run.stats import Progress, RunReport, Tally
from newsextract.run.versions import library_versions
from newsextract.run.workers import cut_batches, run_batches
from newsextract.store.atomic import write_atomically
from newsextract.store.database import Database
from newsextract.store.folder import OutputFolder, open_output
from newsextract.store.jsonl import LineWriter, Part, PartWriter


def run_batch(  # noqa: PLR0913 - options, all by name
    inputs: Sequence[str | Path],
    out: Path,
    *,
    db: str | None = None,
    workers: int = 1,
    id_from: IdFrom = "auto",
    max_chars: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Extract the records of ``inputs`` into ``out`` and return what was done.

    ``out`` gets ``records/part-00000.jsonl`` … (in the order of the inputs, 1000 a part), ``rejects.jsonl`` and
    ``run.json``. They replace those of an earlier run, all at once, when everything is done; a run that is stopped
    leaves the folder as it was. Same inputs and fingerprint, same bytes of records and rejects, whatever ``workers``.

    Args:
        inputs: folders, files and globs.
        out: made if it does not exist.
        db: URL of a database that the records are loaded into afterwards.
        workers: processes that extract.
        id_from: what an article's id is made from, see ``read_articles``.
        max_chars: characters that an article may have; None: 2,000,000.
        progress: called after each batch.

    Raises:
        ConfigError: no articles in ``inputs``, or ``out`` lies inside them.
        StoreError: ``out`` or the database cannot be written, for example because the disk is full.
    """
    _keep_apart(inputs, out)
    run = _Run(inputs, out, workers, id_from, max_chars, progress)
    if db is None:
        return run.execute()
    with Database(db) as database:  # opened first: a wrong URL shall not show after hours
        report = run.execute()
        return replace(report, loaded=load_records([out], database, progress=progress))


@dataclass(slots=True)
class _Run:
    inputs: Sequence[str | Path]
    out: Path
    workers: int
    id_from: IdFrom
    max_chars: int | None
    progress: Callable[[Progress], None] | None
    tally: Tally = field(default_factory=Tally)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    begun: float = field(default_factory=time.perf_counter)

    def execute(self) -> RunReport:
        total = count_articles(self.inputs) if self.progress else None
        with open_output(self.out) as folder:
            parts = self._extract(folder, total)
            if not self.tally.records and set(self.tally.rejects) <= NO_INPUT:
                raise ConfigError(self._nothing_found(folder))
            report = self._report(parts)
            with write_atomically(folder.report) as file:
                file.write(f"{json.dumps(report.as_json(), ensure_ascii=False, indent=2)}\n".encode())
            folder.commit()
        return report

    def _extract(self, folder: OutputFolder, total: int | None) -> tuple[Part, ...]:
        with PartWriter(folder.records) as writer, LineWriter(folder.rejects) as rejects:
            with closing(run_batches(cut_batches(self._timed_reading()), self.workers)) as outcomes:
                for outcome in outcomes:
                    begun = time.perf_counter()
                    for line in outcome.records:
                        writer.write(line)
                    rejects.write(outcome.rejects)
                    self.tally.add(outcome.tally)
                    self.tally.spend("write", time.perf_counter() - begun)
                    self._tell(total)
            rejects.close()
            writer.close()
            return tuple(writer.parts)

    def _timed_reading(self) -> Iterator[Article | Reject]:
        articles = iter(read_articles(self.inputs, id_from=self.id_from, max_chars=self.max_chars))
        while True:
            begun = time.perf_counter()
            item = next(articles, None)
            self.tally.spend("read", time.perf_counter() - begun)
            if item is None:
                return
            yield item

    def _tell(self, total: int | None) -> None:
        if self.progress:
            tally = self.tally
            self.progress(Progress("extract", tally.articles, tally.rejected, tally.characters, total))

    def _nothing_found(self, folder: OutputFolder) -> str:
        lines = folder.rejects.read_bytes().splitlines()
        if lines:
            return "; ".join(json.loads(line)["message"] for line in lines[:3])
        return f"no articles in {', '.join(map(str, self.inputs))}: name folders or files that hold some"

    def _report(self, parts: tuple[Part, ...]) -> RunReport:
        started_at = self.started_at.isoformat(timespec="microseconds")
        identity = f"{started_at} {os.getpid()} {self.out.absolute()}".encode(errors="backslashreplace")
        return RunReport(
            id=hashlib.sha256(identity).hexdigest()[:16],
            out=self.out,
            inputs=tuple(map(str, self.inputs)),
            workers=self.workers,
            started_at=started_at,
            finished_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            seconds=time.perf_counter() - self.begun,
            tally=self.tally,
            parts=parts,
            fingerprint=fingerprint(),
            versions=library_versions(),
        )


def _keep_apart(inputs: Sequence[str | Path], out: Path) -> None:
    """Refuse an output folder inside an input folder: the next run would read its records as articles."""
    for path in map(Path, inputs):
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise ConfigError(f"{out}: lies inside the input folder {path}: choose an output folder outside of it")
