"""Tell what has been done or announced from what is planned, named or described."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.lexicon import read_lexicon

_CLAUSE = 24
"""Characters before a trigger in which a plan or negation governs it."""

_UNDONE = re.compile(
    r"(?:拟|计划|有望|可望|预计|预期|或将|或|可能|希望|期望|准备|打算|力争|争取|目标|未|没有|没|无法|不(?!仅|但|只|断|久|过|到|少|足|同|锈)|如果|如|若|倘|能否|"
    r"是否|考虑|建议|为了|旨在|用于|以便|需|应|要(?!约)|可(?!口|转)|能(?!源)|会(?!议|上|计|同|员|后|长|期|见)|尚|待(?!遇)|筹划|欲|意向|有意|禁止|避免|防止|推动|促进|"
    r"加快|加强|支持|鼓励|承诺|(?<![即])将(?![^,，。;]{1,14}[至为给到成])|即将|无需|谋求|寻求|便于|有利于|助力|致力于?|专注于?|主要|从事|负责|各种|每|经常|通常|"
    r"一般|擅长|善于|关于|对于|有关|涉及|包括|规定|义务)[^,，。;:!?\n“”]{0,12}$"
)
_DONE_BEFORE = re.compile(
    r"(?:已|已经|正式|宣布|完成|成功|先后|相继|累计|共|曾|曾经|刚|刚刚|遭|被|获|获得|陆续|再次|再度|首次|率先|连续|"
    r"今[天日年晨早晚]?|昨[天日晚]?|近日|近期|日前|此前|当日|当天|同日|早前|前不久|随后|最终|最后|终于|已于|于|[\d一二三四五六七八九十]+[日月年]|去年|前年|上周|本周|周[一二三四五六日]|"
    r"上月|本月|一举|双双|纷纷|突然|紧急|直接|主动|大幅|小幅|现|共同|联合|全部|持续|自|竟|还)[^,，。;:!?\n]{0,10}$"
)
_DONE_AFTER = re.compile(
    r"了|过(?!程|于|去|度|剩|高|低)|完毕|完成|成功|于\d|至|到|出(?!口|资|租)|获|得(?!到)|达\d|近?\d|逾|超|共|上[述]"
)
_NAMED = re.compile(
    r"的(?!是)|[者额率量价权性型类化]|方案|计划|事项|项目|业务|协议|公司|企业|规模|成本|费用|机会|能力|市场|行业|领域|活动|服务|需求|条件|程序|进度|周期|情况|工作|策略|战略|风险|期间|以来|之[前后时]|[前后时](?![^,，。;]?[完已])|等"
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
    done: bool
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None


@cache
def event_triggers() -> tuple[Trigger, ...]:
    """Return the lexicon of event triggers, in the order of the file."""
    return tuple(
        Trigger(
            row["trigger"],
            row["kind"],
            row["form"] == "done",
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
        text = self._text
        before = text[max(floor, first - _CLAUSE) : first]
        if trigger.not_after and trigger.not_after.search(before[-8:]):
            return False
        if trigger.not_before and trigger.not_before.match(text, last):
            return False
        if _UNDONE.search(before):
            return False
        if trigger.done:
            return True
        if _NAMED.match(text, last):
            return False
        return bool(_DONE_AFTER.match(text, last) or _DONE_BEFORE.search(before))
