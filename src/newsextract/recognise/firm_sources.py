"""Where candidates come from: the gazetteer, the model, Latin names, quotation marks, stock codes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from newsextract.recognise.firm_evidence import CERTAIN_MODEL, SURE_MODEL, Evidence, Name
from newsextract.recognise.firm_rules import FirmRules
from newsextract.recognise.firm_shapes import is_verb_suffix, suffix_end
from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import (
    common_words,
    is_description,
    is_never_a_firm,
    is_phrase,
    is_ruled_out,
    name_kind,
    name_lexicon,
    take_apart,
)
from newsextract.rules.gazetteer import Gazetteer, Hit
from newsextract.rules.patterns import compile_pattern

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
_TITLED = re.compile(
    r"(?:策略师|经济学家|分析师|总裁|执行长|首席执行官|CEO|CFO|COO|董事长|主席|总监|基金经理|经理人|研究员)"
    r" ?(?P<person>[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z]+)+)(?! ?[A-Za-z&])"
)
_SAID = frozenset(("gazetteer", "model", "shape.form", "shape.special_treatment"))
_COINED = 2
_SILENCE = -0.8
"""What speaks against a name that the model sees nothing in, wherever it stands."""
_SURE_PERSON = 0.6
_PERSON = -2.5
"""What speaks against a name that is the last of a person's in the same article."""
_STAKE = compile_pattern(r"(?<=[一-鿿A-Za-z)])的? ?(?:全部|剩余)?\d{1,3}(?:\.\d{1,4})?%的?(?:股权|股份)")
_YEAR = re.compile(r"\((?:19|20)\d\d\)")
_BEFORE_BRACKET = compile_pattern(r"(?<=[一-鿿A-Za-z]) ?\(")
_BRANCHES = ("分行", "支行", "分公司", "营业部", "研究院", "研究所", "研究中心", "公司", "集团")
_OTHERS = ("子公司", "母公司", "旗下", "分公司", "孙公司")
_QUOTED = re.compile(r"[“\"‘]([^“”\"‘’,，。!?;:\n()]{2,12})[”\"’]")
_MODEL_WEIGHT = {"form": 2.5, "group": 2.0, "company": 2.0, "trade": 2.0, "noun": 1.6, "weak": 1.2, "": 1.2}
_FIRM_WEIGHT = 2.4
"""Of what a model that knows firms calls one, times its score: sure of it by five sixths, it is enough alone."""
_STAKE_WEIGHT = 1.6
_LONGEST_OWNED = 12
_BOUNDS = "不超逾近约"
"""What stands before a share that is no firm's: 减持不超6%股份."""
_CERTAIN_MODEL = 0.9
"""The score from which the model is believed that a longer name begins with a known one: 东阳光 + 药, 中国基金 + 报."""
_ORDINARY = 0.6
"""What is left of that for a word of the dictionary: 海马, 天然气."""
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


def from_model(article: FirmText, hits: list[Hit]) -> Iterator[Evidence]:
    """Yield the names of the model that can be firms, with their borders repaired.

    Persons, places and products are candidates without weight: the model takes many a brand for one of them.
    """
    known = {hit.start: hit.end for hit in hits if not hit.form.weak}
    ends = {end: start for start, end in known.items()}
    others: Counter[str] = Counter()
    yield from _from_surnames(article)
    for entity in article.entities:
        if entity.label in {"time", "government"}:
            continue
        start, end = trim(article.text, entity.start, entity.end)
        sure = entity.label == "firm" and _FIRM_WEIGHT * entity.score >= SURE_MODEL
        if entity.label in {"firm", "organisation", "product"}:
            certain = entity.label == "firm" and entity.score >= _CERTAIN_MODEL
            start, end = repair(article, start, end, known, ends, sure=sure, certain=certain)
        name = article.text[start:end]
        if (
            len(name) < 2
            or "\n" in name
            or is_ruled_out(name, sure=sure, certain=sure and _FIRM_WEIGHT * entity.score >= CERTAIN_MODEL)
        ):
            continue
        if entity.label == "firm":
            ordinary = name in common_words()
            yield Evidence(start, end, _FIRM_WEIGHT * entity.score * (_ORDINARY if ordinary else 1), "model")
        elif entity.label == "organisation":
            kind = name_kind(name)
            weight = 1.0 if kind == "company" and is_phrase(take_apart(name).brand) else _MODEL_WEIGHT[kind]
            yield Evidence(start, end, weight, "model")
        elif entity.label == "product" and name not in common_words():
            yield Evidence(start, end, _CANDIDATE, "candidate")
        elif entity.label in {"person", "place"} and 2 <= len(name) <= 6:
            others[name] += 1
            yield Evidence(start, end, -0.8 * min(2, others[name]), "model.other")


def from_silence(article: FirmText, names: Iterable[Name]) -> Iterator[Evidence]:
    """Yield against the names that only look like a firm's, and of which the model reads no part as one anywhere.

    Where two characters that are no word stand before the trade (月泉银行), the looks are good enough.
    """
    read: set[int] = set()
    for entity in article.entities:
        if entity.label in {"firm", "organisation"}:
            read.update(range(entity.start, entity.end))
    for name in names if article.entities else ():
        brand = take_apart(name.text).brand
        coined = len(brand) == _COINED and brand != name.text and brand not in common_words()
        if (
            not coined
            and _SAID.isdisjoint(name.by_method)
            and all(read.isdisjoint(range(*place)) for place in name.places)
        ):
            start, end = next(iter(name.places))
            yield Evidence(start, end, _SILENCE, "model.silent")


def _from_surnames(article: FirmText) -> Iterator[Evidence]:
    """Yield against what the article calls a person by: Lindqvist, where it also names Anna Lindqvist."""
    text = article.text
    spans = {(e.start, e.end) for e in article.entities if e.label == "person" and e.score >= _SURE_PERSON}
    spans |= {match.span("person") for match in _TITLED.finditer(text)}
    for start, end in sorted(spans):
        cut = max(text.rfind(" ", start, end), text.rfind("·", start, end)) + 1
        if start < cut < end - 1:
            yield Evidence(cut, end, _PERSON, "person.surname")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders without brackets that do not match, marks, white space, and what stands before a 的."""
    while start < end and not (text[start].isalnum() or text[start] in "*&"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    possessive = text.rfind("的", start, end - 2)
    if possessive > start:
        start = possessive + 1
    bracket = text.find("(", start, end)
    if bracket >= 0 and ")" not in text[bracket:end]:
        end = bracket
    return start, end


def repair(
    article: FirmText,
    start: int,
    end: int,
    known: dict[int, int],
    ends: dict[int, int],
    *,
    sure: bool = False,
    certain: bool = False,
) -> tuple[int, int]:
    """Return the borders of a name of the model without what it took along on either side.

    Words after which names begin (由, 收购) go from its front; so does all that follows a name of the gazetteer
    (``known``: start to end; ``ends``: the reverse) and makes no longer name of it, and what follows names (领投, 等).
    """
    if is_verb_suffix(article.text, end - 2, end):
        end -= 2
    behind_word = article.last_behind_left_word(range(start + 1, end - 1), within_name=True)
    start = start if behind_word is None else behind_word
    start = behind_country(article.text, start, end, known)
    known_end = known.get(start, end)
    if (
        known_end < end
        and not _goes_on(article, known_end, end)
        and not (sure and name_kind(article.text[known_end:end]))
        and not (certain and not article.text.startswith(name_lexicon().right_words, known_end))
        and (
            known_end - start > 2
            or article.text.startswith(_OTHERS, known_end)
            or article.text[known_end:end] in name_lexicon().right_words
        )
    ):
        return start, known_end
    first = ends.get(end, start)
    if first > start and end - first > 2 and article.text[start:first] not in name_lexicon().places:
        return first, end
    end = suffix_end(article, end, any_kind=start not in known and not name_kind(article.text[start:end]))
    for position in range(start + 2, end):
        behind_suffix = position in article.borders and name_kind(article.text[start:position])
        if (
            behind_suffix
            and article.text[position:end] not in name_lexicon().kinds
            and article.text.startswith(name_lexicon().right_words, position)
        ):
            return start, position
    return start, end


def _goes_on(article: FirmText, known_end: int, end: int) -> bool:
    """Say whether what follows a known name up to ``end`` belongs to it: a suffix, a bracket, a branch."""
    rest = article.text[known_end:end]
    return suffix_end(article, known_end) >= end or rest.startswith("(") or rest.endswith(_BRANCHES)


def behind_country(text: str, start: int, end: int, known: dict[int, int]) -> int:
    """Return where the name begins behind the country that stands before it: 意大利 + PRIMA公司.

    Behind 中国 only a name that the gazetteer knows begins: 中国汉能集团, but 中国人寿.
    """
    lengths = range(min(5, end - start), 1, -1)
    country = next(
        (text[start : start + n] for n in lengths if text[start : start + n] in name_lexicon().countries), ""
    )
    first = start + len(country)
    if not country or end - first < 3:
        return start
    if known.get(first) == end and known.get(start) != end:
        return first
    return first if text[first].isascii() and known.get(start) is None else start


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
    text = article.text
    for match in _STAKE.finditer(text):
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
            yield Evidence(start, end, _STAKE_WEIGHT, "stake")


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
