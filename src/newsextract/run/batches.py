"""Articles with the keys of their outcomes, in batches, and what becomes of a batch."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsextract.records import Article, ArticleRecord, Reject
from newsextract.run.tally import Tally
from newsextract.store.shards import KEY_BYTES, Counts, Outcome

BATCH_ARTICLES = 32
BATCH_CHARS = 65_536
ITEMS_LOOKED_AT = 256


class Keyed(NamedTuple):
    """An article and the key of its outcome."""

    key: bytes
    article: Article


Batch = list[Keyed]

Answer = Tally | str | None
"""Of a worker: the counts of a batch; why it cannot go on, and the run has to stop; None: it is ready."""


def key_of(item: Article | Reject, fingerprint: str) -> bytes:
    """Return what decides on the outcome of an article, as 16 bytes: the article, what is said of it, the pipeline.

    Equal keys mean equal outcomes: same text, id, source and metadata, read and extracted by the same code and data.
    """
    if isinstance(item, Reject):
        known = repr(sorted(item.model_dump().items()))
    else:
        known = repr([getattr(item, name) for name in Article.__slots__ if name not in {"text", "fields"}])
        known += repr(sorted(item.fields.items()))
    digest = hashlib.blake2b(f"{fingerprint}\n{known}".encode(errors="backslashreplace"), digest_size=KEY_BYTES)
    return digest.digest()


def cut_batches(items: Iterable[Keyed | None]) -> Iterator[Batch]:
    """Yield the items in batches of at most 32 articles and, unless one is longer, 65,536 characters.

    None stands for an item that needs no work. After 256 items the batch ends as it is, empty or not: whoever waits
    shall not wait for long.
    """
    batch: Batch = []
    chars = looked = 0
    for item in items:
        length = len(item.article.text) if item else 0
        if looked == ITEMS_LOOKED_AT or len(batch) == BATCH_ARTICLES or (batch and chars + length > BATCH_CHARS):
            yield batch
            batch, chars, looked = [], 0, 0
        looked += 1
        if item:
            batch.append(item)
            chars += length
    yield batch


def outcome_of(key: bytes, result: ArticleRecord | Reject) -> Outcome:
    """Return a record or reject as the line that is kept of it; what is no Unicode is written as an escape."""
    if isinstance(result, Reject):
        line = f"{json.dumps(result.model_dump(), ensure_ascii=False)}\n".encode(errors="backslashreplace")
        return Outcome(key, result.reason, line)
    counts = Counts(len(result.firms), len(result.metrics), len(result.claims), len(result.text))
    return Outcome(key, "", f"{result.to_json()}\n".encode(), counts)


def tally_of(outcome: Outcome) -> Tally:
    """Return the counts of one outcome."""
    if outcome.reason:
        return Tally(rejects=Counter([outcome.reason]))
    return Tally(1, *outcome.counts)
