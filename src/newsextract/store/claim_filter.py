"""Which claims somebody wants to see, as conditions with bound parameters: nothing of a reader's input becomes SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Float, Select, Text, cast, func, or_, select, tuple_, type_coerce

from newsextract.store.links import FIRM_OF_LINK, METRIC_OF_LINK, is_firm
from newsextract.store.tables import (
    ARTICLES,
    CLAIM_CLUSTERS,
    CLAIM_FIRMS,
    CLAIM_METRICS,
    CLAIMS,
    DECISIONS,
    FIRMS,
    METRICS,
)

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
    """One firm exactly, by its ``FIRM_KEY``."""
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
    cluster: str = ""
    """What ``newsextract cluster`` calls a cluster."""
    folded: bool = False
    """Whether of the open claims, or of all, one is to stand for those that say the same."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for that keeps an open claim, or any, out."""
        plain = ClaimFilter(status=self.status, reviewer=self.reviewer, folded=self.folded)
        return self.status in {"open", "all"} and self == plain


def conditions(wanted: ClaimFilter, status: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    """Yield what the rows of claims, joined with their articles, must fulfil; ``status`` is that of a claim."""
    yield from _of_claim(wanted)
    if of_article := list(_of_article(wanted)):
        yield CLAIMS.c.article_id.in_(select(ARTICLES.c.id).where(*of_article))
    if wanted.firm:
        yield _is_about(_is_called(wanted.firm))
    if wanted.firm_key:
        yield _is_about(is_firm(wanted.firm_key))
    if wanted.indicator or wanted.low is not None or wanted.high is not None:
        yield _states_metric(wanted)
    if wanted.cluster:
        of_cluster = select(CLAIM_CLUSTERS.c.claim_key).where(CLAIM_CLUSTERS.c.cluster == wanted.cluster)
        yield CLAIMS.c.key.in_(of_cluster)
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
    yield from published(wanted.since, wanted.until)


def published(since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that an article appeared from ``since`` to ``until``, both days included."""
    if since:
        yield ARTICLES.c.published_at >= since.isoformat()
    if until:
        yield ARTICLES.c.published_at < (until + timedelta(days=1)).isoformat()


def _is_called(forms: tuple[str, ...]) -> ColumnElement[bool]:
    names = (FIRMS.c.name_simplified, FIRMS.c.name, type_coerce(FIRMS.c.aliases, Text))
    return or_(*(contains(column, forms) for column in names))


def _is_about(firm: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a claim is about a firm that fulfils ``firm``."""
    return _is_one_of(select(CLAIM_FIRMS.c.article_id, CLAIM_FIRMS.c.claim_id).join(FIRMS, FIRM_OF_LINK).where(firm))


def _states_metric(wanted: ClaimFilter) -> ColumnElement[bool]:
    stated = select(CLAIM_METRICS.c.article_id, CLAIM_METRICS.c.claim_id).join(METRICS, METRIC_OF_LINK)
    if wanted.indicator:
        stated = stated.where(contains(METRICS.c.indicator, wanted.indicator))
    if wanted.low is not None:
        stated = stated.where(cast(func.coalesce(METRICS.c.value, METRICS.c.high), Float) >= float(wanted.low))
    if wanted.high is not None:
        stated = stated.where(cast(func.coalesce(METRICS.c.value, METRICS.c.low), Float) <= float(wanted.high))
    return _is_one_of(stated)


def _is_one_of(claims: Select[tuple[str, str]]) -> ColumnElement[bool]:
    return tuple_(CLAIMS.c.article_id, CLAIMS.c.id).in_(claims)
