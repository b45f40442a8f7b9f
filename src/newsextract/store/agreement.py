"""What reviewers did, day by day, and how far they agree."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from newsextract.store.decisions import is_standing
from newsextract.store.tables import DECISIONS


class Activity(NamedTuple):
    """How often a reviewer gave a verdict on a day, not counting what was taken back."""

    day: str
    """YYYY-MM-DD, in UTC."""
    reviewer: str
    verdict: str
    decisions: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over the claims that both decided as they read alike; skips decide nothing."""

    one: str
    other: str
    claims: int
    agreed: int
    kappa: float | None
    """Cohen's kappa over accept, edit and reject: 1 always agreed, 0 no more than by chance; None where both only ever
    gave the same single verdict, so that chance explains all."""


def read_activity(connection: Connection) -> list[Activity]:
    """Return the decisions that stand, by day, reviewer and verdict, in that order."""
    day = func.substr(DECISIONS.c.decided_at, 1, 10).label("day")
    by = (day, DECISIONS.c.reviewer, DECISIONS.c.verdict)
    query = select(*by, func.count()).where(is_standing()).group_by(*by).order_by(*by)
    return [Activity(*row) for row in connection.execute(query)]


def read_agreement(connection: Connection) -> list[Agreement]:
    """Return the agreement of every two reviewers who decided claims in common, those with most of them first."""
    query = (
        select(DECISIONS.c.reviewer, DECISIONS.c.claim_key, DECISIONS.c.digest, DECISIONS.c.verdict)
        .where(is_standing(), DECISIONS.c.verdict != "skip")
        .order_by(DECISIONS.c.id)
    )
    verdicts: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for reviewer, key, digest, verdict in connection.execute(query):
        verdicts[reviewer][key, digest] = verdict  # the last one stays
    pairs = [_agreement(one, other, verdicts[one], verdicts[other]) for one, other in combinations(sorted(verdicts), 2)]
    return sorted((pair for pair in pairs if pair.claims), key=lambda pair: (-pair.claims, pair.one, pair.other))


def cohens_kappa(pairs: Counter[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two raters from how often each pair of answers was given; None if undefined."""
    total = sum(pairs.values())
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        ones[one] += count
        others[other] += count
    by_chance = sum(ones[answer] * others[answer] for answer in ones)
    agreed = sum(count for (one, other), count in pairs.items() if one == other)
    if by_chance == total * total:
        return None
    return (agreed * total - by_chance) / (total * total - by_chance)


def _agreement(one: str, other: str, mine: dict[tuple[str, str], str], theirs: dict[tuple[str, str], str]) -> Agreement:
    pairs = Counter((mine[claim], theirs[claim]) for claim in mine.keys() & theirs.keys())
    agreed = sum(count for (first, second), count in pairs.items() if first == second)
    return Agreement(one, other, sum(pairs.values()), agreed, cohens_kappa(pairs) if pairs else None)
