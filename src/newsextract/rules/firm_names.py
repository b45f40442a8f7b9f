"""What the names of firms are made of: place, brand, trade, legal form; and what looks like a firm and is none."""

import re
from dataclasses import dataclass
from functools import cache

from newsextract.rules.lexicon import read_lexicon

_BRACKET = re.compile(r"\([^()]{1,12}\)")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A firm's name taken apart: 杭州 + 星河 + 科技 + 股份有限公司. Any part but the brand may be empty."""

    place: str
    brand: str
    trade: str
    form: str


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """The word lists about names, ready for matching from the end of a name."""

    kinds: dict[str, str]
    """Suffix to ``form``, ``group``, ``trade`` or ``weak``."""
    places: frozenset[str]
    not_firms: frozenset[str]
    words: frozenset[str]
    not_ends: tuple[str, ...]
    not_after: tuple[str, ...]
    longest_suffix: int
    longest_place: int

    def suffix(self, name: str) -> tuple[str, str]:
        """Return the longest suffix of ``name`` that the lexicon knows, and its kind; two empty strings for none."""
        for length in range(min(self.longest_suffix, len(name)), 0, -1):
            kind = self.kinds.get(name[-length:])
            if kind:
                return name[-length:], kind
        return "", ""

    def leading_place(self, name: str) -> str:
        """Return the place that ``name`` begins with, or an empty string."""
        for length in range(min(self.longest_place, len(name)), 1, -1):
            if name[:length] in self.places:
                tail = name[length : length + 1]
                return name[: length + 1] if tail and tail in "省市县" else name[:length]
        return ""


@cache
def name_lexicon() -> NameLexicon:
    """Return the word lists of ``pipeline/lexicons`` that are about names of firms."""
    kinds = {row["suffix"]: row["kind"] for row in read_lexicon("firm_suffixes")}
    places = frozenset(row["place"] for row in read_lexicon("firm_places"))
    not_firms = [(row["form"], row["kind"]) for row in read_lexicon("not_firms")]
    return NameLexicon(
        kinds=kinds,
        places=places,
        not_firms=frozenset(form for form, kind in not_firms if kind == "name"),
        words=frozenset(form for form, kind in not_firms if kind == "word"),
        not_ends=tuple(form for form, kind in not_firms if kind == "end"),
        not_after=tuple(form for form, kind in not_firms if kind == "after"),
        longest_suffix=max(map(len, kinds)),
        longest_place=max(map(len, places)),
    )


@cache
def take_apart(name: str) -> NameParts:
    """Return the parts of ``name``: 杭州星河科技有限公司 is 杭州, 星河, 科技, 有限公司.

    Brackets that hold a place or a word such as 集团 belong to no part. What is left when everything that is known
    has been taken away is the brand; where nothing is left, the trade word is the brand (中国银行).
    """
    lexicon = name_lexicon()
    rest, form, trade = _without_brackets(name), "", ""
    while True:
        suffix, kind = lexicon.suffix(rest)
        if kind not in {"form", "group"} or len(suffix) == len(rest):
            break
        rest, form = rest[: -len(suffix)], suffix + form
    while True:
        suffix, kind = lexicon.suffix(rest)
        if kind not in {"trade", "weak"} or len(suffix) == len(rest):
            break
        rest, trade = rest[: -len(suffix)], suffix + trade
    place = lexicon.leading_place(rest)
    if len(rest) - len(place) >= 2 or (place and not trade and len(rest) > len(place)):
        rest = rest[len(place) :]
    else:
        place = ""
    return NameParts(place, rest, trade, form)


def _without_brackets(name: str) -> str:
    return _BRACKET.sub("", name)


def short_forms(name: str) -> tuple[str, ...]:
    """Return the shorter names by which an article may call ``name``, longest first, without ``name`` itself.

    Only forms that are still distinctive: a brand of one character, a place or a trade word alone is none.
    """
    parts = take_apart(name)
    flat = _without_brackets(name)
    distinct = len(parts.brand) >= 2 and parts.brand not in name_lexicon().places
    forms = [flat]
    if parts.form and (distinct or parts.trade):
        forms += [parts.place + parts.brand + parts.trade]
    if distinct:
        forms += [parts.brand + parts.trade, parts.brand]
        if parts.form:
            forms += [parts.brand + "公司", parts.brand + "集团"]
    kept = {form for form in forms if 2 <= len(form) < len(name) or form == flat}
    return tuple(sorted(kept - {name} - not_a_firm_words(), key=lambda form: (-len(form), form)))


def not_a_firm_words() -> frozenset[str]:
    """Return the ordinary words and the names that are never a firm."""
    lexicon = name_lexicon()
    return lexicon.words | lexicon.not_firms | lexicon.places


def is_never_a_firm(name: str) -> bool:
    """Say whether ``name`` is a government, a court, a university, a place, an index, or an ordinary word."""
    if name in not_a_firm_words():
        return True
    lexicon = name_lexicon()
    _, kind = lexicon.suffix(name)
    if kind in {"form", "group", "trade"}:
        return len(name) == len(lexicon.suffix(name)[0])
    return not _LATIN.search(name[-1:]) and name.endswith(lexicon.not_ends)


@cache
def name_kind(name: str) -> str:
    """Return what ``name`` ends in: ``form``, ``group``, ``trade``, ``weak`` or an empty string."""
    suffix, kind = name_lexicon().suffix(name)
    return kind if len(suffix) < len(name) else ""
