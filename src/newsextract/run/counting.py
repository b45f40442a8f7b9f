"""How many articles there are to come: counted without parsing, and only while that is quick."""

import time
from collections.abc import Iterable
from pathlib import Path

from newsextract.errors import ArticleError
from newsextract.read.discover import InputFile, find_inputs
from newsextract.read.remote import is_url
from newsextract.read.streams import STDIN, open_blocks

_BUDGET_SECONDS = 2.0
_FILES_BETWEEN_LOOKS_AT_THE_CLOCK = 1000


def count_articles(paths: Iterable[str | Path], *, budget_seconds: float = _BUDGET_SECONDS) -> int | None:
    """Return about how many articles ``paths`` hold, or None when counting takes longer than the budget.

    None as well for standard input and URLs.

    A file is an article; of JSON lines, each line is one. Lines that turn out not to be articles are counted all the
    same: the number is for a progress bar.
    """
    paths = list(paths)
    if any(str(path) == STDIN or is_url(str(path)) for path in paths):
        return None  # would be read twice, or fetched twice
    stop_at = time.monotonic() + budget_seconds
    count = 0
    for number, item in enumerate(find_inputs(paths)):
        if isinstance(item, InputFile) and item.form == "jsonl":
            lines = _count_lines(item, stop_at)
            if lines is None:
                return None
            count += lines
        else:
            count += 1
        if number % _FILES_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and time.monotonic() > stop_at:
            return None
    return count


def _count_lines(file: InputFile, stop_at: float) -> int | None:
    lines = 0
    last = b"\n"
    try:
        with open_blocks(file.path, file.compression) as blocks:
            for block in blocks:
                if time.monotonic() > stop_at:
                    return None
                lines += block.count(b"\n")
                last = block[-1:]
    except ArticleError:
        pass  # the run itself will say what is wrong with the file
    return lines + (last != b"\n")
