"""What the names of firms are made of: place, brand, trade, legal form; and what looks like a firm and is none."""

import gzip
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from newsextract.resources import pipeline_file
from newsextract.rules.lexicon import read_lexicon

CACHED_NAMES = 50_000
"""Names repeat within a day of news; memory must stay flat over a million articles."""

LATIN_FORM_WORD = (
    r"(?:Inc|Corp|Co|Ltd|Limited|LLC|LLP|PLC|Plc|plc|AG|SE|SA|NV|Group|Holdings?|Technologies|Motors?|Company"
    r"|Corporation|Platforms)"
)
"""The forms of Latin names, as a pattern."""
_LATIN_TAIL = re.compile(rf"(?<=[A-Za-z0-9])[ ,]{{1,2}}{LATIN_FORM_WORD}\.?$")
_SHARE_TAIL = re.compile(r" ?\*? ?-? ?KY$|\*$")
_BRACKET = re.compile(r"\([^()]{1,12}\)")
SAYING_KINDS = frozenset(("form", "group", "company", "trade", "noun"))
"""Suffixes that say by themselves what a name names."""


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
    """Suffix to ``form``, ``group``, ``company``, ``trade``, ``noun`` or ``weak``."""
    places: frozenset[str]
    countries: frozenset[str]
    cities: frozenset[str]
    not_firms: frozenset[str]
    """Words and names that are never a firm: ordinary words, authorities, indices, places."""
    generics: frozenset[str]
    """Words that make a description and no name when a suffix follows: 上市公司, 大型银行."""
    left_words: frozenset[str]
    """Words after which a name can begin: 收购, 由, 旗下."""
    inside_words: frozenset[str]
    """Of these, the ones that are also part of legal names: 投资, 显示."""
    function_words: frozenset[str]
    """What no name is made of: adverbs, prepositions, short verbs."""
    right_words: tuple[str, ...]
    """Words before which a name can end: 领投, 等, 表示."""
    platforms: frozenset[str]
    """Names of firms that are also where people read and write: 微博, YouTube."""
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
    kind_of_place = {row["place"]: row["kind"] for row in read_lexicon("firm_places")}
    places = frozenset(kind_of_place)
    not_firms = [(row["form"], row["kind"]) for row in read_lexicon("not_firms")]
    words = [(row["word"], row["kind"]) for row in read_lexicon("firm_generics")]
    return NameLexicon(
        kinds=kinds,
        places=places,
        countries=frozenset(place for place, kind in kind_of_place.items() if kind == "country"),
        cities=frozenset(place for place, kind in kind_of_place.items() if kind == "city"),
        not_firms=frozenset(form for form, kind in not_firms if kind in {"name", "word"}) | places,
        generics=frozenset(word for word, kind in words if kind == "generic"),
        left_words=frozenset(word for word, kind in words if kind == "left"),
        inside_words=frozenset(word for word, kind in words if kind == "inside"),
        function_words=frozenset(word for word, kind in words if kind == "function"),
        right_words=tuple(word for word, kind in words if kind == "right"),
        platforms=frozenset(form for form, kind in not_firms if kind == "platform"),
        not_ends=tuple(form for form, kind in not_firms if kind == "end"),
        not_after=tuple(form for form, kind in not_firms if kind == "after"),
        longest_suffix=max(map(len, kinds)),
        longest_place=max(map(len, places)),
    )


@cache
def common_words() -> frozenset[str]:
    """Return the ordinary words of two to four characters of ``lexicons/common_words.tsv.gz``."""
    return frozenset(word for word, _ in _common_rows())


@cache
def common_verbs() -> frozenset[str]:
    """Return the ordinary verbs, adverbs and prepositions: what stands before a name and not in it."""
    lexicon = name_lexicon()
    verbs = {word for word, mark in _common_rows() if mark == "v"}
    return frozenset(verbs - lexicon.generics - lexicon.kinds.keys())


@cache
def _common_rows() -> tuple[tuple[str, str], ...]:
    # Not by read_lexicon: 44,000 rows of two columns need no parser, and it would take a tenth of a second.
    text = gzip.decompress(pipeline_file("lexicons", "common_words.tsv.gz").read_bytes()).decode("utf-8")
    rows = (line.partition("\t") for line in text.split("\n") if line and line[0] != "#")
    return tuple((word, mark) for word, _, mark in rows)[1:]


@lru_cache(maxsize=CACHED_NAMES)
def take_apart(name: str) -> NameParts:
    """Return the parts of ``name``: 杭州星河科技有限公司 is 杭州, 星河, 科技, 有限公司.

    Brackets that hold a place or a word such as 集团 belong to no part. What is left when everything that is known
    has been taken away is the brand; where nothing is left, the trade word is the brand (中国银行).
    """
    lexicon = name_lexicon()
    rest, form = _strip(_BRACKET.sub("", name), {"form", "group", "company"})
    rest, trade = _strip(rest, {"trade", "noun", "weak"})
    place = lexicon.leading_place(rest)
    if len(rest) - len(place) < 2:
        place = ""
    return NameParts(place, rest[len(place) :], trade, form)


def _strip(name: str, kinds: set[str]) -> tuple[str, str]:
    """Return ``name`` without the suffixes of ``kinds`` at its end, and these."""
    lexicon = name_lexicon()
    rest = name
    while True:
        suffix, kind = lexicon.suffix(rest)
        if kind not in kinds or len(suffix) == len(rest):
            return rest, name[len(rest) :]
        rest = rest[: -len(suffix)]


@lru_cache(maxsize=CACHED_NAMES)
def short_forms(name: str) -> tuple[str, ...]:
    """Return the shorter names by which an article may call ``name``, longest first, without ``name`` itself.

    Only forms that are still distinctive: a brand of one character, a place or a description alone is none.
    """
    bare = _SHARE_TAIL.sub("", _LATIN_TAIL.sub("", name))
    if bare != name:
        return (bare, *short_forms(bare)) if len(bare) >= 2 else ()
    parts = take_apart(name)
    flat = _BRACKET.sub("", name)
    distinct = is_distinct(parts.brand)
    forms = {flat}
    if parts.form and (distinct or parts.trade):
        forms.add(parts.place + parts.brand + parts.trade)
    if distinct:
        forms |= {parts.brand + parts.trade, parts.brand, parts.place + parts.brand}
        forms |= {parts.brand + end for end in ("公司", "集团")}
        first = _strip_all_trades(parts)
        if first:
            forms |= {first, parts.place + first}
    kept = {
        form
        for form in forms
        if len(form) >= 2
        and form[-1] != " "
        and (len(form) < len(name) or (parts.trade and form == parts.brand + "公司"))
    }
    return tuple(sorted(kept - {name} - name_lexicon().not_firms, key=lambda form: (-len(form), form)))


def _strip_all_trades(parts: NameParts) -> str:
    """Return brand and first trade word where the name has several (星河科技 for 星河科技发展有限公司)."""
    rest = parts.trade
    while rest:
        suffix, kind = name_lexicon().suffix(rest)
        if not kind or len(suffix) == len(rest):
            break
        rest = rest[: -len(suffix)]
    return parts.brand + rest if rest and rest != parts.trade else ""


def is_distinct(brand: str) -> bool:
    """Say whether ``brand`` can name a firm without its suffix: two characters or more, no place, no description."""
    return len(brand) >= 2 and not is_description(brand)


@lru_cache(maxsize=CACHED_NAMES)
def is_description(words: str) -> bool:
    """Say whether ``words`` is made only of places, trades and other general words: 大型国有商业."""
    return _is_made_of(words, _description_words())


@cache
def _description_words() -> frozenset[str]:
    lexicon = name_lexicon()
    return lexicon.generics | lexicon.places | lexicon.kinds.keys()


@lru_cache(maxsize=CACHED_NAMES)
def is_phrase(words: str) -> bool:
    """Say whether ``words`` is made of several words that no name is made of: 近期传闻, 宽禁带.

    One ordinary word is no phrase (many a brand is one), and single characters alone are none (云时).
    """
    if words in common_words():
        return False
    if _is_made_of(words, name_lexicon().function_words):
        return True
    longer = {words[i : i + size] for size in (2, 3, 4) for i in range(len(words) - size + 1)}
    return not longer.isdisjoint(common_words()) and _is_made_of(words, _phrase_words())


@cache
def _phrase_words() -> frozenset[str]:
    lexicon = name_lexicon()
    known = _description_words() | lexicon.left_words | set(lexicon.right_words)
    return common_words() | {word for word in known if len(word) >= 2} | lexicon.function_words


def _is_made_of(words: str, known: frozenset[str]) -> bool:
    reached = {0}
    for start in range(len(words)):
        if start not in reached:
            continue
        for end in range(start + 1, min(len(words), start + 6) + 1):
            piece = words[start:end]
            if piece in known or piece.isdecimal():
                reached.add(end)
    return len(words) in reached


@lru_cache(maxsize=CACHED_NAMES)
def is_never_a_firm(name: str) -> bool:
    """Say whether ``name`` is no firm's: barred, or a description such as 大型国有银行."""
    lexicon = name_lexicon()
    suffix, kind = lexicon.suffix(name)
    if name not in lexicon.not_firms and kind in SAYING_KINDS:
        brand = name[: -len(suffix)]
        legal = kind == "form" and bool(lexicon.leading_place(brand))  # 香港中央结算有限公司
        if is_description(brand) and not legal and not (kind == "trade" and brand in lexicon.places):
            return True
    return is_barred(name)


@lru_cache(maxsize=CACHED_NAMES)
def is_barred(name: str) -> bool:
    """Say whether ``name`` is a government, a court, a university, a place, an index, or an ordinary word."""
    lexicon = name_lexicon()
    if name in lexicon.not_firms:
        return True
    suffix, kind = lexicon.suffix(name)
    if kind in SAYING_KINDS:
        barred = name.endswith(lexicon.not_ends)
        return barred and any(len(end) > len(suffix) and name.endswith(end) for end in lexicon.not_ends)  # 诈骗集团
    return len(name) >= 3 and name.endswith(lexicon.not_ends)


def is_ruled_out(name: str, *, sure: bool, certain: bool = False) -> bool:
    """Say whether the words of ``name`` forbid a firm.

    Of place and trade (大连控股) a ``sure`` model is believed, of a mere description (招商物业) a ``certain`` one.
    """
    if certain:
        return is_barred(name)
    if sure and 0 < len(name_lexicon().leading_place(name)) < len(name):
        return is_barred(name)
    return is_never_a_firm(name)


@lru_cache(maxsize=CACHED_NAMES)
def name_kind(name: str) -> str:
    """Return the kind of the suffix of ``name``, or an empty string: ``form``, ``trade`` ... (see ``NameLexicon``)."""
    suffix, kind = name_lexicon().suffix(name)
    return kind if len(suffix) < len(name) else ""
