"""The gazetteer: firms that are known by name, found in a text in one pass."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.lexicon import read_lexicon

_DATE = re.compile(r"\d{4}年|\d{1,2}月")
"""What may follow a Latin name without a space."""
_KEY = 2
"""Characters by which the forms of the user's list are found."""


class Entry(NamedTuple):
    """A firm of the gazetteer."""

    id: str
    """Exchange and code (CN:600519, TW:2330) for listed firms, else ``known:`` and the name."""
    name: str
    full_name: str
    source: str
    kind: str = ""
    """``media`` for outlets, else empty."""
    valid_from: date = date.min
    valid_to: date = date.max

    def holds_on(self, day: date | None) -> bool:
        """Say whether the firm has its name on ``day``; where the day is not known, it may."""
        return day is None or self.valid_from <= day <= self.valid_to


class Form(NamedTuple):
    """One way to write the name of one or several firms."""

    text: str
    entries: tuple[Entry, ...]
    weak: bool
    """Also an ordinary word, a place, or very short: needs other evidence."""

    @property
    def candidates(self) -> tuple[Entry, ...]:
        """The entries that an article's firm may be linked to: those of the user's own list before the shipped ones."""
        return tuple(entry for entry in self.entries if entry.source not in _SHIPPED) or self.entries


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found in a text."""

    start: int
    end: int
    form: Form


class Gazetteer:
    """All forms: the shipped ones in an automaton, those of the user's own list beside it."""

    def __init__(
        self,
        forms: dict[str, Form],
        own: Mapping[str, Form] = MappingProxyType({}),
        lengths: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
    ) -> None:
        self._forms = forms
        self._list = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)
        self._own, self._lengths = own, lengths

    def find(self, text: str, day: date | None = None) -> Iterator[Hit]:
        """Yield the forms in ``text`` that name a firm on ``day``, leftmost and longest first, not overlapping."""
        found = [
            (start, end, self._list[number]) for number, start, end in self._automaton.find_matches_as_indexes(text)
        ]
        if self._own:
            found = sorted((*found, *self._find_own(text)), key=lambda hit: (hit[0], -hit[1]))
        reached = 0
        for start, end, known in found:
            form = _on(self._own.get(known.text, known), day)
            if start >= reached and form and stands_alone(text, start, end):
                reached = end
                yield Hit(start, end, form)

    def _find_own(self, text: str) -> Iterator[tuple[int, int, Form]]:
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + _KEY], ()):
                form = self._own.get(text[start : start + length])
                if form:
                    yield start, start + length, form
                    break

    def lookup(self, name: str, day: date | None = None) -> Form | None:
        """Return the form that is exactly ``name``, with the entries that hold on ``day``."""
        form = self._own.get(name) or self._forms.get(name)
        return _on(form, day) if form else None

    def extended(self, rows: Iterable[tuple[Entry, Iterable[str]]], ordinary: Callable[[str], bool]) -> "Gazetteer":
        """Return this gazetteer with more entries and their forms of two characters or more.

        They are kept by their first two characters: an automaton of 300,000 names takes many seconds to build.

        Args:
            rows: entries with their forms.
            ordinary: says of a form whether it is also a word, so that contexts must speak for it.
        """
        own: dict[str, Form] = {}
        lengths: dict[str, set[int]] = {}
        for entry, texts in rows:
            for text in texts:
                form = own.get(text) or self._forms.get(text)
                if form is None:
                    own[text] = Form(text, (entry,), ordinary(text))
                else:
                    others = tuple(other for other in form.entries if other.id != entry.id)
                    own[text] = Form(text, (*others, entry), form.weak or ordinary(text))
                lengths.setdefault(text[:_KEY], set()).add(len(text))
        ordered = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        return Gazetteer(self._forms, own, ordered)


def _on(form: Form, day: date | None) -> Form | None:
    """Return ``form`` with the entries that hold on ``day``, or None where none does."""
    if day is None or all(entry.holds_on(day) for entry in form.entries):
        return form
    entries = tuple(entry for entry in form.entries if entry.holds_on(day))
    return form._replace(entries=entries) if entries else None


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


_SHIPPED = frozenset(("firms_listed", "firms_known"))
GAZETTEER_KEY = ("newsextract", "gazetteer")


def gazetteer_of(doc: Any) -> Gazetteer:  # noqa: ANN401 - a spaCy Doc; spaCy stays out of this layer
    """Return the gazetteer that the firms of ``doc`` were found with."""
    gazetteer: Gazetteer | None = doc.user_data.get(GAZETTEER_KEY)
    return gazetteer or load_gazetteer()


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
