"""Find periods in Chinese text: 2024年上半年, 去年同期, 前三季度, 1-9月, 昨(21)日, as first and last day."""

import re
from datetime import date

from newsextract.records.quantity import Period
from newsextract.values.calendar import Span, resolve
from newsextract.values.folding import fold

_DIGITS = "零〇一二三四五六七八九"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|二十|[一二三四五六七八九])"
_DASH = r" ?(?:-{1,2}|~|至|到) ?"
_YEAR = (
    rf"(?P<year>(?:19|20)[0-9]{{2}} ?年度?|[一二][{_DIGITS}]{{3}}年度?|(?<![0-9.]){{digits}}年度?|民国 ?[0-9]{{1,3}} ?年"
    r"|今年|去年|前年|明年|后年|本年度?|当年|上年度?|上一年度?|次年|隔年|(?:19|20)[0-9]{2}财年|FY ?20[0-9]{2}|FY ?[0-9]{2}(?![0-9]))"
).replace("{digits}", "[0-9]{2}(?=年(?:度|上半|下半|第?[一二三四1-4]季|Q[1-4]|前[三3]季|1?[0-9]月|底|初|末))")
_PART = (
    rf"(?P<half>上半年度?|下半年度?|[12]H|H[12])"
    rf"|(?P<quarters>(?:前|头|首)[二两三23]个?季度?)"
    rf"|(?P<quarter>第? ?[一二三四1-4] ?季度?(?!节|军|候)|首季度?|末季|Q[1-4](?![0-9])|[1-4]Q(?![A-Za-z]))"
    rf"|(?P<months>(?:前|头|首)(?:{_MONTH})个?月|{_MONTH}月?{_DASH}{_MONTH}月份?)"
    rf"|(?P<month>{_MONTH} ?月份?)(?:(?P<day>{_DAY})[日号]|(?P<third>[上中下]旬))?"
    rf"|(?P<whole>全年|同期)"
)
_PERIOD = re.compile(
    rf"(?P<until>截至|截止到?|截止至)?(?:{_YEAR} ?(?:{_PART})?|(?:{_PART}))(?P<edge>底|末|初|中)?(?P<same>同期)?"
    rf"|(?P<iso>(?:19|20)[0-9]{{2}}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))"
    rf"|(?P<code>(?:20)?[0-9]{{2}}Q[1-4](?![0-9])|[1-4]Q(?:20)?[0-9]{{2}}(?![0-9])|[12]H(?:20)?[0-9]{{2}}(?![0-9]))".replace(
        "(?P<half>", "(?P<half2>", 0
    )
    if False
    else rf"(?P<until>截至|截止到?|截止至)?(?:{_YEAR} ?)?(?:{_PART})?(?P<edge>底|末|初|中)?(?P<same>同期)?"
)
_OTHER = re.compile(
    r"(?P<iso>(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))"
    r"|(?P<code>(?:20)?[0-9]{2}Q[1-4](?![0-9])|[1-4]Q(?:20)?[0-9]{2}(?![0-9])|[12]H(?:20)?[0-9]{2}(?![0-9]))"
    rf"|(?P<years>(?:19|20)[0-9]{{2}}年?{_DASH}(?:19|20)[0-9]{{2}}年(?:间|期间)?)"
    r"|(?P<near>(?:最近|过去|近|未来|今后)(?:[0-9]{1,3}|[一二两三四五六七八九十几数半]{1,3})(?:年半?|个?月|个季度|周|天|日|个交易日)(?:间|来|内|以来)?)"
    r"|(?P<deictic>(?:本|上|下|当|这)(?:个?月|周|季度?)|[今昨明前](?:日|天)|[今昨明前](?:\([0-9]{1,2}\)日|[0-9]{1,2}日|\([0-9]{1,2}日\))|当日|当天|年初至今|今年以来|今年迄今)"
    r"|(?P<vague>报告期内?|期内|期间|目前|当前|现阶段|上市以来|成立以来|近年来?)"
)
_CANDIDATE = re.compile("[0-9一二三四五六七八九十〇零今去前明后本当上下次隔年近过未最截全首末第同昨这头报期目现成民FHQ]")


def find_periods(text: str, *, reference: date | None = None) -> list[Period]:
    """Return the periods of ``text`` in reading order, without overlaps.

    Args:
        text: Chinese text in either script; offsets in the result are offsets in it.
        reference: the day that 今年 and 昨日 count from, usually the article's date. Without it they stay unresolved:
            ``first`` and ``last`` are None, and ``how`` says why.
    """
    folded = fold(text)
    found: list[Period] = []
    done = 0
    for candidate in _CANDIDATE.finditer(folded):
        at = candidate.start()
        if at < done:
            continue
        match = _OTHER.match(folded, at) or _PERIOD.match(folded, at)
        if match is None or not _is_period(match):
            continue
        if folded[at - 1 : at].isdigit() and folded[at].isdigit():
            continue
        span: Span = resolve(match, reference, found[-1] if found else None)
        found.append(Period(at, match.end(), text[at : match.end()], span.first, span.last, span.kind, span.how))
        done = match.end()
    return found


def _is_period(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    names = ("year", "half", "quarters", "quarter", "months", "month", "iso", "code", "years", "near", "deictic", "vague")
    if groups.get("whole") == "全年" or groups.get("same") or groups.get("whole") == "同期":
        return True
    return any(groups.get(name) for name in names)
