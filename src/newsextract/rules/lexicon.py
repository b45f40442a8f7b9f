"""Lexicons: ``pipeline/lexicons/*.tsv`` read as rows."""

import csv
import gzip
from functools import cache

from newsextract.errors import ConfigError, RuleError
from newsextract.resources import pipeline_file


@cache
def read_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``pipeline/lexicons/<name>.tsv`` (or ``.tsv.gz``) as column name to value.

    Lines that begin with ``#`` are comments: they say where the list is from. The first other line names the columns.

    Raises:
        RuleError: a row has too many or too few columns.
    """
    try:
        path = pipeline_file("lexicons", f"{name}.tsv")
        text = path.read_text(encoding="utf-8")
    except ConfigError:
        path = pipeline_file("lexicons", f"{name}.tsv.gz")
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise RuleError(
                f"lexicons/{path.name}: entry {number} ({next(iter(row.values()))}): wrong number of columns"
            )
    return tuple(rows)
