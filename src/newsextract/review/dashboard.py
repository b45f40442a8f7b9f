"""The dashboard: how far the review is, who did what, how good rules and types are, and how far reviewers agree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.review.visit import AVisit
from newsextract.store.agreement import Activity, read_activity, read_agreement
from newsextract.store.claim_filter import ClaimFilter
from newsextract.store.review_queue import read_page
from newsextract.store.review_status import count_statuses, read_withdrawn
from newsextract.store.scoreboard import read_rule_scores, read_type_scores

router = APIRouter()

_DAYS = 30
_LISTED = 20
_VERDICTS = ("accept", "edit", "reject", "skip")
_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One verdict's part of a day's bar."""

    verdict: str
    y: float
    height: float
    decisions: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day's bar."""

    day: str
    total: int
    parts: tuple[Part, ...]


@router.get("/dashboard")
def show_dashboard(visit: AVisit) -> Response:
    """Show where the review stands."""
    with visit.database.reading() as connection:
        activity = read_activity(connection)
        withdrawn = read_withdrawn(connection)
        return visit.page(
            "dashboard.html",
            statuses=count_statuses(connection),
            days=stack_days(activity),
            reviewers=count_by_reviewer(activity),
            verdicts=_VERDICTS,
            rules=read_rule_scores(connection),
            types=[score for score in read_type_scores(connection) if score.decided],
            agreement=read_agreement(connection),
            changed=read_page(connection, ClaimFilter(status="changed"), size=_LISTED).claims,
            withdrawn=withdrawn[::-1][:_LISTED],
        )


def stack_days(activity: Iterable[Activity]) -> list[Day]:
    """Return the bars of the last days on which something was decided, the highest one as high as the chart."""
    by_day: dict[str, Counter[str]] = {}
    for row in activity:
        by_day.setdefault(row.day, Counter())[row.verdict] += row.decisions
    shown = sorted(by_day)[-_DAYS:]
    highest = max((by_day[day].total() for day in shown), default=1)
    return [_stack(day, by_day[day], _HEIGHT / highest) for day in shown]


def count_by_reviewer(activity: Iterable[Activity]) -> list[tuple[str, Counter[str]]]:
    """Return how often each reviewer gave each verdict, the busiest first."""
    counts: dict[str, Counter[str]] = {}
    for row in activity:
        counts.setdefault(row.reviewer, Counter())[row.verdict] += row.decisions
    return sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))


def _stack(day: str, counts: Counter[str], scale: float) -> Day:
    parts: list[Part] = []
    below = float(_HEIGHT)
    for verdict in _VERDICTS:
        height = round(counts[verdict] * scale, 1)
        below -= height
        if height:
            parts.append(Part(verdict, round(below, 1), height, counts[verdict]))
    return Day(day, counts.total(), tuple(parts))
