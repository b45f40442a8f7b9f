"""What is exported: which articles, and which of their rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, Text, cast, or_, select

from newsextract.store.links import Key
from newsextract.store.months import month_of
from newsextract.store.tables import ARTICLES, CLAIM_FIRMS, CLAIMS, DECISIONS, FIRMS, METRICS, OF_AN_ARTICLE, RUNS
from newsextract.store.views import V_CLAIMS, V_METRICS

WHOLE = (DECISIONS, RUNS)
"""Tables that no choice of articles narrows: decisions outlive their articles."""
EXPORTED = {table.name: table for table in (*OF_AN_ARTICLE, *WHOLE, V_CLAIMS, V_METRICS)}
"""What can be exported, by name."""
_AFTER_EVERY_HOUR = "~"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows are asked for; an empty field asks for all."""

    firm: tuple[str, ...] = ()
    """The forms of a name, any of which fits: a full name, an alias, or the code of a gazetteer."""
    since: str = ""
    until: str = ""
    """ISO dates, inclusive, as the articles' own clocks tell them; an article without a date is outside."""


class Month(NamedTuple):
    """The articles of one month."""

    name: str
    """2025-03; ``unknown`` for articles without a date."""
    ids: list[str]
    """Sorted."""


def read_months(connection: Connection, wanted: Selection) -> Iterator[Month]:
    """Yield the ids of the articles that are asked for, by month of publication."""
    query = select(ARTICLES.c.id, ARTICLES.c.published_at).where(*_conditions(wanted))
    found = sorted((month_of(row.published_at), row.id) for row in connection.execute(query))
    for name, rows in groupby(found, key=lambda row: row[0]):
        yield Month(name, [key for _, key in rows])


def rows_of(table: Table, ids: Sequence[str]) -> Select[Any]:
    """Return the query for the rows of articles in ``table``, in the order of their keys."""
    column = ARTICLES.c.id if table is ARTICLES else table.c.article_id
    return select(table).where(column.in_(ids)).order_by(*_order(table))


def about_firm(
    connection: Connection, ids: Sequence[str], forms: tuple[str, ...]
) -> Callable[[Table, Mapping[str, Any]], bool]:
    """Return what says whether a row of these articles is about the firm.

    About it are itself and its mentions, the figures that are its own, the claims that it makes or that name it, and
    the articles as a whole.
    """

    def keys(table: Table, key: str, *firm_ids: str) -> set[Key]:
        query = select(table.c.article_id, table.c[key], *(table.c[name] for name in firm_ids))
        rows = connection.execute(query.where(table.c.article_id.in_(ids)))
        return {(row[0], row[1]) for row in rows if any((row[0], firm_id) in firms for firm_id in row[2:])}

    named = select(FIRMS.c.article_id, FIRMS.c.id).where(FIRMS.c.article_id.in_(ids), _is_called(forms))
    firms: set[Key] = {(row[0], row[1]) for row in connection.execute(named)}
    metrics = keys(METRICS, "id", "subject_firm_id")
    claims = keys(CLAIMS, "id", "speaker_firm_id", "subject_firm_id") | keys(CLAIM_FIRMS, "claim_id", "firm_id")
    places = {
        "firms": ("id", firms), "mentions": ("firm_id", firms), "claim_firms": ("firm_id", firms),
        "metrics": ("id", metrics), "v_metrics": ("metric_id", metrics),
        "claims": ("id", claims), "v_claims": ("claim_id", claims), "claim_metrics": ("claim_id", claims),
    }  # fmt: skip

    def is_about(table: Table, row: Mapping[str, Any]) -> bool:
        if table.name not in places:
            return True
        key, found = places[table.name]
        return (row["article_id"], row[key]) in found

    return is_about


def _conditions(wanted: Selection) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield ARTICLES.c.published_at >= wanted.since
    if wanted.until:
        yield ARTICLES.c.published_at < wanted.until + _AFTER_EVERY_HOUR
    if wanted.firm:
        yield ARTICLES.c.id.in_(select(FIRMS.c.article_id).where(_is_called(wanted.firm)))


def _is_called(forms: tuple[str, ...]) -> ColumnElement[bool]:
    named = (FIRMS.c.name, FIRMS.c.name_simplified, FIRMS.c.canonical_id, FIRMS.c.canonical_name)
    aliases = (cast(FIRMS.c.aliases, Text).contains(f'"{form}"', autoescape=True) for form in forms)
    return or_(*(column.in_(forms) for column in named), *aliases)


def _order(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns) or [table.c.article_id, table.c[_KEYS[table.name]]]


_KEYS = {"v_claims": "claim_id", "v_metrics": "metric_id"}
