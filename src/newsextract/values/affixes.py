"""What stands around a number: qualifiers (约, 以上), currencies before it (HK$), its sign."""

from dataclasses import dataclass
from functools import cache

from newsextract.records.fields import Qualifier
from newsextract.rules.lexicon import read_lexicon
from newsextract.values.numerals import Numeral


@dataclass(frozen=True, slots=True)
class Prefix:
    """Where a quantity begins, and what the words before its number say."""

    start: int
    qualifier: Qualifier | None = None
    currency: str | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    qualifier: Qualifier
    needs: str = "any"
    not_after: str = ""


@cache
def _before() -> dict[str, tuple[_Word, ...]]:
    words: dict[str, list[_Word]] = {}
    for row in read_lexicon("qualifiers"):
        if row["place"] == "before":
            word = _Word(row["written"], row["qualifier"], row["needs"], row["not_after"])  # type: ignore[arg-type]
            words.setdefault(word.written[-1], []).append(word)
    return {last: tuple(sorted(rows, key=lambda w: -len(w.written))) for last, rows in words.items()}


@cache
def _after(place: str) -> dict[str, tuple[_Word, ...]]:
    words: dict[str, list[_Word]] = {}
    for row in read_lexicon("qualifiers"):
        if row["place"] == place:
            words.setdefault(row["written"][0], []).append(_Word(row["written"], row["qualifier"]))  # type: ignore[arg-type]
    return {first: tuple(sorted(rows, key=lambda w: -len(w.written))) for first, rows in words.items()}


@cache
def _currencies() -> dict[str, tuple[tuple[str, str], ...]]:
    words: dict[str, list[tuple[str, str]]] = {}
    for row in read_lexicon("currencies"):
        if row["place"] != "after":
            words.setdefault(row["written"][-1], []).append((row["written"], row["code"]))
    return {last: tuple(sorted(rows, key=lambda w: -len(w[0]))) for last, rows in words.items()}


def read_prefix(text: str, at: int, numeral: Numeral, floor: int) -> Prefix:
    """Return what stands before the number that begins at ``at``, not reaching below ``floor``."""
    start, qualifier, currency, negative = at, None, None, False
    if text[start - 1 : start] in {"-", "负", "+"} and start > floor and _signs(text, start - 1):
        negative = text[start - 1] != "+"
        start -= 1
    elif text.endswith("零下", floor, start):
        negative, start = True, start - 2
    for _ in range(3):
        edge = _skip_spaces(text, start, floor)
        if currency is None and (found := _currency_before(text, edge, floor)):
            word, currency = found
            start = edge - len(word)
            if text[start - 1 : start] == "-" and start > floor and _signs(text, start - 1):
                negative, start = True, start - 1
        elif qualifier is None and (said := _qualifier_before(text, edge, floor, numeral)):
            qualifier = said.qualifier
            start = edge - len(said.written)
        else:
            break
    return Prefix(start, qualifier, currency, negative)


def _skip_spaces(text: str, at: int, floor: int) -> int:
    return at - 1 if at - 1 > floor and text[at - 1] == " " else at


def _signs(text: str, at: int) -> bool:
    """Whether the character is a sign, not a hyphen (GPT-4), a range (3-5) or part of a word (胜负3场)."""
    before = text[at - 1 : at]
    if text[at] == "负":
        return before not in {"胜", "自", "肩", "抱", "欺", "背"}
    return not (before.isalnum() and before.isascii()) and before not in {"-", "%", ")"}


def _currency_before(text: str, at: int, floor: int) -> tuple[str, str] | None:
    for word, code in _currencies().get(text[at - 1 : at], ()) if at > floor else ():
        if text.endswith(word, floor, at):
            first = at - len(word)
            if word[0].isascii() and word[0].isalpha() and first and text[first - 1].isascii() and text[first - 1].isalpha():
                continue
            return word, code
    return None


def _qualifier_before(text: str, at: int, floor: int, numeral: Numeral) -> _Word | None:
    for word in _before().get(text[at - 1 : at], ()) if at > floor else ():
        if not text.endswith(word.written, floor, at):
            continue
        first = at - len(word.written)
        if first > 0 and text[first - 1] in word.not_after:
            continue
        if word.needs == "round" and not (numeral.round and text[at] in "百千万亿"):
            continue
        if word.needs == "large" and not (numeral.round or numeral.large):
            continue
        return word
    return None


def read_tail(text: str, at: int) -> tuple[int, Qualifier | None]:
    """Return where 多 or 余 between number and unit ends, and what it says."""
    for word in _after("tail").get(text[at : at + 1], ()):
        if text.startswith(word.written, at):
            return at + len(word.written), word.qualifier
    return at, None


def read_suffix(text: str, at: int) -> tuple[int, Qualifier | None]:
    """Return where a qualifier after the unit ends (左右, 以上), and what it says."""
    edge = at + 1 if text[at : at + 1] == " " else at
    for word in _after("after").get(text[edge : edge + 1], ()):
        if text.startswith(word.written, edge):
            return edge + len(word.written), word.qualifier
    return at, None
