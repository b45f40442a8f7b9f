"""Is a candidate a quantity? What it is made of must fit together, and nothing may say that it is a name or a date."""

import re
from collections.abc import Callable
from functools import cache

from newsextract.rules.lexicon import read_lexicon
from newsextract.values.candidates import Candidate
from newsextract.values.durations import is_duration
from newsextract.values.terms import Term

_RANKED = re.compile("(?:排名|排行|名列|位列|位居|排在|列|前|[Nn][Oo]\\.?)(?:全球|全国|世界|行业|榜单)?(?:第|前)? ?$")
_MOVING = re.compile("[涨跌升降挫报收至于破守+-]")
_AFTER_LATIN = frozenset({"money", "percent", "ratio"})
_HOURS = 24  # 点 after a number up to this may tell the time


def stands(candidate: Candidate) -> bool:
    """Say whether the candidate is a quantity."""
    text, first, term = candidate.text, candidate.first, candidate.term
    unit = term.unit
    if first.numeral.bare and not _is_qualified(candidate):
        return False
    if unit is None:
        return True
    if _repeats(text, term) or _is_code(text, first) or _is_model(candidate):
        return False
    if unit.written in {"名", "位", "强"} and _RANKED.search(text, max(0, first.start - 8), first.start):
        return False
    check = _CHECKS.get(unit.grammar)
    return check is None or check(candidate)


def _is_qualified(candidate: Candidate) -> bool:
    """上百, 万余, 亿级, 亿元以上: what makes a lone multiplier a number."""
    if candidate.prefix.qualifier or candidate.first.tail or candidate.term.tail:
        return True
    return candidate.text.startswith(("级", "以上", "以下", "左右"), candidate.term.unit_end)


def _repeats(text: str, term: Term) -> bool:
    """一件件, 一家家: one after the other, however many."""
    one = term.end - term.start == 1 and text[term.start] == "一"
    return one and text[term.unit_end : term.unit_end + 1] == text[term.unit_end - 1]


@cache
def _names_after_codes() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for row in read_lexicon("non_quantities"):
        if row["kind"] == "after_code":
            names.setdefault(row["written"][0], []).append(row["written"])
    return {first: tuple(rows) for first, rows in names.items()}


def _is_code(text: str, term: Term) -> bool:
    """2330台积电: a stock code and its firm, not 2330 台."""
    run = text[term.start : term.end]
    if not (4 <= len(run) <= 6 and run.isdigit()):
        return False
    return any(text.startswith(name, term.end) for name in _names_after_codes().get(text[term.end : term.end + 1], ()))


def _is_model(candidate: Candidate) -> bool:
    """SU7辆, GPT-4个 and iPhone 15面 are models; GDP5.3% and PE20倍 are not."""
    text, first, unit = candidate.text, candidate.first, candidate.term.unit
    at = first.start
    if unit is None or at == 0 or candidate.prefix.start != at or not text[at].isascii():
        return False
    if unit.grammar in _AFTER_LATIN or first.numeral.large:
        return False
    before = text[at - 1]
    if before == "/" and unit.grammar == "measure":  # 300MW/600MWh
        return False
    if before in "-_./" and at > 1:
        return text[at - 2].isascii() and text[at - 2].isalnum()
    if before == " " and at > 1 and unit.kind == "count":
        return _is_letter(text[at - 2]) and _is_name(text, at - 2)
    return _is_letter(before)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_name(text: str, last: int) -> bool:
    """Whether the Latin word that ends at ``last`` is a name, not a short form in capitals (ETF, IPO)."""
    start = last
    while start > 0 and last - start < 20 and _is_letter(text[start - 1]):
        start -= 1
    word = text[start : last + 1]
    return not (word.isupper() and 2 <= len(word) <= 4)


def _is_written_out(candidate: Candidate) -> bool:
    """12层, 数十页, 三百页: not 一层, 三口."""
    digits, prefix = candidate.digits, candidate.prefix
    return digits[0].isascii() or len(digits) > 1 or prefix.qualifier is not None or candidate.term.tail is not None


def _is_no_model(candidate: Candidate) -> bool:
    """300无人机, but 彩虹4无人机 is a model."""
    first = candidate.first
    return first.low >= 10 or not candidate.digits.isascii() or candidate.prefix.start != first.start


def _are_points(candidate: Candidate) -> bool:
    """大涨45点 and 3000点, not 8点."""
    first, digits = candidate.first, candidate.digits
    if first.low >= 100 or "." in digits:
        return True
    before = candidate.text[max(0, candidate.prefix.start - 3) : first.start]
    return digits.isascii() and first.low > _HOURS and _MOVING.search(before) is not None


def _are_tenths(candidate: Candidate) -> bool:
    return candidate.term.high <= 10 and candidate.first.low > 0


def _are_doublings(candidate: Candidate) -> bool:
    before = candidate.text[max(0, candidate.first.start - 2) : candidate.first.start]
    return before.endswith("翻") or before == "翻了"


def _are_degrees(candidate: Candidate) -> bool:
    """一度 and 两度 say how often; angles and temperatures are written in digits or say what they are."""
    at = candidate.first.start
    if candidate.prefix.negative or candidate.text[max(0, at - 2) : at] in {"摄氏", "华氏"}:
        return True
    return candidate.first.low >= 10 and (candidate.digits.isascii() or len(candidate.digits) > 1)


_CHECKS: dict[str, Callable[[Candidate], bool]] = {
    "calendar": is_duration,
    "loose": _is_written_out,
    "solid": _is_written_out,
    "device": _is_no_model,
    "points": _are_points,
    "tenths": _are_tenths,
    "doublings": _are_doublings,
    "degrees": _are_degrees,
}
