"""Split text into sentences and quotations: pure functions over characters."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;]+[”’」』\"')）】》]*|[^。！？!?；;\n]+")


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
