"""What the linking model sees of a text: for each character the marks that lie on it, and how far it is from others."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from newsextract.assemble.cast import Cast
from newsextract.assemble.findings import FirmGroup
from newsextract.assemble.metric_names import NameList
from newsextract.layers import text_of, word_ends_of
from newsextract.records.marks import (
    FIRMS,
    PERIODS,
    QUANTITIES,
    QUOTATIONS,
    QUOTES,
    SENTENCES,
    Sentence,
)
from newsextract.rules.indicator_words import find_changes, find_indicators, without
from newsextract.values.sentences import split_sentences

FLAGS = (
    "name_begins", "firm", "main", "reference", "person", "place", "body", "product", "period", "quantity", "measure",
    "act", "owner", "thing", "increase", "decrease", "quote", "sentence_begins", "word_ends", "headline", "oblique",
    "source", "named_often", "cue", "other_begins",
)  # fmt: skip
"""What can lie on a character, in the order of the model's inputs."""
_FLAG = {name: number for number, name in enumerate(FLAGS)}
_CLAUSE = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[:;!?。…\n]|——")
_OFTEN = 4
"""Times that a text names a firm often."""
_LONGEST_NAME = 80
BLOCK = 3_000
"""Characters whose figures and sentences are read at once: longer texts are read block by block."""
HEAD = 200
"""Characters at the beginning of a text that every later block has before it: what the article is about."""
BEHIND, AHEAD = 240, 360
"""Characters around a block that are read with it."""
FIGURES = 96
"""Figures of a block, at most."""
DENSE = 5 * FIGURES
"""Characters in which so many figures are no prose."""

Bits = NDArray[np.uint8]
Counts = NDArray[np.int32]
Places = NDArray[np.int64]


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...


class Block(NamedTuple):
    """A part of a text that is read at once."""

    start: int
    end: int
    """Figures and sentences that begin between ``start`` and ``end`` are the block's own."""
    head: int
    """So many characters of the text's beginning are read before those from ``first`` to ``last``."""
    first: int
    last: int
    dense: bool = False
    """Whether figures stand as close as in a table: none of them is read, which would take long and tell nothing."""

    @property
    def places(self) -> Places:
        """The places of the text that are read, in order: its beginning, the block and what is around it."""
        return np.concatenate([np.arange(self.head), np.arange(self.first, self.last)])

    def local(self, place: int) -> int:
        """Return the number among ``places`` of a place, or of the next that is among them."""
        if place >= self.first:
            return min(place, self.last) - self.first + self.head
        return min(place, self.head)

    def spans(self, things: Sequence[Spanned]) -> Places:
        """Return (things, 2) where among ``places`` things of the text begin and end."""
        spans = [(self.local(thing.start), self.local(thing.end - 1) + 1) for thing in things]
        return np.array(spans, dtype=np.int64).reshape(-1, 2)

    def text(self, whole: str) -> str:
        """Return the characters that are read."""
        return whole[: self.head] + whole[self.first : self.last]


@dataclass(frozen=True, slots=True)
class LinkText:
    """A text with what the model is told of its characters."""

    text: str
    sentences: Sequence[Sentence]
    flags: Bits
    """(characters, flags) of 0 and 1."""
    clause: Counts
    """For each character, how many clauses ended before it; likewise for sentences, paragraphs and figures."""
    sentence: Counts
    paragraph: Counts
    figures: Counts
    inner: Places
    """For each character the next, from itself on, that ends a clause or a line; the text's length where none does."""
    free: Places
    """Likewise the next that does or is of a figure: figures are no part of what they measure or of whose they are."""
    mentions: dict[str, list[tuple[int, int]]]
    """Where each firm is named or pointed at, by its id."""
    firm_at: dict[tuple[int, int], str]
    """The firm of each of these places."""
    spans: Sequence[tuple[int, int]]
    """These places in order."""
    main: tuple[int, int] | None
    """Where the firm that the text is about is named first."""

    def mentions_around(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the places of firms that overlap a stretch, in order."""
        first = bisect_left(self.spans, (max(0, start - _LONGEST_NAME), 0))
        return [span for span in self.spans[first : bisect_left(self.spans, (end, 0))] if span[1] > start]

    def periods(self, start: int, end: int) -> NDArray[np.bool_]:
        """Return which characters of a stretch are of a time."""
        return self.flags[start:end, _FLAG["period"]] > 0

    def blocks(self, figures: Sequence[int]) -> list[Block]:
        """Return the blocks of the text; ``figures`` are the places where figures begin, in rising order."""
        found, start, number, length = [], 0, 0, len(self.text)
        while start < length:
            end = min(length, start + BLOCK)
            if number + FIGURES < len(figures):
                end = max(min(end, figures[number + FIGURES]), start + 1)
            dense = end < min(length, start + DENSE)
            first, last = max(0, start - BEHIND), min(length, end + AHEAD)
            found.append(Block(start, end, min(HEAD, first), first, last, dense))
            while number < len(figures) and figures[number] < end:
                number += 1
            start = end
        return found


def describe(doc: Any, firms: Sequence[FirmGroup], cast: Cast) -> LinkText:  # noqa: ANN401 - a spaCy Doc
    """Return what the model is told of the text of ``doc``, of its ``firms`` and of all whom it names."""
    text = text_of(doc)
    length = len(text)
    sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text))
    names, main = cast
    flags = np.zeros((length, len(FLAGS)), dtype=np.uint8)
    _flag_names(flags, names, main.id if main else None)
    _flag_marks(flags, doc, text)
    flags[[sentence.start for sentence in sentences], _FLAG["sentence_begins"]] = 1
    ends = np.array(word_ends_of(doc), dtype=np.int64)
    flags[ends[(ends > 0) & (ends <= length)] - 1, _FLAG["word_ends"]] = 1
    if sentences:
        flags[sentences[0].start : sentences[0].end, _FLAG["headline"]] = 1
    number, paragraph = _numbers(length, sentences)
    mentions = {firm.id: _places(firm) for firm in firms}
    ends_of_clauses = [found.end() for found in _CLAUSE.finditer(text)]
    inner = _inner(text, ends_of_clauses)
    firm_at = {span: firm for firm, spans in mentions.items() for span in spans}
    return LinkText(
        text=text,
        sentences=sentences,
        flags=flags,
        clause=_counted(length, ends_of_clauses),
        sentence=number,
        paragraph=paragraph,
        figures=_counted(length, (mark.end for mark in QUANTITIES.read(doc) if mark.kind != "number")),
        inner=_next_barred(inner),
        free=_next_barred(inner & (flags[:, _FLAG["quantity"]] == 0)),
        mentions=mentions,
        firm_at=firm_at,
        spans=sorted(firm_at),
        main=min(mentions[main.id]) if main else None,
    )


def _places(firm: FirmGroup) -> list[tuple[int, int]]:
    marks: list[Spanned] = [*firm.marks, *firm.references]
    return [(mark.start, mark.end) for mark in marks]


def _flag_names(flags: Bits, names: NameList, main: str | None) -> None:
    times: dict[str, int] = {}
    for name in names.names:
        if name.firm_id:
            times[name.firm_id] = times.get(name.firm_id, 0) + 1
    for name in names.names:
        told: list[str] = [name.kind]
        told += ["main"] if main and name.firm_id == main else []
        told += ["oblique"] if names.is_oblique(name) else []
        told += ["source"] if names.is_source(name) else []
        told += ["named_often"] if name.firm_id and times[name.firm_id] >= _OFTEN else []
        for flag in told:
            flags[name.start : name.end, _FLAG[flag]] = 1
        flags[name.start, _FLAG["name_begins" if name.kind == "firm" else "other_begins"]] = 1


def _flag_marks(flags: Bits, doc: Any, text: str) -> None:  # noqa: ANN401 - a spaCy Doc
    periods, quantities = PERIODS.read(doc), QUANTITIES.read(doc)
    told: list[tuple[str, Iterable[Spanned]]] = []
    told += [("period", periods), ("quantity", quantities), ("quote", QUOTES.read(doc))]
    told.append(("cue", (mark.cue for mark in QUOTATIONS.read(doc) if mark.cue)))
    known: list[Spanned] = [*quantities, *periods, *FIRMS.read(doc)]
    masked = without(text, ((mark.start, mark.end) for mark in known))
    hits, changes = find_indicators(masked), find_changes(masked)
    told.append(("measure", (hit for hit in hits if hit.is_noun)))
    told.append(("act", (hit for hit in hits if hit.is_verb)))
    told.append(("owner", (hit for hit in hits if hit.is_owner)))
    told.append(("thing", (hit for hit in hits if hit.is_thing)))
    told += [(change, (hit for hit in changes if hit.change == change)) for change in ("increase", "decrease")]
    for flag, marks in told:
        for mark in marks:
            flags[mark.start : mark.end, _FLAG[flag]] = 1


def _counted(length: int, places: Iterable[int]) -> Counts:
    """Return, for each character, how many of ``places`` are not after it."""
    counts = np.zeros(length + 1, dtype=np.int32)
    np.add.at(counts, np.fromiter(places, dtype=np.int64), 1)
    return counts[:length].cumsum(dtype=np.int32)


def _numbers(length: int, sentences: Sequence[Sentence]) -> tuple[Counts, Counts]:
    """Return the number of each character's sentence and paragraph; what is before the first is in the first."""
    starts = np.array([sentence.start for sentence in sentences], dtype=np.int64)
    paragraphs = np.array([sentence.paragraph for sentence in sentences] or [0], dtype=np.int32)
    number = np.maximum(np.searchsorted(starts, np.arange(length), side="right") - 1, 0).astype(np.int32)
    return number, paragraphs[number]


def _inner(text: str, ends: Sequence[int]) -> NDArray[np.bool_]:
    inner = np.ones(len(text), dtype=bool)
    inner[np.array(ends, dtype=np.int64) - 1] = False
    return inner


def _next_barred(allowed: NDArray[np.bool_]) -> Places:
    """Return for each character the next one, from itself on, that is not allowed."""
    barred = np.where(allowed, len(allowed), np.arange(len(allowed)))
    return np.minimum.accumulate(barred[::-1])[::-1]
