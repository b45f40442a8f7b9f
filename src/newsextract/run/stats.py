"""What a run counted: articles, what was found in them, rejects by reason, seconds by stage."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsextract.records import ArticleRecord, Reject
from newsextract.store.database import LoadCounts
from newsextract.store.jsonl import Part


@dataclass(slots=True)
class Tally:
    """Counts that add up, over batches and over worker processes."""

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

    def count(self, record: ArticleRecord) -> None:
        """Count a record and what is in it."""
        self.records += 1
        self.firms += len(record.firms)
        self.metrics += len(record.metrics)
        self.claims += len(record.claims)
        self.characters += len(record.text)

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


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    counts: LoadCounts
    rejects: tuple[Reject, ...]
    """Lines that are no valid records."""

    @property
    def exit_status(self) -> int:
        """0: all loaded; 1: some lines were no records; 2: not one record."""
        if not self.counts.articles:
            return 2
        return 1 if self.rejects else 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, and where its output lies: ``run.json`` holds the same."""

    id: str
    out: Path
    inputs: tuple[str, ...]
    workers: int
    started_at: str
    finished_at: str
    seconds: float
    """Of the whole run, start and loading of the model included."""
    tally: Tally
    parts: tuple[Part, ...]
    fingerprint: str
    versions: dict[str, str]
    loaded: LoadReport | None = None
    """What went into the database; None: no database was asked for."""

    @property
    def characters_a_second(self) -> float:
        """Characters of records by seconds of the run."""
        return self.tally.characters / self.seconds if self.seconds else 0.0

    @property
    def exit_status(self) -> int:
        """0: all done; 1: some articles rejected; 2: not one record."""
        if not self.tally.records:
            return 2
        return 1 if self.tally.rejected else 0

    def as_json(self) -> dict[str, Any]:
        """Return what ``run.json`` holds."""
        tally = self.tally
        counted = ("articles", "records", "rejected", "firms", "metrics", "claims", "characters")
        return {
            "id": self.id,
            "version": self.versions["newsextract"],
            "fingerprint": self.fingerprint,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            "seconds": round(self.seconds, 3),
            "characters_a_second": round(self.characters_a_second),
            "workers": self.workers,
            "inputs": list(self.inputs),
            "counts": {name: getattr(tally, name) for name in counted},
            "rejects": dict(sorted(tally.rejects.items())),
            "stages": {name: round(seconds, 3) for name, seconds in tally.stages.items()},
            "parts": [part._asdict() for part in self.parts],
            "versions": self.versions,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: what a progress bar shows."""

    phase: str
    """``extract`` or ``load``."""
    articles: int
    rejected: int
    characters: int
    total: int | None
    """Articles to come in all; None where counting them would take too long."""
