"""Find quotation borders: pure functions over characters."""

import re
from bisect import bisect_left
from typing import NamedTuple

_MARK = re.compile('[“”‘’"\n]')
_LINE_END = re.compile(r"\n|\Z")
_CLOSES = {"“": "”", "‘": "’"}

_LONGEST_QUOTATION = 3_000
"""A quotation mark that has not been closed after so many characters was a slip, and quotes its own paragraph only."""


class QuoteSpan(NamedTuple):
    """A stretch between quotation marks, the marks included."""

    start: int
    end: int
    level: int
    """0 for an outer quotation, 1 for one inside it, and so on."""
    open_ended: bool
    """No closing mark of its own: it goes on in the next paragraph's quotation, or the mark is missing."""


def find_quotes(text: str) -> list[QuoteSpan]:
    """Return the quotations of ``text`` (“” and ‘’, nested; straight double quotes in pairs on one line).

    A quotation of several paragraphs, each opened and only the last one closed, gives one open-ended span for each
    paragraph but the last. A closing mark far behind, in a later paragraph, still closes. Sorted by start, outer first.
    """
    finder = _QuoteFinder(text)
    for match in _MARK.finditer(text):
        finder.take(match.group(), match.start())
    return finder.finish()


class _QuoteFinder:
    def __init__(self, text: str) -> None:
        self.line_ends = [match.start() for match in _LINE_END.finditer(text)]
        self.spans: list[QuoteSpan] = []
        self.open: list[tuple[str, int]] = []
        self.straight: int | None = None

    def take(self, mark: str, position: int) -> None:
        if mark == "\n":
            self.straight = None  # an odd straight quote is an inch, or a slip
        elif mark == '"':
            self._toggle_straight(position)
        elif mark in _CLOSES:
            self._open(mark, position)
        else:
            self._close(mark, position)

    def finish(self) -> list[QuoteSpan]:
        while self.open:
            self._abandon()
        return sorted(self.spans, key=lambda span: (span.start, -span.end))

    def _toggle_straight(self, position: int) -> None:
        if self.straight is None:
            self.straight = position
        else:
            self.spans.append(QuoteSpan(self.straight, position + 1, len(self.open), open_ended=False))
            self.straight = None

    def _open(self, mark: str, position: int) -> None:
        while self.open and (self.open[-1][0] == mark or position - self.open[-1][1] > _LONGEST_QUOTATION):
            self._abandon()
        self.open.append((mark, position))

    def _close(self, mark: str, position: int) -> None:
        marks = [_CLOSES[opened] for opened, _ in self.open]
        if mark not in marks:
            return  # an apostrophe, or a closing mark on its own
        while _CLOSES[self.open[-1][0]] != mark:
            self._abandon()
        if position - self.open[-1][1] > _LONGEST_QUOTATION:
            self._abandon()
            return
        _, start = self.open.pop()
        self.spans.append(QuoteSpan(start, position + 1, len(self.open), open_ended=False))

    def _abandon(self) -> None:
        _, start = self.open.pop()
        line = bisect_left(self.line_ends, start)
        self.spans.append(QuoteSpan(start, self.line_ends[line], len(self.open), open_ended=True))
