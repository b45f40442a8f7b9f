"""What stands around a number: qualifiers (约, 以上), currencies before it (HK$), its sign."""

import re
from functools import cache
from typing import NamedTuple

from newsextract.records.fields import Qualifier
from newsextract.rules.lexicon import read_lexicon
from newsextract.values.numerals import Numeral
from newsextract.values.units import HOME, Unit

_SIGNED = frozenset({"money", "percent", "ratio", "temperature"})  # 英文-1,000组 is no negative count

_CLAUSE = 12
_PEAK = re.compile(
    "(?:盘|股价|油价|金价|均价|价格|成交价|[涨跌升触]|一度|曾|日内|温|以来|今日|昨|历史|单日|汇率|指数|[为是达至到])[^,。;:、!?]*$"
)


class Prefix(NamedTuple):
    """Where a quantity begins, and what the words before its number say."""

    start: int
    qualifier: Qualifier | None = None
    currency: str | None = None
    negative: bool = False


class _Word(NamedTuple):
    written: str
    qualifier: Qualifier
    needs: str
    not_after: str
    not_before: str


_Words = dict[str, tuple[_Word, ...]]


def _words(place: str, key: int) -> _Words:
    """The qualifiers of one place by their first or last character, longest first."""
    words: dict[str, list[_Word]] = {}
    for row in read_lexicon("qualifiers"):
        if row["place"] == place:
            word = _Word(row["written"], row["qualifier"], row["needs"], row["not_after"], row["not_before"])  # type: ignore[arg-type]
            words.setdefault(word.written[key], []).append(word)
    return {letter: tuple(sorted(rows, key=lambda w: -len(w.written))) for letter, rows in words.items()}


@cache
def _before() -> _Words:
    return _words("before", -1)


@cache
def _after() -> _Words:
    return _words("after", 0)


@cache
def _tails() -> dict[str, _Word]:
    return {letter: rows[0] for letter, rows in _words("tail", 0).items()}


@cache
def _currencies() -> dict[str, tuple[tuple[str, str], ...]]:
    words: dict[str, list[tuple[str, str]]] = {}
    for row in read_lexicon("currencies"):
        if row["place"] != "after":
            words.setdefault(row["written"][-1], []).append((row["written"], row["code"]))
    return {last: tuple(sorted(rows, key=lambda w: -len(w[0]))) for last, rows in words.items()}


def may_end_currency(character: str) -> bool:
    """Whether a currency before a number may end in ``character``: a cheap test before reading the prefix."""
    return character in _currencies()


def read_prefix(text: str, at: int, numeral: Numeral, unit: Unit | None, floor: int) -> Prefix:
    """Return what stands before the number that begins at ``at``, not reaching below ``floor``."""
    start, negative = _sign(text, at, floor, unit)
    qualifier: Qualifier | None = None
    currency: str | None = None
    for _ in range(3):
        edge = start - 1 if start - 1 > floor and text[start - 1] == " " else start
        if edge <= floor:
            break
        last = text[edge - 1]
        if currency is None and last in _currencies() and (found := _currency_before(text, edge, floor, unit)):
            start, currency = edge - len(found[0]), found[1]
            if not negative:
                start, negative = _sign(text, start, floor, None)
        elif qualifier is None and last in _before() and (said := _qualifier_before(text, edge, floor, numeral, unit)):
            start, qualifier = edge - len(said.written), said.qualifier
        else:
            break
    return Prefix(start, qualifier, currency, negative)


def _sign(text: str, at: int, floor: int, unit: Unit | None) -> tuple[int, bool]:
    """Return where the number begins with its sign, and whether it is negative."""
    if at <= floor:
        return at, False
    sign = text[at - 1]
    if sign in "-+" and (unit is None or unit.kind in _SIGNED) and _is_sign(text, at - 1):
        return at - 1, sign == "-"
    if sign == "负" and text[at - 2 : at - 1] not in {"胜", "自", "肩", "抱", "欺", "背", "担", "辜"}:
        return at - 1, True
    if sign == "下" and text.endswith("零下", floor, at):
        return at - 2, True
    if (
        sign == " "
        and unit is not None
        and unit.grammar == "percent"
        and text.endswith("- ", floor, at)
        and _is_sign(text, at - 2)
    ):
        return at - 2, True  # 台股的 - 6%, as some outlets space it
    return at, False


def _is_sign(text: str, at: int) -> bool:
    """Whether ``-`` is a sign, not a hyphen (GPT-4), a range (3-5) or a dash."""
    before = text[at - 1 : at] if at else ""
    return not (before.isascii() and before.isalnum()) and before not in {"-", "%", ")", "]", "年", "月", "日"}


def _currency_before(text: str, at: int, floor: int, unit: Unit | None) -> tuple[str, str] | None:
    for word, code in _currencies()[text[at - 1]]:
        if not text.endswith(word, floor, at):
            continue
        first = at - len(word)
        latin = word[0].isascii() and word[0].isalpha()
        if latin and first and text[first - 1].isascii() and text[first - 1].isalpha():
            continue
        explicit = unit is not None and unit.kind == "money" and unit.symbol != HOME
        if unit is not None and unit.kind != "money":
            return None
        if explicit and (not word.isascii() or unit.symbol != code):  # type: ignore[union-attr]
            return None  # 5万美元 after 人民币: two things
        return word, code
    return None


def _qualifier_before(text: str, at: int, floor: int, numeral: Numeral, unit: Unit | None) -> _Word | None:
    for word in _before()[text[at - 1]]:
        if not text.endswith(word.written, floor, at):
            continue
        first = at - len(word.written)
        if first > 0 and text[first - 1] in word.not_after:
            continue
        if word.needs == "limit" and _is_peak(text, first, unit):
            return None
        return word if _fits(word.needs, numeral, unit) else None
    return None


def _is_peak(text: str, at: int, unit: Unit | None) -> bool:
    """盘中最高30元, 气温最高35度: what was reached, not what is allowed."""
    if unit is not None and (unit.kind in {"temperature", "speed"} or unit.grammar in {"points", "degrees"}):
        return True
    return _PEAK.search(text, max(0, at - _CLAUSE), at) is not None


def _fits(needs: str, numeral: Numeral, unit: Unit | None) -> bool:
    if needs == "round":
        return numeral.round
    if needs == "large":
        return numeral.round or numeral.large
    if needs == "ten":
        return numeral.low >= 10 or unit is None or unit.kind != "count"
    return True


def read_tail(text: str, at: int, *, on_unit: bool = False) -> tuple[int, Qualifier | None]:
    """Return where 多 or 余 on a number or a unit ends, and what it says."""
    word = _tails().get(text[at : at + 1])
    if word is None or (on_unit and text[at + 1 : at + 2] and text[at + 1] in word.not_before):
        return at, None
    return at + 1, word.qualifier


def read_suffix(text: str, at: int) -> tuple[int, Qualifier | None]:
    """Return where a qualifier after the unit ends (左右, 以上), and what it says."""
    edge = at + 1 if text[at : at + 1] == " " else at
    for word in _after().get(text[edge : edge + 1], ()):
        end = edge + len(word.written)
        if text.startswith(word.written, edge) and not (text[end : end + 1] and text[end] in word.not_before):
            return end, word.qualifier
    return at, None
