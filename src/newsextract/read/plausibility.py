"""How much like Chinese text a string reads: what tells the right decoding from one that merely succeeds."""

import math
from collections import Counter
from functools import cache
from typing import NamedTuple

from newsextract.rules.lexicon import read_lexicon

_CLASS_MASS = {100: 0.40, 500: 0.33, 1500: 0.18, 3500: 0.04}
"""The share of running text that each class of ``common_characters`` covers, measured on news in both scripts; the rest
is punctuation and everything rare."""
_PUNCTUATION = "，。、：；？！“”‘’「」『』（）《》【】〔〕—…·％．／～　％＋－"
_LOG_PUNCTUATION = math.log(0.01)
_LOG_ASCII = math.log(0.01)
_RANGES = (  # last code point of the range, and the natural logarithm of the chance of one character of it
    (0x1F, -25.0),  # controls, but for the white space in _WHITE_SPACE
    (0x7E, _LOG_ASCII),
    (0x9F, -25.0),  # C1 controls
    (0x24FF, -12.0),  # Latin, Greek, Cyrillic, signs, enclosed numbers
    (0x2FFF, -14.0),  # box drawing, shapes, radicals
    (0x303F, -9.0),  # rare CJK punctuation
    (0x33FF, -14.0),  # kana, bopomofo, enclosed CJK: the mark of Big5 that was read as GB
    (0x4DFF, -19.0),  # extension A
    (0x9FFF, -15.5),  # the Han characters that are in no class
    (0xDFFF, -17.0),  # Hangul
    (0xF8FF, -25.0),  # private use: what GB18030 makes of bytes that were never assigned
    (0xFAFF, -19.0),  # compatibility ideographs
    (0xFEFF, -16.0),
    (0xFFEF, -8.0),  # full-width letters and digits
    (0x1FFFF, -17.0),  # specials, emoji
    (0x10FFFF, -20.0),
)
_WHITE_SPACE = "\t\n\r\f"
_COMMON_AT_LEAST = -11.5  # between the last class and every range that is not Chinese


class Reading(NamedTuple):
    """What a string reads like."""

    log_likelihood: float
    """Natural logarithm of the chance of the text under a model of single characters: of two decodings of the same
    bytes, the greater is the likelier one."""
    characters: int
    """Characters that are not ASCII: those that a choice of codec is about."""
    common_share: float
    """The share of those that Chinese text is made of: common Han characters and Chinese punctuation. Above 0.85 for
    real text, below 0.5 for bytes read in the wrong codec."""


class _Weights(dict[str, float]):
    """Character to logarithm of its chance, filled as characters are met."""

    def __missing__(self, char: str) -> float:
        code = ord(char)
        weight = next(weight for last, weight in _RANGES if code <= last)
        self[char] = weight
        return weight


@cache
def _weights() -> _Weights:
    weights = _Weights(dict.fromkeys(_WHITE_SPACE, _LOG_ASCII))
    for row in read_lexicon("common_characters"):
        chars = row["characters"]
        weights.update(dict.fromkeys(chars, math.log(_CLASS_MASS[int(row["up_to_rank"])] / len(chars))))
    weights.update(dict.fromkeys(_PUNCTUATION, _LOG_PUNCTUATION))
    return weights


def read_as_chinese(text: str) -> Reading:
    """Return how well ``text`` reads as Chinese, in time proportional to its length."""
    weights = _weights()
    total, characters, common = 0.0, 0, 0
    for char, count in sorted(Counter(text).items()):
        weight = weights[char]
        total += weight * count
        if char >= "\x80":
            characters += count
            if weight > _COMMON_AT_LEAST:
                common += count
    return Reading(total, characters, common / characters if characters else 0.0)
