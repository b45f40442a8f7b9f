"""The Ray engine: tasks read the inputs, actors extract and write shards, on every machine of a Ray cluster.

Each actor keeps one worker process of the same kind as the local engine, with the same limits: whatever an article does
to its worker, the actor lives. A machine that is lost loses the batches that it had, and Ray gives them to another.
"""

import logging
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from newsextract.errors import ConfigError, NewsExtractError
from newsextract.read import ReadOptions, find_inputs, read_file
from newsextract.records import Article, Reject
from newsextract.run.batches import Batch, Keyed, cut_batches, key_of, outcome_of, tally_of
from newsextract.run.pool import PASSING, Extracted, Pool, worker_command
from newsextract.run.session import Session
from newsextract.run.tally import Tally
from newsextract.store.journal import prefix_of
from newsextract.store.shards import ShardWriter

_CPUS_OF_AN_ACTOR = 0.9  # less than one: two actors on two processors would leave nothing for those that read
_CPUS_OF_A_READER = 0.1
_BLOCK_BYTES = 1 << 20
_OBJECT_STORE_BYTES = 512 << 20


class _Work(NamedTuple):
    """Some articles of one file on their way to an actor, and what is known of their neighbours."""

    file: int
    items: list[tuple[int, bytes]]
    known: list[bytes]
    rejects: list[tuple[bytes, Reject]]
    batch: Batch


class _Done(NamedTuple):
    file: int
    items: list[tuple[int, bytes]]
    known: list[bytes]
    tally: Tally


def extract_on_ray(session: Session) -> None:
    """Bring the outcome of every article of the inputs to the disk, and note their order.

    Connects to the cluster that ``RAY_ADDRESS`` names, or starts one on this machine for as long as the run takes.

    Raises:
        ConfigError: Ray is not installed, or an input is standard input.
        NewsExtractError: a part of the run failed for good.
    """
    if "-" in map(str, session.inputs):
        raise ConfigError("-: other machines cannot read this one's standard input: use --engine local, or a file")
    with session.shard() as shard:
        files = []
        for number, found in enumerate(find_inputs(session.inputs)):
            if isinstance(found, Reject):
                key, _ = session.settle(found, shard)
                session.order.add(number, 0, key)
            else:
                path = found.path if "://" in found.path else os.path.abspath(found.path)  # noqa: PTH100 - not resolved
                files.append({"work": pickle.dumps((number, replace(found, path=path)))})
    if files:
        with _cluster(session.workers) as ray:
            for done in _results(ray, session, files):
                _note(session, done)


def _note(session: Session, done: _Done) -> None:
    for item, key in done.items:
        session.order.add(done.file, item, key)
    session.note(done.tally, 0)
    for key in done.known:
        outcome = session.journal.find(key)
        if outcome:
            session.note(tally_of(outcome), 1)


def _results(ray: Any, session: Session, files: list[dict[str, bytes]]) -> Iterator[_Done]:  # noqa: ANN401 - a module
    known = ray.put(session.journal.sound_keys(leave_out=PASSING))
    extractor = {
        "shards": session.folder.shards.absolute(),
        "name": session.id,
        "seconds": session.article_seconds,
        "command": worker_command(session.gazetteer),
    }
    works = ray.data.from_items(files, override_num_blocks=min(len(files), 4 * session.workers)).map_batches(
        _read,
        batch_size=1,
        num_cpus=_CPUS_OF_A_READER,
        fn_kwargs={"known": known, "options": session.options, "fingerprint": session.fingerprint},
    )
    results = works.map_batches(
        _Extractor,
        batch_size=1,
        num_cpus=_CPUS_OF_AN_ACTOR,
        compute=ray.data.ActorPoolStrategy(size=session.workers),
        fn_constructor_kwargs=extractor,
    )
    try:
        for row in results.iter_rows():
            yield pickle.loads(row["work"])  # noqa: S301 - our own, from our own actors
    except ray.exceptions.RayError as error:
        raise NewsExtractError(f"Ray: {str(error).strip().splitlines()[-1]}: run again to go on from here") from error


def _read(row: dict[str, Any], known: Any, options: ReadOptions, fingerprint: str) -> Iterator[dict[str, list[bytes]]]:  # noqa: ANN401
    import ray  # noqa: PLC0415

    number, file = pickle.loads(row["work"][0])  # noqa: S301
    for work in _works(number, read_file(file, options), ray.get(known), fingerprint):
        yield {"work": [pickle.dumps(work)]}


def _works(file: int, items: Iterator[Article | Reject], known: Any, fingerprint: str) -> Iterator[_Work]:  # noqa: ANN401
    work = _Work(file, [], [], [], [])

    def keyed() -> Iterator[Keyed | None]:
        for number, item in enumerate(items):
            key = key_of(item, fingerprint)
            is_known = _holds(known, key)
            new = Keyed(key, item) if isinstance(item, Article) and not is_known else None
            yield new
            work.items.append((number, key))
            if is_known:
                work.known.append(key)
            elif isinstance(item, Reject):
                work.rejects.append((key, item))

    for batch in cut_batches(keyed()):
        yield work._replace(batch=batch)
        work = _Work(file, [], [], [], [])


def _holds(known: Any, key: bytes) -> bool:  # noqa: ANN401 - a numpy array
    prefix = prefix_of(key)
    at = int(known.searchsorted(known.dtype.type(prefix)))
    return at < len(known) and int(known[at]) == prefix


class _Extractor:
    """An actor: extracts batches in a worker process of its own and writes their outcomes to shards."""

    def __init__(self, shards: Path, name: str, seconds: float, command: tuple[str, ...]) -> None:
        mine = f"{name}-{uuid4().hex[:12]}"
        self._shard = ShardWriter(shards / f"{mine}.jsonl")
        self._pool = Pool(1, shards, f"{mine}-worker", seconds, command)

    def __call__(self, row: dict[str, Any]) -> dict[str, list[bytes]]:
        work: _Work = pickle.loads(row["work"][0])  # noqa: S301
        tally = Tally()
        rejects = list(work.rejects)
        for event in self._pool.run([work.batch]):
            if isinstance(event, Extracted):
                tally.add(event.tally)
            else:
                rejects.append((event.item.key, event.reject))
        outcomes = [outcome_of(key, reject) for key, reject in rejects]
        for outcome in outcomes:
            tally.add(tally_of(outcome))
        if outcomes:
            self._shard.write(outcomes)
        return {"work": [pickle.dumps(_Done(work.file, work.items, work.known, tally))]}


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine
    try:
        import ray  # noqa: PLC0415 - an extra, and a second
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError("--engine ray needs Ray: pip install 'newsextract[ray]'") from error
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, workers)
    context = ray.data.DataContext.get_current()
    context.target_max_block_size = _BLOCK_BYTES
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, workers: int) -> None:  # noqa: ANN401 - a module
    quiet = {"log_to_driver": False, "logging_level": logging.WARNING}
    address = os.environ.get("RAY_ADDRESS")
    here = {"num_cpus": workers, "object_store_memory": _OBJECT_STORE_BYTES, "include_dashboard": False}
    try:
        ray.init(address=address or "local", **quiet, **({} if address else here))
    except Exception as error:  # Ray raises the bare class
        raise NewsExtractError(f"Ray at {address or 'this machine'} does not start: {error}") from error
