"""The invariants of a record that its types cannot say: spans are verbatim, ids resolve, units are known."""

from collections.abc import Iterator
from functools import cache

from newsextract.records import ArticleRecord, TextSpan
from newsextract.rules.lexicon import read_lexicon


def find_problems(record: ArticleRecord) -> list[str]:
    """Return what is wrong with ``record``, a sentence each; an empty list for a valid record."""
    return [*_wrong_spans(record), *_wrong_ids(record), *_wrong_units(record)]


@cache
def known_units() -> frozenset[str]:
    """Return the unit symbols of ``lexicons/units.tsv``, the currencies of ``currencies.tsv``, and those of ratios."""
    symbols = {row["symbol"] for row in read_lexicon("units")} | {row["code"] for row in read_lexicon("currencies")}
    return frozenset(symbols - {"home"} | {"CNY", "%", "pp", "x", ""})


def _spans(record: ArticleRecord) -> Iterator[tuple[str, int, int, str]]:
    def of(owner: str, span: TextSpan | None) -> Iterator[tuple[str, int, int, str]]:
        if span is not None:
            yield owner, span.start, span.end, span.text

    for firm in record.firms:
        for mention in (*firm.mentions, *firm.references):
            yield from of(firm.id, mention)
    for metric in record.metrics:
        yield metric.id, metric.start, metric.end, metric.text
        yield from of(metric.id, metric.period)
    for claim in record.claims:
        yield claim.id, claim.start, claim.end, claim.text
        yield from of(claim.id, claim.cue)
        if claim.speaker:
            yield claim.id, claim.speaker.start, claim.speaker.end, claim.speaker.text


def _wrong_spans(record: ArticleRecord) -> Iterator[str]:
    text = record.text
    for owner, start, end, words in _spans(record):
        if not (0 <= start < end <= len(text) and text[start:end] == words):
            yield f"{owner}: {start}:{end} is {text[start:end]!r} in the text, not {words!r}"
    for metric in record.metrics:
        start, end = metric.sentence
        if not 0 <= start <= metric.start < metric.end <= end <= len(text):
            yield f"{metric.id}: stands outside of its sentence {start}:{end}"
    if record.article.length != len(text):
        yield f"article: length {record.article.length}, but the text has {len(text)} characters"


def _wrong_ids(record: ArticleRecord) -> Iterator[str]:
    firms, metrics = {firm.id for firm in record.firms}, {metric.id for metric in record.metrics}
    if len(firms) < len(record.firms) or len(metrics) < len(record.metrics):
        yield "an id is used twice"
    if len({claim.id for claim in record.claims}) < len(record.claims):
        yield "a claim id is used twice"
    if len({claim.key for claim in record.claims}) < len(record.claims):
        yield "a claim key is used twice"
    for owner, named in _references(record):
        if named not in (firms if named.startswith("F") else metrics):
            yield f"{owner}: {named} is not in this record"


def _references(record: ArticleRecord) -> Iterator[tuple[str, str]]:
    for metric in record.metrics:
        if metric.subject and metric.subject.firm_id:
            yield metric.id, metric.subject.firm_id
    for claim in record.claims:
        for party in (claim.speaker, claim.subject):
            if party and party.firm_id:
                yield claim.id, party.firm_id
        for named in (*claim.firm_ids, *claim.metric_ids):
            yield claim.id, named


def _wrong_units(record: ArticleRecord) -> Iterator[str]:
    for metric in record.metrics:
        if metric.kind not in {"count", "other"} and metric.unit not in known_units():
            yield f"{metric.id}: {metric.text}: unit {metric.unit!r} is in neither units.tsv nor currencies.tsv"
