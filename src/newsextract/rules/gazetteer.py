"""The gazetteer: firms that are known by name, found in a text in one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.lexicon import read_lexicon

_DATE = re.compile(r"\d{4}年|\d{1,2}月")
"""What may follow a Latin name without a space."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A firm of the gazetteer."""

    id: str
    """Exchange and code (CN:600519, TW:2330) for listed firms, else ``known:`` and the name."""
    name: str
    full_name: str
    source: str
    kind: str = ""
    """``media`` for outlets, else empty."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write the name of one or several firms."""

    text: str
    entries: tuple[Entry, ...]
    weak: bool
    """Also an ordinary word, a place, or very short: needs other evidence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found in a text."""

    start: int
    end: int
    form: Form


class Gazetteer:
    """All forms in one automaton."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self._forms = forms
        self._list = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the forms in ``text``, leftmost and longest first, not overlapping."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if stands_alone(text, start, end):
                yield Hit(start, end, self._list[number])

    def lookup(self, name: str) -> Form | None:
        """Return the form that is exactly ``name``."""
        return self._forms.get(name)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say that a Latin name does not begin or end inside a longer Latin word."""
    if not (text[start].isascii() or text[end - 1].isascii()):
        return True
    before, after = text[max(0, start - 1) : start], text[end : end + 6]
    if text[start].isascii() and before.isascii() and before.isalnum():
        return False
    inside = text[end - 1].isascii() and after[:1].isascii() and after[:1].isalnum()
    return not inside or bool(_DATE.match(after))


def _rows(table: str, source: str) -> Iterator[tuple[Entry, list[str]]]:
    for row in read_lexicon(table):
        plain = row["name"].lstrip("~")
        entry = Entry(row.get("id") or f"known:{plain}", plain, row.get("full_name", ""), source, row.get("kind", ""))
        yield entry, [row["name"], *filter(None, row.get("forms", "").split("|"))]


@cache
def load_gazetteer() -> Gazetteer:
    """Return the default gazetteer: listed firms of the mainland and Taiwan."""
    entries: dict[str, dict[str, Entry]] = {}
    strong: set[str] = set()
    for entry, forms in (*_rows("firms_listed", "firms_listed"), *_rows("firms_known", "firms_known")):
        if entry.full_name:
            forms.append(entry.full_name)
        for form in forms:
            plain = form.lstrip("~")
            entries.setdefault(plain, {}).setdefault(entry.id, entry)
            if plain == form:
                strong.add(plain)
    return Gazetteer({text: Form(text, tuple(found.values()), text not in strong) for text, found in entries.items()})
