"""Batches of articles to lines of JSON, in this process or in several, in the order of the batches either way.

Batches are cut before they are handed out, so one worker and eight see the same batches and write the same bytes.
"""

import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from typing import Any

from newsextract.errors import NewsExtractError
from newsextract.records import Article, ArticleRecord, Reject
from newsextract.run.extractor import Extractor, load
from newsextract.run.stats import Tally

BATCH_ARTICLES = 32
BATCH_CHARS = 65_536
_WAITING_A_WORKER = 3
"""Batches under way for each worker: enough that none waits for the next, few enough that memory stays bounded."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch: lines for the record files, lines for the rejects, and counts."""

    records: list[bytes] = field(default_factory=list)
    rejects: list[bytes] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


Batch = list[Article | Reject]


def cut_batches(items: Iterable[Article | Reject]) -> Iterator[Batch]:
    """Yield the items in batches of at most 32 articles and, unless one is longer, 65,536 characters."""
    batch: Batch = []
    chars = 0
    for item in items:
        length = len(item.text) if isinstance(item, Article) else 0
        if batch and (len(batch) == BATCH_ARTICLES or chars + length > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(item)
        chars += length
    if batch:
        yield batch


def run_batches(batches: Iterable[Batch], workers: int) -> Generator[Outcome]:
    """Yield the outcome of each batch, in order. Closing the generator stops the workers.

    Raises:
        NewsExtractError: a worker process died.
    """
    if workers == 1:
        yield from map(extract_batch, batches)
    else:
        yield from _run_in_processes(batches, workers)


def extract_batch(batch: Batch) -> Outcome:
    """Return what becomes of a batch; rejects from reading pass through at their place."""
    articles = [item for item in batch if isinstance(item, Article)]
    outcome = Outcome()
    results = _timed_results(articles, outcome.tally) if articles else iter(())  # no model for rejects alone
    for item in batch:
        result = item if isinstance(item, Reject) else next(results)
        if isinstance(result, Reject):
            outcome.rejects.append(to_line(result.model_dump()))
            outcome.tally.rejects[result.reason] += 1
        else:
            outcome.records.append(f"{result.to_json()}\n".encode())
            outcome.tally.count(result)
    return outcome


def _timed_results(articles: list[Article], tally: Tally) -> Iterator[ArticleRecord | Reject]:
    extractor = _extractor()
    before = dict(extractor.timings)
    results = list(extractor.extract_many(articles))
    for stage, seconds in extractor.timings.items():
        tally.spend(stage, seconds - before.get(stage, 0.0))
    return iter(results)


def to_line(value: dict[str, Any]) -> bytes:
    """Return a line of JSON; what is no Unicode, such as bytes of a file name, is written as an escape."""
    return f"{json.dumps(value, ensure_ascii=False)}\n".encode(errors="backslashreplace")


@cache
def _extractor() -> Extractor:
    return load()  # once a process: each worker loads by name, nothing but articles travels between processes


def _run_in_processes(batches: Iterable[Batch], workers: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    stop, stopper = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker, initargs=(stop,))
    waiting: deque[Future[Outcome]] = deque()
    try:
        for batch in batches:
            with _interrupts_held_back():
                waiting.append(pool.submit(extract_batch, batch))
            if len(waiting) == workers * _WAITING_A_WORKER:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise NewsExtractError(
            "a worker process died (out of memory, or killed): run again with fewer --workers"
        ) from error
    finally:
        if waiting:
            stopper.close()  # after an error or Ctrl-C nobody wants what the workers are still busy with
        pool.shutdown(wait=True, cancel_futures=True)
        stopper.close()
        stop.close()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start processes with Ctrl-C blocked: it reaches every process of a terminal, and only the parent shall answer."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker(stop: Connection) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # both are sent to whole groups of processes
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(stop,), daemon=True).start()


def _end_when_told(stop: Connection) -> None:
    # A worker waits for work on a pipe that it holds open itself: when the parent is killed, nobody would wake it.
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel, stop])
        os._exit(1)
