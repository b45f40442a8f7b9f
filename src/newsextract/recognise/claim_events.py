"""Tell what has been done or announced from what is planned, named or described."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.lexicon import read_lexicon

_CLAUSE = 24
"""Characters before a trigger in which a plan or negation governs it."""

_TIME_REACH = 40
"""A date that stands further before a trigger dates something else."""
_AHEAD = 12
_GUARD_CHARS = 8

_UNDONE = re.compile(
    r"(?:拟|计划|有望|可望|预计|预期|或将|或|可能|希望|期望|准备|打算|力争|争取|目标|未|没有|没|无法|不(?!仅|但|只|断|久|过|到|少|足|同|锈)|如果|如|若|倘|能否|"
    r"是否|考虑|建议|为了|旨在|用于|以便|需|应|要(?!约)|可(?!口|转)|能(?!源)|(?<![大议协董股学晚峰展委社机总工年例聚座发])会(?!议|上|计|同|员|后|长|期|见|暨|场|展|在|客)|尚|待(?!遇)|筹划|欲|意向|有意|禁止|避免|防止|推动|促进|"
    r"加快|加强|支持|鼓励|承诺|将|即将|无需|谋求|寻求|便于|有利于|助力|致力于?|专注于?|主要|从事|负责|各种|每|经常|通常|"
    r"正(?!式|好|如|是|当|因|常|面|确)|正在|仍在|不断|逐步|积极|努力|即便|即使|一旦|只要|只有|除非|一般|擅长|善于|关于|对于|有关|涉及|包括|规定|义务)[^,，。;:!?\n“”]{0,12}$"
)
_DONE_BEFORE = re.compile(
    r"(?:已|已经|正式|宣布|完成|成功|先后|相继|累计|共|曾|曾经|刚|刚刚|遭|被|获|获得|陆续|再次|再度|首次|率先|连续|"
    r"今[天日年晨早晚]?|昨[天日晚]?|近日|近期|日前|此前|当日|当天|同日|早前|前不久|随后|最终|最后|终于|已于|于|[\d一二三四五六七八九十]+[日月年]|去年|前年|上周|本周|周[一二三四五六日]|"
    r"上月|本月|一举|双双|纷纷|突然|紧急|直接|主动|大幅|小幅|现|共同|联合|全部|持续|自|竟|还|重新|接连|如愿|反复|当场|已然|悉数|公开|高调|低调|悄然|即)[^,，。;:!?\n]{0,10}$"
)
_DONE_AFTER = re.compile(
    r"了|过(?!程|于|去|度|剩|高|低)|完毕|完成|成功|于\d|至|到|出(?!口|资|租)|获|得(?!到)|达\d|近?\d|逾|超|共|上[述]"
)
_NAMED = re.compile(
    r"的(?!是)|[者额率量价权性型类化]|方案|计划|事项|协议|规模|成本|费用|机会|能力|领域|活动|服务|需求|条件|程序|进度|周期|情况|工作|策略|战略|风险|期间|以来|之[前后时]|[前后时](?![^,，。;]?[完已])|等"
)


_FORMS: dict[str, Literal["done", "market", "act"]] = {"done": "done", "market": "market", "act": "act"}
_MARKET = re.compile(
    r"股价|股票|个股|市值|指数|[沪深港美台A日韩欧]股|大盘|板块|概念股|收盘|开盘|盘[中前后初尾]|早盘|午盘|尾盘|开市|收市|期货|现货|油价|金价|币价|比特币|汇率|人民币|美元|债券|"
    r"涨停|跌停|成交额|报\d|点(?=[,，。])|[\d.]+点|个点|\d{6}|[(]\d{4,6}[.)-]"
)
_LATER = re.compile(r"[至到为给成了]")
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月\d{1,2}日|(?<!\d)\d{1,2}日|昨[日天晚]|今[日天早晚](?!后)|近日|日前|前不久|上周|去年|前年|当[日天年](?!今)|年初|上月|本月初|早前|此前|随后"
)


class EventFound(NamedTuple):
    """A trigger that states an event."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of ``lexicons/events.tsv``."""

    word: str
    kind: str
    form: Literal["done", "market", "act"]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None


@cache
def event_triggers() -> tuple[Trigger, ...]:
    """Return the lexicon of event triggers, in the order of the file."""
    return tuple(
        Trigger(
            row["trigger"],
            row["kind"],
            _FORMS[row["form"]],
            re.compile(f"(?:{row['not_after']})$") if row["not_after"] != "-" else None,
            re.compile(f"(?:{row['not_before']})") if row["not_before"] != "-" else None,
        )
        for row in read_lexicon("events")
    )


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick([trigger.word for trigger in event_triggers()], matchkind=MatchKind.LeftmostLongest)


class EventFinder:
    """The triggers of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._hits = _automaton().find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in self._hits]

    def first(self, start: int, end: int) -> EventFound | None:
        """Return the first trigger within [start, end) that states something done, or None."""
        triggers = event_triggers()
        for number, first, last in self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if self._states(triggers[number], first, last, start):
                return EventFound(first, last, triggers[number].kind)
        return None

    def _states(self, trigger: Trigger, first: int, last: int, floor: int) -> bool:
        before = self._text[max(floor, first - _CLAUSE) : first]
        if trigger.not_after and trigger.not_after.search(before[-_GUARD_CHARS:]):
            return False
        if trigger.not_before and trigger.not_before.match(self._text, last):
            return False
        if self._undone(before, last):
            return False
        if trigger.form == "market":
            return _MARKET.search(self._text, floor, last + _AHEAD) is not None
        return trigger.form == "done" or self._done(before, first, last, floor)

    def _done(self, before: str, first: int, last: int, floor: int) -> bool:
        """Say whether the words around an act tell that it has been done."""
        if _DONE_AFTER.match(self._text, last):
            return True
        if _NAMED.match(self._text, last):
            return False
        if _DONE_BEFORE.search(before):
            return True
        return _TIME.search(self._text, max(floor, first - _TIME_REACH), first) is not None

    def _undone(self, before: str, last: int) -> bool:
        """Say whether a plan, a condition or a negation governs the trigger: 拟收购, but not 将价格下调至."""
        found = _UNDONE.search(before)
        if found is None:
            return False
        takes_object = before[found.start()] == "将" and found.end() - found.start() > 3
        return not (takes_object and _LATER.match(self._text, last))
