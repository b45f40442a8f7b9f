"""Tags that make sense together: which may follow which, and the best such path where the best single tags do not.

A name is tagged B I ... E, or S for a single character; everything else is O.
"""

import numpy as np
from numpy.typing import NDArray

_NEVER = np.float32(-1e4)
_GROUP = 256
"""Sentences whose paths are searched together, step by step."""

Paths = NDArray[np.int64]
Scores = NDArray[np.float32]


class TagRules:
    """The tags of a model (``B-firm`` ...), and what may follow what."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        parts = [tag[0] for tag in tags]
        self.labels = tuple(tag[2:] for tag in tags)
        self.outside = tags.index("O")
        self.begins = np.array([part in "BS" for part in parts])
        self.ends = np.array([part in "ES" for part in parts])
        self.first = np.array([part in "OBS" for part in parts])
        self.last = np.array([part in "OES" for part in parts])
        self.follows = np.array([[self._may_follow(one, other) for other in tags] for one in tags])
        """(from, to): whether the one tag may stand before the other."""
        self.opened = np.flatnonzero([part == "B" for part in parts])
        self.inner = np.array([tags.index("I" + tags[tag][1:]) for tag in self.opened])
        self.final = np.array([tags.index("E" + tags[tag][1:]) for tag in self.opened])
        """B, I and E of each label that has them, in the same order."""

    @staticmethod
    def _may_follow(one: str, other: str) -> bool:
        if one[0] in "BI":
            return other[0] in "IE" and one[2:] == other[2:]
        return other[0] in "OBS"


def mend_paths(best: Paths, scores: Scores, starts: Paths, ends: Paths, rules: TagRules) -> Paths:
    """Return tags that make sense: ``best`` in sentences where it does, else the likeliest path that does.

    Where the best tags follow each other, no other path is likelier, and nothing needs to be searched.

    Args:
        best: the likeliest tag of each character, all sentences one behind the other.
        scores: (character, tag), larger is likelier.
        starts: where the sentences begin, the first at 0; each goes up to the next.
        ends: where they end.
        rules: of the tags.
    """
    wrong = np.append(~rules.follows[best[:-1], best[1:]], False)
    wrong[ends - 1] = ~rules.last[best[ends - 1]]
    wrong[starts] |= ~rules.first[best[starts]]
    broken = np.flatnonzero(np.logical_or.reduceat(wrong, starts))
    broken = broken[np.argsort(ends[broken] - starts[broken], kind="stable")]
    mended = best.copy()
    for first in range(0, len(broken), _GROUP):
        group = broken[first : first + _GROUP]
        lengths = ends[group] - starts[group]
        places = starts[group] + np.arange(lengths.max())[:, None]
        inside = places < ends[group]
        nothing = np.where(np.arange(scores.shape[1]) == rules.outside, np.float32(0), _NEVER)
        padded = np.where(inside[:, :, None], scores[np.minimum(places, len(best) - 1)], nothing)
        mended[places[inside]] = _likeliest_paths(padded, rules)[inside]
    return mended


def _likeliest_paths(scores: Scores, rules: TagRules) -> Paths:
    """Return the best (time, sentence) path through (time, sentence, tag) scores: Viterbi, all sentences at once."""
    time, sentences, _ = scores.shape
    closed, everyone = np.flatnonzero(rules.last), np.arange(sentences)
    path = np.where(rules.first, scores[0], scores[0] + _NEVER)
    back = np.zeros(scores.shape, dtype=np.int64)
    for step in range(1, time):
        came = back[
            step
        ]  # O, B and S come from the likeliest tag that leaves no name open, I and E from their own B or I
        came[:, rules.first] = closed[path[:, closed].argmax(axis=1)][:, None]
        opened = np.where(path[:, rules.opened] >= path[:, rules.inner], rules.opened, rules.inner)
        came[:, rules.inner] = came[:, rules.final] = opened
        path = path[everyone[:, None], came] + scores[step]
    best = np.zeros((time, sentences), dtype=np.int64)
    best[-1] = np.where(rules.last, path, path + _NEVER).argmax(axis=1)
    for step in range(time - 1, 0, -1):
        best[step - 1] = back[step, everyone, best[step]]
    return best
