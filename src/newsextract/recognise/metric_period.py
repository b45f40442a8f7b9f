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
_BASE_WORDS = ("同期", "上年", "去年同", "前一")
_JOINS = frozenset(("、", "和", "与", "及", "以及"))
_SAME = frozenset(("同期", "期间", "期内"))
"""Periods that say no more than that an earlier one goes on."""
_VAGUE = frozenset(("当时", "近期"))
"""Periods that give way to a date before them: 周二股价延续近期的表现,上涨2.6%."""
_EVENT = re.compile(
    r"(?<![^,，。;:!?\n(])\s*(?:但|而|且|若|待|等|假设|预计|预估|未来)?"
    r"(?P<event>(?!经|扣|抵|剔|按|以)[^,，。;:!?()、\n]{0,16}?(?:完成|结束|生效|交割|落地|实施|通过|达产|投产|量产|上市|挂牌|开业|开通|开幕|宣布|发表会|发布会"
    r"|减持|增持|增发|收购|并购|转让|扩股|转股|回购|质押|解禁|变动|合并|分拆|重组|调升|调降|涨价|降价|降息|升息|加息|扩建|改造|复牌|停牌)"
    r"(?:之|以)?[后前])(?![十百千万期])"
)
_EVENT_REACH = 60
"""Characters before a figure in which what it comes after still holds."""


def find_period(scene: Scene, number: int, *, is_change: bool) -> Period | None:
    """Return the period of a figure in its own sentence: the nearest before it that is not only compared with."""
    quantity = scene.quantities[number]
    bracketed = _after(scene, quantity.end)
    if bracketed is not None:
        return bracketed
    floor = max(scene.stretch(number)[0], scene.clause_start(quantity.start))
    vague: Period | None = None
    for period in islice(scene.periods.before(quantity.start, scene.sentence.start), _LOOK_BACK):
        if _is_record(scene, period) or _is_report(scene, period) or _is_announced(scene, period):
            continue
        compared = _is_compared(scene, period)
        if _is_spent(scene, number, period) or _is_aside(scene, number, period):
            continue
        if is_change and (compared or is_base(period)):
            continue
        if compared and (period.end <= floor or _moves_between(scene, period.end, quantity.start)):
            continue
        if vague and not (is_definite(period) and period.end >= scene.stretch(number)[0]):
            break
        if period.text in _VAGUE:
            vague = period
            continue
        return _since(scene, period) or period
    return vague


def is_definite(period: Period) -> bool:
    """Say whether a period is one of the calendar, resolved or not."""
    return period.kind != "other"


def _since(scene: Scene, until: Period) -> Period | None:
    """The beginning that goes with an end: 自去年9月的高点以来,截至昨日累计跌幅达25%."""
    if not (until.text.startswith("截") or scene.text[until.start - 2 : until.start] in {"截至", "截止"}):
        return None
    since = next(scene.periods.before(until.start, scene.sentence.start), None)
    gap = scene.text[since.end : until.start].strip(" ,，截至止") if since else "-"
    return since if since and not gap and since.text.endswith("以来") else None


def _is_aside(scene: Scene, number: int, period: Period) -> bool:
    """Whether a period and its figure stand in brackets that close before this figure: 9亿股(目前为6亿股),持股达45%."""
    last, at = scene.quantities[number - 1], scene.quantities[number].start
    if not number or not period.end <= last.start:
        return False
    opened = scene.text.rfind("(", max(scene.sentence.start, period.start - 3), period.start)
    return opened >= 0 and ")" not in scene.text[opened : last.start] and ")" in scene.text[last.end : at]


def _is_spent(scene: Scene, number: int, period: Period) -> bool:
    """Whether what is compared with has its figure already: …,去年同期为7.95元,市场预期则为9.45元."""
    if not is_base(period) or number == 0:
        return False
    last, at = scene.quantities[number - 1], scene.quantities[number].start
    if not period.end <= last.start or scene.clause_start(at) < last.end:
        return False
    gap = scene.text[period.end : last.start]
    return last.start - period.end <= MAX_GAP and bool(rule("noun_before").pattern.fullmatch(gap))


def goes_on(scene: Scene, period: Period) -> bool:
    """Say whether a period only repeats the one before: 同期, 在此期间, but not 展期期间."""
    before = scene.text[max(0, period.start - 2) : period.start]
    return period.text in _SAME and (not before[-1:].isalnum() or before.endswith(("此", "该", "一", "这", "在")))


def with_listed(scene: Scene, piece: Piece) -> Piece:
    """Return a period with those that are listed after it: 2017年和2018年."""
    end = piece.end
    for period in islice(scene.periods.after(end, len(scene.text)), _LOOK_BACK):
        if scene.text[end : period.start].strip() not in _JOINS:
            break
        end = period.end
    return scene.piece(piece.start, end)


def find_event(scene: Scene, number: int, period: Period | None) -> Piece | None:
    """Return what has to happen first, where it is nearer than the period: 权益变动完成后, 减持前."""
    at = scene.quantities[number].start
    floor = max(scene.sentence.start, at - _EVENT_REACH)
    if period is not None and period.end <= at:
        floor = max(floor, period.end)
    stretch = scene.text[floor:at]
    if "后" not in stretch and "前" not in stretch:
        return None
    found = None
    for found in _EVENT.finditer(scene.text, floor, at):  # noqa: B007 - the last one counts
        pass
    return scene.piece(*found.span("event")) if found else None


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
    if period.text.endswith(("以来", "来", "起", "迄今", "至今")) or after.startswith(("以来", "起", "开始")):
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
