"""When two wordings or two figures count as the same."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from newsextract.normalise import simplify

_NOT_WORDS = re.compile(r"[\s\W_]+")
_TOLERANCE = Decimal("1e-6")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return what is left of ``text`` without script, width, case, spaces and punctuation: only its words."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", simplify(text)).lower())


def same_words(one: str | None, other: str | None) -> bool:
    """Say whether two wordings agree: equal when folded, or one within the other, which is not much longer.

    A wording of a single character agrees only with itself.
    """
    short, long = sorted((fold(one or ""), fold(other or "")), key=len)
    if short == long:
        return bool(short)
    return len(short) >= 2 and short in long and len(long) <= 2 * len(short) + 4


def same_number(one: Decimal | None, other: Decimal | None) -> bool:
    """Say whether two numbers are equal to a millionth, or both missing."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _TOLERANCE * max(Decimal(1), abs(one), abs(other))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
