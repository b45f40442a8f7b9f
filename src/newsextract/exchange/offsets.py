"""Offsets of programs that count UTF-16 units, in which 𠮷 and most emoji are two, and ours, in code points."""

from collections.abc import Sequence


def from_utf16(text: str, offset: int) -> int | None:
    """Return the code points before UTF-16 ``offset``; None inside a pair or behind the end."""
    units = 0
    for index, char in enumerate(text):
        if units >= offset:
            return index if units == offset else None
        units += 1 + (ord(char) > 0xFFFF)
    return len(text) if units == offset else None


def to_utf16(text: str, offset: int) -> int:
    """Return how many UTF-16 units the first ``offset`` code points take."""
    return offset + sum(ord(char) > 0xFFFF for char in text[:offset])


def place_words(text: str, stretches: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]] | None:
    """Return where the words of ``stretches`` (start, end, words) stand, in code points; None where they do not.

    All offsets count code points, or all count UTF-16 units. Where both readings fit, code points are meant.
    """
    for read in (_as_written, _from_utf16):
        places = [read(text, start, end) for start, end, _ in stretches]
        if all(place and text[slice(*place)] == words for place, (_, _, words) in zip(places, stretches, strict=True)):
            return [place for place in places if place]
    return None


def _as_written(text: str, start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if 0 <= start <= end <= len(text) else None


def _from_utf16(text: str, start: int, end: int) -> tuple[int, int] | None:
    first, last = from_utf16(text, start), from_utf16(text, end)
    return None if first is None or last is None else (first, last)
