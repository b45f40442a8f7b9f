"""Kill PostgreSQL in the middle of a load, again and again, and compare what is there at the end with a clean load.

usage: python tests/chaos_postgres.py [KILLS [SEED]]
"""

import logging
import random
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from builders import make_records
from newsextract.records import ArticleRecord
from newsextract.store.database import Database
from postgres_server import PostgresServer, running_postgres
from stores import dump_url, load

_BATCH = 200
_PATIENCE = 600.0


class Outcome(NamedTuple):
    """What a load came to during which the server was killed."""

    equal: bool
    """Whether all tables and views hold what a clean load leaves."""
    retries: int
    """How often the loader had to begin a transaction again."""


class _Killer:
    """Yields records, and on the way kills the server and starts it again, beside the load."""

    def __init__(self, server: PostgresServer, *, kills: int, seed: int, batch_seconds: float) -> None:
        self._server = server
        self._kills = kills
        self._random = random.Random(seed)
        self._batch_seconds = batch_seconds

    def through(self, records: list[ArticleRecord]) -> Iterator[ArticleRecord]:
        # After the last record of a batch comes its transaction, which takes about half of the batch's time.
        ends = range(_BATCH - 1, len(records), _BATCH)
        doomed = set(self._random.sample(ends, self._kills))
        working: list[Future[None]] = []
        with ThreadPoolExecutor(max_workers=1) as pool:
            for number, record in enumerate(records):
                if number in doomed:
                    working.append(pool.submit(self._kill, self._random.uniform(0, 0.4 * self._batch_seconds)))
                yield record
        for kill in working:
            kill.result()

    def _kill(self, after: float) -> None:
        threading.Event().wait(after)
        self._server.kill()
        self._server.start_again()


class _Retries(logging.Handler):
    """Counts what the loader says it does again."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, _: logging.LogRecord) -> None:
        self.count += 1


def load_through_kills(server: PostgresServer, *, batches: int, kills: int, seed: int) -> Outcome:
    """Load, kill the server at moments that ``seed`` decides within as many transactions, and compare."""
    records = make_records(batches * _BATCH)
    clean, killed = server.new_database(), server.new_database()
    with Database(clean) as database:
        begun = time.perf_counter()
        load(database, *records)
        batch_seconds = (time.perf_counter() - begun) / batches
    expected = dump_url(clean)
    killer = _Killer(server, kills=kills, seed=seed, batch_seconds=batch_seconds)
    retries = _Retries()
    log = logging.getLogger("newsextract.store.retry")
    log.addHandler(retries)
    try:
        with Database(killed, patience=_PATIENCE) as database:
            list(database.load(killer.through(records)))
    finally:
        log.removeHandler(retries)
    return Outcome(dump_url(killed) == expected, retries.count)


def main(kills: int = 10, seed: int = 0) -> int:
    """Return 0 when nothing was lost."""
    with running_postgres() as server:
        outcome = load_through_kills(server, batches=2 * kills, kills=kills, seed=seed)
    print(  # noqa: T201
        f"PostgreSQL killed {kills} times while {2 * kills * _BATCH:,} articles were loaded: "
        f"{outcome.retries} transactions begun again, tables {'equal' if outcome.equal else 'DIFFERENT'}"
    )
    return 0 if outcome.equal else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
