"""Records to rows of tables and back, nothing lost on the way."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from newsextract.errors import StoreError
from newsextract.records import ArticleRecord, Claim, Firm, Metric
from newsextract.records.fields import Record
from newsextract.store.claim_content import content_digest
from newsextract.store.origin import Sourced

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""

_INFO = (
    "id", "source", "url", "title", "author", "publisher", "published_at", "published_at_how", "script", "locale",
    "conversion", "encoding", "encoding_how", "fields", "sha256", "length",
)  # fmt: skip
_METRIC = (
    "id", "text", "value", "low", "high", "unit", "kind", "qualifier", "indicator", "change", "basis", "rule",
)  # fmt: skip
_CLAIM = ("id", "key", "text", "text_resolved", "types", "stance", "modality", "score", "rules")
_SPAN = ("text", "start", "end")
_DETAILS = ("event", "superlative", "comparison", "forecast")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def record_digest(record: ArticleRecord) -> str:
    """Return the SHA-256 of the record's JSON: equal digests, equal rows.

    Raises:
        StoreError: the record holds characters that not every database can store.
    """
    try:
        data = record.to_json().encode()
    except ValueError as error:
        raise StoreError(f"article {record.article.id}: holds half a character (a lone surrogate)") from error
    if _NUL.search(data):
        raise StoreError(f"article {record.article.id}: holds a NUL character, which PostgreSQL cannot store")
    return hashlib.sha256(data).hexdigest()


def to_rows(item: Sourced) -> Rows:
    """Return the rows that hold a record, by table."""
    record = item.record
    rows: Rows = {"articles": [_article_row(item)], "firms": [], "mentions": [], "metrics": [], "claims": []}
    rows |= {"claim_firms": [], "claim_metrics": []}
    for position, firm in enumerate(record.firms):
        rows["firms"].append(_firm_row(firm, position))
        rows["mentions"].extend(_mention_rows(firm))
    rows["metrics"].extend(_metric_row(metric, position) for position, metric in enumerate(record.metrics))
    names = {firm.id: firm.name for firm in record.firms}
    for position, claim in enumerate(record.claims):
        rows["claims"].append(_claim_row(claim, position, names))
        rows["claim_firms"].extend(_link_rows(claim.id, "firm_id", claim.firm_ids))
        rows["claim_metrics"].extend(_link_rows(claim.id, "metric_id", claim.metric_ids))
    for name, of_table in rows.items():
        if name != "articles":
            for row in of_table:
                row["article_id"] = record.article.id
    return rows


def run_row(report: Mapping[str, Any]) -> Row:
    """Return the row that remembers a run by its report (``run.json``)."""
    row = {name: report[name] for name in ("id", "started_at", "finished_at", "version", "fingerprint")}
    row |= {name: report["counts"][name] for name in ("articles", "records", "rejected")}
    return row | {"report": report}


def from_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> ArticleRecord:
    """Return the record that ``to_rows`` took apart; rows of a table may come in any order."""
    (article,) = rows["articles"]
    mentions = _sorted(rows["mentions"])
    firms_of = _group(_sorted(rows["claim_firms"]), "firm_id")
    metrics_of = _group(_sorted(rows["claim_metrics"]), "metric_id")
    return ArticleRecord.model_validate(
        {
            "schema_version": article["schema_version"],
            "article": {name: article[name] for name in _INFO},
            "text": article["text"],
            "firms": [_firm(row, [m for m in mentions if m["firm_id"] == row["id"]]) for row in _sorted(rows["firms"])],
            "metrics": [_metric(row) for row in _sorted(rows["metrics"])],
            "claims": [
                _claim(row, firms_of.get(row["id"], []), metrics_of.get(row["id"], []))
                for row in _sorted(rows["claims"])
            ],
            "warnings": article["warnings"],
            "pipeline": {
                "name": article["pipeline_name"],
                "version": article["pipeline_version"],
                "fingerprint": article["fingerprint"],
            },
        }
    )


def _article_row(item: Sourced) -> Row:
    record, digest, origin = item
    return {name: getattr(record.article, name) for name in _INFO} | {
        "text": record.text,
        "warnings": list(record.warnings),
        "schema_version": record.schema_version,
        "pipeline_name": record.pipeline.name,
        "pipeline_version": record.pipeline.version,
        "fingerprint": record.pipeline.fingerprint,
        "record_sha256": digest,
        "run_started_at": origin and origin.run_started_at,
        "run_place": origin and origin.place,
    }


def _firm_row(firm: Firm, position: int) -> Row:
    canonical = firm.canonical
    return {
        "id": firm.id,
        "position": position,
        "name": firm.name,
        "name_simplified": firm.name_simplified,
        "aliases": list(firm.aliases),
        "canonical_id": canonical and canonical.id,
        "canonical_name": canonical and canonical.name,
        "canonical_source": canonical and canonical.source,
    }


def _mention_rows(firm: Firm) -> Iterable[Row]:
    for position, mention in enumerate(firm.mentions):
        yield _spanned(mention) | _of(firm.id, "name", position) | {"text": mention.text, "method": mention.method}
    for position, reference in enumerate(firm.references):
        yield _spanned(reference) | _of(firm.id, "reference", position) | {"text": reference.text, "method": None}


def _of(firm_id: str, kind: str, position: int) -> Row:
    return {"firm_id": firm_id, "kind": kind, "position": position}


def _metric_row(metric: Metric, position: int) -> Row:
    return {
        **{name: getattr(metric, name) for name in _METRIC},
        **_spanned(metric),
        **_parts("subject", metric.subject, "text", "firm_id"),
        **_parts("period", metric.period, "text", "start", "end"),
        "position": position,
        "sentence_start": metric.sentence[0],
        "sentence_end": metric.sentence[1],
    }


def _claim_row(claim: Claim, position: int, firm_names: Mapping[str, str]) -> Row:
    return {
        **{name: getattr(claim, name) for name in _CLAIM},
        **_spanned(claim),
        **_parts("speaker", claim.speaker, "text", "kind", "firm_id", "start", "end"),
        **_parts("speaker_role", claim.speaker and claim.speaker.role, *_SPAN),
        **_parts("speaker_written", claim.speaker and claim.speaker.written, *_SPAN),
        **_parts("cue", claim.cue, *_SPAN),
        **_parts("content", claim.content, *_SPAN),
        **_parts("subject", claim.subject, "text", "firm_id"),
        "types": list(claim.types),
        "rules": list(claim.rules),
        "digest": content_digest(
            claim.text,
            claim.types,
            claim.speaker.text if claim.speaker else None,
            claim.subject.text if claim.subject else None,
            [firm_names.get(key, key) for key in claim.firm_ids],
            claim.modality,
        ),
        "substitutions": [made.model_dump() for made in claim.substitutions],
        **{name: _json(getattr(claim, name)) for name in _DETAILS},
        "event_kind": claim.event and claim.event.kind,
        "why": [[reason.feature, format(reason.points, "f")] for reason in claim.why],
        "position": position,
    }


def _link_rows(claim_id: str, column: str, ids: Iterable[str]) -> Iterable[Row]:
    for position, other in enumerate(ids):
        yield {"claim_id": claim_id, "position": position, column: other}


def _spanned(item: Any) -> Row:  # noqa: ANN401 - anything with start and end
    return {"span_start": item.start, "span_end": item.end}


def _json(value: Record | None) -> Row | None:
    return None if value is None else value.model_dump(mode="json")


def _parts(name: str, value: object | None, *fields: str) -> Row:
    return {f"{name}_{field}": None if value is None else getattr(value, field) for field in fields}


def _sorted(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: row["position"])


def _group(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["claim_id"], []).append(row[column])
    return groups


def _whole(row: Mapping[str, Any], name: str, *fields: str) -> Row | None:
    if row[f"{name}_text"] is None:
        return None
    return {field: row[f"{name}_{field}"] for field in ("text", *fields)}


def _span(row: Mapping[str, Any]) -> Row:
    return {"start": row["span_start"], "end": row["span_end"]}


def _firm(row: Mapping[str, Any], mentions: Iterable[Mapping[str, Any]]) -> Row:
    canonical = {field: row[f"canonical_{field}"] for field in ("id", "name", "source")}
    return {
        **{name: row[name] for name in ("id", "name", "name_simplified", "aliases")},
        "canonical": canonical if canonical["id"] is not None else None,
        "mentions": [_span(m) | {"text": m["text"], "method": m["method"]} for m in mentions if m["kind"] == "name"],
        "references": [_span(m) | {"text": m["text"]} for m in mentions if m["kind"] == "reference"],
    }


def _metric(row: Mapping[str, Any]) -> Row:
    return {
        **{name: row[name] for name in _METRIC},
        **_span(row),
        "subject": _whole(row, "subject", "firm_id"),
        "period": _whole(row, "period", "start", "end"),
        "sentence": (row["sentence_start"], row["sentence_end"]),
    }


def _speaker(row: Mapping[str, Any]) -> Row | None:
    speaker = _whole(row, "speaker", "kind", "firm_id", "start", "end")
    if speaker is None:
        return None
    return speaker | {name: _whole(row, f"speaker_{name}", "start", "end") for name in ("role", "written")}


def _claim(row: Mapping[str, Any], firm_ids: list[str], metric_ids: list[str]) -> Row:
    return {
        **{name: row[name] for name in _CLAIM},
        **_span(row),
        "speaker": _speaker(row),
        "cue": _whole(row, "cue", "start", "end"),
        "content": _whole(row, "content", "start", "end"),
        "substitutions": row["substitutions"],
        **{name: row[name] for name in _DETAILS},
        "why": [{"feature": feature, "points": Decimal(points)} for feature, points in row["why"]],
        "subject": _whole(row, "subject", "firm_id"),
        "firm_ids": firm_ids,
        "metric_ids": metric_ids,
    }
