"""Claims that many articles share: one stands in the queue for all of them, the others are a click away."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import delete

from builders import make_claim, make_info, make_record
from newsextract.store.database import Database
from newsextract.store.tables import CLAIM_CLUSTERS
from review_site import change, open_site, queue

CLUSTER = {"k-a": "0.5", "k-b": "0.9", "k-c": "0.7"}
ALONE = "k-z"


def record(key, score, publisher):
    return make_record(
        article=make_info(id=f"article-{key}", source=f"{key}.txt", publisher=publisher),
        claims=(make_claim(key=key, score=Decimal(score)),),
    )


@pytest.fixture
def url(review_url):
    records = [record(key, score, f"报纸{key[-1]}") for key, score in CLUSTER.items()]
    made = review_url([*records, record(ALONE, "0.6", "报纸z")])
    cluster(made, list(CLUSTER), sources=2)
    return made


@pytest.fixture
def client(url):
    with open_site(url) as opened:
        yield opened


def cluster(url, keys, sources):
    rows = [{"claim_key": key, "cluster": min(keys), "size": len(keys), "sources": sources} for key in keys]
    with Database(url) as database, database.writing() as connection:
        connection.execute(CLAIM_CLUSTERS.insert(), rows)


def accept(client, key):
    assert change(client, f"/claims/{key}/decide", {"verdict": "accept"}).status_code == 200


def test_the_queue_shows_the_claim_of_the_highest_score_for_all_that_say_the_same(client):
    assert queue(client) == ["k-b", ALONE]
    assert "+2 reprints, 2 independent sources" in client.get("/").text


def test_reprints_can_be_shown_all_or_those_of_one_claim(client):
    assert queue(client, "/?reprints=all") == ["k-b", "k-c", ALONE, "k-a"]
    assert queue(client, "/?status=all&cluster=k-a") == ["k-b", "k-c", "k-a"]


@pytest.mark.parametrize("narrow", ["source=报纸c", "source=报纸c&status=all"])
def test_a_reprint_is_shown_where_a_filter_leaves_the_others_out(client, narrow):
    assert queue(client, f"/?{narrow}") == ["k-c"]


@pytest.mark.parametrize("narrow", ["", "&firm=蓝鲸", "&sort=newest"])
def test_of_what_was_decided_no_reprint_comes_up_again(client, url, narrow):
    accept(client, "k-c")

    assert queue(client, f"/?status=open{narrow}") == [ALONE]
    assert queue(client, f"/?status=all{narrow}") == ["k-c", ALONE]
    accept(client, ALONE)
    answer = client.get(f"/?status=open{narrow}").text
    assert "What is left are 2 reprints of claims that were decided." in answer
    assert "reprints=all" in answer


def test_a_decision_that_is_taken_back_brings_the_claim_back_not_another_of_the_same(client):
    accept(client, "k-c")
    change(client, "/undo", {})

    assert queue(client) == ["k-c", ALONE]


def test_what_was_decided_is_listed_claim_by_claim(client):
    for key in ("k-a", "k-b"):
        accept(client, key)

    assert set(queue(client, "/?status=decided")) == {"k-a", "k-b"}


def test_a_claim_names_the_others_that_say_the_same_and_does_not_repeat_them_as_related(client):
    page = client.get("/claims/k-b").text
    same, related = page.split("The same in other articles")[1].split("Also said of these firms")

    assert re.findall(r'href="/claims/(k-\w)"', same) == ["k-a", "k-c"]
    assert "报纸a" in same
    assert re.findall(r'data-key="(k-\w)"', related) == [ALONE]


def test_claims_of_a_cluster_that_are_no_longer_extracted_count_no_more(client, url):
    gone = [
        make_record(article=make_info(id=f"article-{key}", source=f"{key}.txt"), claims=()) for key in ("k-a", "k-b")
    ]
    with Database(url) as database:
        list(database.load(gone))

    assert queue(client) == ["k-c", ALONE]
    assert "reprints, " not in client.get("/").text


def test_without_clusters_nothing_is_folded_and_nothing_is_said_of_reprints(client, url):
    with Database(url) as database, database.writing() as connection:
        connection.execute(delete(CLAIM_CLUSTERS))

    assert queue(client) == ["k-b", "k-c", ALONE, "k-a"]
    assert "eprints" not in client.get("/").text
