"""The names of a text that can speak, for asking what a phrase contains."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """The firms and persons of a document in reading order, for telling whether a phrase can speak."""

    spans: Sequence[tuple[int, int]]
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", [span[0] for span in self.spans])

    def first_in(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first name that lies within [start, end)."""
        position = bisect_left(self.starts, start)
        if position < len(self.spans) and self.spans[position][1] <= end:
            return self.spans[position]
        return None

    def last_in(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the last name that lies within [start, end)."""
        for position in range(bisect_left(self.starts, end) - 1, -1, -1):
            if self.spans[position][0] < start:
                return None
            if self.spans[position][1] <= end:
                return self.spans[position]
        return None
