"""A run: articles from files, through the stages, to a folder of records, rejects and a report."""

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from newsextract.errors import ConfigError
from newsextract.masking import mask_secrets
from newsextract.read import NO_INPUT, IdFrom, ReadOptions, make_options
from newsextract.run.collect import Collected, collect
from newsextract.run.counting import count_articles
from newsextract.run.fingerprint import fingerprint
from newsextract.run.gazetteer_file import read_gazetteer
from newsextract.run.local import extract_locally
from newsextract.run.pool import ARTICLE_SECONDS, PASSING
from newsextract.run.session import Session
from newsextract.run.stats import Progress, RunReport
from newsextract.run.tally import Tally
from newsextract.run.versions import library_versions
from newsextract.store.atomic import write_atomically
from newsextract.store.folder import OutputFolder, open_output
from newsextract.store.journal import Journal

Engine = Literal["local", "ray"]

_log = logging.getLogger(__name__)


def run_batch(  # noqa: PLR0913 - options, all by name
    inputs: Sequence[str | Path],
    out: Path,
    *,
    db: str | None = None,
    workers: int = 1,
    engine: Engine = "local",
    fresh: bool = False,
    article_timeout: float = ARTICLE_SECONDS,
    id_from: IdFrom = "auto",
    max_chars: int | None = None,
    gazetteer: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Extract the records of ``inputs`` into ``out`` and return what was done.

    ``out`` gets ``records/part-00000.jsonl`` … (in the order of the inputs, 1000 a part), ``rejects.jsonl``,
    ``journal.jsonl`` and ``run.json``. They replace those of an earlier run, all at once, when everything is done;
    a run that is stopped leaves them as they were, and the next goes on where it stopped. Articles whose outcome is
    known from a run with the same fingerprint are not extracted again. Same inputs and fingerprint, same bytes of
    records and rejects, whatever ``workers`` and ``engine``, and however often it was stopped.

    Args:
        inputs: folders, files, globs, URLs, and ``-`` for standard input.
        out: made if it does not exist.
        db: URL of a database that the records are loaded into afterwards.
        workers: processes that extract.
        engine: ``local``, or ``ray`` for the machines of a Ray cluster, which all see ``inputs`` and ``out``.
        fresh: extract every article, whatever is known.
        article_timeout: seconds after which an article is given up.
        id_from: what an article's id is made from, see ``read_articles``.
        max_chars: characters that an article may have; None: 2,000,000.
        gazetteer: a CSV or TSV file of firms, see ``newsextract.load``.
        progress: called now and then.

    Raises:
        ConfigError: the gazetteer has a fault, no articles in ``inputs``, or ``out`` lies inside them.
        StoreError: ``out`` or the database cannot be written, for example because the disk is full.
        NewsExtractError: the workers do not start.
    """
    _check(inputs, out, article_timeout)
    options = make_options(id_from, max_chars)
    if gazetteer:
        read_gazetteer(gazetteer)  # here once for its faults, before workers start
    run = _Run(inputs, out, options, workers, engine, article_timeout, gazetteer, progress)
    return run.execute(fresh=fresh) if db is None else _execute_into(db, run, fresh=fresh)


def _execute_into(db: str, run: "_Run", *, fresh: bool) -> RunReport:
    from newsextract.run.loading import load_records  # noqa: PLC0415 - loads SQLAlchemy, a tenth of the start
    from newsextract.store.opening import open_store  # noqa: PLC0415

    with open_store(db) as database:  # opened first: a wrong URL shall not show after hours
        report = run.execute(fresh=fresh)
        return replace(report, loaded=load_records([run.out], database, progress=run.progress))


@dataclass(slots=True)
class _Run:
    inputs: Sequence[str | Path]
    out: Path
    options: ReadOptions
    workers: int
    engine: Engine
    article_seconds: float
    gazetteer: Path | None
    progress: Callable[[Progress], None] | None
    id: str = ""
    total: int | None = None
    done: Tally = field(default_factory=Tally)
    """Of all articles so far; stages: of this run."""
    reused: Tally = field(default_factory=Tally)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    begun: float = field(default_factory=time.perf_counter)

    def execute(self, *, fresh: bool) -> RunReport:
        identity = f"{self.started_at.isoformat()} {os.getpid()} {self.out.absolute()}"
        self.id = hashlib.sha256(identity.encode(errors="backslashreplace")).hexdigest()[:16]
        self.total = count_articles(self.inputs) if self.progress else None
        with open_output(self.out, fresh=fresh) as folder:
            earlier = [] if fresh else folder.earlier()
            with Journal(self.out, earlier, passing=PASSING) as journal:
                _log.info("run %s begins; outcomes known: %d", self.id, len(journal), extra={"run_id": self.id})
                session = self._session(folder, journal)
                self._extract(session)
            begun = time.process_time()
            collected = collect(session)
            self.done.spend("write", time.process_time() - begun)
            self._refuse_nothing(collected, folder)
            report = self._report(collected)
            with write_atomically(folder.report) as file:
                file.write(f"{json.dumps(report.as_json(), ensure_ascii=False, indent=2)}\n".encode())
            folder.commit()
        _log.info("run %s is complete", self.id, extra={"counts": report.as_json()["counts"]})
        return report

    def _session(self, folder: OutputFolder, journal: Journal) -> Session:
        return Session(
            id=self.id,
            inputs=self.inputs,
            options=self.options,
            folder=folder,
            journal=journal,
            fingerprint=fingerprint(self.gazetteer),
            workers=self.workers,
            article_seconds=self.article_seconds,
            note=self._note,
            gazetteer=self.gazetteer,
        )

    def _extract(self, session: Session) -> None:
        if self.engine == "ray":
            from newsextract.run.on_ray import extract_on_ray  # noqa: PLC0415 - seconds, and an extra

            extract_on_ray(session)
        else:
            extract_locally(session)

    def _note(self, tally: Tally, reused: int) -> None:
        self.done.add(tally)
        if reused:
            self.reused.add(tally)
        if self.progress and tally.articles:
            done, before = self.done, self.reused
            characters = done.characters - before.characters
            self.progress(Progress("extract", done.articles, done.rejected, characters, before.articles, self.total))

    def _refuse_nothing(self, collected: Collected, folder: OutputFolder) -> None:
        """Raise where there was nothing to do."""
        tally = collected.tally
        if tally.records or not set(tally.rejects) <= NO_INPUT:
            return
        lines = folder.rejects.read_bytes().splitlines()
        folder.discard()
        if lines:
            raise ConfigError("; ".join(json.loads(line)["message"] for line in lines[:3]))
        raise ConfigError(f"no articles in {', '.join(map(str, self.inputs))}: name folders or files that hold some")

    def _report(self, collected: Collected) -> RunReport:
        tally = replace(collected.tally, stages=self.done.stages)
        return RunReport(
            id=self.id,
            out=self.out,
            inputs=tuple(mask_secrets(str(path)) for path in self.inputs),
            engine=self.engine,
            workers=self.workers,
            started_at=self.started_at.isoformat(timespec="microseconds"),
            finished_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            seconds=time.perf_counter() - self.begun,
            tally=tally,
            reused=self.reused.articles,
            characters=self.done.characters - self.reused.characters,
            parts=collected.parts,
            fingerprint=fingerprint(self.gazetteer),
            versions=library_versions(),
        )


def _check(inputs: Sequence[str | Path], out: Path, article_timeout: float) -> None:
    if article_timeout <= 0:
        raise ConfigError(f"article_timeout is {article_timeout}: give a positive number of seconds")
    _keep_apart(inputs, out)


def _keep_apart(inputs: Sequence[str | Path], out: Path) -> None:
    """Refuse an output folder inside an input folder: the next run would read its records as articles."""
    for path in map(Path, inputs):
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise ConfigError(f"{out}: lies inside the input folder {path}: choose an output folder outside of it")
