"""Counts that add up: over articles, over batches, over processes."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Articles, what was found in them, rejects by reason, seconds by stage."""

    records: int = 0
    firms: int = 0
    metrics: int = 0
    claims: int = 0
    characters: int = 0
    """Of the texts of records."""
    rejects: Counter[str] = field(default_factory=Counter)
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds by stage; with several workers, the sum of theirs."""

    @property
    def rejected(self) -> int:
        """How many rejects there are, whatever the reason."""
        return self.rejects.total()

    @property
    def articles(self) -> int:
        """How many articles were met: each is a record or a reject."""
        return self.records + self.rejected

    def add(self, other: "Tally") -> None:
        """Add the counts of ``other``."""
        for name in ("records", "firms", "metrics", "claims", "characters"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.rejects.update(other.rejects)
        for stage, seconds in other.stages.items():
            self.spend(stage, seconds)

    def spend(self, stage: str, seconds: float) -> None:
        """Add to the time of a stage."""
        self.stages[stage] = self.stages.get(stage, 0.0) + seconds
