"""Numerals that begin no quantity: ordinals, weekdays, idioms, names."""

import re
from functools import cache

from newsextract.rules.lexicon import read_lexicon
from newsextract.values.numerals import RUN, STARTS

_RANGE = re.compile(" ?(?:[-~至到、和及]|以及) ?")
_LISTED = frozenset({"和", "及", "以及", "、"})
_MULTIPLIERS = frozenset("十百千万亿")
_DETERMINERS = frozenset(
    "这那同哪每某另任唯单统专第逐之其初周期拜进随万归合十前后上下"
)  # 另一家 says which, not how many
_BEFORE_SEVERAL = frozenset(  # 数 after anything else ends a word: 指数, 多数, 人数
    '了有的在达过近这那约经历前后隔连耗为,。、;:(“"和与及第等派共超以每是曾已累长整逾今日年月需仅只中\n '
)


@cache
def _words() -> dict[str, tuple[tuple[int, str], ...]]:
    """Words with numerals in them, by the two characters at the numeral (or up to it, where it is the last)."""
    words: dict[str, list[tuple[int, str]]] = {}
    for row in read_lexicon("non_quantities"):
        word = row["written"]
        for offset, character in enumerate(word if row["kind"] != "after_code" else ""):
            if character in STARTS or character == "半":
                key = word[offset : offset + 2] if offset + 1 < len(word) else "<" + word[-2:]
                words.setdefault(key, []).append((offset, word))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[1]))) for key, rows in words.items()}


def guarded_until(text: str, at: int) -> int:
    """Return where the non-quantity that the numeral at ``at`` belongs to ends, or 0."""
    end = _word_end(text, at)
    if end or at == 0:
        return end
    before = text[at - 1]
    if before == "第" or (before == " " and text[at - 2 : at - 1] == "第"):
        return _ordinal_end(text, at)
    return at + 1 if _belongs_to_what_is_before(text, at) else 0


def _word_end(text: str, at: int) -> int:
    words = _words()
    for key in (text[at : at + 2], "<" + text[at - 1 : at + 1] if at else ""):
        for offset, word in words.get(key, ()):
            if at >= offset and text.startswith(word, at - offset):
                return at - offset + len(word)
    return 0


def _belongs_to_what_is_before(text: str, at: int) -> bool:
    before, character = text[at - 1], text[at]
    if character == "数":
        several = text[at + 1 : at + 2] in _MULTIPLIERS
        return before in "多少半倍指系参基次人户" if several else before not in _BEFORE_SEVERAL
    if character == "一" and before in _DETERMINERS:
        return text[at + 1 : at + 2] not in STARTS
    if before in "周期拜" and character in "二三四五六" and text[at + 1 : at + 2] != "个":
        return before == "周" or text[at - 2 : at] in {"星期", "礼拜"}
    return False


def _ordinal_end(text: str, at: int) -> int:
    """第3, 第3至5, 第一、二."""
    match = RUN.match(text, at)
    if match is None:
        return at + 1
    between = _RANGE.match(text, match.end())
    if between is None or text[between.end() : between.end() + 1] not in STARTS:
        return match.end()
    second = RUN.match(text, between.end())
    if second is None or (between.group().strip() in _LISTED and second.end() - second.start() > 2):
        return match.end()
    return second.end()
