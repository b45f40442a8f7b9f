"""What a count measures where no indicator says so: what the counted do, or the counted noun itself."""

import re

from newsextract.recognise.metric_scene import MAX_GAP, Scene, rule
from newsextract.recognise.metric_steps import Spot
from newsextract.records.marks import Piece
from newsextract.rules.phrases import cut, is_verb, noun_phrase_length

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
_AFTER_NOUN = re.compile("期间|合计|基础上|占(?!比)|需(?!求)|用于|位于|归属|耗资|[后时]|(?<!目)前")
_LONGEST_NOUN = 8
"""Characters of a counted noun that the pattern takes: one as long may have been cut off."""
_NOUNS = 10
"""Characters of the counted noun."""
_ACTS = (
    "预喜", "预增", "预亏", "预减", "预降", "扭亏", "翻红", "翻绿", "飘红", "飘绿", "收涨", "收跌", "涨停", "跌停",
    "净流入", "净流出",
    "认为", "表示", "入选", "入围", "上榜", "鉴证", "破净", "获利", "亏损", "盈利", "受期待",
)  # fmt: skip
"""Acts that the list of ordinary words lacks, or has as nouns as well."""
_NO_ACTS = frozenset(("一定", "处于", "必须", "需要", "可能", "应该", "进行", "属于", "归属", "与会", "一直"))
_QUOTES = frozenset("“”‘’\"'")
_STOCK = re.compile("(?:[\u4e00-\u9fff]{0,4}股|股票)(?![份权东])")
_REACH = 20
"""Characters after a count in which the verb is looked for."""
_SHARE_OF = re.compile(
    "的?[\u4e00-\u9fff]{0,4}(?:企业|公司|用户|客户|消费者|受访者|民众|网友|员工|患者|家庭|业者|投资人|投资者|家长|学生|店家|商家|居民|[药车房券险民央国外]企|个股|机构|基金|银行|品牌|门店|城市)"
)
"""Those of whom a percentage does something: 72%的用户选择了长续航版."""


def predicate(spot: Spot) -> Piece | None:
    """36例患者完成植入, 8家得标, 八成的企业反映: of those who are counted, what they do."""
    quantity, text = spot.quantity, spot.scene.text
    unit = quantity.unit or ""
    people = quantity.kind == "count" and (
        unit.startswith(_ACTORS)
        or (unit.startswith("只") and _STOCK.match(text, quantity.end, spot.ceiling) is not None)
    )
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


def predicate_of_part(spot: Spot) -> Piece | None:
    """其中108家公司实现增长: of a part of firms or people, what they do; of other things, what is done to them."""
    return predicate(spot) if (spot.quantity.unit or "").startswith(_ACTORS[:6]) else None


def _said_of(text: str) -> tuple[int, int] | None:
    """Return where the first verb after a counted noun begins, and where what it says ends.

    Adverbs do not count; a figure, a 的 or the end of the clause before the verb means that there is none.
    """
    at, begin = 0, None
    while at < len(text):
        act = next((act for act in _ACTS if text.startswith(act, at)), None) if begin is None else None
        word = act or cut(text[at : at + 4])[0]
        if word in _QUOTES:
            at += 1
            continue
        if (word in _STOPS and begin is None) or not word[0].isalpha():
            break
        if begin is not None and (word in _STOPS or at + len(word) - begin > _PREDICATE):
            break
        if begin is None and word not in _ADVERBS:
            verb = (
                len(word) > 1
                and is_verb(word)
                and word not in _NO_ACTS
                and text[at + len(word) :][:1] not in {"下", "中"}
            )
            begin = at if act or verb else None
            if begin is None and at + len(word) > _NOUNS:
                break
        at += len(word)
    return _quoted_whole(text, begin, at) if begin is not None else None


def _quoted_whole(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return a stretch that takes both marks of a quotation or none: 出现“破净”, 签署了[“反对…]."""
    opened, closed = text.find("“", begin, end), text.find("”", begin, end)
    if closed >= 0 and opened < 0:
        return (begin - 1, end) if text[begin - 1 : begin] == "“" else (begin, closed)
    return (begin, opened) if opened >= 0 > closed else (begin, end)


def counted(spot: Spot) -> Piece | None:
    """15个成员国: the noun that is counted."""
    if spot.quantity.kind in {"percent", "money", "ratio"}:
        return None
    start = spot.quantity.end
    found = rule("counted").pattern.match(spot.scene.text[start : min(spot.ceiling, start + MAX_GAP)])
    begin, end = (start + edge for edge in found.span("indicator")) if found else (start, start)
    unit = _unit(spot)
    head = next(spot.scene.hits.after(begin, end), None)
    if unit is not None:
        measured = head is not None and head.start == begin and head.is_noun
        return spot.scene.piece(begin, head.end) if head and measured else unit
    length = noun_phrase_length(spot.scene.text[begin:end])
    ended = _AFTER_NOUN.search(spot.scene.text, begin + 1, begin + length)
    if ended:
        return spot.scene.piece(begin, ended.start()) if ended.start() - begin > 1 else None
    known = max((hit.end for hit in spot.scene.hits.between(begin, end)), default=begin)
    if known > begin + length:
        return spot.scene.piece(begin, known + noun_phrase_length(spot.scene.text[known:end]))
    if (length > 1 and (begin + length < end or end - begin < _LONGEST_NOUN)) or known > begin:
        return spot.scene.piece(begin, begin + length)
    return spot.scene.piece(begin, _first_word_end(spot.scene, begin, end))


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
