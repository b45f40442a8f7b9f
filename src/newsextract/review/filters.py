"""The query of a URL as a filter of claims and back: a view is its address, to be kept or sent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import get_args
from urllib.parse import urlencode

from newsextract.normalise import script_forms
from newsextract.store.claim_filter import ClaimFilter, Shown

SHOWN: tuple[Shown, ...] = get_args(Shown)
FIELDS = (
    "status", "q", "firm", "firm_key", "type", "modality", "speaker", "source", "since", "until", "script", "rule",
    "indicator", "low", "high", "sort", "by", "cluster", "reprints",
)  # fmt: skip
_LONGEST = 200


def read_filter(query: Mapping[str, str], reviewer: str) -> tuple[ClaimFilter, list[str]]:
    """Return the filter that a query asks for, and the names of the fields in it that cannot be read."""
    given = {name: query.get(name, "").strip()[:_LONGEST] for name in FIELDS}
    wrong: list[str] = []
    status: Shown = next((status for status in SHOWN if status == given["status"]), "open")
    wanted = ClaimFilter(
        status=status,
        reviewer=reviewer if given["by"] == "me" else None,
        text=script_forms(given["q"]),
        firm=script_forms(given["firm"]),
        firm_key=given["firm_key"],
        speaker=script_forms(given["speaker"]),
        source=given["source"],
        type=given["type"],
        modality=given["modality"],
        script=given["script"],
        rule=given["rule"],
        since=_day(given, "since", wrong),
        until=_day(given, "until", wrong),
        indicator=script_forms(given["indicator"]),
        low=_number(given, "low", wrong),
        high=_number(given, "high", wrong),
        cluster=given["cluster"],
        folded=given["reprints"] != "all" and not given["cluster"],
    )
    return wanted, wrong


def view_of(query: Mapping[str, str], **changes: str) -> str:
    """Return the query of a view, ``changes`` made; a field that is set to nothing falls out of it."""
    fields = {name: query.get(name, "").strip() for name in FIELDS} | changes
    return urlencode({name: value for name, value in fields.items() if value})


def _day(given: Mapping[str, str], name: str, wrong: list[str]) -> date | None:
    try:
        return date.fromisoformat(given[name]) if given[name] else None
    except ValueError:
        wrong.append(name)
        return None


def _number(given: Mapping[str, str], name: str, wrong: list[str]) -> Decimal | None:
    try:
        number = Decimal(given[name].replace(",", "")) if given[name] else None
    except InvalidOperation:
        number = Decimal("NaN")
    if number is not None and not number.is_finite():
        wrong.append(name)
        return None
    return number
