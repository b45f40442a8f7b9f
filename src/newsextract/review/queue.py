"""The queue: claims that wait for a decision, filtered, beside the one that is looked at."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.records.fields import CLAIM_TYPES
from newsextract.review.claim import read_pane
from newsextract.review.filters import FIELDS, read_filter, view_of
from newsextract.review.visit import AVisit, Visit
from newsextract.store.claim_folds import has_clusters
from newsextract.store.review_queue import Order, count_claims, read_page
from newsextract.store.review_status import count_statuses

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter()

_TABS = ("open", "changed", "decided", "skipped", "all")
_SHOWN_ELSEWHERE = {"status", "sort", "q", "by", "reprints"}


@router.get("/")
def show_queue(visit: AVisit) -> Response:
    """Show the claims that a view asks for, and one of them to be judged."""
    with visit.database.reading() as connection:
        return visit.page("queue.html", **_queue(visit, connection))


def _queue(visit: Visit, connection: "Connection") -> dict[str, Any]:
    query = visit.request.query_params
    wanted, wrong = read_filter(query, visit.reviewer)
    clustered = has_clusters(connection)
    wanted = replace(wanted, folded=wanted.folded and clustered)
    order: Order = "newest" if query.get("sort") == "newest" else "priority"
    page = read_page(connection, wanted, order=order, after=query.get("after", ""))
    chosen = query.get("claim") or (page.claims[0].key if page.claims else "")
    statuses = count_statuses(connection, wanted.reviewer)
    given = {name: "" if name in wrong else query.get(name, "").strip() for name in FIELDS}
    return {
        "page": page,
        "counts": count_claims(connection, wanted),
        "statuses": statuses,
        "tabs": [(tab, view_of(query, status=tab), _number(statuses, tab)) for tab in _TABS],
        "status": wanted.status,
        "given": given,
        "chips": [
            (name, given[name], view_of(query, **{name: ""}))
            for name in FIELDS
            if given[name] and name not in _SHOWN_ELSEWHERE
        ],
        "wrong": wrong,
        "view": view_of(query),
        "view_of": lambda **changes: view_of(query, **changes),
        "types": CLAIM_TYPES,
        "clustered": clustered,
        "folded": wanted.folded,
        "on_claim": bool(query.get("claim")),
        "chosen": chosen,
        "pane": read_pane(visit, connection, chosen) if chosen else None,
    }


def _number(statuses: dict[Any, int], tab: str) -> int:
    if tab == "decided":
        return statuses["accepted"] + statuses["rejected"] + statuses["edited"]
    if tab == "all":
        return sum(number for status, number in statuses.items() if status != "withdrawn")
    return statuses[tab]
