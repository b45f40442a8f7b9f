"""Width, quotation marks, invisible characters: one form of each, and where each character came from."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import cache

from newsextract.values.characters import CharacterMap, CharacterSet

_QUOTES = dict(zip("「」『』﹁﹂﹃﹄｢｣〝〞", "“”‘’“”‘’“”“”", strict=True))
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    *(0x00AD, 0xFEFF), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),
)  # fmt: skip
_COMPATIBILITY = (
    *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE3), *range(0xFFE5, 0xFFE7), 0x2103, *range(0x3300, 0x3358),
    *range(0x3371, 0x33E0), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB07), *range(0x2F800, 0x2FA1E),
    *range(0x1D400, 0x1D800),
)  # fmt: skip


def _fold_table() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBILITY}
    del table[ord("，")]
    table |= {ord(mark): ascii_mark for mark, ascii_mark in _QUOTES.items()}
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= {code: " " for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r"}
    table |= {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x2212: "-"}
    table |= dict.fromkeys(_INVISIBLE, "")
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table


_FOLD = _fold_table()
_RESIZED = re.compile("\r(?=\n)|[" + "".join(re.escape(chr(code)) for code, to in _FOLD.items() if len(to) != 1) + "]")


@cache
def _folded_in_place() -> CharacterMap:
    return CharacterMap({code: ord(to) for code, to in _FOLD.items() if len(to) == 1})


@cache
def _resized() -> CharacterSet:
    return CharacterSet(code for code, to in _FOLD.items() if len(to) != 1)


def fold_widths(text: str) -> tuple[str, Sequence[int] | None, Sequence[int] | None]:
    """Return ``text`` folded, and for each character of it where its origin starts and ends (None: same places)."""
    if "\r\n" not in text and not _resized().count(text):
        return _folded_in_place().apply(text), None, None
    pieces: list[str] = []
    starts, ends = array("L"), array("L")
    last = 0
    for match in _RESIZED.finditer(text):
        at = match.start()
        replacement = "" if match.group() == "\r" else _FOLD[ord(match.group())]
        pieces += (text[last:at].translate(_FOLD), replacement)
        starts.extend(range(last, at))
        ends.extend(range(last + 1, at + 1))
        starts.extend([at] * len(replacement))
        ends.extend([at + 1] * len(replacement))
        last = at + 1
    pieces.append(text[last:].translate(_FOLD))
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def fold_widths_in_place(text: str) -> str:
    """Return ``text`` folded as far as its length stays the same: nothing is dropped, and ㎡ stays one character."""
    return _folded_in_place().apply(text)
