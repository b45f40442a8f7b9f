"""Reviewers decide while articles are loaded again: every decision is kept, and kept once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from builders import make_claim, make_info, make_quoted_claim, make_record
from newsextract.store.database import Database
from newsextract.store.decisions import decide, read_decisions, undo
from newsextract.store.review_status import count_statuses

ARTICLES, REVIEWERS, DECISIONS = 30, 6, 15


def version(number):
    types = ("quantity",) if number % 2 else ("comparison", "quantity")
    return [
        make_record(
            article=make_info(id=f"a-{n}", source=f"news/{n}.txt"),
            claims=(
                make_claim(key=f"a-{n}-1", types=types),
                make_quoted_claim().model_copy(update={"key": f"a-{n}-2"}),
            ),
        )
        for n in range(ARTICLES)
    ]


def review(url, reviewer):
    """Decide claims, each by a request that is sent twice, and take one decision back; return what was answered."""
    made = []
    with Database(url) as database:
        for n in range(DECISIONS):
            for _ in range(2):
                with database.writing() as connection:
                    key = f"a-{(7 * reviewer + n) % ARTICLES}-{1 + n % 2}"
                    made.append(decide(connection, key, reviewer=f"r{reviewer}", verdict="accept", request_id=f"d{n}"))
        with database.writing() as connection:
            made.append(undo(connection, reviewer=f"r{reviewer}"))
    return made


def load(url, rounds):
    with Database(url) as database:
        for number in range(rounds):
            list(database.load(version(number)))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, new_url):
    address = new_url(request.param)
    load(address, 1)
    return address


def test_no_decision_is_lost_or_doubled_while_a_load_runs(url):
    with ThreadPoolExecutor(REVIEWERS + 1) as pool:
        loading = pool.submit(load, url, 6)
        answered = [made for work in [pool.submit(review, url, n) for n in range(REVIEWERS)] for made in work.result()]
        loading.result()

    with Database(url) as database, database.reading() as connection:
        kept = list(read_decisions(connection))
        counts = count_statuses(connection)
    assert len(kept) == REVIEWERS * (DECISIONS + 1)
    assert {row.id: row for row in answered} == {row.id: row for row in kept}
    assert sum(counts.values()) == 2 * ARTICLES
    assert counts["withdrawn"] == counts["skipped"] == 0


def test_reviewers_who_send_the_same_request_at_once_make_one_decision(url):
    def send(_):
        with Database(url) as database, database.writing() as connection:
            return decide(connection, "a-0-1", reviewer="ana", verdict="reject", request_id="same")

    with ThreadPoolExecutor(REVIEWERS) as pool:
        answers = set(pool.map(lambda n: send(n).id, range(REVIEWERS)))

    assert len(answers) == 1


def test_undoing_at_once_takes_back_as_many_as_were_asked_for(url):
    with Database(url) as database, database.writing() as connection:
        for n in range(REVIEWERS):
            decide(connection, f"a-{n}-1", reviewer="ana", verdict="reject")

    def take_back(_):
        with Database(url) as database, database.writing() as connection:
            return undo(connection, reviewer="ana").takes_back

    with ThreadPoolExecutor(REVIEWERS) as pool:
        taken = list(pool.map(take_back, range(REVIEWERS)))

    assert len(set(taken)) == REVIEWERS
