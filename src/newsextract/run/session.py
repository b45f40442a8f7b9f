"""What an engine works on: the inputs, what is known already, where outcomes go, and the order they come in."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsextract.read import ReadOptions
from newsextract.records import Article, Reject
from newsextract.run.batches import Keyed, key_of, outcome_of, tally_of
from newsextract.run.pool import PASSING
from newsextract.run.tally import Tally
from newsextract.store.folder import OutputFolder
from newsextract.store.journal import Journal
from newsextract.store.shards import KEY_BYTES, ShardWriter

_ITEM_BITS = 36


class Order:
    """Keys by the place of their articles in the input: 24 bytes each, since there may be millions."""

    def __init__(self) -> None:
        self._places = array("Q")
        self._keys = bytearray()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, file: int, item: int, key: bytes) -> None:
        """Say that the outcome with ``key`` belongs to the article number ``item`` of the file number ``file``."""
        self._places.append(file << _ITEM_BITS | item)
        self._keys += key

    def keys(self) -> Iterator[bytes]:
        """Yield all keys in the order of the input."""
        import numpy as np  # noqa: PLC0415 - not for --help

        for place in np.argsort(np.frombuffer(self._places, dtype=np.uint64), kind="stable").tolist():
            yield bytes(self._keys[place * KEY_BYTES : (place + 1) * KEY_BYTES])


@dataclass(slots=True)
class Session:
    """One run from its start to its end or its being stopped."""

    id: str
    inputs: Sequence[str | Path]
    options: ReadOptions
    folder: OutputFolder
    journal: Journal
    """Outcomes of earlier runs."""
    fingerprint: str
    workers: int
    article_seconds: float
    note: Callable[[Tally, int], None]
    """Called with new counts, and with how many of these articles had their outcome before."""
    gazetteer: Path | None = None
    """The user's own list of firms."""
    order: Order = field(default_factory=Order)

    def shard(self) -> ShardWriter:
        """Return where this process writes outcomes of its own."""
        return ShardWriter(self.folder.shards / f"{self.id}.jsonl")

    def settle(self, item: Article | Reject, shard: ShardWriter) -> tuple[bytes, Keyed | None]:
        """Return the key of what was read, and the article if it has to be extracted.

        A reject from reading is written to ``shard``; what was done before is counted as done.
        """
        key = key_of(item, self.fingerprint)
        outcome = self.journal.find(key)
        if outcome and outcome.reason not in PASSING:
            self.note(tally_of(outcome), 1)
            return key, None
        if isinstance(item, Article):
            return key, Keyed(key, item)
        self.write(item, key, shard)
        return key, None

    def write(self, reject: Reject, key: bytes, shard: ShardWriter) -> None:
        """Keep a reject that no worker has written."""
        outcome = outcome_of(key, reject)
        shard.write([outcome])
        self.note(tally_of(outcome), 0)
