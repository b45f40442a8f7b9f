"""A worker process: batches of articles come in by a pipe, their outcomes go to a shard of its own.

Started as ``python -m newsextract.run.worker [GAZETTEER] PIPE SHARD SECONDS`` by ``newsextract.run.pool``: the process
loads the pipeline by name, shares nothing, and may be killed at any moment.
"""

import faulthandler
import gc
import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from newsextract.errors import NewsExtractError
from newsextract.run.batches import Batch, outcome_of, tally_of
from newsextract.run.extractor import Extractor, load
from newsextract.run.tally import Tally
from newsextract.store.shards import ShardWriter

_GRACE_SECONDS = 60


def main() -> None:
    """Extract batches until the pipe is closed."""
    *gazetteer, pipe, place, limit = sys.argv[1:]
    connection = Connection(int(pipe))
    seconds = float(limit)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with ShardWriter(Path(place)) as shard:
            extractor = load(gazetteer=gazetteer[0] if gazetteer else None)
            gc.freeze()  # rules and lexicons stay for good: nobody needs to look through them for garbage
            connection.send(None)
            while True:
                batch = connection.recv()
                # Without its parent a worker that hangs would hang for ever; this clock needs no Python to run.
                with open(os.devnull, "w") as nowhere:  # noqa: PTH123
                    faulthandler.dump_traceback_later(seconds + _GRACE_SECONDS, exit=True, file=nowhere)
                    tally = extract_batch(batch, extractor, shard)
                    faulthandler.cancel_dump_traceback_later()
                connection.send(tally)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is done
    except NewsExtractError as error:
        connection.send(str(error))


def extract_batch(batch: Batch, extractor: Extractor, shard: ShardWriter) -> Tally:
    """Write what becomes of a batch, and return its counts.

    Raises:
        StoreError: the shard cannot be written.
    """
    tally = Tally()
    before = dict(extractor.timings)
    results = list(extractor.extract_many([item.article for item in batch]))
    for stage, seconds in extractor.timings.items():
        tally.spend(stage, seconds - before.get(stage, 0.0))
    begun = time.process_time()
    outcomes = [outcome_of(item.key, result) for item, result in zip(batch, results, strict=True)]
    for outcome in outcomes:
        tally.add(tally_of(outcome))
    shard.write(outcomes)
    tally.spend("write", time.process_time() - begun)
    return tally


def _end_with_parent() -> None:
    # Standard input is a pipe that the parent never writes to: it ends when the parent does, however that ends.
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
