"""What a run or a load did, and how far it is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsextract.records import Reject
from newsextract.run.tally import Tally
from newsextract.store.jsonl import Part
from newsextract.store.load_counts import LoadCounts


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
    engine: str
    workers: int
    started_at: str
    finished_at: str
    seconds: float
    """Of the whole run, start and loading of the model included."""
    tally: Tally
    reused: int
    """Articles whose outcome an earlier run had left."""
    characters: int
    """Of the articles that were extracted now."""
    parts: tuple[Part, ...]
    fingerprint: str
    versions: dict[str, str]
    loaded: LoadReport | None = None
    """What went into the database; None: no database was asked for."""

    @property
    def characters_a_second(self) -> float:
        """Characters that were extracted now, by seconds of the run."""
        return self.characters / self.seconds if self.seconds else 0.0

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
            "engine": self.engine,
            "workers": self.workers,
            "inputs": list(self.inputs),
            "counts": {name: getattr(tally, name) for name in counted},
            "reused": self.reused,
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
    """Of the articles that were extracted now."""
    reused: int
    """Articles whose outcome was there already."""
    total: int | None
    """Articles to come in all; None where counting them would take too long."""
