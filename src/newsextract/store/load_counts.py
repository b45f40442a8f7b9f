"""What a load of records into a database did."""

from typing import NamedTuple


class LoadCounts(NamedTuple):
    """What a load did, in articles."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    outdated: int = 0
    """Left out: the database holds the record of a later run."""

    def plus(self, other: "LoadCounts") -> "LoadCounts":
        """Return the sum."""
        return LoadCounts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def articles(self) -> int:
        """How many articles there were."""
        return sum(self)
