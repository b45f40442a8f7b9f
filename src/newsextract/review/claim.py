"""One claim in its article: what was found, why, what was decided before, and what else is said of its firms."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.normalise import simplify_in_place
from newsextract.review.differences import Difference, compare
from newsextract.review.highlight import Paragraph, cut
from newsextract.review.visit import AVisit, Visit
from newsextract.rules.table import read_rules
from newsextract.store.claim_folds import read_reprints
from newsextract.store.claim_view import ClaimView, Excerpt, read_claim_view, read_excerpt, read_related
from newsextract.store.decisions import Decision, read_history
from newsextract.store.review_queue import QueuedClaim, read_queued
from newsextract.store.review_status import Status, read_status

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter()

_RULE_TABLES = ("claims", "quotations", "modality", "event_signs")
_FOCUS_CHARS = 600
_REPRINTS = 12


@dataclass(frozen=True, slots=True)
class Pane:
    """What is shown of one claim."""

    key: str
    status: Status
    view: ClaimView | None
    """None: it is no longer extracted."""
    decision: Decision | None
    """The one that counts."""
    history: list[Decision]
    focus: list[Paragraph]
    """The claim alone."""
    clipped: int
    """How many code points of it are left out."""
    context: list[Paragraph]
    """The article around it."""
    differences: list[Difference]
    """Between the claim when it was decided and now."""
    reasons: list[tuple[str, str]]
    """Ids of rules, and why they say so."""
    reprints: list[QueuedClaim]
    """The first of the other claims that say the same."""
    related: list[QueuedClaim]
    simplified: bool


@router.get("/claims/{key}")
def show_claim(visit: AVisit, key: str) -> Response:
    """Show one claim on a page of its own: the address to send to somebody."""
    with visit.database.reading() as connection:
        pane = read_pane(visit, connection, key)
    return visit.page("claim.html", code=200 if pane else 404, pane=pane)


@router.get("/claims/{key}/pane")
def show_pane(visit: AVisit, key: str) -> Response:
    """Return the part of a page that shows the claim, for the queue's script."""
    with visit.database.reading() as connection:
        pane = read_pane(visit, connection, key)
    return visit.page("_pane.html", code=200 if pane else 404, pane=pane)


@router.get("/articles/{article_id:path}")
def show_article(visit: AVisit, article_id: str) -> Response:
    """Show a whole article with all its claims."""
    with visit.database.reading() as connection:
        excerpt = read_excerpt(connection, article_id)
    if excerpt is None:
        return visit.refuse(404, visit.t("article.missing"))
    return visit.page("article.html", paragraphs=cut(excerpt, _shown(visit, excerpt)), article_id=article_id)


def read_pane(visit: Visit, connection: "Connection", key: str) -> Pane | None:
    """Return what is to be shown of a claim; None for a key that was never seen."""
    view = read_claim_view(connection, key)
    status, decision = read_status(connection, key)
    if view is None and decision is None:
        return None
    return Pane(
        key=key,
        status=status,
        view=view,
        decision=decision,
        history=read_history(connection, key),
        focus=_focus(visit, view) if view else [],
        clipped=max(0, view.end - view.start - _FOCUS_CHARS) if view else 0,
        context=cut(view.excerpt, _shown(visit, view.excerpt)) if view else [],
        differences=compare(decision, view) if decision and view and status == "changed" else [],
        reasons=[(rule, _reasons().get(rule, "")) for rule in view.rules] if view else [],
        reprints=read_queued(connection, read_reprints(connection, key, _REPRINTS)),
        related=read_related(connection, view) if view else [],
        simplified=visit.simplified,
    )


def _shown(visit: Visit, excerpt: Excerpt) -> str:
    return simplify_in_place(excerpt.text) if visit.simplified else excerpt.text


def _focus(visit: Visit, view: ClaimView) -> list[Paragraph]:
    first = view.start - view.excerpt.start
    last = min(view.end - view.excerpt.start, first + _FOCUS_CHARS)
    excerpt = Excerpt(view.start, view.excerpt.text[first:last], view.excerpt.highlights, view.excerpt.length)
    return cut(excerpt, _shown(visit, view.excerpt)[first:last])


@cache
def _reasons() -> dict[str, str]:
    return {rule.id: rule.why for table in _RULE_TABLES for rule in read_rules(table)}
