"""What the model's answers point at, as pieces of the text."""

import math

from newsextract.assemble.link_model import Answer
from newsextract.assemble.link_text import LinkText
from newsextract.records.marks import Piece
from newsextract.rules.phrases import cut

_UNSAID = math.log(0.6)
"""A figure loses what the rules said of it only where the model is rather sure that the text does not say it."""
_LEADING = frozenset("的了着过和与及或令使让将把被对向在从由而但则也都为是,，、 ")
_TRAILING = frozenset("的了着过就能在是为达至到并也都则而和与及,，、 ")


def piece_of(text: LinkText, answer: Answer, told: Piece | None = None) -> Piece | None:
    """Return what an answer points at; what the rules ``told`` where they are the same."""
    if answer.nowhere > max(answer.chance, _UNSAID):
        return None
    start, end = answer.start, answer.end
    if (start, end) not in text.firm_at:
        start, end = _trimmed(text.text, start, end)
    if told and told.start <= start and end <= told.end and len(told.text) - (end - start) <= 1:
        return told  # 标利率 of 得标利率 is cut from it
    return Piece(start, end, text.text[start:end])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the words at its borders that only link: 令同店 is 同店."""
    words = cut(text[start:end])
    while len(words) > 1 and words[0] in _LEADING:
        start += len(words.pop(0))
    while len(words) > 1 and words[-1] in _TRAILING:
        end -= len(words.pop())
    return start, end
