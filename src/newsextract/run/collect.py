"""From outcomes in shards to the files of a complete run: in the order of the inputs, checked, with a journal."""

import json
import logging
from collections.abc import Iterator
from typing import NamedTuple

from newsextract.errors import StoreError
from newsextract.run.batches import tally_of
from newsextract.run.pool import PASSING
from newsextract.run.session import Session
from newsextract.run.tally import Tally
from newsextract.store.journal import Journal
from newsextract.store.jsonl import LineWriter, Part, PartWriter, check_parts
from newsextract.store.shards import Outcome

_log = logging.getLogger(__name__)


class Collected(NamedTuple):
    """What was written."""

    parts: tuple[Part, ...]
    tally: Tally


def collect(session: Session) -> Collected:
    """Write the records, rejects and journal of a run from the outcomes that its engine left.

    Raises:
        StoreError: the disk is full, or what was written reads back differently.
    """
    folder, tally = session.folder, Tally()
    with (
        PartWriter(folder.records) as parts,
        LineWriter(folder.rejects) as rejects,
        LineWriter(folder.journal) as journal,
    ):
        for outcome in _outcomes(session):
            tally.add(tally_of(outcome))
            if outcome.reason:
                _tell(outcome)
                header = outcome.header("rejects.jsonl", rejects.write([outcome.line]))
            else:
                name, offset = parts.write(outcome.line)
                header = outcome.header(f"records/{name}", offset)
            journal.write([header.to_line()])
        parts.close()
    if tally.articles != len(session.order):
        raise StoreError(f"{folder.out}: {tally.articles} outcomes for {len(session.order)} articles: run again")
    check_parts(folder.records, parts.parts)
    return Collected(tuple(parts.parts), tally)


def _outcomes(session: Session) -> Iterator[Outcome]:
    with Journal(session.folder.out, session.folder.earlier(), passing=PASSING) as journal:
        for key in session.order.keys():  # noqa: SIM118 - no dictionary
            outcome = journal.find(key)
            if outcome is None:
                raise StoreError(f"{session.folder.shards}: an outcome that was written is gone: run again")
            yield outcome


def _tell(outcome: Outcome) -> None:
    reject = json.loads(outcome.line)
    known = {"article_id": reject["id"], "source": reject["source"], "reason": reject["reason"]}
    _log.info("rejected: %s", reject["message"], extra=known)
