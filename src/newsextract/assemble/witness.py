"""Figures that testify against each other."""

from collections.abc import Sequence

from newsextract.records.marks import MetricMark


def find_contradictions(text: str, marks: Sequence[MetricMark]) -> dict[int, tuple[str, ...]]:
    """Return warnings."""
    return {}
