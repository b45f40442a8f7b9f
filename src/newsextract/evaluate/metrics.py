"""Metrics against gold: the figure, its unit and qualifier, and the fields that say what it measures."""

from collections.abc import Iterator

from newsextract.evaluate.compare import fold, overlap, same_number, same_words
from newsextract.evaluate.forms import gold_forms, party_forms
from newsextract.evaluate.gold import GoldArticle, GoldMetric, Span, locate
from newsextract.evaluate.tally import Answers, Difference, Matches
from newsextract.records import ArticleRecord, Metric

Placed = list[tuple[Span, GoldMetric]]


class MetricScorer:
    """Adds up figures and their fields over articles."""

    def __init__(self) -> None:
        self.values = Matches()
        self.strict = Matches()
        self.fields = {name: Answers() for name in ("indicator", "subject", "period", "change")}

    def add(self, gold: GoldArticle, record: ArticleRecord) -> Iterator[Difference]:
        """Count one article; yield what differs."""
        spans = locate(gold.text, ((metric.quote, metric.span) for metric in gold.metrics))
        wanted: Placed = [(span, metric) for span, metric in zip(spans, gold.metrics, strict=True) if span]
        pairs, extra = _match(wanted, record.metrics, strict=False)
        self._count(self.values, wanted, pairs, extra)
        strict_pairs, strict_extra = _match(wanted, record.metrics, strict=True)
        self._count(self.strict, wanted, strict_pairs, strict_extra)
        for index, found in pairs.items():
            if not wanted[index][1].optional:
                self._add_fields(gold, wanted[index][1], record, found)
        for index, (_, metric) in enumerate(wanted):
            if index not in pairs and not metric.optional:
                yield Difference(gold.id, "metric-", metric.quote)
        yield from (Difference(gold.id, "metric+", f"{m.text} = {m.value} {m.unit}") for m in extra)

    @staticmethod
    def _count(matches: Matches, wanted: Placed, pairs: dict[int, Metric], extra: list[Metric]) -> None:
        required = sum(not metric.optional for _, metric in wanted)
        hits = sum(not wanted[index][1].optional for index in pairs)
        matches.add(hits, len(extra), required - hits)

    def _add_fields(self, gold: GoldArticle, wanted: GoldMetric, record: ArticleRecord, found: Metric) -> None:
        if wanted.indicator:
            self.fields["indicator"].add(right=same_words(wanted.indicator, found.indicator))
        if wanted.period:
            self.fields["period"].add(right=same_words(wanted.period, found.period.text if found.period else None))
        if wanted.change:
            self.fields["change"].add(right=wanted.change == found.change)
        if wanted.subject:
            forms = party_forms(record, found.subject)
            self.fields["subject"].add(
                right=any(same_words(one, other) for one in gold_forms(gold, wanted.subject) for other in forms)
            )


def _match(wanted: Placed, found: tuple[Metric, ...], *, strict: bool) -> tuple[dict[int, Metric], list[Metric]]:
    """Return the found metric of each wanted one that has any, and those found that nobody asked for."""
    free = list(found)
    pairs: dict[int, Metric] = {}
    for index, (span, metric) in enumerate(wanted):
        for candidate in free:
            if _agree(span, metric, candidate) and (not strict or _agree_strictly(metric, candidate)):
                pairs[index] = candidate
                free.remove(candidate)
                break
    spared = [span for span, metric in wanted if metric.optional]
    return pairs, [m for m in free if not any(overlap(span, (m.start, m.end)) for span in spared)]


def _agree(span: Span, wanted: GoldMetric, found: Metric) -> bool:
    if not overlap(span, (found.start, found.end)) or wanted.kind != found.kind:
        return False
    if wanted.value is not None or found.value is not None:
        return same_number(wanted.value, found.value)
    return same_number(wanted.low, found.low) and same_number(wanted.high, found.high)


def _agree_strictly(wanted: GoldMetric, found: Metric) -> bool:
    return wanted.qualifier == found.qualifier and _same_unit(wanted, found.unit)


def _same_unit(wanted: GoldMetric, unit: str) -> bool:
    """Equal units; of two counted nouns one may say less than the other (家 and 家企业)."""
    if wanted.unit == unit:
        return True
    one, other = fold(wanted.unit or ""), fold(unit)
    if wanted.kind != "count":
        return bool(one) and one == other
    return one in other or other in one
