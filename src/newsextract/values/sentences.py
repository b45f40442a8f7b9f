"""Split text into sentences and quotations: pure functions over characters."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;]+[”’」』\"')）】》]*|[^。！？!?；;\n]+")

_LATIN = "\u2e80"
"""Characters from here on are Chinese, which is written without spaces."""


class SentenceSpan(NamedTuple):
    """A sentence and the number of its line among those that are not empty."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str) -> list[SentenceSpan]:
    """Return the sentences of ``text``: split after 。！？!?；; and at line ends, without surrounding white space.

    Full-width and half-width marks count alike, and closing quotes and brackets stay with the sentence that they
    close. A full stop ``.`` ends no Chinese sentence. Every character that is not white space is in one sentence.
    """
    spans: list[SentenceSpan] = []
    paragraph, line_end = -1, -1
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.start() + len(piece.rstrip())
        if end <= start:
            continue
        if start > line_end:
            paragraph += 1
            found = text.find("\n", start)
            line_end = found if found >= 0 else len(text)
        spans.append(SentenceSpan(start, end, paragraph))
    return spans


def headline_part(text: str, start: int, position: int) -> int:
    """Return where the part of the headline from ``start`` begins that ``position`` lies in.

    Between Chinese words a space does in a headline what elsewhere a comma does (甲公司扩产 乙公司停工).
    """
    space = text.rfind(" ", start + 1, max(start + 1, position - 1))
    return space + 1 if space > 0 and text[space - 1] > _LATIN < text[space + 1] else start
