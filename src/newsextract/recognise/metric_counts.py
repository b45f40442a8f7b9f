"""What a count measures where no indicator says so: what the counted do, or the counted noun itself."""

import re

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_steps import Spot
from newsextract.records.marks import Piece
from newsextract.rules.phrases import cut, is_verb

_ACTORS = ("家", "名", "位", "人", "例", "户", "個城", "个城", "個市", "个市", "间", "間", "伙")
"""Units of those who act: firms, people, cities."""
_ADVERBS = frozenset(
    (
        "已",
        "已经",
        "均",
        "都",
        "也",
        "将",
        "可",
        "可以",
        "能",
        "能够",
        "有望",
        "预计",
        "仍",
        "曾",
        "则",
        "就",
        "还",
        "拟",
    )
)
_STOPS = frozenset("的、和与及在于为是等之以从到至由")
_BEFORE_OBJECT = frozenset("等与和跟同向由为对被给")
"""What stands before people or firms who are not those who act: 与4家公司签订协议, 甲、乙等5家企业."""
_PREDICATE = 8
"""Characters of what is said of those who are counted."""
_NOUNS = 3
"""Words of the counted noun."""
_REACH = 20
"""Characters after a count in which the verb is looked for."""
_SHARE_OF = re.compile(
    "的?[\u4e00-\u9fff]{0,4}(?:企业|公司|用户|客户|消费者|受访者|民众|网友|员工|患者|家庭|业者|投资人|投资者|家长|学生|店家|商家|居民)"
)
"""Those of whom a percentage does something: 72%的用户选择了长续航版."""


def predicate(spot: Spot) -> Piece | None:
    """36例患者完成植入, 8家得标, 八成的企业反映: of those who are counted, what they do."""
    quantity, text = spot.quantity, spot.scene.text
    unit = quantity.unit or ""
    people = quantity.kind == "count" and unit.startswith(_ACTORS)
    share = quantity.kind in {"percent", "ratio"} and _SHARE_OF.match(text, quantity.end, spot.ceiling)
    if not (people or share) or text[quantity.start - 1 : quantity.start] in _BEFORE_OBJECT:
        return None
    begin = quantity.end + (text.startswith("的", quantity.end) and not people)
    told = _said_of(text[begin : min(spot.ceiling, begin + _REACH)])
    if told is None:
        return None
    begin, end = begin + told[0], begin + told[1]
    measures_more = end >= spot.ceiling and spot.ceiling < spot.scene.clause_end(quantity.end)  # 合计取得200MW
    return spot.scene.piece(begin, end) if end - begin > 1 and not measures_more else None


def _said_of(text: str) -> tuple[int, int] | None:
    """Return where the first verb after a counted noun begins, and where what it says ends.

    Adverbs do not count; a figure, a 的 or the end of the clause before the verb means that there is none.
    """
    at, nouns, begin = 0, 0, None
    for word in cut(text):
        if word in _STOPS or not word[0].isalpha():
            break
        if begin is not None and at + len(word) - begin > _PREDICATE:
            break
        if begin is None and word not in _ADVERBS:
            begin = at if len(word) > 1 and is_verb(word) else None
            nouns += begin is None
            if nouns > _NOUNS:
                break
        at += len(word)
    return (begin, at) if begin is not None else None


def counted(spot: Spot) -> Piece | None:
    """15个成员国: the noun that is counted."""
    if spot.quantity.kind in {"percent", "money", "ratio"}:
        return None
    start = spot.quantity.end
    found = rule("counted").pattern.match(spot.scene.text[start : min(spot.ceiling, start + MAX_GAP)])
    begin, end = (start + edge for edge in found.span("indicator")) if found else (start, start)
    known = next((hit.end for hit in spot.scene.hits.after(begin, end)), None)
    if known:
        return spot.scene.piece(begin, known)
    return _unit(spot) or spot.scene.piece(begin, _first_word_end(spot.scene, begin, end))


def _first_word_end(scene: Scene, begin: int, end: int) -> int:
    """Cut a stretch after its first word, where the Doc knows words: 15个成员国全面生效 counts 成员国."""
    first = scene.word_end(begin)
    second = scene.word_end(first) if first < end else first
    if first - begin >= 2:
        return min(first, end)
    return min(second, end) if second - first >= 2 else end


def _unit(spot: Spot) -> Piece | None:
    """2300万像素, 30个类别: the unit names what is counted."""
    if spot.quantity.unit_span is None:
        return None
    start, end = spot.quantity.unit_span
    if spot.scene.text[start:end].isascii():  # kHz, TEU
        return None
    start += end - start > 2 and spot.scene.text[start] in "个家种项款名位座条件台"
    return spot.scene.piece(start, end) if end - start > 1 else None
