"""Reviewed claims as gold annotations: what reviewers decided tests the next extractor.

Review judges what was found and nothing else, so such gold is partial, and says so (``judged``): a sentence counts only
where all claims in it were decided. There, an accepted or edited claim must be found as it was left, and a rejected one
must not. What no reviewer saw is neither missed nor spurious; nor are firms and metrics, which nobody decides on. So
precision over these sentences is real, but recall is only over what some extractor found once: it shows what was lost.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import simplejson

from newsextract.evaluate.claims import covered_sentences
from newsextract.evaluate.gold import GoldArticle, GoldClaim, GoldFirm, Judged
from newsextract.records import ArticleRecord
from newsextract.store.atomic import store_errors, write_atomically
from newsextract.store.database import Database
from newsextract.store.decisions import Decision
from newsextract.store.review_status import read_counting
from newsextract.values.sentences import split_sentences

_UNSAFE = re.compile(r"[^\w.-]+")


class GoldCounts(NamedTuple):
    """What became of the decisions."""

    articles: int = 0
    claims: int = 0
    """Those that must be found."""
    sentences: int = 0
    """Those that are judged, with a claim or without."""
    outdated: int = 0
    """Decisions on a text that the article does not have any more: left out."""


def write_reviewed_gold(database: Database, folder: Path) -> GoldCounts:
    """Write a gold file into ``folder`` for each article with decisions, and return what is in them.

    Raises:
        StoreError: the database cannot be read, or the folder cannot be written.
    """
    with store_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    articles = claims = sentences = outdated = 0
    with database.reading() as connection:
        counting = list(read_counting(connection))
    for article_id, decisions in groupby(sorted(counting, key=_by_article), key=lambda it: it.article_id):
        gold, left_out = _gold(database.read_record(article_id), list(decisions))
        outdated += left_out
        if gold is None or gold.judged is None or not gold.judged.claims:
            continue
        articles, claims, sentences = articles + 1, claims + len(gold.claims), sentences + len(gold.judged.claims)
        with write_atomically(folder / _file_name(article_id)) as file:
            file.write(_json(gold).encode())
    return GoldCounts(articles, claims, sentences, outdated)


def reviewed_gold(record: ArticleRecord, decisions: list[Decision]) -> GoldArticle:
    """Return the gold annotation that the decisions that count make of an article; all are on its present text."""
    spans = [(sentence.start, sentence.end) for sentence in split_sentences(record.text)]
    decided = {decision.claim_key for decision in decisions}
    undecided = {
        i
        for claim in record.claims
        if claim.key not in decided
        for i in covered_sentences(spans, (claim.start, claim.end))
    }
    seen: set[int] = set()
    claims = []
    for decision in decisions:
        outcome = decision.outcome
        places = set(covered_sentences(spans, (outcome.start, outcome.end)))
        seen |= places | set(covered_sentences(spans, (decision.snapshot.start, decision.snapshot.end)))
        if decision.verdict != "reject" and not places & undecided:
            claims.append(_claim(decision))
    return GoldArticle(
        id=record.article.id,
        text=record.text,
        firms=tuple(_firms(record)),
        metrics=(),
        claims=tuple(sorted(claims, key=lambda claim: claim.span or (0, 0))),
        judged=Judged(claims=tuple(spans[i] for i in sorted(seen - undecided))),
    )


def _gold(record: ArticleRecord | None, decisions: list[Decision]) -> tuple[GoldArticle | None, int]:
    """Return the gold of an article, None without any, and how many decisions are on another text."""
    if record is None:
        return None, len(decisions)
    current = [decision for decision in decisions if decision.snapshot.article_sha256 == record.article.sha256]
    return (reviewed_gold(record, current) if current else None), len(decisions) - len(current)


def _claim(decision: Decision) -> GoldClaim:
    outcome = decision.outcome
    return GoldClaim(
        sentence=outcome.text,
        span=(outcome.start, outcome.end),
        types=outcome.types,
        speaker=outcome.speaker,
        subject=outcome.subject,
        firms=outcome.firms,
    )


def _firms(record: ArticleRecord) -> Iterator[GoldFirm]:
    """Yield the firms as extracted: not judged, but they say which names in the claims are those of one firm."""
    for firm in record.firms:
        yield GoldFirm(name=firm.name, surfaces=tuple(dict.fromkeys(mention.text for mention in firm.mentions)))


def _by_article(decision: Decision) -> tuple[str, int]:
    return decision.article_id, decision.id


def _file_name(article_id: str) -> str:
    digest = hashlib.sha256(article_id.encode()).hexdigest()[:8]
    return f"{_UNSAFE.sub('-', article_id)[:60].strip('-.')}-{digest}.json"


def _json(gold: GoldArticle) -> str:
    fields = gold.model_dump(by_alias=True, exclude_defaults=True)
    return simplejson.dumps(fields, use_decimal=True, ensure_ascii=False, indent=1) + "\n"
