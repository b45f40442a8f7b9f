"""A record as facts that compare: each under a key that survives edits elsewhere, without offsets and ids."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsextract.records import ArticleRecord, Firm

Fields = dict[str, Any]
"""What is said of a fact, by field."""
Facts = dict[tuple[Any, ...], Fields]

KINDS = ("article", "firm", "metric", "claim")

_ARTICLE = ("title", "author", "publisher", "published_at", "url", "script", "locale", "sha256")
_LEFT_OUT = {
    "firm": {"id", "mentions", "references"},
    "metric": {"id", "start", "end", "sentence", "rule"},
    "claim": {"id", "key", "start", "end", "rules", "why", "firm_ids", "metric_ids", "substitutions", "content"},
}


def facts_of(record: ArticleRecord, *, same_text: bool) -> dict[str, Facts]:
    """Return the facts of a record by kind.

    Args:
        record: one side of a comparison.
        same_text: whether the other side has the same text, so that a place in it means the same on both.
    """
    names = {firm.id: firm.name for firm in record.firms}
    figures = {metric.id: metric.text for metric in record.metrics}
    article: Fields = {name: getattr(record.article, name) for name in _ARTICLE} | {"warnings": list(record.warnings)}
    metrics = zip(_metric_keys(record, same_text=same_text), record.metrics, strict=True)
    return {
        "article": {("article",): article},
        "firm": {(firm.name_simplified,): _firm(firm) for firm in record.firms},
        "metric": {key: _fields("metric", metric.model_dump()) for key, metric in metrics},
        "claim": {
            (claim.key,): _fields("claim", claim.model_dump())
            | {"firms": [names[key] for key in claim.firm_ids], "metrics": [figures[key] for key in claim.metric_ids]}
            for claim in record.claims
        },
    }


def _firm(firm: Firm) -> Fields:
    counts = {"mentions": len(firm.mentions), "references": len(firm.references)}
    return _fields("firm", firm.model_dump()) | {"canonical": firm.canonical.id if firm.canonical else None} | counts


def _metric_keys(record: ArticleRecord, *, same_text: bool) -> Iterator[tuple[Any, ...]]:
    """Yield a key for each metric: its place, or where the text was edited its words and its turn among equal ones."""
    seen: Counter[str] = Counter()
    for metric in record.metrics:
        yield (metric.start, metric.end) if same_text else (metric.text, seen[metric.text])
        seen[metric.text] += 1


def _fields(kind: str, dumped: dict[str, Any]) -> Fields:
    return {name: _plain(value) for name, value in dumped.items() if name not in _LEFT_OUT[kind]}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    """Return a span or a party as its words, and other values without their offsets."""
    if isinstance(value, dict):
        if "text" in value:
            return value["text"]
        return {name: _plain(item) for name, item in value.items() if name not in {"start", "end"}}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
