"""Characters as the models read them: a row of an embedding each, and a hashed row for each pair of neighbours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN, FIRST = 1, 2
"""Rows of the embedding: 0 pads, 1 is any unknown character, the alphabet begins at 2."""

Rows = NDArray[np.int32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters that a model knows, and how many rows its pairs of characters are hashed to."""

    rows: Rows
    """The row of each code point up to U+FFFF."""
    pairs: int

    @classmethod
    def of(cls, characters: str, pairs: int) -> "Alphabet":
        """Return the alphabet of a string that holds each known character once, in the order of their rows."""
        rows = np.full(0x10000, UNKNOWN, dtype=np.int32)
        rows[[ord(c) for c in characters]] = np.arange(FIRST, len(characters) + FIRST)
        return cls(rows, pairs)

    def encode(self, text: str) -> Rows:
        """Return the row of the embedding of each character of ``text``."""
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        return self.rows[np.where(codes < len(self.rows), codes, 0)]

    def pair(self, rows: Rows, starts: Places, ends: Places) -> tuple[Rows, Rows]:
        """Return the hashed pair that ends, and that begins at each character, as training made them.

        ``starts`` and ``ends`` say where the texts begin and end that lie one behind the other in ``rows``.
        """
        wide = rows.astype(np.int64)
        previous, following = np.roll(wide, 1), np.roll(wide, -1)
        previous[starts], following[ends - 1] = 0, 0
        before = (previous * 8191 + wide * 31) % self.pairs
        after = (wide * 8191 + following * 31) % self.pairs
        return before.astype(np.int32), after.astype(np.int32)
