"""Where candidates come from: the gazetteer, Latin names, quotation marks, stock codes, stakes."""

import re
from collections.abc import Iterator
from functools import cache

from newsextract.recognise.firm_evidence import Evidence
from newsextract.recognise.firm_rules import FirmRules
from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import (
    common_words,
    is_description,
    is_never_a_firm,
    is_phrase,
    name_kind,
)
from newsextract.rules.gazetteer import Gazetteer, Hit
from newsextract.rules.patterns import compile_pattern
from newsextract.rules.table import read_fragments

_LATIN_WORD = r"[A-Za-z][A-Za-z0-9&'’.+-]{0,30}"
_LATIN_NAME = re.compile(
    rf"(?<![A-Za-z0-9.@/_-]){_LATIN_WORD}(?: (?:(?:of|and|the|de) )?[A-Z&][A-Za-z0-9&'’.+-]{{0,30}}){{0,4}}"
)
_LATIN_FORM = re.compile(
    r"(?:^|[ ,])(?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|LLC|PLC|S\.A|SA|AG|SE|GmbH|N\.V|NV|ASA|AB|Oyj|KK|Group"
    r"|Holdings?|Labs?|Capital|Ventures|Partners|Technologies|Technology|Bank|Securities|Therapeutics|Pharmaceuticals"
    r"|Pharma|Motors?|Energy|Airlines|Robotics|Semiconductors?|Entertainment|Studios?|Networks|Systems|Industries"
    r"|International|Media|Research|Investments?)$"
)
_ST = re.compile(r"(?<![A-Za-z])\*?S?\*?ST ?([一-鿿]{2,3})")
_STAKE = compile_pattern(r"(?<=[一-鿿A-Za-z)])的? ?(?:全部|剩余)?\d{1,3}(?:\.\d{1,4})?%的?(?:股权|股份)")
_YEAR = re.compile(r"\((?:19|20)\d\d\)")
_BEFORE_BRACKET = compile_pattern(r"(?<=[一-鿿A-Za-z]) ?\(")
_QUOTED = re.compile(r"[“\"‘]([^“”\"‘’,，。!?;:\n()]{2,12})[”\"’]")
_STAKE_WEIGHT = 1.6
_LONGEST_OWNED = 12
_BOUNDS = "不超逾近约"
"""What stands before a share that is no firm's: 减持不超6%股份."""
_CANDIDATE = 0.1
"""The weight of a stretch that is written like a name and could be anything: contexts must speak for it."""


def from_gazetteer(article: FirmText, hits: list[Hit], locale: str) -> Iterator[Evidence]:
    """Yield the known names; those of Taiwan's exchange count little where no Taiwanese news is read."""
    for hit in hits:
        listed = all(entry.source == "firms_listed" for entry in hit.form.entries)
        ordinary = hit.form.text in common_words()
        weight = 3.0
        if hit.form.weak:
            weight = 0.3 if listed and ordinary else 1.2 if hit.end - hit.start > 2 else 0.9
        if not article.text[hit.start].isascii():
            if article.cuts_common_word(hit.start, hit.end):
                weight = 0.2
            elif hit.end - hit.start <= 2 and not hit.form.weak:
                weight = 1.7 if ordinary and listed else 2.2
        if locale == "zh-CN" and all(entry.id.startswith("TW:") for entry in hit.form.entries):
            weight = min(weight, 0.3)
        yield Evidence(hit.start, hit.end, weight, "gazetteer")


def from_codes(article: FirmText, hits: list[Hit]) -> Iterator[Evidence]:
    """Yield the names that stand right behind their own stock code: 2330台积电."""
    for hit in hits:
        code = article.text[max(0, hit.start - 6) : hit.start]
        for entry in hit.form.entries:
            number = entry.id.partition(":")[2]
            if number and code.endswith(number) and not code[: -len(number)][-1:].isdecimal():
                yield Evidence(hit.start, hit.end, 2.5, "gazetteer.code", code=number)


def from_latin(article: FirmText) -> Iterator[Evidence]:
    """Yield what is written like a Latin name, as a candidate."""
    for match in _LATIN_NAME.finditer(article.text):
        name = match.group().rstrip(".'’-& ")
        if len(name) >= 2 and not name.islower() and not is_never_a_firm(name):
            yield Evidence(match.start(), match.start() + len(name), _CANDIDATE, "candidate")
            if _LATIN_FORM.search(name):
                end = match.start() + len(name) + article.text.startswith(".", match.start() + len(name))
                yield Evidence(match.start(), end, 1.5, "latin.form")


def from_code_brackets(article: FirmText, rules: FirmRules, hits: list[Hit]) -> Iterator[Evidence]:
    """Yield what stands before a stock code in brackets, as far as where it begins can be told: 星河 (2330-TW)."""
    text = article.text
    named = {entity.end for entity in article.entities} | {hit.end for hit in hits}
    for match in _BEFORE_BRACKET.finditer(text):
        end = match.start()
        behind = text[match.end() - 1 : match.end() + 40]
        if end in named or _YEAR.match(behind) or not rules.code.pattern.match(behind):
            continue
        start = end
        while start > 0 and end - start < 8 and (text[start - 1].isalnum() or text[start - 1] in "*&"):
            start -= 1
            if article.follows_left_word(start) or article.follows_verb(start):
                break
        if 2 <= end - start <= 6 and (start in article.borders or article.hard_left(start)):
            yield Evidence(start, end, _CANDIDATE, "candidate")


def from_stakes(article: FirmText) -> Iterator[Evidence]:
    """Yield whose shares are counted, as far as where the name begins can be told: 收购 + 月泉仿生 + 51%股权."""
    yield from _named_before(article, _STAKE, _STAKE_WEIGHT, "stake")


def from_funding(article: FirmText) -> Iterator[Evidence]:
    """Yield who closes a round of funding, as a candidate: 近日 + 月泉仿生 + 完成千万元天使轮融资.

    Where the model reads a firm, it knows better where the name begins: 芯片研发商 + 月泉科技.
    """
    if "融资" in article.text:
        read = {entity.end for entity in article.entities if entity.label in {"firm", "organisation"}}
        yield from (e for e in _named_before(article, _funded(), _CANDIDATE, "candidate") if e.end not in read)


@cache
def _funded() -> re.Pattern[str]:
    """Return what follows a name in firm.after.funding, to search for."""
    return compile_pattern(rf"(?<=[一-鿿A-Za-z)]){read_fragments()['round_closed']}")


def _named_before(article: FirmText, cue: re.Pattern[str], weight: float, method: str) -> Iterator[Evidence]:
    text = article.text
    for match in cue.finditer(text):
        end = match.start()
        start = end
        while start > 0 and end - start < _LONGEST_OWNED and text[start - 1].isalnum():
            start -= 1
            if article.follows_left_word(start) or article.follows_verb(start):
                break
        else:
            continue
        name = text[start:end]
        likely = len(name) >= 2 and name[0] not in _BOUNDS and not name[-1].isdecimal() and name not in common_words()
        if likely and not is_never_a_firm(name) and not is_phrase(name):
            yield Evidence(start, end, weight, method)


def from_special_treatment(article: FirmText, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Yield names with the exchange's warning before them: *ST and two characters, or three where they are known."""
    if "ST" not in article.text:
        return
    for match in _ST.finditer(article.text):
        name = match.group(1)
        known = gazetteer.lookup(name) if len(name) == 3 else None
        if (
            name[0] not in "股板公类企个概"
            and name[1] not in "股板"
            and (match[0][0] == "*" or name[:2] not in common_words())
        ):
            yield Evidence(
                match.start(), match.end(1) - (len(name) - 2 if known is None else 0), 2.5, "shape.special_treatment"
            )


def from_quotes(article: FirmText) -> Iterator[Evidence]:
    """Yield what stands alone between quotation marks, as a candidate."""
    for match in _QUOTED.finditer(article.text):
        name = match.group(1)
        if name not in common_words() and not is_never_a_firm(name) and not is_description(name):
            weight = 1.0 if name_kind(name) in {"form", "group", "company", "trade"} else _CANDIDATE
            yield Evidence(*match.span(1), weight, "quoted" if weight >= 1 else "candidate")
