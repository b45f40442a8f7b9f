"""What firms that are already known say of their neighbours: enumerations, and names in brackets."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from newsextract.recognise.firm_evidence import Evidence
from newsextract.recognise.firm_model import behind_country
from newsextract.recognise.firm_rules import FirmRules
from newsextract.recognise.firm_suffixes import suffix_end
from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import common_words, is_never_a_firm, is_phrase, is_ruled_out, name_kind, name_lexicon

_CLAUSE = re.compile(r"[^,，。!?;:\n“”()]+")
_KIND_BEHIND = re.compile(
    r"等[^,，。、;\n]{0,6}?(?P<sure>公司|企业|厂商|券商|银行|巨头|大厂|个股|上市公司|车企|药企|房企|概念股|龙头)|等[^,，。、;\n]{0,6}?(?:机构|业者|基金|资本|品牌|平台|媒体|商行|股票|投资方|投资人)"
)
_KIND_BEFORE = re.compile(
    r"(?:投资方|股东|客户|厂商|公司|企业|机构|供应商|竞争对手|合作伙伴|品牌|平台)"
    r"(?:有|为|包括|包含|涵盖|如|像|分别为|主要为|主要有|主要包括)[:]?$"
)
_BRACKETED = re.compile(
    r"\((?:英文名|英文|原名|又名|即|原|现名)?[ :]?"
    r"([A-Za-z][A-Za-z0-9 .&-]{1,30}|[一-鿿]{2,6})(?:[,，、;][^()\n]{0,20})?\)"
)
_FIGURE = re.compile(r"[\d.,]+(?:[%QHx]|$)|.*%")
_ADDRESS = re.compile(r"(?i)\.(?:com|net|org|cn|tw|hk|io)\b|^www|@|://")
_TICKER = re.compile(r"[A-Z.]{1,6}[-.:](?:US|HK|TW|N|O|UK|JP|KS)")
_ORDINARY_ALIAS = 2.5
"""What an alias weighs that is an ordinary word: the model may say that it names something else."""
_CLAUSE_BEFORE = 40
"""How far before its bracket the firm may be named that an alias is short for."""
_ONE_KNOWN, _MORE_KNOWN, _KIND_SAID, _KIND_SURE = 1.2, 2.0, 0.9, 1.9


class Enumeration(NamedTuple):
    """A、B、C: its members, and what the words around it say of them."""

    members: tuple[tuple[int, int], ...]
    said: float
    """How much the text says that these are firms: 等公司, 客户包括."""
    mixed: bool
    """Something is among them that is no firm."""


def find_enumerations(article: FirmText) -> list[Enumeration]:
    """Return the enumerations of ``article``."""
    found = []
    persons = sorted((entity.start, entity.end) for entity in article.entities if entity.label == "person")
    for match in _CLAUSE.finditer(article.text) if "、" in article.text else ():
        if "、" not in match.group():
            continue
        members = tuple(_items(article, match.start(), match.end()))
        if members:
            first, last = members[0][0], members[-1][1]
            mixed = any(article.text[start:end] in name_lexicon().not_firms for start, end in members)
            within = persons[bisect_left(persons, (first, 0)) : bisect_left(persons, (last, 0))]
            mixed = mixed or sum(end <= last for _, end in within) > len(members) / 2
            found.append(Enumeration(members, _said(article.text, members), mixed))
    return found


def _said(text: str, members: tuple[tuple[int, int], ...]) -> float:
    behind = _KIND_BEHIND.match(text, members[-1][1], members[-1][1] + 14)
    if behind:
        return _KIND_SURE if behind["sure"] else _KIND_SAID
    return _KIND_SAID if _KIND_BEFORE.search(text[max(0, members[0][0] - 12) : members[0][0]]) else 0.0


def from_enumerations(article: FirmText, lists: list[Enumeration], firms: frozenset[str]) -> Iterator[Evidence]:
    """Yield the members of ``lists`` that name firms in ``firms`` or are said to be companies."""
    for listed in lists:
        members = [_known_part(article, start, end, firms) for start, end in listed.members]
        known = 0 if listed.mixed else sum(article.text[start:end] in firms for start, end in members)
        weight = (0.0, _ONE_KNOWN, _MORE_KNOWN)[min(known, 2)] + listed.said
        if weight < _KIND_SAID:
            continue
        for start, end in members:
            name = article.text[start:end]
            if name not in common_words() and not is_never_a_firm(name) and not is_phrase(name):
                yield Evidence(start, end, weight, "list")


def _known_part(article: FirmText, start: int, end: int, firms: frozenset[str]) -> tuple[int, int]:
    """Return the place of the firm that ``text[start:end]`` begins or ends with, else the place itself."""
    for cut in range(1, end - start - 1):
        if article.text[start : end - cut] in firms and not name_kind(article.text[start:end]):
            return start, end - cut
        if article.text[start + cut : end] in firms:
            return start + cut, end
    return start, end


def _items(article: FirmText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the members of ``text[start:end]``: the first and the last without what they follow or precede.

    Where a member says 的, one enumeration ends and the next begins: 钢铁、药品等领域的甲、乙 is about 甲 and 乙.
    """
    text = article.text
    possessive = text.rfind("的", start, end - 2)
    if 0 <= possessive < text.rfind("、", start, end):
        start = possessive + 1
    bounds = [start - 1, *(position for position in range(start, end) if text[position] == "、"), end]
    last = len(bounds) - 2
    for number, (left, right) in enumerate(pairwise(bounds)):
        first, final = left + 1, right
        if number == 0:
            first = _begin(article, first, final)
        if number == last:
            final = _end(article, first, final)
        if text[first : first + 4].isdecimal() and final - first > 5:
            first += 4  # a stock code before the name: 2330台积电
        first = behind_country(text, first, final, {})
        others = text.find("等", first + 2, final)
        final = others if others > 0 else final
        if 2 <= final - first <= 16 and not _FIGURE.match(text[first:final]):
            yield first, final


def _begin(article: FirmText, first: int, final: int) -> int:
    for position in range(final - 2, first, -1):
        if article.text[position - 1] == " " or article.follows_left_word(position):
            return position
    return first


def _end(article: FirmText, first: int, final: int) -> int:
    right_words = name_lexicon().right_words
    for position in range(first + 2, final):
        suffixed = suffix_end(article, position)
        if suffixed > position:
            return min(suffixed, final)
        if (
            article.text[position] == " "
            or (article.text[position].isdigit() and not article.text[position - 1].isascii())
            or (position in article.borders and article.text.startswith(right_words, position))
        ):
            return position
    return final


def from_brackets(article: FirmText, rules: FirmRules, firms: frozenset[str]) -> Iterator[Evidence]:
    """Yield the names that stand in brackets right after a firm: short names that the text defines, foreign names."""
    text = article.text
    longest = max(map(len, firms), default=0)
    read = {(entity.start, entity.end) for entity in article.entities if entity.label == "firm"}
    for match in re.finditer(r"\(", text):
        position = match.start()
        starts = range(max(0, position - longest - 1), position - 1)
        full = next((text[s:position].rstrip('”’" ') for s in starts if text[s:position].rstrip('”’" ') in firms), None)
        alias = rules.alias.pattern.match(text, position)
        if alias and not is_ruled_out(alias["alias"], sure=True):  # 东莞建工集团: the text says so itself
            full = full or _named_before(text, position, alias["alias"], firms)
            if full:
                ordinary = alias["alias"] in common_words()  # OpenClaw(以下简称“龙虾”)
                weight = _ORDINARY_ALIAS if ordinary else rules.alias.options["score"]
                yield Evidence(*alias.span("alias"), weight, rules.alias.id, alias_of=full)
                continue
        if full is None:
            continue
        other = _BRACKETED.match(text, position)
        if (
            other
            and not rules.code.pattern.match(text[position : position + 40])
            and _other_name(full, other.group(1), read=other.span(1) in read)
        ):
            start = other.start(1)
            yield Evidence(start, start + len(other.group(1).rstrip()), 2.8, "bracket.other_script", alias_of=full)


def _named_before(text: str, position: int, alias: str, firms: frozenset[str]) -> str | None:
    """Return the last firm of the clause that ``alias`` is taken from: 月泉营养股份有限公司子公司(以下简称“月泉”)."""
    first = max(0, position - _CLAUSE_BEFORE)
    begin = max(first, max(text.rfind(mark, first, position) for mark in ",。;\n()") + 1)
    found = ((text.rfind(firm, begin, position), firm) for firm in firms if firm.startswith(alias) and firm != alias)
    return max(((at, firm) for at, firm in found if at >= 0), default=(0, None))[1]


def _other_name(full: str, other: str, *, read: bool) -> bool:
    """Say whether ``other`` may be the name of ``full`` in the other script: no ordinary words, no model number.

    Of a few capitals, which may be anything, ``read`` says whether the model takes them for a firm.
    """
    if full[-1].isascii() == other[-1].isascii() or is_never_a_firm(other) or other in common_words():
        return False
    if (other.isupper() and len(other) <= 5 and not read) or _TICKER.fullmatch(other) or _ADDRESS.search(other):
        return False
    return not is_phrase(other) and not (other.isascii() and other[-1].isdigit())
