"""MinHash of short texts: how much of their character shingles two texts share, estimated from a few numbers each."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 64
BANDS = 16
_ROWS = PERMUTATIONS // BANDS
_SHINGLE = 3
"""Characters of a shingle."""
_SEED = 20_250_101
_BARE = re.compile(r"[\W_]+")
_MULTIPLIERS = np.random.RandomState(_SEED).randint(1, 1 << 62, PERMUTATIONS, dtype=np.int64).astype(
    np.uint64
) | np.uint64(1)
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)

Signature = npt.NDArray[np.uint32]


def bare_words(text: str) -> str:
    """Return ``text`` without spaces and punctuation."""
    return _BARE.sub("", text)


def signature(words: str) -> Signature:
    """Return the MinHash signature of ``words``, which hold no spaces or punctuation: 64 numbers."""
    padded = words + "\0" * max(0, _SHINGLE - len(words))
    points = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = len(points) - _SHINGLE + 1
    with np.errstate(over="ignore"):
        hashes = np.zeros(count, dtype=np.uint64)
        for place in range(_SHINGLE):
            hashes += (points[place : place + count] + np.uint64(1)) * _PLACES[place]
        hashes ^= hashes >> np.uint64(29)
        permuted = (hashes[:, None] * _MULTIPLIERS) >> np.uint64(32)
    return np.asarray(permuted.min(axis=0), dtype=np.uint32)


def band_keys(signatures: npt.NDArray[np.uint32], band: int) -> npt.NDArray[np.uint64]:
    """Return a key for each row of ``signatures``: similar texts probably share it in one of the 16 bands."""
    rows = signatures[:, band * _ROWS : (band + 1) * _ROWS].astype(np.uint64)
    keys = np.full(len(rows), np.uint64(band + 1))
    with np.errstate(over="ignore"):
        for place in range(_ROWS):
            keys = (keys ^ rows[:, place]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(31)
    return keys


def similarity(one: Signature, others: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """Return the estimated Jaccard similarity, from 0 to 1, of ``one`` with each row of ``others``."""
    return np.asarray((others == one).mean(axis=1))


class Groups:
    """Disjoint groups of the numbers 0 to ``size`` - 1, joined two by two; a group is named by its least number."""

    def __init__(self, size: int) -> None:
        self._parents = np.arange(size, dtype=np.int64)

    def find(self, number: int) -> int:
        """Return the least number of the group that ``number`` is in."""
        root = number
        while self._parents[root] != root:
            root = int(self._parents[root])
        while self._parents[number] != root:
            self._parents[number], number = root, int(self._parents[number])
        return root

    def join(self, numbers: Sequence[int]) -> None:
        """Make one group of the groups of ``numbers``."""
        roots = {self.find(number) for number in numbers}
        least = min(roots)
        for root in roots:
            self._parents[root] = least
