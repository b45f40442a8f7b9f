"""Files of annotation tools: which format is which, and what stands in them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from newsextract.errors import LabelError
from newsextract.exchange import doccano, label_studio, prodigy
from newsextract.exchange.tasks import Labelled, Task

Tool = Literal["label-studio", "doccano", "prodigy"]
TOOLS: tuple[Tool, ...] = get_args(Tool)


class _Format(NamedTuple):
    write: Callable[[Task], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Iterator[Labelled]]
    is_list: bool
    """One JSON list, not a line for each article."""


_FORMATS: dict[Tool, _Format] = {
    "label-studio": _Format(label_studio.write_task, label_studio.read_task, is_list=True),
    "doccano": _Format(doccano.write_task, doccano.read_task, is_list=False),
    "prodigy": _Format(prodigy.write_task, prodigy.read_task, is_list=False),
}


def task_lines(tasks: Iterable[Task], tool: Tool) -> Iterator[str]:
    """Yield the lines of the file that the tool imports."""
    write, _, is_list = _FORMATS[tool]
    if not is_list:
        yield from (json.dumps(write(task), ensure_ascii=False) for task in tasks)
        return
    before = "["
    for task in tasks:
        yield before + json.dumps(write(task), ensure_ascii=False)
        before = ","
    yield "]" if before == "," else "[]"


def read_labelled(path: Path, tool: Tool) -> Iterator[Labelled]:
    """Yield what was labelled in a file that the tool exported, a JSON list or JSON lines.

    Raises:
        LabelError: the file cannot be read, is not JSON, or holds what is not of the tool or of us; names the place.
    """
    for place, item in _items(path):
        if not isinstance(item, Mapping):
            raise LabelError(f"{place}: an object is needed, not {str(item)[:40]!r}")
        try:
            yield from _FORMATS[tool].read(item)
        except LabelError as error:
            raise LabelError(f"{place}: {error}") from error


def _items(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path}: cannot be read: {error}: give the file that the tool exported") from error
    try:
        if text.lstrip().startswith("["):
            yield from ((f"{path}, item {n}", item) for n, item in enumerate(json.loads(text), 1))
            return
        for n, line in enumerate(text.split("\n"), 1):  # not splitlines(): U+2028 may stand inside a text
            if line.strip():
                yield f"{path}:{n}", json.loads(line)
    except json.JSONDecodeError as error:
        raise LabelError(f"{path}: not JSON: {error}: give the file as the tool exported it") from error
