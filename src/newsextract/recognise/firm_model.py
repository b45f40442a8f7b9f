"""What the model of names says: the firms it reads with their borders repaired, and what it speaks against."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from newsextract.recognise.firm_evidence import CERTAIN_MODEL, SURE_MODEL, Evidence, Name
from newsextract.recognise.firm_suffixes import is_verb_suffix, suffix_end
from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import (
    common_words,
    is_phrase,
    is_ruled_out,
    name_kind,
    name_lexicon,
    take_apart,
)
from newsextract.rules.gazetteer import Hit

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
_BRANCHES = ("分行", "支行", "分公司", "营业部", "研究院", "研究所", "研究中心", "公司", "集团")
_OTHERS = ("子公司", "母公司", "旗下", "分公司", "孙公司")
_MODEL_WEIGHT = {"form": 2.5, "group": 2.0, "company": 2.0, "trade": 2.0, "noun": 1.6, "weak": 1.2, "": 1.2}
_FIRM_WEIGHT = 2.4
"""Of what a model that knows firms calls one, times its score: sure of it by five sixths, it is enough alone."""
_LONGER_SCORE = 0.9
"""The score from which the model is believed that a longer name begins with a known one: 东阳光 + 药, 中国基金 + 报."""
_ORDINARY = 0.6
"""What is left of that for a word of the dictionary: 海马, 天然气."""
_CANDIDATE = 0.1
"""The weight of a stretch that is written like a name and could be anything: contexts must speak for it."""


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
        score = entity.score if entity.label == "firm" else 0.0
        weight = _FIRM_WEIGHT * score
        sure, certain = weight >= SURE_MODEL, weight >= CERTAIN_MODEL
        if entity.label in {"firm", "organisation", "product"}:
            start, end = repair(article, start, end, known, ends, score=score)
        name = article.text[start:end]
        if len(name) < 2 or "\n" in name or is_ruled_out(name, sure=sure, certain=certain):
            continue
        if entity.label == "firm":
            ordinary = name in common_words()
            yield Evidence(start, end, weight * (_ORDINARY if ordinary else 1), "model")
        elif entity.label == "organisation":
            kind = name_kind(name)
            by_kind = 1.0 if kind == "company" and is_phrase(take_apart(name).brand) else _MODEL_WEIGHT[kind]
            yield Evidence(start, end, by_kind, "model")
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
        said = coined or not _SAID.isdisjoint(name.by_method)
        if not said and all(read.isdisjoint(range(*place)) for place in name.places):
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
    article: FirmText, start: int, end: int, known: dict[int, int], ends: dict[int, int], *, score: float = 0.0
) -> tuple[int, int]:
    """Return the borders of a name of the model without what it took along on either side.

    Words after which names begin (由, 收购) go from its front; so does all that follows a name of the gazetteer
    (``known``: start to end; ``ends``: the reverse) and makes no longer name of it, and what follows names (领投, 等).
    ``score`` says how sure the model is that a firm is named.
    """
    if is_verb_suffix(article.text, end - 2, end):
        end -= 2
    behind_word = article.last_behind_left_word(range(start + 1, end - 1), within_name=True)
    start = start if behind_word is None else behind_word
    start = behind_country(article.text, start, end, known)
    known_end = known.get(start, end)
    sure, longer = _FIRM_WEIGHT * score >= SURE_MODEL, score >= _LONGER_SCORE
    if (
        known_end < end
        and not _goes_on(article, known_end, end)
        and not (sure and name_kind(article.text[known_end:end]))
        and not (longer and not article.text.startswith(name_lexicon().right_words, known_end))
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
