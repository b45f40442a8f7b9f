"""Records against gold annotations: every figure in one report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsextract.errors import EvaluationError
from newsextract.evaluate.claims import ClaimScorer
from newsextract.evaluate.firms import FirmScorer
from newsextract.evaluate.gold import GoldArticle, Judged
from newsextract.evaluate.metrics import MetricScorer
from newsextract.evaluate.tally import Difference, Figure, Matches
from newsextract.records import ArticleRecord, Reject
from newsextract.store.jsonl import read_records

_EVERYTHING = Judged(firms=True, metrics=True)


@dataclass(frozen=True, slots=True)
class Scores:
    """The report of an evaluation."""

    figures: Mapping[str, Figure]
    differences: tuple[Difference, ...]
    articles: int
    unpaired: tuple[str, ...]
    """Ids of gold articles for which there is no record with the same text: all of theirs counts as missed."""

    def as_json(self) -> dict[str, dict[str, float | int]]:
        """Return the figures by name."""
        return {name: figure.as_json() for name, figure in self.figures.items()}


def evaluate_records(paths: Sequence[Path], golds: Sequence[GoldArticle]) -> Scores:
    """Return the scores of the records in files or folders.

    Raises:
        StoreError: the records cannot be read.
        EvaluationError: a line is no record, or no record is of a gold article.
    """
    wanted = {article.text for article in golds}
    return evaluate((record for record in _only_records(paths) if record.text in wanted), golds)


def evaluate(records: Iterable[ArticleRecord], golds: Sequence[GoldArticle]) -> Scores:
    """Return the scores of ``records``, each paired with the gold article that has exactly its text."""
    by_text = {record.text: record for record in records}
    pairs = [(gold, by_text.get(gold.text)) for gold in golds]
    unpaired = tuple(gold.id for gold, record in pairs if record is None)
    if len(unpaired) == len(golds):
        raise EvaluationError("no record has the text of a gold article: run over the articles that were annotated")
    firms, metrics, claims = FirmScorer(), MetricScorer(), ClaimScorer()
    nothing = next(iter(by_text.values())).model_copy(update={"firms": (), "metrics": (), "claims": ()})
    differences: list[Difference] = []
    for gold, record in pairs:
        judged = gold.judged or _EVERYTHING
        scorers = [scorer for scorer, asked in ((firms, judged.firms), (metrics, judged.metrics)) if asked]
        for scorer in (*scorers, claims):
            differences.extend(scorer.add(gold, record or nothing))
    return Scores(dict(_figures(firms, metrics, claims)), tuple(differences), len(golds), unpaired)


def _only_records(paths: Sequence[Path]) -> Iterator[ArticleRecord]:
    for item in read_records(paths):
        if isinstance(item, Reject):
            raise EvaluationError(f"{item.source}: {item.message}")
        yield item


def _figures(firms: FirmScorer, metrics: MetricScorer, claims: ClaimScorer) -> Iterator[tuple[str, Figure]]:
    yield "firm_mentions", firms.mentions.figure()
    yield "firm_entities", firms.entities.figure()
    yield "metric_values", metrics.values.figure()
    yield "metric_strict", metrics.strict.figure()
    yield "claim_sentences", claims.sentences.figure()
    yield "claim_types", _sum(claims.types.values()).figure()
    yield "claim_firms", claims.firms.figure()
    types = {name: matches.figure() for name, matches in claims.types.items()}
    macro = sum(round(figure.value, 4) for figure in types.values()) / len(types)  # the mean of what is printed
    yield "claim_types_macro", Figure(f1=macro, n=len(types))
    yield from ((f"type:{name}", figure) for name, figure in types.items())
    ranks = claims.ranks
    yield "priority_ndcg5", Figure(f1=sum(ranks) / len(ranks) if ranks else 0.0, n=len(ranks))
    for name, answers in {**metrics.fields, "speaker": claims.speaker}.items():
        yield name, answers.figure()


def _sum(parts: Iterable[Matches]) -> Matches:
    total = Matches()
    for part in parts:
        total.add(part.hits, part.extra, part.missed)
    return total
