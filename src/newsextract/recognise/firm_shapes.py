"""Names by their shape: what ends in a legal form or a trade word, and where such a name begins."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.recognise.firm_evidence import Evidence
from newsextract.recognise.firm_text import FirmText, is_name_character
from newsextract.rules.firm_names import common_words, is_description, is_never_a_firm, is_phrase, name_lexicon
from newsextract.rules.gazetteer import Hit

LONGEST_BRAND = 8
LONGEST_LEGAL = 20
"""Characters that may stand before 有限公司 and its like: whole trades are named there."""

_WEIGHTS = {"form": 3.0, "group": 1.3, "company": 1.0, "trade": 1.3, "noun": 0.6}
_REPEATED = 1.0
_AFTER_WORD = 0.7
_AFTER_MARK = 0.7
_SHORT_BRAND = 5
_HOUSES = frozenset(("证券", "银行", "农商行", "农商银行", "信托", "期货"))
_CERTAIN_FRONT = 0.8
"""The score from which the model is believed where a legal name begins: 交易对方 + 月泉能源有限公司."""
_OTHER_LABELS = frozenset(("person", "government", "organisation"))
_SURE_OTHER = 0.6
_ACTS = frozenset(("开发", "企业", "投资", "担保", "支付", "发展", "建设", "金融"))
"""Trades that are also what a firm does: 月泉 + 开发, not 月泉开发, where the model is sure of 月泉."""
_HOUSE_OF_PLACE = 2.0
"""But 广州证券 is a house, not the city's trade."""
_OFTEN = 3
"""How often an ordinary word must stand before 公司 to be a brand: 正义公司."""
_PLACE_ONLY = 0.4
"""上海 + 机械 may be a firm or the city's industry: contexts must tell."""
_NEVER_IN_BRAND = frozenset("的了着过是在按被把这那每些们么吗呢吧啊就都也还而且但或很最更不没无")
_VERBS = frozenset(("控股", "投资", "公司", "开发", "建设", "担保", "租赁", "制造", "股份", "创业", "资本", "资产"))
_AFTER_VERBS = (
    "子公司", "孙公司", "股东", "权", "地位", "比例", "方", "了", "于", "过", "额", "治理", "法", "债", "章程", "制度",
    "总额", "金额", "者", "人", "性", "初期", "之初", "以来", "总监", "经理", "组合", "分析师", "部", "支出", "开支", "减值",
    "负债",
)  # fmt: skip
_DESCRIBED = frozenset(("公司", "企业", "集团", "机构", "平台", "品牌", "厂商", "龙头"))
_CONJUNCTIONS = frozenset("及与和暨")
_FUNCTION = frozenset("向由对与和被从将把给为在是")
_BRACKETED = re.compile(r"\((?!\d+\))[^()\n]{2,8}\)$")
_RELATIVES = "子孙"
_NOT_AFTER_SUFFIX = frozenset("业界类园城化部局法债圈股区线词制厂馆性家站纸店")
_NO_NAME_BEFORE = (
    "市场",
    "行业",
    "产业",
    "领域",
    "板块",
    "行情",
    "补充",
    "充足",
    "赛道",
    "革命",
    "强国",
    "大国",
    "供给",
)
"""What makes another word of the suffix: 银行业, 科技界, 汽车城, 公司法."""


class _Shape(NamedTuple):
    """A stretch that ends like a firm's name: the brand ends at ``brand_end`` and begins at ``first`` or later."""

    first: int
    brand_end: int
    suffix: int
    end: int
    kind: str


def from_shapes(article: FirmText, hits: list[Hit]) -> Iterator[Evidence]:
    """Yield the names that end in a legal form, 公司, 集团 or a trade word, as far as where they begin can be told."""
    shapes = list(_shapes(article))
    counts = Counter(article.text[start : s.end] for s in shapes for start in range(s.first, s.brand_end - 1))
    ends = {entity.end: entity.start for entity in article.entities if entity.label in {"firm", "organisation"}}
    certain = {e.end: e.start for e in article.entities if e.label == "firm" and e.score >= _CERTAIN_FRONT}
    known = {hit.end: hit.start for hit in hits if not hit.form.weak and hit.end - hit.start >= 3}
    known_from = {start: end for end, start in known.items()}
    for shape in shapes:
        legal = shape.kind == "form"
        if not legal and shape.end in known:
            continue
        begun = _begin(article, shape, counts, ends)
        if begun is None:
            continue
        start, certainty = begun
        if legal and start < certain.get(shape.end, start) <= shape.brand_end - 2:
            start = certain[shape.end]
        if not legal and _begins_with_other(article, start, shape):
            continue
        if not legal:
            start = max((known[end] for end in range(start, shape.brand_end + 1) if end in known), default=start)
        brand = article.text[start : shape.suffix]
        if brand in name_lexicon().places and shape.kind in {"trade", "noun"}:
            house = brand in name_lexicon().cities and article.text[shape.suffix : shape.end] in _HOUSES
            yield Evidence(start, shape.end, _HOUSE_OF_PLACE if house else _PLACE_ONLY, "shape.place")
        elif not (
            _is_no_name(article.text[start : shape.end], brand, shape, counts)
            or (not legal and _sentence_about_known(article.text, start, shape.suffix, known_from))
        ):
            yield Evidence(start, shape.end, _WEIGHTS[shape.kind], f"shape.{shape.kind}")
            if certainty:
                yield Evidence(start, shape.end, certainty, "shape.border")


def _is_no_name(name: str, brand: str, shape: _Shape, counts: Counter[str]) -> bool:
    """Say whether ``name`` describes (大型公司), counts (5家公司) or is a piece of a sentence."""
    if brand[0].isdecimal() or brand[0] == "第" or is_never_a_firm(name):
        return True
    if shape.kind != "form" and is_description(brand):
        return True
    if shape.kind == "company" and brand in common_words() and counts[name] < _OFTEN:
        return True
    return shape.kind != "form" and (not _NEVER_IN_BRAND.isdisjoint(brand) or is_phrase(brand))


def _begins_with_other(article: FirmText, start: int, shape: _Shape) -> bool:
    """Say whether the model reads a person, an office, a country or a firm and what it does where the shape begins."""
    name = article.name_at(start)
    if name is None or name.end > shape.suffix:
        return False
    if name.label in _OTHER_LABELS:
        return name.score >= _SURE_OTHER
    if name.start != start or name.score < _SURE_OTHER:
        return False
    if name.label == "place":
        behind = article.name_at(name.end)
        return behind is not None and behind.label == "firm" and behind.start == name.end
    rest = article.text[name.end : shape.end]
    return name.label == "firm" and (rest in _ACTS or rest[:1] in _FUNCTION)


def _sentence_about_known(text: str, start: int, suffix: int, known_from: dict[int, int]) -> bool:
    """Say whether the brand is a known firm and what it does (中信证券已 + 控股), not a longer name."""
    known_end = known_from.get(start, suffix)
    return known_end < suffix and is_phrase(text[known_end:suffix] + "了")


@cache
def _suffixes() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(word for word, kind in name_lexicon().kinds.items() if kind in _WEIGHTS)
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words


def suffix_end(article: FirmText, end: int, *, any_kind: bool = True) -> int:
    """Return where the suffixes end that follow a brand that ends at ``end``; ``end`` itself where none does.

    Without ``any_kind``, only 公司, 集团 and legal forms count, not trades.
    """
    text, behind, kind = article.text, end, ""
    while suffix := _suffix_at(text, behind):
        following = name_lexicon().kinds[suffix]
        trade = following in {"trade", "noun"}
        if (trade and not any_kind) or is_verb_suffix(text, behind, behind + len(suffix)):
            break
        behind += len(suffix)
        kind = following
    whole = kind == "form" or (behind in article.borders and text[behind : behind + 1] not in _NOT_AFTER_SUFFIX)
    return behind if whole else end


def _suffix_at(text: str, position: int) -> str:
    """Return the longest suffix that begins at ``position``, or an empty string."""
    words = _suffixes_by_first().get(text[position : position + 1], ())
    return next((word for word in words if text.startswith(word, position)), "")


@cache
def _suffixes_by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_suffixes()[1], key=lambda word: (-len(word), word)):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


def _shapes(article: FirmText) -> Iterator[_Shape]:
    text = article.text
    previous = 0
    for suffix, end, kind in _chains(text):
        conjunction = previous if text[previous : previous + 1] in _CONJUNCTIONS else -1
        previous = end
        if is_verb_suffix(text, max(suffix, end - 2), end) or text.startswith(_NO_NAME_BEFORE, end):
            continue
        wrong_word = text[end : end + 1] in _NOT_AFTER_SUFFIX or end not in article.borders
        if kind != "form" and end < len(text) and wrong_word:
            continue
        if kind == "company" and text[suffix - 1] in _RELATIVES and text[suffix - 2 : suffix] not in common_words():
            continue  # 月泉科技 + 子公司
        bracket = _BRACKETED.search(text, max(0, suffix - 10), suffix)
        brand_end = bracket.start() if bracket else suffix
        first = brand_end
        limit = LONGEST_LEGAL if kind == "form" else LONGEST_BRAND
        while first > 0 and brand_end - first < limit and is_name_character(text[first - 1]):
            if kind == "form" and text[first - 1].isdecimal():
                break
            first -= 1
        if first <= conjunction < brand_end - 2:
            first = conjunction + 1
        if brand_end - first >= 2:
            yield _Shape(first, brand_end, suffix, end, kind)


def is_verb_suffix(text: str, start: int, end: int) -> bool:
    """Say whether the suffix is the verb or the noun of another: 控股子公司, 投资了, 公司治理."""
    return text[start:end] in _VERBS and text.startswith(_AFTER_VERBS, end)


def _chains(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield suffixes with those right after them taken together (航空 + 科技 + 有限公司), and the kind of the last."""
    automaton, words = _suffixes()
    kinds = name_lexicon().kinds
    chain: tuple[int, int, str] | None = None
    for number, start, end in automaton.find_matches_as_indexes(text):
        if chain and chain[1] == start:
            kind = kinds[words[number]]
            chain = (chain[0], end, "group" if kind == "company" else kind)
            continue
        if chain:
            yield chain
        chain = (start, end, kinds[words[number]])
    if chain:
        yield chain


def _begin(article: FirmText, shape: _Shape, counts: Counter[str], ends: dict[int, int]) -> tuple[int, float] | None:
    """Return where the name begins and how much its left border adds, or None when that cannot be told."""
    nearest = _behind_other_words(article, shape)
    if nearest is not None and nearest > shape.brand_end - 2:
        return None
    repeated = _repeated(article.text, shape, counts, shape.first if nearest is None else nearest)
    if repeated is not None:
        return _sure(article.text, repeated, shape, _REPEATED)
    if nearest is not None:
        return _sure(article.text, nearest, shape, _AFTER_WORD)
    by_model = ends.get(shape.end, ends.get(shape.suffix))
    marked = article.hard_left(shape.first)
    if shape.kind == "form" and marked:
        return shape.first, 0.0
    if by_model is not None and shape.first <= by_model <= shape.brand_end - 2:
        return by_model, 0.0  # the model's own evidence counts for itself
    short = shape.brand_end - shape.first <= _SHORT_BRAND
    return _sure(article.text, shape.first, shape, _AFTER_MARK) if marked and short else None


def _behind_other_words(article: FirmText, shape: _Shape) -> int | None:
    """Return the last place that the name cannot begin before: behind 的, 收购 or a verb. None: there is none.

    A place inside the last two characters of the brand says that there is no name here at all.
    """
    legal = shape.kind == "form"
    inside = range(shape.first, shape.brand_end + 1)
    last = article.last_behind_left_word(inside, within_name=legal)
    places = [] if last is None else [last]
    places += [p for p in article.behind_verbs(inside) if p != shape.brand_end - 1 and not (legal and _inner(shape, p))]
    if legal:
        places += [p for p in inside if _place_behind_noun(article.text, p, shape.brand_end)]
        places += [p for p in inside if _province_or_city(article.text, p, shape)]
    return max(places, default=None)


def _place_behind_noun(text: str, position: int, brand_end: int) -> bool:
    """Say whether a description ends here and a legal name begins with its place: 设计企业 + 苏州旻芯."""
    if text[position - 2 : position] not in _DESCRIBED:
        return False
    place = name_lexicon().leading_place(text[position : min(position + 5, brand_end)])
    return bool(place) and brand_end - position - len(place) >= 2


def _province_or_city(text: str, position: int, shape: _Shape) -> bool:
    """Say whether a legal name begins here with its province or city: 对方 + 福建省..., but not 福建省 + 泉州市..."""
    place = name_lexicon().leading_place(text[position : min(position + 5, shape.brand_end)])
    if not place.endswith(("省", "市")) or shape.brand_end - position - len(place) < 2:
        return False
    return text[position - 1] not in "省区" and not any(
        text[position - length : position] in name_lexicon().places for length in (2, 3)
    )


def _inner(shape: _Shape, position: int) -> bool:
    """Say whether a verb that ends at ``position`` may be part of a legal name: not so near its front."""
    return position - shape.first > 4 or shape.brand_end - position < 4


def _repeated(text: str, shape: _Shape, counts: Counter[str], lowest: int) -> int | None:
    """Return where the longest stretch begins that occurs nearly as often as its last part."""
    best, most = None, 0
    for start in range(shape.brand_end - 2, lowest - 1, -1):
        count = counts[text[start : shape.end]]
        if count < 2 or count * 5 < most * 3:
            break
        if text[start] in _FUNCTION and (count < most or name_lexicon().leading_place(text[start + 1 : start + 6])):
            break  # 向 + 越南...
        best, most = start, max(most, count)
    return best


def _sure(text: str, start: int, shape: _Shape, weight: float) -> tuple[int, float]:
    """Return the beginning, and ``weight`` unless the brand is an ordinary word."""
    return (start, weight) if text[start : shape.brand_end] not in common_words() else (start, 0.0)
