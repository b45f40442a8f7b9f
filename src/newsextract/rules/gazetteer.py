"""The gazetteer: firms that are known by name, found in a text in one pass."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsextract.rules.lexicon import read_lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DATE = re.compile(r"\d{4}年|\d{1,2}月")
"""What may follow a Latin name without a space."""
_KEY = 2
"""Characters by which forms are found."""
_ROWS = 2**20
"""Of the table of such pairs of characters: a hundred for each that a form begins with."""


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


class _Index:
    """Forms by their first two characters: an automaton of as many names takes longer to build than to load."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        import numpy as np  # noqa: PLC0415 - importing the package shall load nothing heavy

        self._forms = forms
        lengths: dict[str, set[int]] = {}
        for text in forms:
            lengths.setdefault(text[:_KEY], set()).add(len(text))
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        self._may_begin = np.zeros(_ROWS, dtype=np.bool_)
        self._may_begin[_rows_of_pairs("".join(lengths))[::2]] = True

    def find(self, text: str) -> Iterator[tuple[int, int, Form]]:
        """Yield the longest form that begins at each character of ``text``."""
        for start in self._may_begin[_rows_of_pairs(text)].nonzero()[0].tolist():
            for length in self._lengths.get(text[start : start + _KEY], ()):
                form = self._forms.get(text[start : start + length])
                if form and start + length <= len(text):  # not the shorter form that the text ends with
                    yield start, start + length, form
                    break


def _rows_of_pairs(text: str) -> "NDArray[np.uint32]":
    """Return the row, of a table of all pairs of characters, for each two that stand together; few pairs share one."""
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    rows: NDArray[np.uint32] = (codes[:-1] * np.uint32(8191) + codes[1:]) % np.uint32(_ROWS)
    return rows


class Gazetteer:
    """All forms, of two characters or more: the shipped ones, and those of the user's own list beside them."""

    def __init__(self, forms: Mapping[str, Form], own: Mapping[str, Form] = MappingProxyType({})) -> None:
        self._forms, self._own = forms, own
        self._shipped, self._added = _Index(forms), _Index(own)

    def find(self, text: str, day: date | None = None) -> Iterator[Hit]:
        """Yield the forms in ``text`` that name a firm on ``day``, leftmost and longest first, not overlapping."""
        found: Iterable[tuple[int, int, Form]] = _apart(self._shipped.find(text))
        if self._own:
            found = sorted((*found, *self._added.find(text)), key=lambda hit: (hit[0], -hit[1]))
        reached = 0
        for start, end, known in found:
            form = _on(self._own.get(known.text, known), day)
            if start >= reached and form and stands_alone(text, start, end):
                reached = end
                yield Hit(start, end, form)

    def lookup(self, name: str, day: date | None = None) -> Form | None:
        """Return the form that is exactly ``name``, with the entries that hold on ``day``."""
        form = self._own.get(name) or self._forms.get(name)
        return _on(form, day) if form else None

    def extended(self, rows: Iterable[tuple[Entry, Iterable[str]]], ordinary: Callable[[str], bool]) -> "Gazetteer":
        """Return this gazetteer with more entries and their forms of two characters or more.

        Args:
            rows: entries with their forms.
            ordinary: says of a form whether it is also a word, so that contexts must speak for it.
        """
        own: dict[str, Form] = {}
        for entry, texts in rows:
            for text in texts:
                form = own.get(text) or self._forms.get(text)
                if form is None:
                    own[text] = Form(text, (entry,), ordinary(text))
                else:
                    others = tuple(other for other in form.entries if other.id != entry.id)
                    own[text] = Form(text, (*others, entry), form.weak or ordinary(text))
        return Gazetteer(self._forms, own)


def _apart(hits: Iterable[tuple[int, int, Form]]) -> Iterator[tuple[int, int, Form]]:
    """Yield those of ``hits``, which come in reading order, that do not overlap one before."""
    reached = 0
    for start, end, form in hits:
        if start >= reached:
            reached = end
            yield start, end, form


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
