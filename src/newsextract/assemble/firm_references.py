"""Which firm 该公司, 这家企业 or 公司 stands for, where the text decides it."""

import re
from bisect import bisect_left
from collections import Counter

from spacy.tokens import Doc

from newsextract.layers import text_of
from newsextract.records.marks import REFERENCES, SENTENCES, FirmMark, ReferenceMark
from newsextract.rules.gazetteer import gazetteer_of
from newsextract.values.sentences import SentenceSpan, split_sentences

_SENTENCES_BACK = 4
_ANALYST = re.compile(r"的?(?:分析师|策略师|首席[一-鿿]{2,6}家|研报|研究报告|目标价)")
"""Behind a firm that speaks of others: 瑞银分析师认为，该公司 is not about 瑞银."""
_OUTLET_ENDS = (
    "日报",
    "晚报",
    "早报",
    "时报",
    "商报",
    "周报",
    "周刊",
    "新闻",
    "新闻网",
    "财经",
    "通讯社",
    "电视台",
    "网讯",
)
_BANK_WORDS = ("行", "银", "Bank", "BANK")
_BANK_NOUNS = ("银行", "行", "投行", "券商")


def resolve_references(doc: Doc, groups: list[list[FirmMark]]) -> list[list[ReferenceMark]]:
    """Return for each group of marks (one firm each) the references that stand for it, in reading order.

    A reference with a pointing word stands for the firm last spoken of: named before it in its sentence, else the
    first of the nearest sentence before it that names one. 公司 alone stands for the firm that the paragraph or the
    article is about. Where several would do, none gets it.
    """
    owned: list[list[ReferenceMark]] = [[] for _ in groups]
    references = REFERENCES.read(doc)
    if not groups or not references:
        return owned
    scene = _Scene(doc, groups)
    for reference in references:
        owner = scene.owner(reference)
        if owner is not None:
            owned[owner].append(reference)
    return owned


class _Scene:
    """Who is named where, walked through once from the beginning: references must be asked for in reading order."""

    def __init__(self, doc: Doc, groups: list[list[FirmMark]]) -> None:
        sentences = SENTENCES.read(doc) if SENTENCES.written(doc) else split_sentences(text_of(doc))
        self._sentences = [SentenceSpan(s.start, s.end, s.paragraph) for s in sentences]
        self._starts = [sentence.start for sentence in self._sentences]
        outlets = {number for number, group in enumerate(groups) if _is_outlet(doc, group)}
        text = text_of(doc)
        named = [
            (mark.start, number)
            for number, group in enumerate(groups)
            for mark in group
            if not _ANALYST.match(text, mark.end)
        ]
        self._named = sorted((start, number) for start, number in named if number not in outlets)
        self._banks = frozenset(number for number, group in enumerate(groups) if _is_bank(group))
        self._passed = 0
        self._in_article: Counter[int] = Counter()
        self._in_paragraph: Counter[int] = Counter()
        self._paragraph = -1

    def owner(self, reference: ReferenceMark) -> int | None:
        """Return the number of the group that ``reference`` stands for, or None."""
        current = bisect_left(self._starts, reference.start + 1) - 1
        if current < 0:
            return None
        self._walk(reference.start, self._sentences[current].paragraph)
        if reference.rule == "reference.bare":
            main = _leader(self._in_paragraph)
            main = _leader(self._in_article) if main is None else main
            if main is not None:
                return main
        wanted = self._banks if reference.text.endswith(_BANK_NOUNS) else frozenset()
        return self._last_spoken_of(current, wanted)

    def _walk(self, position: int, paragraph: int) -> None:
        """Count the firms named before ``position``, in the article and in ``paragraph``."""
        while self._passed < len(self._named) and self._named[self._passed][0] < position:
            start, number = self._named[self._passed]
            where = self._sentences[max(0, bisect_left(self._starts, start + 1) - 1)].paragraph
            if where != self._paragraph:
                self._in_paragraph, self._paragraph = Counter(), where
            self._in_article[number] += 1
            self._in_paragraph[number] += 1
            self._passed += 1
        if paragraph != self._paragraph:
            self._in_paragraph, self._paragraph = Counter(), paragraph

    def _last_spoken_of(self, current: int, wanted: frozenset[int]) -> int | None:
        """Return the firm named last in this sentence, or first in one shortly before; one of ``wanted`` if any is."""
        last = self._passed
        for back in range(current, max(-1, current - 1 - _SENTENCES_BACK), -1):
            first = bisect_left(self._named, (self._starts[back], -1), 0, last)
            inside = [number for _, number in self._named[first:last]]
            inside = [number for number in inside if number in wanted] or inside
            if inside:
                return inside[-1] if back == current else inside[0]
            last = first
        return None


def _leader(counts: Counter[int]) -> int | None:
    """Return the firm named at least twice as often as any other, or None."""
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None


def _is_outlet(doc: Doc, group: list[FirmMark]) -> bool:
    if any(mark.text.endswith(_OUTLET_ENDS) for mark in group):
        return True
    forms = [gazetteer_of(doc).lookup(mark.text) for mark in group]
    return any(form and all(entry.kind == "media" for entry in form.entries) for form in forms)


def _is_bank(group: list[FirmMark]) -> bool:
    return any(word in mark.text for mark in group for word in _BANK_WORDS)
