"""What looks like a number or a quantity and is none: ordinals, weekdays, model names, idioms, names."""

import re
from functools import cache

from newsextract.rules.lexicon import read_lexicon
from newsextract.values.affixes import Prefix
from newsextract.values.durations import is_duration
from newsextract.values.numerals import RUN, STARTS
from newsextract.values.terms import Term

_RANGE = re.compile(" ?(?:[-~至到、和及]|以及) ?")
_BEFORE_SEVERAL = frozenset("了有的在达过近这那约经历前后隔连耗为,。、;:(“\"和与及第等派共超以每是曾已累长整逾今日年月需仅只中\n ")
_DETERMINERS = frozenset("同哪每某另任唯单统专第逐之其初周期拜进随万归合十")  # 另一家 says which, not how many
_RANKED = re.compile("(?:排名|排行|名列|位列|位居|排在|列|前|[Nn][Oo]\\.?)(?:全球|全国|世界|行业|榜单)?(?:第|前)? ?$")
_MOVING = re.compile("[涨跌升降挫报收涨至于破守+-]")


@cache
def _words() -> dict[str, tuple[tuple[int, str], ...]]:
    """Words with numerals in them, by the two characters at the numeral (or up to it, where it is the last)."""
    words: dict[str, list[tuple[int, str]]] = {}
    for row in read_lexicon("non_quantities"):
        if row["kind"] == "after_code":
            continue
        word = row["written"]
        for offset, character in enumerate(word):
            if character in STARTS:
                words.setdefault(word[offset : offset + 2] if offset + 1 < len(word) else "<" + word[-2:], []).append((offset, word))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[1]))) for key, rows in words.items()}


@cache
def _names_after_codes() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for row in read_lexicon("non_quantities"):
        if row["kind"] == "after_code":
            names.setdefault(row["written"][0], []).append(row["written"])
    return {first: tuple(rows) for first, rows in names.items()}


def guarded_until(text: str, at: int) -> int:
    """Return where the non-quantity that the numeral at ``at`` belongs to ends, or 0."""
    words = _words()
    for key in (text[at : at + 2], "<" + text[at - 1 : at + 1] if at else ""):
        for offset, word in words.get(key, ()):
            if at >= offset and text.startswith(word, at - offset):
                return at - offset + len(word)
    if at == 0:
        return 0
    before, character = text[at - 1], text[at]
    if before in "周期拜" and character in "一二三四五六" and text[at + 1 : at + 2] != "个" and _is_weekday(text, at):
        return at + 1
    if character == "数" and before not in _BEFORE_SEVERAL and text[at + 1 : at + 2] not in set("十百千万亿"):
        return at + 1
    if character == "数" and before in "多少半倍指系参基次人户":
        return at + 1
    if character == "一" and before in _DETERMINERS:
        return at + 1
    if before == "第" or (before == " " and text[at - 2 : at - 1] == "第"):
        return _ordinal_end(text, at)
    return 0


def _is_weekday(text: str, at: int) -> bool:
    return text[at - 1] == "周" or text[at - 2 : at] in {"星期", "礼拜"}


def _ordinal_end(text: str, at: int) -> int:
    """第3, 第3至5, 第一、二."""
    match = RUN.match(text, at)
    if match is None:
        return at + 1
    end = match.end()
    between = _RANGE.match(text, end)
    second = RUN.match(text, between.end()) if between and text[between.end() : between.end() + 1] in STARTS else None
    if second is None or between is None:
        return end
    if between.group().strip() in {"和", "及", "以及", "、"} and second.end() - second.start() > 2:
        return end
    return second.end()


def stands(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    """Whether the term is a quantity: what it is made of fits together, and nothing says that it is a name or a date."""
    numeral, unit = first.numeral, term.unit
    if numeral.bare and not (prefix.qualifier or first.tail or term.tail or text[term.end : term.end + 1] == "级"):
        return False
    if unit is None:
        return True
    if _repeats(text, term) or _is_code(text, first) or not _free_of_latin(text, first, term, prefix):
        return False
    if unit.written in {"名", "位", "强"} and _RANKED.search(text, max(0, prefix.start - 8), prefix.start):
        return False
    test = _TESTS.get(unit.grammar)
    return test is None or test(text, first, term, prefix)


def _repeats(text: str, term: Term) -> bool:
    """一件件, 一家家: one after the other, however many."""
    return text[term.start] == "一" and text[term.unit_end : term.unit_end + 1] == text[term.unit_end - 1] and term.end - term.start == 1


def _is_code(text: str, term: Term) -> bool:
    """2330台积电: a stock code and its firm, not 2330 台."""
    run = text[term.start : term.end]
    if not (4 <= len(run) <= 6 and run.isdigit()):
        return False
    return any(text.startswith(name, term.end) for name in _names_after_codes().get(text[term.end : term.end + 1], ()))


def _free_of_latin(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    """SU7辆, GPT-4个 and iPhone 15面 are models; GDP5.3% and PE20倍 are not."""
    if prefix.start != first.start or first.start == 0 or term.unit is None or not text[first.start].isascii():
        return True
    if term.unit.grammar in {"money", "percent", "ratio"} or first.numeral.large:
        return True
    before = text[first.start - 1]
    if before in "-_./" and first.start > 1:
        before = text[first.start - 2]
        return not (before.isascii() and before.isalnum())
    if before == " " and first.start > 1 and term.unit.kind == "count":
        last = text[first.start - 2]
        return not (last.isascii() and last.isalpha() and _is_name(text, first.start - 2))
    return not (before.isascii() and before.isalpha())


def _is_name(text: str, last: int) -> bool:
    """Whether the Latin word that ends at ``last`` is a name, not a short form in capitals (ETF, IPO)."""
    start = last
    while start > 0 and last - start < 20 and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    word = text[start : last + 1]
    return not (word.isupper() and 2 <= len(word) <= 4)


def _is_written_out(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    """12层, 数十页, 三百页: not 一层, 三口."""
    return text[first.start].isascii() or first.end - first.start > 1 or prefix.qualifier is not None or term.tail is not None


def _counts_devices(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    """300无人机, but 彩虹4无人机 is a model."""
    return first.low >= 10 or not text[first.start].isascii() or prefix.start != first.start


def _are_points(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    number = text[term.start : term.end]
    if not number[0].isascii():
        return first.low >= 100
    return "." in number or first.low >= 100 or (first.low > 24 and _MOVING.search(text, max(0, prefix.start - 3), first.start) is not None)


def _are_tenths(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    return term.high <= 10 and first.low > 0


def _are_doublings(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    return text[first.start - 1 : first.start] == "翻" or text[max(0, first.start - 2) : first.start] == "翻了"


def _are_degrees(text: str, first: Term, term: Term, prefix: Prefix) -> bool:
    """一度 and 两度 say how often; angles and temperatures are written in digits or say so."""
    return text[first.start].isascii() and (first.low >= 10 or prefix.negative) or prefix.negative or text[first.start - 2 : first.start] in {"摄氏", "华氏"}


_TESTS = {
    "calendar": is_duration,
    "loose": _is_written_out,
    "solid": _is_written_out,
    "device": _counts_devices,
    "points": _are_points,
    "tenths": _are_tenths,
    "doublings": _are_doublings,
    "degrees": _are_degrees,
}
