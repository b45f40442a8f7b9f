"""From accepted names to marks: every place of every form of every firm, longest first."""

import re

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.recognise.firm_evidence import Name
from newsextract.recognise.firm_rules import FirmRules
from newsextract.recognise.firm_shapes import is_verb_suffix, suffix_end
from newsextract.recognise.firm_text import FirmText
from newsextract.records.marks import FirmMark
from newsextract.rules.firm_names import (
    LATIN_FORM_WORD,
    common_words,
    is_never_a_firm,
    name_kind,
    name_lexicon,
    short_forms,
)
from newsextract.rules.gazetteer import stands_alone

_SHARE = re.compile(r"\*? ?-? ?KY(?![A-Za-z])| ?\*(?=[ (,，、:-])")
_LATIN_FORM = re.compile(rf"(?<=[A-Za-z])[ ,]{{1,2}}{LATIN_FORM_WORD}(?![A-Za-z])\.?")
_PLACE_BRACKET = re.compile(
    r"\((?:中国|亚洲|亚太|香港|台湾|澳门|北京|上海|深圳|新加坡|印尼|日本|美国|泰国|越南|马来西亚|印度|欧洲)\)"
)
_BRANCH = re.compile(r"(?P<where>[一-鿿]{2,4})(?:分行|支行|分公司)|(?P<street>[一-鿿]{2,14}?)证券营业部")
_USED_AS_APP = re.compile(r"(?:在|于|个人|官方|透过|通过|开设的?|打开|登录|使用|用)$")
_IN_APP = re.compile(
    r" ?(?:平台)?(?:上(?!市|调|涨|线)|里|中(?!国|心)|内|发文|发帖|发布|贴文|粉丝|粉专|社团|频道|账号|帐号|直播|群|留言|私信|关注)"
)
_DOTTED = re.compile(r"[ ,](?:Inc|Corp|Co|Ltd|S\.A|N\.V)$")
_DOT = re.compile(r"\.(?![A-Za-z0-9])")
_BOND = re.compile(r"(?:[A-Z]{1,5}\d|\d{2}(?!\d)|转债)")
"""What follows the issuer in the name of a bond whose year stands before it: 22 + 月泉 + MTN004."""
_LATIN_GOES_ON = re.compile(rf"(?<=[A-Za-z]) (?!{LATIN_FORM_WORD}(?![A-Za-z]))[A-Z][a-z]")
_HELD = re.compile(r"(?:减持|增持|买入|卖出|持有|所持|收购|受让|转让|质押|购买|出售|认购)[^,，。;!?:\n]*$")
_HELD_BEFORE = 10
"""How far before 月泉股份 it may say that shares are dealt in, not who they are of: 增持月泉股份."""
_SEEN = 0.5
"""The model's score from which a place is the firm's, whatever the words around it say."""
_FIRM_ELSEWHERE = 1.5
"""What the model must say of a name anywhere in the article to be doubted where it takes it for a product."""
_TELLING = 1.0
"""What a context must weigh to make a firm's name of an ordinary word."""


def forms_to_find(names: dict[str, Name], text: str) -> dict[str, Name]:
    """Return the surfaces to look for: the accepted names and those of their short forms that occur in ``text``."""
    wanted = dict(names)
    for surface, name in names.items():
        for form in short_forms(surface) if name.is_named else ():
            if form not in wanted and form in text and not is_never_a_firm(form):
                wanted[form] = Name(form, {"short": 2.0}, alias_of=surface)
    return wanted


def place_marks(article: FirmText, wanted: dict[str, Name], rules: FirmRules) -> list[FirmMark]:
    """Return a mark for each place of ``wanted``, longest first, where the name stands for the firm."""
    if not wanted:
        return []
    forms = sorted(wanted)
    automaton = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest)
    exact = {
        (entity.start, entity.end)
        for entity in article.entities
        if entity.label in {"firm", "organisation"} and entity.score >= _SEEN
    }
    marks = []
    for number, first, last in automaton.find_matches_as_indexes(article.text):
        last = _longest_that_stands(article, first, last, wanted, exact, rules)
        if last:
            name = wanted[article.text[first:last]]
            start, end = _whole_start(article, first), _whole_end(article, first, last)
            marks.append(FirmMark(start, end, article.text[start:end], name.method, name.alias_of, name.code))
    return marks


def _longest_that_stands(
    article: FirmText, first: int, last: int, wanted: dict[str, Name], exact: set[tuple[int, int]], rules: FirmRules
) -> int:
    """Return where the longest name ends that begins at ``first`` and stands for a firm there, or 0 for none."""
    shares = article.text[first:last].endswith("股份") and _HELD.search(
        article.text, max(0, first - _HELD_BEFORE), first
    )
    for end in range(last, first + 1, -1):
        name = wanted.get(article.text[first:end])
        if name is None or (end == last and shares and not name.is_said and article.text[first : end - 2] in wanted):
            continue
        if (first, end) in exact or _stands_for_firm(article, first, end, name, rules):
            return end
    return 0


def _whole_start(article: FirmText, start: int) -> int:
    """Return where the name begins with the city of the subsidiary taken in: 郑州富士康."""
    for length in (3, 2):
        city = article.text[max(0, start - length) : start]
        if city in name_lexicon().cities and start - length in article.borders:
            return start - length
    return start


def _whole_end(article: FirmText, start: int, end: int) -> int:
    """Return where the name ends with its legal form (X集团, X公司) or its class of share (X-KY) taken in."""
    share = (
        _SHARE.match(article.text, end)
        or _LATIN_FORM.match(article.text, end)
        or (name_kind(article.text[start:end]) and _PLACE_BRACKET.match(article.text, end))
        or (name_kind(article.text[start:end]) and _branch(article.text, end))
        or (_DOTTED.search(article.text, start, end) and _DOT.match(article.text, end))
    )
    if share:
        return share.end()
    return end if article.text[start:end].endswith("公司") else suffix_end(article, end, any_kind=False)


def _doubted(name: Name) -> frozenset[str]:
    """Return the labels of the model that count where it reads the very name as something else than a firm."""
    if name.by_method.get("model", 0.0) >= _FIRM_ELSEWHERE:
        return frozenset()
    return frozenset(("product",)) if name.is_said else frozenset(("product", "place"))


def _is_app(text: str, start: int, end: int) -> bool:
    """Say whether a platform is where something is read or written, not the firm that runs it: 在微博上发文."""
    behind = _IN_APP.match(text, end)
    return bool(behind and (behind[0].strip() not in "上里中内" or _USED_AS_APP.search(text, max(0, start - 4), start)))


def _branch(text: str, end: int) -> re.Match[str] | None:
    """Return the branch that follows a name: its place, and what it is: 香港 + 分行, 杭州文一路 + 证券营业部."""
    match = _BRANCH.match(text, end)
    if match is None:
        return None
    known = match["where"] in name_lexicon().places if match["where"] else name_lexicon().leading_place(match["street"])
    return match if known else None


def _stands_for_firm(article: FirmText, start: int, end: int, name: Name, rules: FirmRules) -> bool:
    text = article.text
    if not stands_alone(text, start, end) or text.startswith(name_lexicon().not_after, end):
        return False
    if is_verb_suffix(text, end - 2, end):
        return False
    if text[start:end] in name_lexicon().platforms and _is_app(text, start, end):
        return False
    if text[max(0, start - 2) : start].isdecimal() and _BOND.match(text, end):
        return False
    maker = text[end : end + 1] == " "  # vivo X300 Ultra: the maker, and then what it makes
    if not maker and article.names_other_thing(start, end, itself=_doubted(name)):
        return False
    if text[end : end + 1] == "·" or text[max(0, start - 1) : start] == "·" or _LATIN_GOES_ON.match(text, end):
        return False  # part of a person's name (罗伯特·马士基), of a product's or of another firm's (GE Vernova)
    if not text[start].isascii() and article.cuts_common_word(start, end):
        return False
    if (start, end) in name.places and "short" not in name.by_method:
        return True
    if "short" in name.by_method and name.text in common_words():
        return _said_by_context(rules, text, start, end)
    return True


def _said_by_context(rules: FirmRules, text: str, start: int, end: int) -> bool:
    return any(rule.options["score"] >= _TELLING for rule, _ in rules.context(text, start, end))
