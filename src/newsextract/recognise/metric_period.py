"""When does a figure hold? The period that its sentence gives, or the one carried on from the sentence before."""

import re
from itertools import islice

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.records.marks import Piece
from newsextract.records.quantity import Period

_SESSION = re.compile(
    r"截[至止](?:今日|当日|今天|昨日|上午|下午|午间)?(?:发稿|收盘|收市)(?:时)?|[早午尾夜]盘|盘[中初前后]|日内|收盘(?=[涨跌]|时)|停牌前|午后|截[至止]本?(?:公告|报告)(?:披露|发布)?日"
)
_SESSION_REACH = 80
"""Characters before a figure in which a session still counts."""
_LOOK_BACK = 6
"""Periods before a figure that are tried."""
_RECORD_BEFORE = re.compile("[创为是](?:下|了|出|近)?$")
_RECORD_AFTER = re.compile("(?:以)?来?的?(?:[^,，。;]{0,4})?(?:新[高低]|最[高低大小佳差]|[高低]点|纪录|记录)")
_REPORT_BEFORE = re.compile("(?:披露|发布|公布|公告|出具|发表|向|了)$")
_SEMICOLONS = (";", "；")
_PARTS = ("其中", "当中", "其")
_SAID = re.compile(
    "(?:晚间?|上午|下午|盘后|早间|中午|凌晨|晚上|在[^,，。;]{2,6})?(?:再次|正式|对外)?(?:披露|公布|公告|宣布|发布|发表|表示|指出|透露|报道|报导|召开|举行|举办|主持"
    "|消息|讯|电|致电)"
)
_BASE_WORDS = ("同期", "上年", "上月", "上季", "上个月", "上一", "去年同", "前一")


def find_period(scene: Scene, number: int, *, is_change: bool) -> Period | None:
    """Return the period of a figure in its own sentence: the nearest before it that is not only compared with."""
    quantity = scene.quantities[number]
    bracketed = _after(scene, quantity.end)
    if bracketed is not None:
        return bracketed
    floor = max(scene.stretch(number)[0], scene.clause_start(quantity.start))
    for period in islice(scene.periods.before(quantity.start, scene.sentence.start), _LOOK_BACK):
        if _is_record(scene, period) or _is_report(scene, period) or _is_announced(scene, period):
            continue
        compared = _is_compared(scene, period)
        if is_change and (compared or is_base(period)):
            continue
        if compared and (period.end <= floor or _moves_between(scene, period.end, quantity.start)):
            continue
        return period
    return None


def find_rate(scene: Scene, number: int, period: Period | None) -> Piece | None:
    """Return 每年 or the like in the figure's clause, when it is nearer than the period."""
    at = scene.quantities[number].start
    floor = max(scene.stretch(number)[0], scene.clause_start(at), at - MAX_GAP)
    row = rule("rate")
    found = row.pattern.search(scene.text, floor, at) if row.may_match(scene.text[floor:at]) else None
    if found is None or (period is not None and period.start > found.start()):
        return None
    return Piece(found.start(), found.end(), found.group())


def is_day(period: Period) -> bool:
    """Say whether a period is a single day, resolved or not."""
    return period.kind == "day" or period.text.endswith(("日", "天", "号"))


def is_base(period: Period) -> bool:
    """Say whether a period is named as what another is measured against: 去年同期, 上月."""
    return any(word in period.text for word in _BASE_WORDS)


def lasts(period: Period) -> bool:
    """Say whether later sentences may still speak of a period: 上半年 and 报告期内 last, 昨日 and 目前 do not."""
    return period.kind in {"year", "half", "quarter", "month", "range"} or period.text.startswith("报告期")


def _is_compared(scene: Scene, period: Period) -> bool:
    before = scene.text[max(scene.sentence.start, period.start - 8) : period.start]
    after = scene.text[period.end : period.end + 3]
    if period.text.endswith(("以来", "来", "起")) or after.startswith(("以来", "起", "开始")):
        return False
    return bool(rule("base_period").pattern.search(before)) or after.startswith(("相比", "相较"))


def _is_record(scene: Scene, period: Period) -> bool:
    """Whether a period only says since when there was no such level: 创2018年9月以来新低."""
    before = scene.text[max(scene.sentence.start, period.start - 3) : period.start]
    after = scene.text[period.end : period.end + 8]
    since = period.text.endswith("来") or after.startswith(("以来", "来"))
    return bool(_RECORD_BEFORE.search(before)) and (since or bool(_RECORD_AFTER.match(after)))


def _is_announced(scene: Scene, period: Period) -> bool:
    """Whether a day is only that of the news itself: 8月1日晚间公告, 今(13)日召开法说会."""
    return is_day(period) and bool(_SAID.match(scene.text[period.end : period.end + 12]))


def _is_report(scene: Scene, period: Period) -> bool:
    """Whether a period is only the name of a report that is announced or compared: 披露了半年报预告."""
    if not period.text.endswith("报"):
        return False
    before = scene.text[max(scene.sentence.start, period.start - 3) : period.start]
    return bool(_REPORT_BEFORE.search(before)) or scene.text.startswith(("预告", "业绩预告"), period.end)


def _moves_between(scene: Scene, start: int, end: int) -> bool:
    return any(scene.changes.between(start, end))


def _after(scene: Scene, at: int) -> Period | None:
    """The period in brackets right after the figure."""
    period = next(scene.periods.after(at, min(at + MAX_GAP, scene.sentence.end)), None)
    return period if period and scene.text[at : period.start] in {"(", "(截至"} else None


def find_session(scene: Scene, number: int) -> Piece | None:
    """Return the last part of a trading day that the sentence names before a figure: 早盘, 截至收盘."""
    at = scene.quantities[number].start
    found = None
    for found in _SESSION.finditer(scene.text, max(scene.sentence.start, at - _SESSION_REACH), at):  # noqa: B007
        pass
    return scene.piece(*found.span()) if found else None


def continues(scene: Scene) -> bool:
    """Say whether a sentence goes on from the one before: after a semicolon, or with 其中."""
    start = scene.sentence.start
    return scene.text[start - 1 : start] in _SEMICOLONS or (
        scene.text[start - 1 : start] != "\n" and scene.text.startswith(_PARTS, start)
    )


def as_piece(period: Period | None) -> Piece | None:
    """Return where a period stands."""
    return Piece(period.start, period.end, period.text) if period else None
