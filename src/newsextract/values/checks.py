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
_NOUNS = frozenset({"noun", "people", "device"})
_INDEX = re.compile("(?:标普|沪深|中证|罗素|日经) ?$")
_RATES = re.compile("息|利率|联准会|Fed|FED|央行|宽松|紧缩")
_LONGEST_FRACTION = 2  # digits: 5402.6200项 is a number of the tariff
_ITEMS = frozenset("新评讯消短留贴推公假谣言广案具建影通报内文")
HOT_OR_COLD = re.compile("温|摄氏|零下|冷|热|℃|气候")
"""What says near a 度 that it measures heat."""
MOVES_RATE = re.compile("(?:升值|贬值|[升贬])(?:了|达|逾|约|近)? ?$")
"""What says before a 分 that it is the hundredth part of a 元 by which a rate moves."""
_AFTER_LATIN = frozenset({"money", "percent", "ratio"})
_FIGURE = re.compile(" ?[0-9]")
_NOTHING = re.compile("[都也][没不无]")
_SCORED = re.compile("评分|评价|得分|打分|打出|满分|均分|总分|豆瓣|口碑|分数|评为|考[了出]")
_LAWS = ("法", "法》", "法 ", "条例", "例》")
_FOLDING = 60  # characters before 三折 in which 折叠 says that it is a fold
_HOURS = 24  # 点 after a number up to this may tell the time


def stands(candidate: Candidate) -> bool:
    """Say whether the candidate is a quantity."""
    text, first, term = candidate.text, candidate.first, candidate.term
    unit = term.unit
    if first.numeral.bare and (_FIGURE.match(text, first.end) or not _is_qualified(candidate)):
        return False
    if unit is None:
        return not _BOND.match(text, first.start)
    if _repeats(text, term) or _is_code(text, first) or _is_model(candidate) or _is_saying(candidate):
        return False
    if _is_year_of(candidate) or _is_part_of_name(candidate):
        return False
    if unit.written in {"名", "位", "强"} and _RANKED.search(text, max(0, first.start - 8), first.start):
        return False
    check = _CHECKS.get(unit.grammar)
    return check is None or check(candidate)


def _is_qualified(candidate: Candidate) -> bool:
    """上百, 万余, 亿级, 亿元以上: what makes a lone multiplier a number."""
    if candidate.prefix.qualifier or candidate.first.tail or candidate.term.tail:
        return True
    unit = candidate.term.unit
    if unit is not None and unit.grammar == "points":  # 站上万点
        return True
    return candidate.text.startswith(("级", "以上", "以下", "以内", "之内", "左右"), candidate.term.unit_end)


def _repeats(text: str, term: Term) -> bool:
    """一件件, 一家家: one after the other, however many."""
    one = term.end - term.start == 1 and text[term.start] == "一"
    return one and text[term.unit_end : term.unit_end + 1] == text[term.unit_end - 1]


def _is_saying(candidate: Candidate) -> bool:
    """二元论, 八仙, 一毛钱都没有, 一段时间."""
    text, unit, digits, end = candidate.text, candidate.term.unit, candidate.digits, candidate.term.unit_end
    if unit is None:
        return False
    if unit.kind == "money":
        foreign = unit.written == "仙" and not digits[0].isascii()
        return foreign or digits == "二" or (digits == "一" and _NOTHING.match(text, end) is not None)
    return unit.written == "段" and text[end : end + 1] == "时"


_BOND = re.compile("[012][0-9]万[科达华通向丰和盛][^\\s,，。;、]{0,3}?(?:MTN|SCP|CP|PPN|GN|[0-9]{2}(?![0-9]))")
"""The short name of a bond: the year it was issued in, a name that begins with 万, and its number."""


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


def _is_year_of(candidate: Candidate) -> bool:
    """2023股东会, 2018首届, 2024款: a year before a noun."""
    unit, digits = candidate.term.unit, candidate.digits
    if unit is None or unit.kind != "count" or not _is_year(digits):
        return False
    until = candidate.text[candidate.term.start : candidate.term.end]
    return unit.grammar != "classifier" or unit.written == "款" or (candidate.low is not None and _is_year(until))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdigit() and digits[:2] in {"19", "20"}


def _is_part_of_name(candidate: Candidate) -> bool:
    """中华路4段, 标普500企业, 3对1, 20CM涨停."""
    text, unit, at, end = candidate.text, candidate.term.unit, candidate.first.start, candidate.term.unit_end
    if unit is None:
        return False
    if unit.written == "段":
        return text[at - 1 : at] in {"路", "街", "道", "巷"}
    if unit.written == "条":
        return text.endswith(_LAWS, max(0, at - 2), at)
    if unit.written == "对":
        return text[end : end + 1].isdigit() or text.startswith("一", end)
    if unit.symbol == "cm":
        return text.startswith(("涨停", "跌停"), end)
    return unit.grammar in _NOUNS and _INDEX.search(text, max(0, at - 4), at) is not None


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


def _is_whole(candidate: Candidate) -> bool:
    """10万用户, but 5.0门店 is a version, and 二股东 the second."""
    return candidate.first.numeral.large or ("." not in candidate.digits and candidate.digits != "二")


def _is_countable(candidate: Candidate) -> bool:
    """1.5个, but 10.5起 is a date and 5402.6200项 a number of a list."""
    first, unit = candidate.first, candidate.term.unit
    if first.numeral.large or "." not in candidate.digits:
        return True
    fraction = candidate.digits.partition(".")[2]
    return len(fraction) <= _LONGEST_FRACTION and unit is not None and unit.written not in {"起", "项", "条", "款"}


def _is_no_model(candidate: Candidate) -> bool:
    """30万无人机, but 彩虹4无人机 and 小米10手机 are models."""
    return candidate.first.numeral.large or candidate.prefix.start != candidate.first.start


def _are_items(candidate: Candidate) -> bool:
    return candidate.text[candidate.term.unit_end : candidate.term.unit_end + 1] in _ITEMS


def _are_notches(candidate: Candidate) -> bool:
    """降息一码 is a step of the policy rate; other 码 are digits or yards."""
    return _RATES.search(candidate.text, max(0, candidate.prefix.start - 12), candidate.term.unit_end + 8) is not None


def _is_bandwidth(candidate: Candidate) -> bool:
    return candidate.text.startswith(("宽带", "带宽", "光纤", "网速"), candidate.term.unit_end)


def _are_points(candidate: Candidate) -> bool:
    """大涨45点 and 3000点, not 8点."""
    first, digits = candidate.first, candidate.digits
    if first.low >= 100 or "." in digits:
        return True
    before = candidate.text[max(0, candidate.prefix.start - 3) : first.start]
    return digits.isascii() and first.low > _HOURS and _MOVING.search(before) is not None


def _are_tenths(candidate: Candidate) -> bool:
    return candidate.term.high <= 10 and candidate.first.low > 0 and not _is_fold(candidate)


def _is_fold(candidate: Candidate) -> bool:
    """三折产品: a telephone that folds twice."""
    text, unit, at = candidate.text, candidate.term.unit, candidate.first.start
    if unit is None or unit.written != "折" or candidate.digits not in {"两", "三"}:
        return False
    return "折叠" in text[max(0, at - _FOLDING) : at] or text[
        candidate.term.unit_end : candidate.term.unit_end + 1
    ] in {"屏", "机"}


def _are_marks(candidate: Candidate) -> bool:
    """评分4.5分 and 升值2.3分; other 分 are minutes or goals."""
    at = candidate.prefix.start
    if not candidate.digits[0].isascii():
        return False
    return MOVES_RATE.search(candidate.text, max(0, at - 8), at) is not None or (
        _SCORED.search(candidate.text, max(0, at - 10), at) is not None
    )


def _is_computing(candidate: Candidate) -> bool:
    """1万P算力, but 1080P is a picture."""
    before = candidate.text[max(0, candidate.first.start - 20) : candidate.first.start]
    return candidate.first.numeral.large or "算力" in before


def _are_doublings(candidate: Candidate) -> bool:
    before = candidate.text[max(0, candidate.first.start - 2) : candidate.first.start]
    return before.endswith("翻") or before == "翻了"


def _are_degrees(candidate: Candidate) -> bool:
    """一度 and 两度 say how often; angles and temperatures are written in digits or say what they are."""
    at = candidate.first.start
    if candidate.prefix.negative or candidate.text[max(0, at - 2) : at] in {"摄氏", "华氏"}:
        return True
    if candidate.first.low >= 10 or "." in candidate.digits:
        return candidate.digits.isascii() or len(candidate.digits) > 1
    around = candidate.text[max(0, at - 25) : candidate.term.unit_end + 15]
    return candidate.digits.isascii() and HOT_OR_COLD.search(around) is not None


_CHECKS: dict[str, Callable[[Candidate], bool]] = {
    "calendar": is_duration,
    "loose": _is_written_out,
    "solid": lambda candidate: _is_written_out(candidate) and _is_whole(candidate),
    "classifier": _is_countable,
    "noun": _is_whole,
    "people": _is_whole,
    "device": _is_no_model,
    "item": _are_items,
    "notches": _are_notches,
    "mega": _is_bandwidth,
    "points": _are_points,
    "marks": _are_marks,
    "compute": _is_computing,
    "tenths": _are_tenths,
    "doublings": _are_doublings,
    "degrees": _are_degrees,
}
