"""Hypothesis profiles, and the one extractor that all tests share."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import newsextract
from newsextract.records import Article, ArticleRecord
from newsextract.resources import data_root
from postgres_server import PostgresServer, running_postgres
from review_site import load_records

settings.register_profile(
    "dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile(
    "ci", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def extractor() -> Iterator["newsextract.Extractor"]:
    return newsextract.load()


@pytest.fixture(scope="session")
def corpus_records(extractor: "newsextract.Extractor") -> list[ArticleRecord]:
    """The records of all articles of the corpus."""
    found = newsextract.read_articles([data_root() / "corpus" / "articles"])
    return list(extractor.extract_many(item for item in found if isinstance(item, Article)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes URLs of empty databases, by kind."""
    numbers = count(1)

    def make(kind: str) -> str:
        if kind == "postgresql":
            return str(request.getfixturevalue("postgres").new_database())
        return f"{kind}:///{tmp_path}/{next(numbers)}.{kind}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def review_url(
    request: pytest.FixtureRequest, new_url: Callable[[str], str]
) -> Callable[[Iterable[ArticleRecord]], str]:
    """Makes databases that reviewers can decide in, of each kind, and loads records into them."""
    return lambda records: load_records(new_url(request.param), records)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/cases from today's records")
