"""Whole articles in and out of the tables, within a transaction of the caller."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, bindparam, delete, select, update

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord
from newsextract.store.load_counts import LoadCounts
from newsextract.store.origin import Origin, Sourced, supersedes
from newsextract.store.rows import Row, Rows, from_rows, record_digest, to_rows
from newsextract.store.tables import ARTICLES, OF_AN_ARTICLE

Insert = Callable[[Connection, Table, Sequence[Mapping[str, Any]]], None]
"""Adds rows to a table, in bulk."""


class _Stored(NamedTuple):
    digest: str
    origin: Origin | None


def batches(records: Iterable[ArticleRecord | Sourced], size: Callable[[], int]) -> Iterator[dict[str, Sourced]]:
    """Yield ``records``, ``size()`` at a time, by article id: of two of one article that of the later run."""
    rest = (item if isinstance(item, Sourced) else Sourced(item, record_digest(item)) for item in records)
    while items := list(islice(rest, size())):
        batch: dict[str, Sourced] = {}
        for item in items:
            key = item.record.article.id
            if key not in batch or supersedes(item.origin, batch[key].origin):
                batch[key] = item
        yield batch


def replace_articles(connection: Connection, batch: Mapping[str, Sourced], add: Insert) -> LoadCounts:
    """Make the tables hold the records of ``batch`` (by article id) and nothing older of their articles."""
    stored = _read_stored(connection, batch)
    equal = {key for key, item in batch.items() if key in stored and stored[key].digest == item.digest}
    changed = [key for key in sorted(batch) if key not in equal]
    outdated = {key for key in changed if key in stored and not supersedes(batch[key].origin, stored[key].origin)}
    changed = [key for key in changed if key not in outdated]
    replaced = [key for key in changed if key in stored]
    _delete(connection, replaced)
    _insert(connection, [batch[key] for key in changed], add)
    _renew_origins(connection, {key: batch[key].origin for key in equal}, stored)
    return LoadCounts(len(changed) - len(replaced), len(replaced), len(equal), len(outdated))


def read_records(connection: Connection, ids: Sequence[str]) -> Iterator[ArticleRecord]:
    """Yield the records of those of the articles ``ids`` that are there, in the order of their ids."""
    of_article: dict[str, dict[str, list[Row]]] = {}
    for table in OF_AN_ARTICLE:
        query = select(table).where(_is_one_of(table))
        for row in connection.execute(query, {"ids": list(ids)}).mappings():
            tables = of_article.setdefault(row[_article_column(table).name], {t.name: [] for t in OF_AN_ARTICLE})
            tables[table.name].append(dict(row))
    for key in sorted(of_article):
        yield from_rows(of_article[key])


def find_orphans(connection: Connection) -> list[tuple[str, str]]:
    """Return the name of the table and the article's id of rows whose article is not there."""
    return [
        (table.name, row[0])
        for table in OF_AN_ARTICLE
        if table is not ARTICLES
        for row in connection.execute(
            select(table.c.article_id).where(table.c.article_id.not_in(select(ARTICLES.c.id))).distinct()
        )
    ]


def _article_column(table: Table) -> Column[str]:
    return ARTICLES.c.id if table is ARTICLES else table.c.article_id


def _is_one_of(table: Table) -> Any:  # noqa: ANN401 - a condition
    return _article_column(table).in_(bindparam("ids", expanding=True))


def _read_stored(connection: Connection, ids: Iterable[str]) -> dict[str, _Stored]:
    """Return what is stored of articles, which nobody else changes before the transaction ends."""
    wanted = (ARTICLES.c.id, ARTICLES.c.record_sha256, ARTICLES.c.run_started_at, ARTICLES.c.run_place)
    query = select(*wanted).where(_is_one_of(ARTICLES)).order_by(ARTICLES.c.id).with_for_update()
    return {
        row.id: _Stored(
            row.record_sha256, None if row.run_started_at is None else Origin(row.run_started_at, row.run_place)
        )
        for row in connection.execute(query, {"ids": list(ids)})
    }


def _delete(connection: Connection, ids: list[str]) -> None:
    if ids:
        for table in reversed(OF_AN_ARTICLE):
            connection.execute(delete(table).where(_is_one_of(table)), {"ids": ids})


def _insert(connection: Connection, items: Iterable[Sourced], add: Insert) -> None:
    rows: Rows = {table.name: [] for table in OF_AN_ARTICLE}
    for item in items:
        _check_keys(item.record)
        for name, of_record in to_rows(item).items():
            rows[name].extend(of_record)
    for table in OF_AN_ARTICLE:
        if rows[table.name]:
            add(connection, table, rows[table.name])


def _renew_origins(connection: Connection, origins: Mapping[str, Origin | None], stored: Mapping[str, _Stored]) -> None:
    """Note of unchanged records that a later run found them so: an older version that comes after stays outdated."""
    later = [
        {"key": key, "started": origin.run_started_at, "place": origin.place}
        for key, origin in sorted(origins.items())
        if origin is not None and origin != stored[key].origin and supersedes(origin, stored[key].origin)
    ]
    if later:
        change = update(ARTICLES).where(ARTICLES.c.id == bindparam("key"))
        connection.execute(change.values(run_started_at=bindparam("started"), run_place=bindparam("place")), later)


def _check_keys(record: ArticleRecord) -> None:
    for items, what in ((record.firms, "firm"), (record.metrics, "metric"), (record.claims, "claim")):
        twice = [key for key, count in Counter(item.id for item in items).items() if count > 1]
        if twice:
            raise StoreError(f"article {record.article.id}: two {what}s have the id {twice[0]}: extract it again")
