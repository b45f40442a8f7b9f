"""An excerpt cut at every border of a highlight: paragraphs of pieces that a template writes one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsextract.store.claim_view import Excerpt, Highlight

_ORDER = ("claim", "other", "period", "reference", "firm", "metric", "speaker", "cue")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text without a border inside."""

    start: int
    """In code points of the article."""
    text: str
    kinds: tuple[str, ...]
    other: str
    """The key of another claim that it belongs to."""
    begins: tuple[str, ...]
    """The keys of the claims that begin here."""


Paragraph = list[Piece]


def cut(excerpt: Excerpt, shown: str) -> list[Paragraph]:
    """Return the lines of an excerpt that are not blank.

    ``shown`` is its text, or what stands for it character for character, such as the text in simplified script.
    """
    paragraphs: list[Paragraph] = []
    at = 0
    for line in shown.split("\n"):
        kept = line.rstrip("\r")
        if kept.strip():
            paragraphs.append(list(_pieces(kept, excerpt.start + at, excerpt.highlights)))
        at += len(line) + 1
    return paragraphs


def _pieces(line: str, offset: int, highlights: tuple[Highlight, ...]) -> Iterator[Piece]:
    end = offset + len(line)
    here = [mark for mark in highlights if mark.start < end and offset < mark.end]
    borders = {offset, end}
    for mark in here:
        borders.update((max(offset, mark.start), min(end, mark.end)))
    for start, stop in pairwise(sorted(borders)):
        over = [mark for mark in here if mark.start <= start and stop <= mark.end]
        kinds = {mark.kind for mark in over}
        yield Piece(
            start=start,
            text=line[start - offset : stop - offset],
            kinds=tuple(kind for kind in _ORDER if kind in kinds),
            other=next((mark.key for mark in over if mark.kind == "other"), ""),
            begins=tuple(mark.key for mark in over if mark.key and mark.start == start),
        )
