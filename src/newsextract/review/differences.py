"""What changed in a claim since it was decided, for the reviewer who decides it again."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from newsextract.store.claim_view import ClaimView
from newsextract.store.decisions import Decision


class Change(NamedTuple):
    """A stretch of text that stayed, went or came."""

    what: str
    """same, gone or new."""
    text: str


class Difference(NamedTuple):
    """A field that reads otherwise now."""

    field: str
    changes: list[Change]


def compare(decision: Decision, view: ClaimView) -> list[Difference]:
    """Return the fields that a reviewer judges and that are not what they were when the decision was made."""
    before = decision.snapshot
    now = view.queued
    fields = (
        ("text", before.text, now.text),
        ("types", "、".join(before.types), "、".join(now.types)),
        ("speaker", before.speaker or "", now.speaker or ""),
        ("subject", before.subject or "", view.subject or ""),
        ("firms", "、".join(before.firms), "、".join(now.firms)),
        ("modality", before.modality, now.modality),
    )
    return [Difference(name, _changes(old, new)) for name, old, new in fields if old != new]


def _changes(old: str, new: str) -> list[Change]:
    if max(len(old), len(new)) > 2000:  # comparing takes the square of the length
        return [Change("gone", old), Change("new", new)]
    changes: list[Change] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", old[first:last]))
        else:
            changes += _pair(old[first:last], new[start:end])
    return changes


def _pair(gone: str, new: str) -> Sequence[Change]:
    return [change for change in (Change("gone", gone), Change("new", new)) if change.text]
