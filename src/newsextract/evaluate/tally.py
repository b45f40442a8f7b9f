"""Counting hits and misses, and the figures made of them."""

from dataclasses import dataclass
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of a report; fields that a figure does not have are None."""

    f1: float | None = None
    precision: float | None = None
    recall: float | None = None
    accuracy: float | None = None
    n: int = 0
    """How many were asked for."""

    @property
    def value(self) -> float:
        """The number that a gate compares: F1, or accuracy."""
        return self.f1 if self.f1 is not None else self.accuracy or 0.0

    def as_json(self) -> dict[str, float | int]:
        """Return the fields that the figure has, rounded to four places."""
        names = {"precision": "p", "recall": "r", "f1": "f1", "accuracy": "accuracy"}
        present = {short: getattr(self, name) for name, short in names.items() if getattr(self, name) is not None}
        return {name: round(number, 4) for name, number in present.items()} | {"n": self.n}


@dataclass(slots=True)
class Matches:
    """What was found and asked for (hits), found only (extra), asked for only (missed)."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, hits: int, extra: int, missed: int) -> None:
        """Add the counts of one article."""
        self.hits += hits
        self.extra += extra
        self.missed += missed

    def figure(self) -> Figure:
        """Return precision, recall and F1; 0 where there is nothing to divide by."""
        precision = _ratio(self.hits, self.hits + self.extra)
        recall = _ratio(self.hits, self.hits + self.missed)
        f1 = _ratio(2 * precision * recall, precision + recall)
        return Figure(f1, precision, recall, n=self.hits + self.missed)


@dataclass(slots=True)
class Answers:
    """Fields of matched items that were right, out of those asked for."""

    right: int = 0
    asked: int = 0

    def add(self, *, right: bool) -> None:
        """Add one answer."""
        self.right += right
        self.asked += 1

    def figure(self) -> Figure:
        """Return the accuracy."""
        return Figure(accuracy=_ratio(self.right, self.asked), n=self.asked)


class Difference(NamedTuple):
    """One thing that was missed (-) or should not have been found (+)."""

    article: str
    kind: str
    """For example ``firm+``, ``metric-``, ``type+event``."""
    text: str


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
