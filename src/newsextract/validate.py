"""The invariants of a record that its types cannot say: spans are verbatim, ids resolve, units are known."""

from collections.abc import Iterator
from functools import cache

from newsextract.records import ArticleRecord, Claim, Metric, Speaker, TextSpan
from newsextract.rules.lexicon import read_lexicon

_Spanned = TextSpan | Metric | Claim | Speaker
"""What has start, end and text."""


def find_problems(record: ArticleRecord) -> list[str]:
    """Return what is wrong with ``record``, a sentence each; an empty list for a valid record."""
    return [*_wrong_spans(record), *_wrong_ids(record), *_wrong_units(record)]


@cache
def known_units() -> frozenset[str]:
    """Return the unit symbols of ``lexicons/units.tsv``, the currencies of ``currencies.tsv``, and those of ratios."""
    symbols = {row["symbol"] for row in read_lexicon("units")} | {row["code"] for row in read_lexicon("currencies")}
    return frozenset(symbols - {"home"} | {"CNY", "%", "pp", "x", ""})


def _spans(record: ArticleRecord) -> Iterator[tuple[str, _Spanned]]:
    for firm in record.firms:
        for mention in (*firm.mentions, *firm.references):
            yield firm.id, mention
    for metric in record.metrics:
        yield metric.id, metric
        if metric.period:
            yield metric.id, metric.period
    for claim in record.claims:
        yield claim.id, claim
        for span in _parts(claim):
            if span:
                yield claim.id, span


def _parts(claim: Claim) -> Iterator[_Spanned | None]:
    """Yield the spans that a claim is made of, those of its details included."""
    yield claim.cue
    yield claim.content
    if claim.speaker:
        yield from (claim.speaker, claim.speaker.role, claim.speaker.written)
    if claim.event:
        yield from (claim.event.trigger, claim.event.date, claim.event.round, *claim.event.parties)
    if claim.superlative:
        yield from (claim.superlative.word, claim.superlative.scope, claim.superlative.since)
    if claim.comparison:
        yield from (claim.comparison.word, claim.comparison.subject, claim.comparison.against)
    if claim.forecast:
        yield from (claim.forecast.word, claim.forecast.horizon, claim.forecast.hedge)
    yield from (made for made in claim.substitutions if made.text)


def _wrong_spans(record: ArticleRecord) -> Iterator[str]:
    text = record.text
    for owner, span in _spans(record):
        start, end, words = span.start, span.end, span.text
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
        for named in (*claim.firm_ids, *claim.metric_ids, *_named_in_details(claim)):
            yield claim.id, named


def _named_in_details(claim: Claim) -> Iterator[str]:
    yield from (made.firm_id for made in claim.substitutions if made.firm_id)
    if claim.event:
        yield from (party.firm_id for party in claim.event.parties)
    yield from (found.amount_id for found in (claim.event, claim.comparison) if found and found.amount_id)


def _wrong_units(record: ArticleRecord) -> Iterator[str]:
    for metric in record.metrics:
        if metric.kind not in {"count", "other"} and metric.unit not in known_units():
            yield f"{metric.id}: {metric.text}: unit {metric.unit!r} is in neither units.tsv nor currencies.tsv"
