"""Fold script and width, one character to one: what the value grammars match."""

from functools import cache

from newsextract.rules.lexicon import read_lexicon
from newsextract.values.characters import CharacterMap

_SIGNS = {
    "−": "-",
    "–": "-",
    "—": "-",
    "﹣": "-",
    "○": "〇",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "\u3000": " ",
    "\xa0": " ",
    "\u2009": " ",
}


@cache
def _map() -> CharacterMap:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    for row in read_lexicon("characters"):
        table.update((ord(character), ord(row["simplified"])) for character in row["traditional"])
    table.update((ord(sign), ord(plain)) for sign, plain in _SIGNS.items())
    return CharacterMap(table)


def fold(text: str) -> str:
    """Return ``text`` simplified and half width, with the same length: offsets in one are offsets in the other."""
    return _map().apply(text)
