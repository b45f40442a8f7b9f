"""The local engine: this process reads, worker processes extract."""

import time
from collections.abc import Iterator
from contextlib import closing

from newsextract.read import read_numbered
from newsextract.records import Article, Reject
from newsextract.run.batches import Keyed, cut_batches
from newsextract.run.pool import Extracted, Pool, worker_command
from newsextract.run.session import Session
from newsextract.run.tally import Tally
from newsextract.store.shards import ShardWriter


def extract_locally(session: Session) -> None:
    """Bring the outcome of every article of the inputs to the disk, and note their order.

    Raises:
        StoreError: the output folder cannot be written.
        NewsExtractError: the workers do not start.
    """
    command = worker_command(session.gazetteer)
    pool = Pool(session.workers, session.folder.shards, f"{session.id}-worker", session.article_seconds, command)
    with session.shard() as shard, closing(pool):
        for event in pool.run(cut_batches(_to_extract(session, shard))):
            if isinstance(event, Extracted):
                session.note(event.tally, 0)
            else:
                session.write(event.reject, event.item.key, shard)


def _to_extract(session: Session, shard: ShardWriter) -> Iterator[Keyed | None]:
    for file, number, item in _timed_reading(session):
        key, article = session.settle(item, shard)
        session.order.add(file, number, key)
        yield article


def _timed_reading(session: Session) -> Iterator[tuple[int, int, Article | Reject]]:
    items = read_numbered(session.inputs, session.options)
    spent = Tally()
    while True:
        begun = time.process_time()
        found = next(items, None)
        spent.spend("read", time.process_time() - begun)
        if found is None:
            session.note(spent, 0)
            return
        yield found
