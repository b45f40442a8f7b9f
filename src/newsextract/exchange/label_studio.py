"""Label Studio: tasks with predictions out, annotations in.

Its offsets in plain text count code points (seen in the front end of 1.23.2, which cuts texts by ``[...text]``); other
versions count UTF-16 units. Each region comes with its words, so both are told apart when they come in.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from newsextract.errors import LabelError
from newsextract.exchange.offsets import place_words
from newsextract.exchange.tasks import LABELS, Label, Labelled, Task, check_label

_FROM, _TO = "label", "text"


def labelling_config() -> str:
    """Return the labelling interface that the tasks are for: paste it under Settings, Labeling Interface, Code."""
    labels = "\n".join(f'    <Label value="{name}"/>' for name in LABELS)
    choice = f'  <Labels name="{_FROM}" toName="{_TO}">\n{labels}\n  </Labels>'
    return f'<View>\n{choice}\n  <Text name="{_TO}" value="$text"/>\n</View>\n'


def write_task(task: Task) -> dict[str, Any]:
    """Return a task to import, with what was extracted as a prediction."""
    regions = [_region(task, *span, [label.label for label in labels]) for span, labels in groupby(task.labels, _span)]
    return {
        "data": {
            "text": task.text,
            "title": task.title or "",
            "article_id": task.article_id,
            "sha256": task.sha256,
        },
        "predictions": [{"model_version": task.fingerprint, "result": regions}],
    }


def read_task(item: Mapping[str, Any]) -> Iterator[Labelled]:
    """Yield what each annotator made of a task in an export (JSON); cancelled annotations and predictions are none.

    Raises:
        LabelError: the task is not one of ours, or a region does not fit the text.
    """
    try:
        data = item["data"]
        text, article_id, sha256 = data["text"], data["article_id"], data["sha256"]
        annotations = [it for it in item.get("annotations", ()) if not it.get("was_cancelled")]
        for annotation in annotations:
            labels = frozenset(_labels(text, annotation["result"]))
            who = annotation.get("completed_by")
            who = who.get("email") if isinstance(who, Mapping) else who
            at = annotation.get("updated_at") or annotation.get("created_at")
            yield Labelled(article_id, sha256, text, labels, _name(who), datetime.fromisoformat(at) if at else None)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise LabelError(f"not a task of ours: {type(error).__name__}: {error}; export it as JSON") from error


def _name(who: object) -> str | None:
    return None if who is None else f"user {who}" if isinstance(who, int) else str(who)


def _span(label: Label) -> tuple[int, int]:
    return label.start, label.end


def _region(task: Task, start: int, end: int, labels: list[str]) -> dict[str, Any]:
    name = hashlib.sha256(f"{task.sha256} {start} {end}".encode()).hexdigest()[:10]
    value = {"start": start, "end": end, "text": task.text[start:end], "labels": labels}
    return {"id": name, "from_name": _FROM, "to_name": _TO, "type": "labels", "value": value}


def _labels(text: str, regions: Iterable[Mapping[str, Any]]) -> Iterator[Label]:
    values = [region["value"] for region in regions if region.get("type") == "labels"]
    stretches = [(value["start"], value["end"], value["text"]) for value in values]
    places = place_words(text, stretches)
    if places is None:
        raise LabelError("a region's words do not stand at its offsets, by code points or by UTF-16 units")
    for (start, end), value in zip(places, values, strict=True):
        for name in value["labels"]:
            yield check_label(text, start, end, name)
