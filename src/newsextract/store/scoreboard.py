"""How good each rule and each type of claim is, by what reviewers decided.

Only claims count that are extracted today as they were decided: a rule that was corrected is not blamed for what it no
longer finds.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select

from newsextract.records.fields import CLAIM_TYPES, ClaimType
from newsextract.store.review_status import reviewed_claims
from newsextract.store.tables import CLAIMS, DECISIONS

Advice = Literal["retire", "fix", "watch", "good", "undecided"]

POOR, GOOD = 0.5, 0.8
"""Precision below which a rule does more harm than good, and from which on it needs no work."""
_Z95 = 1.959963984540054


class Example(NamedTuple):
    """A claim that a rule found wrongly."""

    key: str
    text: str
    verdict: str


class Interval(NamedTuple):
    """Between which two a share lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(slots=True)
class RuleScore:
    """What reviewers said of the claims that a rule found."""

    rule: str
    right: int = 0
    wrong: int = 0
    blamed_alone: int = 0
    """Of ``wrong``: those where no other rule found the claim."""
    examples: list[Example] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """How many of its claims were decided."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """The share that was right."""
        return self.right / self.decided if self.decided else 0.0

    @property
    def interval(self) -> Interval:
        """Where its precision lies."""
        return wilson_interval(self.right, self.decided)

    @property
    def advice(self) -> Advice:
        """``retire`` and ``fix`` where it is sure to be poor or not good, ``good`` where it is sure to be that.

        ``watch``: it looks not good, but too little is decided to be sure; ``undecided``: it looks good, likewise.
        """
        low, high = self.interval
        if high < POOR:
            return "retire"
        if high < GOOD:
            return "fix"
        if low >= GOOD:
            return "good"
        return "watch" if self.precision < GOOD else "undecided"


@dataclass(slots=True)
class TypeScore:
    """What reviewers said of the claims of a type."""

    type: ClaimType
    accepted: int = 0
    edited: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.accepted + self.edited + self.rejected

    @property
    def accept_rate(self) -> float:
        """The share that was accepted as it was."""
        return self.accepted / self.decided if self.decided else 0.0


def wilson_interval(right: int, total: int) -> Interval:
    """Return Wilson's interval of a share at 95 %; (0, 1) where nothing was counted."""
    if not total:
        return Interval(0.0, 1.0)
    share, square = right / total, _Z95**2
    middle = share + square / (2 * total)
    spread = _Z95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    scale = 1 + square / total
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def read_rule_scores(connection: Connection, *, reviewer: str | None = None, examples: int = 3) -> list[RuleScore]:
    """Return the score of every rule that has decided claims, the surely worst first (upper end of the interval).

    A rejected claim counts against all rules that found it. An edited one counts against a rule whose type, or whose
    speaker for the rules of quotations, the reviewer took away. Rules of modality find no claims and are not scored.
    """
    scores: dict[str, RuleScore] = {}
    for row in _decided(connection, reviewer):
        finding = [rule for rule in dict.fromkeys(row["rules"]) if _kind(rule) != "modality"]
        for rule in finding:
            score = scores.setdefault(rule, RuleScore(rule))
            if _was_right(rule, row):
                score.right += 1
                continue
            score.wrong += 1
            score.blamed_alone += len(finding) == 1
            if len(score.examples) < examples:
                score.examples.append(Example(row["key"], row["text"], row["verdict"]))
    return sorted(scores.values(), key=lambda score: (score.interval.high, -score.decided, score.rule))


def read_type_scores(connection: Connection, *, reviewer: str | None = None) -> list[TypeScore]:
    """Return the score of every type, in the order of the guidelines."""
    scores = {name: TypeScore(name) for name in CLAIM_TYPES}
    for row in _decided(connection, reviewer):
        for name in row["types"]:
            score = scores[name]
            score.accepted += row["verdict"] == "accept"
            score.edited += row["verdict"] == "edit"
            score.rejected += row["verdict"] == "reject"
    return list(scores.values())


def _decided(connection: Connection, reviewer: str | None) -> Iterator[Any]:
    reviewed = reviewed_claims(reviewer)
    query = (
        select(
            *(CLAIMS.c[name] for name in ("key", "text", "types", "rules", "speaker_text")),
            reviewed.decision.c.verdict,
            reviewed.decision.c.outcome,
        )
        .select_from(reviewed.claims)
        .where(CLAIMS.c.key.in_(select(DECISIONS.c.claim_key)), reviewed.status.in_(["accepted", "rejected", "edited"]))
        .order_by(reviewed.decision.c.id.desc())
    )
    yield from connection.execute(query).mappings()


def _was_right(rule: str, row: Any) -> bool:  # noqa: ANN401 - a row of _decided
    if row["verdict"] != "edit":
        return bool(row["verdict"] == "accept")
    kept: Sequence[str] = row["outcome"]["types"]
    if _kind(rule) in CLAIM_TYPES:
        return _kind(rule) in kept
    return "attributed" in kept and row["outcome"]["speaker"] == row["speaker_text"]


def _kind(rule: str) -> str:
    return rule.partition(".")[0]
