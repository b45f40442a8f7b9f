"""A gazetteer of the user's own: a CSV or TSV file with the firms that matter to them."""

import csv
import gc
import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from newsextract.errors import ConfigError
from newsextract.normalise import simplify_in_place
from newsextract.rules.firm_names import common_words, name_lexicon
from newsextract.rules.gazetteer import Entry, Gazetteer, load_gazetteer

_NEEDED = ("id", "name")
_OPTIONAL = ("aliases", "valid_from", "valid_to")
_SEPARATOR = "|"


@cache
def read_gazetteer(path: Path) -> Gazetteer:
    """Return the default gazetteer with the firms of ``path``, whose names may be in either script.

    The first line names the columns: ``id, name`` and, where wanted, ``aliases`` (separated by |), ``valid_from`` and
    ``valid_to`` (YYYY-MM-DD, both inclusive). Other columns are passed over.

    Raises:
        ConfigError: the file cannot be read, or a line of it; says which line and column.
    """
    collecting = gc.isenabled()
    gc.disable()  # half a million small objects, none of them garbage
    try:
        return _read(path)
    finally:
        if collecting:
            gc.enable()


def _read(path: Path) -> Gazetteer:
    rows = list(_rows(path))
    names = simplify_in_place("\n".join("\t".join(forms) for _, forms in rows)).split("\n")  # in one go: much faster
    folded = ((entry, forms.split("\t")) for (entry, _), forms in zip(rows, names, strict=True))
    return load_gazetteer().extended(folded, _is_ordinary)


def gazetteer_digest(path: Path) -> bytes:
    """Return a hash of what the file says.

    Raises:
        ConfigError: the file cannot be read.
    """
    return hashlib.sha256(_text(path).encode()).digest()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the gazetteer is no UTF-8 text ({error}): save it as CSV in UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: the gazetteer cannot be read ({error.strerror}): check its name") from error


def _rows(path: Path) -> Iterator[tuple[Entry, list[str]]]:
    lines = _text(path).splitlines()
    reader = csv.reader(lines, delimiter="\t" if lines and "\t" in lines[0] else ",")
    columns = [column.strip() for column in next(reader, [])]
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise ConfigError(
            f"{path}: line 1: no column {' and '.join(missing)}: "
            f"the first line names the columns, {', '.join((*_NEEDED, *_OPTIONAL))}"
        )
    place = {column: columns.index(column) for column in (*_NEEDED, *_OPTIONAL) if column in columns}
    source = path.name
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(columns):
            raise ConfigError(f"{path}: line {reader.line_num}: {len(cells)} cells for {len(columns)} columns")
        row = {column: cells[number].strip() for column, number in place.items()}
        for column in _NEEDED:
            if not row[column]:
                raise ConfigError(f"{path}: line {reader.line_num}: column {column} is empty")
        first = _day(path, reader.line_num, "valid_from", row) or date.min
        last = _day(path, reader.line_num, "valid_to", row) or date.max
        aliases = [alias.strip() for alias in row.get("aliases", "").split(_SEPARATOR)]
        yield Entry(row["id"], row["name"], "", source, "", first, last), [row["name"], *filter(None, aliases)]


def _day(path: Path, line: int, column: str, row: dict[str, str]) -> date | None:
    if not row.get(column):
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        message = f"{path}: line {line}: column {column}: {row[column]!r} is no date: write it as 2025-03-31"
        raise ConfigError(message) from None


def _is_ordinary(form: str) -> bool:
    """Say whether ``form`` is also an ordinary word or a place."""
    return len(form) == 1 or form in common_words() or form in name_lexicon().not_firms
