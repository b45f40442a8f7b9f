"""Tags that make sense together: which may follow which, and the best such path where the best single tags do not.

A name is tagged B I ... E, or S for a single character; everything else is O.
"""

import numpy as np
from numpy.typing import NDArray

_NEVER = np.float32(-1e4)

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

    @staticmethod
    def _may_follow(one: str, other: str) -> bool:
        if one[0] in "BI":
            return other[0] in "IE" and one[2:] == other[2:]
        return other[0] in "OBS"


def mend_paths(best: Paths, scores: Scores, inside: NDArray[np.bool_], rules: TagRules) -> Paths:
    """Return (sentence, time) tags that make sense: ``best`` where it does, else the likeliest path that does.

    Most sentences need no search: where the best tags follow each other, no other path is likelier.

    Args:
        best: the likeliest tag of each character; ``outside`` behind a sentence's end.
        scores: (sentence, time, tag), larger is likelier.
        inside: whether a place belongs to its sentence.
        rules: of the tags.
    """
    fits = rules.follows[best[:, :-1], best[:, 1:]].all(axis=1) & rules.first[best[:, 0]] & rules.last[best[:, -1]]
    broken = np.flatnonzero(~fits)
    if len(broken):
        padding = np.where(np.arange(scores.shape[2]) == rules.outside, np.float32(0), _NEVER)
        best = best.copy()
        best[broken] = _likeliest_paths(np.where(inside[broken, :, None], scores[broken], padding), rules)
    return best


def _likeliest_paths(scores: Scores, rules: TagRules) -> Paths:
    """Return the best path through each sentence (Viterbi, all sentences at once)."""
    sentences, time, _ = scores.shape
    cost = np.where(rules.follows, np.float32(0), _NEVER).T[
        None
    ]  # the last axis is searched over: contiguous is quicker
    path = np.where(rules.first, scores[:, 0], scores[:, 0] + _NEVER)
    back = np.zeros(scores.shape, dtype=np.int64)
    for step in range(1, time):
        ways = path[:, None, :] + cost
        back[:, step] = ways.argmax(axis=2)
        path = np.take_along_axis(ways, back[:, step, :, None], axis=2)[:, :, 0] + scores[:, step]
    best = np.zeros((sentences, time), dtype=np.int64)
    best[:, -1] = np.where(rules.last, path, path + _NEVER).argmax(axis=1)
    everyone = np.arange(sentences)
    for step in range(time - 1, 0, -1):
        best[:, step - 1] = back[everyone, step, best[:, step]]
    return best
