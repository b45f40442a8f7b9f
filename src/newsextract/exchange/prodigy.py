"""Prodigy: JSON lines for spans.manual, out and in. Offsets count code points, as spaCy's do."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from newsextract.errors import LabelError
from newsextract.exchange.tasks import Labelled, Task, check_label


def write_task(task: Task) -> dict[str, Any]:
    """Return a line for ``prodigy spans.manual --highlight-chars`` with its labels set."""
    return {
        "text": task.text,
        "spans": [label._asdict() for label in task.labels],
        "meta": {"article_id": task.article_id, "sha256": task.sha256},
    }


def read_task(item: Mapping[str, Any]) -> Iterator[Labelled]:
    """Yield what was made of a line of ``prodigy db-out``; nothing where the task was rejected or ignored.

    Raises:
        LabelError: the line is not one of ours, or a span does not fit the text.
    """
    if item.get("answer", "accept") != "accept":
        return
    try:
        text, meta = item["text"], item["meta"]
        article_id, sha256 = meta["article_id"], meta["sha256"]
        spans = item.get("spans") or ()
        labels = frozenset(check_label(text, span["start"], span["end"], span["label"]) for span in spans)
        when = item.get("_timestamp")
        at = None if when is None else datetime.fromtimestamp(when, UTC)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise LabelError(f"not a line of ours: {type(error).__name__}: {error}; export it with db-out") from error
    yield Labelled(article_id, sha256, text, labels, item.get("_annotator_id"), at)
