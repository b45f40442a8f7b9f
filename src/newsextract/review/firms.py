"""Firms: the list of them, and one with its figures over time, its contradictions and its claims."""

from fastapi import APIRouter
from starlette.responses import Response

from newsextract.normalise import script_forms
from newsextract.review.chart import draw
from newsextract.review.series import find_contradictions, group_by_measure, place_in_time
from newsextract.review.visit import AVisit
from newsextract.store.claim_filter import ClaimFilter
from newsextract.store.firm_view import read_firm_metrics, read_firm_names, read_firms
from newsextract.store.review_queue import read_page

router = APIRouter()

_PAGE = 60
_CHARTS = 8
_CLAIMS = 30


@router.get("/firms")
def show_firms(visit: AVisit, q: str = "", page: int = 0) -> Response:
    """Show the firms of which most is claimed."""
    asked = q.strip()[:200]
    page = max(0, min(page, 100_000))
    with visit.database.reading() as connection:
        firms, total = read_firms(connection, script_forms(asked), offset=page * _PAGE, size=_PAGE)
    return visit.page("firms.html", firms=firms, total=total, q=asked, number=page, more=(page + 1) * _PAGE < total)


@router.get("/firms/view")
def show_firm(visit: AVisit, key: str) -> Response:
    """Show one firm."""
    with visit.database.reading() as connection:
        firm = read_firm_names(connection, key)
        if firm is None:
            return visit.refuse(404, visit.t("firm.missing"))
        metrics = read_firm_metrics(connection, key)
        claims = read_page(connection, ClaimFilter(status="all", firm_key=key), size=_CLAIMS)
    points = place_in_time(metrics)
    charts = [draw(measure, series) for measure, series in group_by_measure(points)[:_CHARTS]]
    return visit.page(
        "firm.html",
        firm=firm,
        metrics=metrics,
        claims=claims.claims,
        more=bool(claims.after),
        charts=charts,
        contradictions=find_contradictions(points),
    )
