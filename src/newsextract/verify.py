"""Check a database against the articles that it was made from: every text, every span, every row."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from newsextract.read import IdFrom, read_articles
from newsextract.records import Article, ArticleRecord, Reject
from newsextract.store.record_store import RecordStore
from newsextract.store.rows import record_digest
from newsextract.validate import find_problems

_AT_ONCE = 200
_NOT_LOADED = "is not in the database: load it"


class Finding(NamedTuple):
    """Something that is not as it must be."""

    article_id: str
    problem: str


@dataclass(slots=True)
class Verification:
    """What was checked."""

    verified: int = 0
    """Articles that are in the database as they are in their files, with every row as it was loaded."""
    wrong: int = 0
    not_loaded: int = 0
    """Articles that could be read and are not in the database."""
    without_article: int = 0
    """Articles in the database that were not among those read."""
    rejected: int = 0
    """Files that are no articles."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0: everything is right; 1: something is not; 2: there was nothing to compare."""
        if not self.verified + self.wrong + self.not_loaded + self.without_article:
            return 2
        return 1 if self.findings else 0


def verify(database: RecordStore, paths: Sequence[str | Path], *, id_from: IdFrom = "auto") -> Verification:
    """Compare every article of ``paths`` with its rows in ``database``, and look for rows without an article.

    An article is right when its text in the database is the text of its file, character for character, when each span
    (of firms, figures, claims, speakers, cues) quotes that text, and when all its rows together are those that were
    loaded: they make the record whose hash was stored with them.

    Args:
        database: open; stays open.
        paths: what the run read: folders, files, globs.
        id_from: as in that run.

    Raises:
        StoreError: the database cannot be read.
    """
    report = Verification()
    stored = database.digests()
    problems: dict[str, tuple[str, ...]] = {}  # of two articles with one id the later was loaded, and counts
    for batch in _batches(paths, id_from, report):
        problems |= dict.fromkeys(batch.keys() - stored.keys(), (_NOT_LOADED,))
        for record in database.read([key for key in batch if key in stored]):
            key = record.article.id
            problems[key] = tuple(_problems(record, batch[key], stored[key]))
    left = sorted(stored.keys() - problems.keys())
    report.verified = sum(not found for found in problems.values())
    report.not_loaded = sum(found == (_NOT_LOADED,) for found in problems.values())
    report.wrong = len(problems) - report.verified - report.not_loaded
    report.without_article = len(left)
    report.findings += [Finding(key, problem) for key, found in problems.items() for problem in found]
    report.findings += [Finding(key, "is in the database, but its article was not found") for key in left]
    report.findings += [Finding(key, f"has rows in {table}, but no article") for table, key in database.orphans()]
    return report


def _batches(paths: Sequence[str | Path], id_from: IdFrom, report: Verification) -> Iterator[dict[str, Article]]:
    batch: dict[str, Article] = {}
    for item in read_articles(paths, id_from=id_from):
        if isinstance(item, Reject):
            report.rejected += 1
            continue
        batch[item.id] = item
        if len(batch) == _AT_ONCE:
            yield batch
            batch = {}
    if batch:
        yield batch


def _problems(record: ArticleRecord, article: Article, digest: str) -> Iterator[str]:
    if record.text != article.text:
        yield "its text in the database is not that of its file: run and load again"
    if hashlib.sha256(record.text.encode()).hexdigest() != record.article.sha256:
        yield "its text does not fit its own hash: the row was changed"
    yield from find_problems(record)
    if record_digest(record) != digest:
        yield "its rows are not those that were loaded: load it again"
