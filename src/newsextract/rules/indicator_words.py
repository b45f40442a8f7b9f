"""Where indicators and words of change stand in a text: one automaton pass each over the whole of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.records.fields import Basis, Change
from newsextract.rules.lexicon import read_lexicon

_BLANK = "\0"
MIN_LINKED = 3
"""Characters of a modifier that takes 的 after it: 未清偿的, 归属于上市公司股东的."""
MAX_MODIFIERS = 4
"""归母 + 扣非 + 合并 + 累计: longer runs do not occur."""

_AGED = frozenset("青少成老中童壮")
"""What comes before 年 when it is no year."""
_DATED = frozenset("0123456789〇零一二三四五六七八九十今去前明后本当每上下全半近多整首单同该财往历来两几这那个度")
"""What comes before 年, 季 and 月 when they end a date."""

ChangeForm = Literal["verb", "noun", "both"]


class Hit(NamedTuple):
    """An indicator in the text, with the modifiers before it."""

    start: int
    end: int
    core: int
    """Where the word itself begins, after its modifiers."""
    concept: str
    kinds: frozenset[str]
    roles: frozenset[str]

    @property
    def is_noun(self) -> bool:
        """Whether it is a measure."""
        return "noun" in self.roles

    @property
    def is_thing(self) -> bool:
        """Whether it is something that is counted."""
        return "thing" in self.roles

    @property
    def is_verb(self) -> bool:
        """Whether it is an act."""
        return "verb" in self.roles

    @property
    def is_owner(self) -> bool:
        """Whether it is an index, a market or a commodity, whose figures are its own."""
        return "owner" in self.roles

    def fits(self, kind: str) -> bool:
        """Say whether a figure of ``kind`` can be its level, or a share or change of it."""
        return kind in self.kinds or "any" in self.kinds or kind in {"percent", "ratio"}


class ChangeHit(NamedTuple):
    """A word of change in the text."""

    start: int
    end: int
    change: Change
    form: ChangeForm
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class _Word:
    concept: str
    kinds: frozenset[str]
    roles: frozenset[str]
    is_modifier: bool
    """Whether it is nothing else."""


class Modifiers(NamedTuple):
    """Words that belong to the noun after them, and the lengths, longest first, of those that end in a character."""

    words: frozenset[str]
    by_last: dict[str, tuple[int, ...]]


_TURNS = frozenset("为仍现是")
"""Between a profit and a loss that are one indicator: 净利润为亏损."""


@cache
def _indicators() -> tuple[AhoCorasick, list[_Word], Modifiers]:
    rows = read_lexicon("indicators")
    words = []
    for row in rows:
        roles = frozenset(row["role"].split("+"))
        words.append(_Word(row["concept"], frozenset(row["kinds"].split("+")), roles, roles == {"modifier"}))
    automaton = AhoCorasick([row["word"] for row in rows], matchkind=MatchKind.LeftmostLongest)
    modifiers = frozenset(row["word"] for row in rows if "modifier" in row["role"].split("+"))
    lengths: dict[str, set[int]] = {}
    for word in modifiers:
        lengths.setdefault(word[-1], set()).add(len(word))
    by_last = {last: tuple(sorted(found, reverse=True)) for last, found in lengths.items()}
    return automaton, words, Modifiers(modifiers, by_last)


@cache
def _changes() -> tuple[AhoCorasick, tuple[dict[str, str], ...]]:
    rows = read_lexicon("changes")
    return AhoCorasick([row["word"] for row in rows], matchkind=MatchKind.LeftmostLongest), rows


def without(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with the marks blanked, so that no word is found across the border of one: 7.35港[币价]格."""
    pieces, at = [], 0
    for start, end in sorted(marks):
        if end > at:
            pieces += [text[at : max(at, start)], _BLANK * (end - max(at, start))]
            at = end
    return "".join((*pieces, text[at:]))


def find_indicators(text: str, offset: int = 0) -> list[Hit]:
    """Return the indicators of ``text`` in reading order, each with its modifiers; modifiers alone are none.

    ``offset`` is added to their places: where ``text`` begins in the whole.
    """
    automaton, words, modifiers = _indicators()
    hits: list[Hit] = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        word = words[number]
        if word.is_modifier:
            continue
        first = _with_modifiers(text, start, modifiers)
        hit = Hit(offset + first, offset + end, offset + start, word.concept, word.kinds, word.roles)
        _append(hits, hit, text, offset)
    return hits


def find_changes(text: str, offset: int = 0) -> list[ChangeHit]:
    """Return the words of change of ``text`` in reading order; ``offset`` is added to their places."""
    automaton, rows = _changes()
    hits: list[ChangeHit] = []
    for number, start, end in automaton.find_matches_as_indexes(text):
        row = rows[number]
        if row["form"] == "stop":
            continue
        basis: Basis | None = None if row["basis"] == "-" else row["basis"]  # type: ignore[assignment]
        if basis and text[start] in "年季月" and start and text[start - 1] in _DATED:
            start, basis = start + 1, None  # noqa: PLW2901 - 去年增长 is 去年 and 增长
        hits.append(ChangeHit(offset + start, offset + end, row["change"], row["form"], basis))  # type: ignore[arg-type]
    return hits


def _with_modifiers(text: str, start: int, modifiers: Modifiers) -> int:
    for _ in range(MAX_MODIFIERS):
        linked = start > 0 and text[start - 1] == "的"
        end = start - 1 if linked else start
        lengths = modifiers.by_last.get(text[end - 1], ()) if end else ()
        least = MIN_LINKED if linked else 1  # of what ends in 技术的 or 投资的, the end may be a firm's name
        step = next((n for n in lengths if least <= n <= end and text[end - n : end] in modifiers.words), 0)
        if not step or (step == 1 and end > 1 and text[end - 1] in "年月季日" and text[end - 2] in _DATED | _AGED):
            break
        start = end - step
    return start


def _append(hits: list[Hit], hit: Hit, text: str, offset: int) -> None:
    """Add ``hit``, joined to the one before it where the two are one compound (净利润 + 亏损, 用户 + 规模)."""
    last = hits[-1] if hits else None
    if last is None or last.end < hit.start - 1 or not (last.is_noun and hit.is_noun) or last.concept == "sites":
        hits.append(hit)
        return
    between = text[last.end - offset : hit.start - offset]
    loss = hit.concept == "loss" and last.concept in {"net_profit", "operating_profit"} and between in _TURNS
    if between and not loss:
        hits.append(hit)
    else:
        hits[-1] = hit._replace(start=min(last.start, hit.start))
