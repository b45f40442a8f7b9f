"""doccano: JSON lines of sequence labelling, out and in. Offsets count code points unless it counts graphemes."""

from collections.abc import Iterator, Mapping
from typing import Any

from newsextract.errors import LabelError
from newsextract.exchange.tasks import Labelled, Task, check_label


def write_task(task: Task) -> dict[str, Any]:
    """Return a line to import into a sequence labelling project that allows overlapping spans."""
    return {
        "text": task.text,
        "label": [list(label) for label in task.labels],
        "article_id": task.article_id,
        "sha256": task.sha256,
    }


def read_task(item: Mapping[str, Any]) -> Iterator[Labelled]:
    """Yield what was made of an exported line.

    Raises:
        LabelError: the line is not one of ours, or a label does not fit the text.
    """
    try:
        text, article_id, sha256 = item["text"], item["article_id"], item["sha256"]
        labels = frozenset(check_label(text, start, end, name) for start, end, name in item.get("label") or ())
    except (KeyError, TypeError, ValueError) as error:
        raise LabelError(f"not a line of ours: {type(error).__name__}: {error}; export it as JSONL") from error
    yield Labelled(article_id, sha256, text, labels, None, None)
