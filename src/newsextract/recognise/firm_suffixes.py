"""Suffixes of firms' names in the text: legal forms and trade words, alone and in chains."""

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import SAYING_KINDS, name_lexicon

_VERBS = frozenset(("控股", "投资", "公司", "开发", "建设", "担保", "租赁", "制造", "股份", "创业", "资本", "资产"))
_AFTER_VERBS = (
    "子公司", "孙公司", "股东", "权", "地位", "比例", "方", "了", "于", "过", "额", "治理", "法", "债", "章程", "制度",
    "总额", "金额", "者", "人", "性", "初期", "之初", "以来", "总监", "经理", "组合", "分析师", "部", "支出", "开支",
    "减值", "负债",
)  # fmt: skip
NOT_AFTER_SUFFIX = frozenset("业界类园城化部局法债圈股区线词制厂馆性家站纸店")
"""What makes another word of the suffix: 银行业, 科技界, 汽车城, 公司法."""


@cache
def _suffixes() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(word for word, kind in name_lexicon().kinds.items() if kind in SAYING_KINDS)
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
    whole = kind == "form" or (behind in article.borders and text[behind : behind + 1] not in NOT_AFTER_SUFFIX)
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


def is_verb_suffix(text: str, start: int, end: int) -> bool:
    """Say whether the suffix is the verb or the noun of another: 控股子公司, 投资了, 公司治理."""
    return text[start:end] in _VERBS and text.startswith(_AFTER_VERBS, end)


def chains(text: str) -> Iterator[tuple[int, int, str]]:
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
