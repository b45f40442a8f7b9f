"""Worker processes that may hang or die: their articles are given to others, and who is to blame becomes a reject.

A batch whose worker dies is given to another one; after the second death it is cut in halves, until one article is
left, which is rejected when it has ended two workers by itself. A batch that takes too long is given again article by
article, each with the whole time limit for itself.
"""

import logging
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from newsextract.errors import NewsExtractError, StoreError
from newsextract.records import Article, Reject
from newsextract.run.batches import Answer, Batch, Keyed
from newsextract.run.tally import Tally

WORKER = (sys.executable, "-P", "-m", "newsextract.run.worker")
ARTICLE_SECONDS = 300.0
PASSING = frozenset({"too_slow", "worker_died"})
"""Reasons of rejects that another attempt may not meet: the machine may have been to blame."""

_DEATHS = 2
_FAILED_STARTS = 5

_log = logging.getLogger(__name__)


class Extracted(NamedTuple):
    """Says that the outcomes of a batch are on the disk."""

    batch: Batch
    tally: Tally


class Lost(NamedTuple):
    """Says that an article cannot be extracted: no worker survived it, or had the time."""

    item: Keyed
    reject: Reject


@dataclass(slots=True)
class _Job:
    batch: Batch
    deaths: int = 0

    def halves(self) -> "list[_Job]":
        """Return the job in two; what is alone gets a clean slate."""
        middle = len(self.batch) // 2
        return [
            _Job(half, 0 if len(half) == 1 else self.deaths - 1) for half in (self.batch[:middle], self.batch[middle:])
        ]


@dataclass(slots=True)
class _Worker:
    process: "subprocess.Popen[bytes]"
    connection: Connection
    ready: bool = False
    job: _Job | None = None
    begun: float = 0.0

    def stop(self) -> None:
        """Kill the process and wait for its end."""
        self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        self.connection.close()
        self.process.wait()


def worker_command(gazetteer: Path | None) -> tuple[str, ...]:
    """Return the command that starts a worker with the user's gazetteer, if there is one."""
    return (*WORKER, str(gazetteer.absolute())) if gazetteer else WORKER


@dataclass(slots=True)
class Pool:
    """Up to ``workers`` processes, started when there is work. Close it: nothing is left running.

    Args:
        workers: how many processes.
        shards: folder for the files that they write.
        name: what these files begin with; never used before in that folder.
        seconds: that one article may take.
        command: how a worker is started.
    """

    workers: int
    shards: Path
    name: str
    seconds: float = ARTICLE_SECONDS
    command: Sequence[str] = WORKER
    _running: list[_Worker] = field(default_factory=list)
    _again: deque[_Job] = field(default_factory=deque)
    _started: int = 0
    _failed_starts: int = 0

    def close(self) -> None:
        """Stop all workers; a batch that one of them has is dropped."""
        while self._running:
            self._running.pop().stop()

    def run(self, batches: Iterable[Batch]) -> Generator[Extracted | Lost]:
        """Yield what becomes of ``batches``, in no fixed order; empty ones are passed over.

        Raises:
            StoreError: the workers cannot write.
            NewsExtractError: the workers do not start.
        """
        source = iter(batches)
        ahead: deque[_Job] = deque()
        at_end = False
        while True:
            self._hand_out(ahead)
            idle = sum(worker.job is None for worker in self._running)
            if at_end and not ahead and not self._again and idle == len(self._running):
                return
            reads = not at_end and len(ahead) <= self.workers
            if reads:
                batch = next(source, None)
                at_end = batch is None
                if batch:
                    ahead.append(_Job(batch))
            yield from self._collect(0.0 if reads else self._patience())

    def _hand_out(self, ahead: "deque[_Job]") -> None:
        for worker in self._running:
            if worker.ready and worker.job is None and (queue := self._again or ahead):
                self._give(worker, queue.popleft())
        waiting = len(ahead) + len(self._again)
        starting = sum(not worker.ready for worker in self._running)
        while len(self._running) < self.workers and starting < waiting:
            self._start()
            starting += 1

    def _give(self, worker: _Worker, job: _Job) -> None:
        worker.job, worker.begun = job, time.monotonic()
        try:
            worker.connection.send(job.batch)
        except OSError:  # it has died; waiting for its answer will show that
            _log.debug("worker %d went away", worker.process.pid)

    def _patience(self) -> float | None:
        """Return the seconds until the first worker is late; None where all are idle."""
        now = time.monotonic()
        return min((max(0.0, w.begun + self.seconds - now) for w in self._running if w.job), default=None)

    def _collect(self, patience: float | None) -> Iterator[Extracted | Lost]:
        if not self._running:
            return
        ready = wait([worker.connection for worker in self._running], patience)
        for worker in [w for w in self._running if w.connection in ready]:
            yield from self._hear(worker)
        now = time.monotonic()
        for worker in [w for w in self._running if w.job and now >= w.begun + self.seconds]:
            if not worker.connection.poll():  # an answer that has just come in counts
                yield from self._too_late(worker)

    def _hear(self, worker: _Worker) -> Iterator[Extracted | Lost]:
        try:
            message: Answer = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if isinstance(message, Tally) and worker.job:
            job, worker.job = worker.job, None
            yield Extracted(job.batch, message)
        elif isinstance(message, str):
            raise StoreError(message)
        else:
            worker.ready = True
            self._failed_starts = 0

    def _died(self, worker: _Worker) -> Iterator[Lost]:
        self._drop(worker)
        how = _cause(worker.process.returncode)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == _FAILED_STARTS:
                raise NewsExtractError(f"worker processes end before they are ready ({how}): see the messages above")
        job = worker.job
        if job is None:
            return
        job.deaths += 1
        ids = [item.article.id for item in job.batch]
        _log.warning("a worker died (%s): its articles are given to another", how, extra={"article_ids": ids})
        if job.deaths < _DEATHS:
            self._again.append(job)
        elif len(job.batch) > 1:
            self._again.extend(job.halves())
        else:
            what = f"it ended {_DEATHS} worker processes ({how}): not enough memory, or a fault of newsextract"
            yield _lost(job.batch[0], "worker_died", f"{what}; try it alone, and report it if it fails again")

    def _too_late(self, worker: _Worker) -> Iterator[Lost]:
        self._drop(worker)
        job = worker.job
        if job is None:
            return
        if len(job.batch) > 1:
            ids = [item.article.id for item in job.batch]
            _log.warning("a batch took over %g s: once more, one by one", self.seconds, extra={"article_ids": ids})
            self._again.extend(_Job([item]) for item in job.batch)
        else:
            what = f"not done after {self.seconds:g} s: split it, or raise the limit for one article"
            yield _lost(job.batch[0], "too_slow", what)

    def _drop(self, worker: _Worker) -> None:
        worker.stop()
        self._running.remove(worker)

    def _start(self) -> None:
        ours, theirs = Pipe()
        shard = self.shards / f"{self.name}-{self._started:04}.jsonl"
        self._started += 1
        arguments = [*self.command, str(theirs.fileno()), str(shard), str(self.seconds)]
        with theirs, _signals_held_back():
            process = subprocess.Popen(  # noqa: S603 - our own module
                arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
        self._running.append(_Worker(process, ours))


def _lost(item: Keyed, reason: str, what: str) -> Lost:
    article: Article = item.article
    message = f"{article.source}: {what}"
    return Lost(item, Reject(source=article.source, id=article.id, stage="extract", reason=reason, message=message))


def _cause(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Start a process with Ctrl-C and SIGTERM blocked: both may reach a whole group, and the parent alone answers."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
