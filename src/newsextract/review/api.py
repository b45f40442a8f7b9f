"""The API for programs: extract, list, decide. ``/api/openapi.json`` is its schema, ``/api/docs`` the same to read."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from newsextract.errors import RequestError
from newsextract.normalise import script_forms
from newsextract.records import ArticleRecord
from newsextract.review.api_models import (
    REFUSALS,
    ArticleIn,
    ClaimOut,
    ClaimQuery,
    DecisionIn,
    DecisionOut,
    FirmOut,
    FirmQuery,
    MetricOut,
    MetricQuery,
    Page,
    Paging,
    Problem,
    UndoIn,
)
from newsextract.review.api_route import ApiRoute, answer, refuse
from newsextract.review.paging import read_place, write_place
from newsextract.store.claim_filter import ClaimFilter
from newsextract.store.decisions import decide, read_decisions_after, undo
from newsextract.store.listing import MetricFilter, list_claims, list_firms, list_metrics

router = APIRouter(prefix="/api", route_class=ApiRoute, responses=REFUSALS)

_READ_ONLY: dict[int | str, dict[str, Any]] = {
    403: {"model": Problem, "description": "The server only shows"},
    409: {"model": Problem, "description": "The claim is not there, or the decision does not fit it"},
}


@router.post(
    "/extract", response_model=ArticleRecord, responses={413: {"model": Problem, "description": "The text is too long"}}
)
def extract(request: Request, article: ArticleIn) -> Response:
    """Return the record of a text: firms, metrics and claims. Nothing is stored."""
    record = request.app.state.extractor.extract(article)
    return Response(record.to_json(), media_type="application/json")


@router.get("/claims", response_model=Page[ClaimOut])
def claims(request: Request, query: Annotated[ClaimQuery, Query()]) -> Response:
    """List claims, those most worth a check first."""
    wanted = ClaimFilter(
        status=query.status,
        text=_forms(query.q),
        firm=_forms(query.firm),
        firm_key=query.firm_key,
        type=query.type or "",
        modality=query.modality or "",
        speaker=_forms(query.speaker),
        source=query.publisher,
        script=query.script,
        rule=query.rule,
        since=_day("since", query.since),
        until=_day("until", query.until),
    )
    after: Any = read_place(query.after, Decimal, str)
    with request.app.state.database.reading() as connection:
        found = list_claims(connection, wanted, after=after, size=query.size)
    items = [_claim(item) for item in found.items]
    return answer(Page[ClaimOut](items=items, next=write_place(found.after)))


@router.get("/firms", response_model=Page[FirmOut])
def firms(request: Request, query: Annotated[FirmQuery, Query()]) -> Response:
    """List firms over all articles, by key."""
    after = read_place(query.after, str)
    with request.app.state.database.reading() as connection:
        found = list_firms(connection, name=_forms(query.q), after=after[0] if after else None, size=query.size)
    items = [FirmOut.model_validate(item) for item in found.items]
    return answer(Page[FirmOut](items=items, next=write_place(found.after)))


@router.get("/metrics", response_model=Page[MetricOut])
def metrics(request: Request, query: Annotated[MetricQuery, Query()]) -> Response:
    """List metrics, by article and place in it."""
    wanted = MetricFilter(
        firm_key=query.firm_key,
        indicator=_forms(query.indicator),
        unit=query.unit,
        kind=query.kind or "",
        article_id=query.article_id,
        since=_day("since", query.since),
        until=_day("until", query.until),
    )
    after: Any = read_place(query.after, str, int)
    with request.app.state.database.reading() as connection:
        found = list_metrics(connection, wanted, after=after, size=query.size)
    items = [MetricOut.model_validate(_placed(item, "subject", "period")) for item in found.items]
    return answer(Page[MetricOut](items=items, next=write_place(found.after)))


@router.get("/decisions", response_model=Page[DecisionOut])
def decisions(request: Request, query: Annotated[Paging, Query()]) -> Response:
    """List all decisions in the order in which they were made, undone ones and undoings as well."""
    after = read_place(query.after, int)
    with request.app.state.database.reading() as connection:
        found = read_decisions_after(connection, after[0] if after else 0, query.size + 1)
    shown = found[: query.size]
    place = write_place([shown[-1].id]) if len(found) > query.size else None
    return answer(Page[DecisionOut](items=[DecisionOut.of(item) for item in shown], next=place))


@router.post("/decisions", response_model=DecisionOut, status_code=201, responses=_READ_ONLY)
def add_decision(request: Request, sent: DecisionIn) -> Response:
    """Decide a claim as it is extracted now."""
    if request.app.state.settings.read_only:
        return refuse(403, "read_only", "this server only shows: decide elsewhere")
    with request.app.state.database.writing() as connection:
        made = decide(
            connection,
            sent.key,
            reviewer=sent.reviewer.strip(),
            verdict=sent.verdict,
            edits=sent.edits,
            note=sent.note,
            request_id=sent.request_id,
        )
    return answer(DecisionOut.of(made), 201)


@router.post("/decisions/undo", response_model=DecisionOut, status_code=201, responses=_READ_ONLY)
def add_undoing(request: Request, sent: UndoIn) -> Response:
    """Take back the reviewer's last decision that stands."""
    if request.app.state.settings.read_only:
        return refuse(403, "read_only", "this server only shows: undo elsewhere")
    with request.app.state.database.writing() as connection:
        taken = undo(connection, reviewer=sent.reviewer.strip(), request_id=sent.request_id)
    if taken is None:
        return refuse(409, "nothing", f"no decision of {sent.reviewer} stands")
    return answer(DecisionOut.of(taken), 201)


def _forms(text: str) -> tuple[str, ...]:
    return script_forms(text.strip())


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RequestError(name, f"{text} is no day") from error


def _claim(item: dict[str, Any]) -> ClaimOut:
    return ClaimOut.model_validate(_placed(item, "speaker", "subject"))


def _placed(item: dict[str, Any], *texts: str) -> dict[str, Any]:
    named = {name: item[f"{name}_text"] for name in texts}
    return item | named | {"start": item["span_start"], "end": item["span_end"]}
