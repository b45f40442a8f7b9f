"""From accepted names to marks: every place of every form of every firm, longest first."""

import re

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.recognise.firm_evidence import Name
from newsextract.recognise.firm_extent import whole_end, whole_start
from newsextract.recognise.firm_rules import FirmRules
from newsextract.recognise.firm_suffixes import is_verb_suffix
from newsextract.recognise.firm_text import FirmText
from newsextract.records.marks import FirmMark
from newsextract.rules.firm_names import (
    LATIN_FORM_WORD,
    common_words,
    is_never_a_firm,
    name_lexicon,
    short_forms,
)
from newsextract.rules.gazetteer import stands_alone

_USED_AS_APP = re.compile(r"(?:在|于|个人|官方|透过|通过|开设的?|打开|登录|使用|用)$")
_OF_APP = re.compile(r" ?(?:平台)?(?:贴文|粉丝|粉专|社团|频道|账号|帐号|公众号|私信|好友)")
_IN_APP = re.compile(r" ?(?:平台)?(?:上|里|中|内|发文|发帖|发布|直播|群|留言|关注)")
"""What follows a platform that something is read or written in, if one of _USED_AS_APP stands before it."""
_BOND = re.compile(r"(?:[A-Z]{1,5}\d|\d{2}(?!\d)|转债)")
"""What follows the issuer in the name of a bond whose year stands before it: 22 + 月泉 + MTN004."""
_LATIN_GOES_ON = re.compile(rf"(?<=[A-Za-z]) (?!{LATIN_FORM_WORD}(?![A-Za-z]))[A-Z][a-z]")
_HELD = re.compile(r"(?:减持|增持|买入|卖出|持有|所持|收购|受让|转让|质押|购买|出售|认购)[^,，。;!?:\n]*$")
_HELD_BEFORE = 10
"""How far before 月泉股份 it may say that shares are dealt in, not who they are of: 增持月泉股份."""
_ALIAS = "firm.alias"
"""What the text itself says is a firm's short name, is no person's and no product's."""
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
    marks: list[FirmMark] = []
    for _, first, longest in automaton.find_matches_as_indexes(article.text):
        if marks and first < marks[-1].end:
            continue  # inside a branch that the name before it was given
        last = _longest_that_stands(article, first, longest, wanted, exact, rules)
        if last:
            name = wanted[article.text[first:last]]
            start, end = whole_start(article, first), whole_end(article, first, last)
            marks.append(FirmMark(start, end, article.text[start:end], name.method, name.alias_of, name.code))
    return marks


def _longest_that_stands(
    article: FirmText, first: int, last: int, wanted: dict[str, Name], exact: set[tuple[int, int]], rules: FirmRules
) -> int:
    """Return where the name ends that begins at ``first`` and stands for a firm there, or 0 for none.

    The longest, unless its last word is another's (光大资本 + 投资总监) or says what is held (增持 + 月泉 + 股份).
    """
    shares = article.text[first:last].endswith("股份") and _HELD.search(
        article.text, max(0, first - _HELD_BEFORE), first
    )
    for end in range(last, first + 1, -1):
        name = wanted.get(article.text[first:end])
        if name is None or (end == last and shares and not name.is_said and article.text[first : end - 2] in wanted):
            continue
        if (first, end) in exact:
            return end
        if is_verb_suffix(article.text, end - 2, end) and not name.is_said:
            continue
        return end if _stands_for_firm(article, first, end, name, rules) else 0
    return 0


def _doubted(name: Name) -> frozenset[str]:
    """Return the labels of the model that count where it reads the very name as something else than a firm."""
    if _ALIAS in name.by_method:
        return frozenset()
    if name.by_method.get("model", 0.0) >= _FIRM_ELSEWHERE:
        return frozenset()
    return frozenset(("product",)) if name.is_said else frozenset(("product", "place"))


def _is_app(text: str, start: int, end: int) -> bool:
    """Say whether a platform is where something is read or written, not the firm that runs it: 在微博上发文."""
    if _OF_APP.match(text, end):
        return True
    return bool(_IN_APP.match(text, end) and _USED_AS_APP.search(text, max(0, start - 4), start))


def _stands_for_firm(article: FirmText, start: int, end: int, name: Name, rules: FirmRules) -> bool:
    if _part_of_another(article, start, end, name):
        return False
    if (start, end) in name.places and "short" not in name.by_method:
        return True
    if "short" in name.by_method and name.text in common_words():
        return _said_by_context(rules, article.text, start, end)
    return True


def _part_of_another(article: FirmText, start: int, end: int, name: Name) -> bool:
    """Say whether the name belongs to something else here: a longer word, a product, a person, a bond, an app."""
    text = article.text
    maker = text[end : end + 1] == " "  # vivo X300 Ultra: the maker, and then what it makes
    return (
        not stands_alone(text, start, end)
        or text.startswith(name_lexicon().not_after, end)
        or (text[start:end] in name_lexicon().platforms and _is_app(text, start, end))
        or (text[max(0, start - 2) : start].isdecimal() and _BOND.match(text, end) is not None)
        or (not maker and article.names_other_thing(start, end, itself=_doubted(name)))
        or "·" in (text[end : end + 1], text[max(0, start - 1) : start])  # a person: 罗伯特·马士基
        or _LATIN_GOES_ON.match(text, end) is not None  # a product or another firm: GE Vernova
        or (not text[start].isascii() and article.cuts_common_word(start, end))
    )


def _said_by_context(rules: FirmRules, text: str, start: int, end: int) -> bool:
    return any(rule.options["score"] >= _TELLING for rule, _ in rules.context(text, start, end))
