"""Floors under the figures: pinned in a file, raised on request, lowered only on purpose."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, field_validator

from newsextract.errors import EvaluationError
from newsextract.evaluate.gold import GoldArticle
from newsextract.evaluate.score import Scores

TOLERANCE = 0.01
"""One firm of a hundred that flips moves its figure by about so much; a fall beyond it is a real one."""

PINNED = (
    "firm_mentions", "firm_entities", "metric_values", "metric_strict", "claim_sentences", "claim_types",
    "claim_types_macro", "claim_firms", "priority_ndcg5", "indicator", "subject", "period", "change", "speaker",
)  # fmt: skip


def gold_digest(golds: Iterable[GoldArticle]) -> str:
    """Return a digest of annotations: floors hold for the gold that they were measured on."""
    digest = hashlib.sha256()
    for gold in sorted(golds, key=lambda article: article.id):
        whole = gold.judged is None  # says nothing, and digests from before there was the field stay what they are
        digest.update(gold.model_dump_json(exclude={"judged"} if whole else None).encode())
    return digest.hexdigest()[:16]


def check_floors(path: Path, scores: Scores, golds: Sequence[GoldArticle]) -> list[str]:
    """Return what fell below its floor, a sentence each; an empty list when everything holds.

    Raises:
        EvaluationError: the file cannot be used, or its floors are for other gold annotations.
    """
    pinned = _read(path)
    if pinned.gold != gold_digest(golds):
        raise EvaluationError(f"{path}: its floors are for other gold annotations: run again with --update")
    return [
        f"{name} is {scores.figures[name].value:.4f}, below its floor {floor:.4f}"
        for name, floor in pinned.floors.items()
        if scores.figures[name].value < floor - pinned.tolerance
    ]


def pin_floors(path: Path, scores: Scores, golds: Sequence[GoldArticle], *, allow_regression: bool = False) -> None:
    """Write the present figures as floors; a floor that is higher stays, unless a regression is allowed.

    With other gold annotations than before all floors are new.

    Raises:
        EvaluationError: the file cannot be written, or is there but no file of floors.
    """
    digest = gold_digest(golds)
    old: Mapping[str, float] = {}
    if path.exists() and not allow_regression:
        pinned = _read(path)
        old = pinned.floors if pinned.gold == digest else {}
    floors = {name: max(round(scores.figures[name].value, 4), old.get(name, 0.0)) for name in PINNED}
    content = _Floors(gold=digest, articles=len(golds), tolerance=TOLERANCE, floors=floors)
    try:
        path.write_text(content.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written: {error.strerror or error}") from error


class _Floors(BaseModel):
    """What the file holds."""

    gold: str
    articles: int
    tolerance: float
    floors: dict[str, float]

    @field_validator("floors")
    @classmethod
    def _are_figures(cls, floors: dict[str, float]) -> dict[str, float]:
        unknown = sorted(set(floors) - set(PINNED))
        if unknown:
            raise ValueError(f"unknown figures: {', '.join(unknown)}")
        return floors


def _read(path: Path) -> _Floors:
    try:
        return _Floors.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())
        raise EvaluationError(f"{path}: not a file of floors ({said}): make one with --update") from error
