"""Words and phrases of plain text, by the list of ordinary words: for components that cannot rely on a Doc's tokens."""

from collections.abc import Iterator

from newsextract.records.marks import Piece
from newsextract.rules.firm_names import common_verbs, common_words

_LONGEST = 4
_AROUND = " \u3000,，:：\t"
"""What may stand between a cue and what is said."""
_FUNCTION = frozenset(
    "的了着过是有为将把被对向从由受因据按让令使给以在于至到与及和并而且也又仍则就都还更已曾要拟其这那它他她我你不没未"
)
"""Characters that hold phrases together and are no part of a noun phrase of names."""


def cut(text: str) -> list[str]:
    """Return the words of a short text: the longest known from left to right, unknown characters one by one."""
    words, at, known = [], 0, common_words()
    while at < len(text):
        size = next((n for n in range(min(_LONGEST, len(text) - at), 1, -1) if text[at : at + n] in known), 1)
        words.append(text[at : at + size])
        at += size
    return words


def last_word(text: str) -> str:
    """Return the longest known word that ends a text, or its last character."""
    known = common_words()
    size = next((n for n in range(min(_LONGEST, len(text)), 1, -1) if text[-n:] in known), 1)
    return text[-size:]


def is_verb(word: str) -> bool:
    """Say whether a word is never a noun: 搭载, 推出, 再度, but not 投资."""
    return word in common_verbs()


def noun_phrase_length(text: str) -> int:
    """Return how many characters of ``text`` come before its first verb, function word or punctuation."""
    at = 0
    for word in cut(text):
        if is_verb(word) or word in _FUNCTION or not (word[0].isalnum() or word in '“”‘’"·-'):
            return at
        at += len(word)
    return at


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where ``words``, at least a character, stand in a text, without overlaps."""
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))


def said_in(text: str, start: int, end: int) -> Piece | None:
    """Return what is said in a stretch of ``text``: all of it but for marks and spaces before it and spaces behind."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(_AROUND))
    end -= len(said) - len(said.rstrip())
    return Piece(start, end, text[start:end]) if start < end else None
