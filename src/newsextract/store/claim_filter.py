"""Which claims somebody wants to see, as conditions with bound parameters: nothing of a reader's input becomes SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Float, Select, Text, and_, cast, func, or_, select, tuple_, type_coerce

from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIM_METRICS, CLAIMS, DECISIONS, FIRMS, METRICS

Shown = Literal["open", "changed", "decided", "accepted", "rejected", "edited", "skipped", "all"]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What is asked for; what is None or empty is not. Texts come as their forms in both scripts: any of them fits."""

    status: Shown = "open"
    """``decided``: accepted, rejected or edited."""
    reviewer: str | None = None
    """Whose decisions count; None: everybody's."""
    text: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    """Part of a name."""
    firm_key: str = ""
    """One firm exactly, as ``is_firm`` takes it."""
    speaker: tuple[str, ...] = ()
    source: str = ""
    type: str = ""
    modality: str = ""
    script: str = ""
    rule: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, inclusive."""
    indicator: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    """Of a metric that the claim states."""


def conditions(wanted: ClaimFilter, status: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    """Yield what the rows of claims, joined with their articles, must fulfil; ``status`` is that of a claim."""
    yield from _of_claim(wanted)
    if of_article := list(_of_article(wanted)):
        yield CLAIMS.c.article_id.in_(select(ARTICLES.c.id).where(*of_article))
    if wanted.firm:
        yield _names_firm(wanted.firm)
    if wanted.firm_key:
        yield _is_firm(wanted.firm_key)
    if wanted.indicator or wanted.low is not None or wanted.high is not None:
        yield _states_metric(wanted)
    if wanted.status not in {"open", "all"}:
        yield CLAIMS.c.key.in_(select(DECISIONS.c.claim_key))  # few: the others need no look
    if wanted.status == "decided":
        yield status.in_(["accepted", "rejected", "edited"])
    elif wanted.status != "all":
        yield status == wanted.status


def contains(column: ColumnElement[str], forms: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that ``column`` contains one of ``forms``, letter for letter."""
    return or_(*(column.contains(form, autoescape=True) for form in forms))


def _of_claim(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.text:
        yield contains(CLAIMS.c.text, wanted.text)
    if wanted.speaker:
        yield contains(CLAIMS.c.speaker_text, wanted.speaker)
    if wanted.modality:
        yield CLAIMS.c.modality == wanted.modality
    for column, item in ((CLAIMS.c.types, wanted.type), (CLAIMS.c.rules, wanted.rule)):
        if item:
            yield has_item(column, item)


def has_item(column: ColumnElement[Any], item: str) -> ColumnElement[bool]:
    """Return the condition that the JSON list of names in ``column`` has ``item``."""
    return type_coerce(column, Text).contains(f'"{item}"', autoescape=True)


def _of_article(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.source:
        yield ARTICLES.c.publisher == wanted.source
    if wanted.script:
        yield ARTICLES.c.script == wanted.script
    if wanted.since:
        yield ARTICLES.c.published_at >= wanted.since.isoformat()
    if wanted.until:
        yield ARTICLES.c.published_at < (wanted.until + timedelta(days=1)).isoformat()


def _names_firm(forms: tuple[str, ...]) -> ColumnElement[bool]:
    firms = and_(FIRMS.c.article_id == CLAIM_FIRMS.c.article_id, FIRMS.c.id == CLAIM_FIRMS.c.firm_id)
    names = (FIRMS.c.name_simplified, FIRMS.c.name, type_coerce(FIRMS.c.aliases, Text))
    named = select(CLAIM_FIRMS.c.article_id, CLAIM_FIRMS.c.claim_id).join(FIRMS, firms)
    return _is_one_of(named.where(or_(*(contains(column, forms) for column in names))))


def _is_firm(key: str) -> ColumnElement[bool]:
    firms = and_(FIRMS.c.article_id == CLAIM_FIRMS.c.article_id, FIRMS.c.id == CLAIM_FIRMS.c.firm_id)
    return _is_one_of(select(CLAIM_FIRMS.c.article_id, CLAIM_FIRMS.c.claim_id).join(FIRMS, firms).where(is_firm(key)))


def is_firm(key: str) -> ColumnElement[bool]:
    """Return the condition that a row of ``firms`` is the firm ``key``: its id in the gazetteer, or else its name."""
    return or_(FIRMS.c.canonical_id == key, and_(FIRMS.c.canonical_id.is_(None), FIRMS.c.name_simplified == key))


def _states_metric(wanted: ClaimFilter) -> ColumnElement[bool]:
    metrics = and_(METRICS.c.article_id == CLAIM_METRICS.c.article_id, METRICS.c.id == CLAIM_METRICS.c.metric_id)
    stated = select(CLAIM_METRICS.c.article_id, CLAIM_METRICS.c.claim_id).join(METRICS, metrics)
    if wanted.indicator:
        stated = stated.where(contains(METRICS.c.indicator, wanted.indicator))
    if wanted.low is not None:
        stated = stated.where(cast(func.coalesce(METRICS.c.value, METRICS.c.high), Float) >= float(wanted.low))
    if wanted.high is not None:
        stated = stated.where(cast(func.coalesce(METRICS.c.value, METRICS.c.low), Float) <= float(wanted.high))
    return _is_one_of(stated)


def _is_one_of(claims: Select[tuple[str, str]]) -> ColumnElement[bool]:
    return tuple_(CLAIMS.c.article_id, CLAIMS.c.id).in_(claims)
