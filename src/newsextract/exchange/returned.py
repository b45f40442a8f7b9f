"""Labels that come back, as decisions: a claim whose labels were left alone is accepted, one without is rejected."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from newsextract.errors import LabelError
from newsextract.exchange.tasks import Labelled
from newsextract.records import ArticleRecord, Claim
from newsextract.records.fields import CLAIM_TYPES
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.database import Database
from newsextract.store.decisions import Verdict, decide

Span = tuple[int, int]


class ReturnCounts(NamedTuple):
    """What became of the labels."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    added: int = 0
    """Labelled stretches where no claim is extracted: nothing can be decided on them."""
    outdated: int = 0
    """Articles whose text is not in the database, or not any more."""

    def plus(self, other: "ReturnCounts") -> "ReturnCounts":
        """Return the sum."""
        return ReturnCounts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class _Judgement(NamedTuple):
    key: str
    verdict: Verdict
    edits: ClaimEdits | None


def take_back(database: Database, articles: Iterable[Labelled], *, reviewer: str | None) -> Iterator[ReturnCounts]:
    """Decide the claims of labelled articles, and yield the counts so far after each. Taking twice changes nothing.

    Args:
        database: that the articles were exported from.
        articles: as labelled.
        reviewer: in whose name; None takes the annotator that the file names.

    Raises:
        LabelError: nobody says who labelled.
        StoreError: the database cannot be written.
    """
    counts = ReturnCounts()
    for article in articles:
        counts = counts.plus(_take_back(database, article, reviewer or article.annotator))
        yield counts


def judge(record: ArticleRecord, labelled: Labelled) -> tuple[list[_Judgement], int]:
    """Return the verdict on each claim of the record, and how many labelled stretches belong to none."""
    types: dict[Span, set[str]] = defaultdict(set)
    for label in labelled.labels:
        if label.label in CLAIM_TYPES:
            types[label.start, label.end].add(label.label)
    free = set(types) - {(claim.start, claim.end) for claim in record.claims}
    judgements = []
    for claim in record.claims:
        span: Span | None = (claim.start, claim.end)
        if span not in types:
            span = max(free, key=lambda other: _shared(claim, other), default=None)
            span = (
                span if span and 2 * _shared(claim, span) >= min(claim.end - claim.start, span[1] - span[0]) else None
            )
            free -= {span} if span else set()
        judgements.append(_judge(claim, span, types[span] if span else set()))
    return judgements, len(free)


def _judge(claim: Claim, span: Span | None, types: set[str]) -> _Judgement:
    if span is None:
        return _Judgement(claim.key, "reject", None)
    changes: dict[str, Any] = {}
    if types != set(claim.types):
        changes["types"] = tuple(name for name in CLAIM_TYPES if name in types)
    if span != (claim.start, claim.end):
        changes |= {"start": span[0], "end": span[1]}
    return _Judgement(claim.key, "edit" if changes else "accept", ClaimEdits(**changes) if changes else None)


def _shared(claim: Claim, span: Span) -> int:
    return max(0, min(claim.end, span[1]) - max(claim.start, span[0]))


def _take_back(database: Database, article: Labelled, reviewer: str | None) -> ReturnCounts:
    if reviewer is None:
        raise LabelError(f"article {article.article_id}: the file does not say who labelled it: give a reviewer")
    record = database.read_record(article.article_id)
    if record is None or record.text != article.text:
        return ReturnCounts(outdated=1)
    judgements, added = judge(record, article)
    with database.writing() as connection:
        for judgement in judgements:
            decide(
                connection,
                judgement.key,
                reviewer=reviewer,
                verdict=judgement.verdict,
                edits=judgement.edits,
                request_id=_request(article, judgement),
                at=article.at,
            )
    verdicts = [judgement.verdict for judgement in judgements]
    return ReturnCounts(verdicts.count("accept"), verdicts.count("edit"), verdicts.count("reject"), added)


def _request(article: Labelled, judgement: _Judgement) -> str:
    edits = judgement.edits.given() if judgement.edits else None
    content = f"{article.sha256} {judgement.key} {judgement.verdict} {edits} {article.at}"
    return f"labels:{hashlib.sha256(content.encode()).hexdigest()[:32]}"
