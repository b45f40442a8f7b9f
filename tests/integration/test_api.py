"""The API for programs: lists page by page, decisions, extraction, and refusals that say what is wrong."""

import pytest

from builders import TEXT, make_claim, make_firm, make_info, make_record, make_records
from newsextract.store.database import Database
from review_site import open_site


@pytest.fixture
def url(review_url):
    return review_url(make_records(4))


@pytest.fixture
def client(url):
    with open_site(url) as client:
        yield client


def pages(client, path, **query):
    """Return the items of all pages of a list."""
    found, after = [], ""
    while True:
        page = client.get(path, params=query | {"after": after}).json()
        found += page["items"]
        after = page["next"]
        if after is None:
            return found


def decide(client, key="a-0-1", **changes):
    return client.post("/api/decisions", json={"key": key, "reviewer": "ana", "verdict": "accept"} | changes)


@pytest.mark.parametrize("path", ["/api/claims", "/api/firms", "/api/metrics", "/api/decisions"])
def test_pages_of_any_size_hold_every_item_once(client, path):
    for key in ("a-0-1", "a-1-2", "a-2-1"):
        decide(client, key)
    whole = client.get(path, params={"size": 500}).json()

    assert whole["next"] is None
    assert len(whole["items"]) >= 1
    assert [pages(client, path, size=size) for size in (1, 2, 3)] == [whole["items"]] * 3


def test_claims_come_by_score_with_their_firms_and_where_they_stand(client):
    decide(client, "a-1-2", verdict="reject")

    claims = pages(client, "/api/claims")

    assert [claim["score"] for claim in claims] == [0.9] * 4 + [0.75] * 4
    assert claims[0]["firms"] == ["蓝鲸制造股份有限公司"]
    assert claims[0]["metric_ids"] == ["M1", "M2"]
    assert TEXT[claims[4]["start"] : claims[4]["end"]] == claims[4]["text"] == "“这家企业在国内市占率第一😀。”"
    assert [claim["key"] for claim in claims if claim["status"] == "rejected"] == ["a-1-2"]


@pytest.mark.parametrize(
    "query, keys",
    [
        ({"q": "市佔率"}, "2"),
        ({"type": "quantity"}, "1"),
        ({"speaker": "陳默"}, "2"),
        ({"firm": "藍鯨"}, "12"),
        ({"firm_key": "688001.SH"}, "12"),
        ({"firm": "白鲸"}, ""),
        ({"status": "open", "q": "市占率"}, "2"),
        ({"status": "accepted"}, ""),
        ({"since": "2025-03-06"}, ""),
        ({"until": "2025-03-05", "script": "hans"}, "12"),
        ({"publisher": "样本日报", "rule": "claim.quantity"}, "12"),
    ],
)
def test_claims_are_filtered(client, query, keys):
    found = pages(client, "/api/claims", **query)

    assert sorted(claim["key"] for claim in found) == [f"a-{n}-{key}" for n in range(4) for key in keys]


def test_firms_are_one_over_all_articles(review_url):
    other = make_firm(canonical=None, name_simplified="白鲸")
    records = [*make_records(2), make_record(article=make_info(id="b"), firms=(other,), claims=(make_claim(key="b"),))]
    with open_site(review_url(records)) as client:
        assert [(it["key"], it["name"], it["articles"]) for it in pages(client, "/api/firms", size=1)] == [
            ("688001.SH", "蓝鲸制造", 2),
            ("白鲸", "蓝鲸制造股份有限公司", 1),
        ]
        assert [it["key"] for it in pages(client, "/api/firms", q="白鯨")] == ["白鲸"]


def test_metrics_are_exact_and_filtered(client):
    found = pages(client, "/api/metrics", indicator="營收", unit="%", firm_key="688001.SH")

    assert [(it["article_id"], it["value"], it["firm"], it["period"], it["change"]) for it in found] == [
        (f"a-{n}", 12.5, "蓝鲸制造股份有限公司", "2024年", "increase") for n in range(4)
    ]
    assert pages(client, "/api/metrics", kind="money", article_id="a-2")[0]["value"] == 2880000000


def test_a_decision_is_taken_once_and_can_be_taken_back(client):
    edits = {"types": ["event"], "speaker": None}
    first = decide(client, "a-0-2", verdict="edit", edits=edits, note="看过", request_id="r1")
    second = decide(client, "a-0-2", verdict="edit", edits=edits, note="看过", request_id="r1")
    undone = client.post("/api/decisions/undo", json={"reviewer": "ana"})

    assert (first.status_code, first.json()) == (201, second.json())
    assert (first.json()["claim"]["speaker"], first.json()["outcome"]["speaker"]) == ("陈默", None)
    assert (undone.status_code, undone.json()["takes_back"]) == (201, first.json()["id"])
    assert client.post("/api/decisions/undo", json={"reviewer": "ana"}).status_code == 409
    assert [row["verdict"] for row in pages(client, "/api/decisions")] == ["edit", "undo"]


@pytest.mark.parametrize(
    "changes, status, words",
    [
        ({"key": "nobody"}, 409, "no such claim"),
        ({"verdict": "edit"}, 409, "needs edits"),
        ({"verdict": "undo"}, 422, "body.verdict"),
        ({"verdict": "edit", "edits": {}}, 422, "at least one field"),
        ({"verdict": "edit", "edits": {"start": 0, "end": 10_000}}, 409, "ends behind the article"),
        ({"reviewer": "  "}, 422, "body.reviewer"),
        ({"note": "\0"}, 422, "U+0000"),
        ({"colour": "red"}, 422, "body.colour"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_with_its_reason(client, changes, status, words):
    answer = decide(client, **changes)

    assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text
    assert pages(client, "/api/decisions") == []


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=é",
        "after=W10=",
        "after=WzEsMl0=",
        "size=0",
        "size=501",
        "since=2025-02-30",
        "q=%00",
        "colour=red",
        "type=opinion",
    ],
)
def test_a_query_that_cannot_be_read_is_refused(client, query):
    answer = client.get(f"/api/claims?{query}")

    assert (answer.status_code, set(answer.json())) == (422, {"error", "reason"})


def test_a_server_that_only_shows_takes_no_decisions(url):
    with open_site(url, read_only=True) as client:
        assert decide(client).status_code == 403
        assert client.post("/api/decisions/undo", json={"reviewer": "ana"}).status_code == 403
        assert client.get("/api/claims").status_code == 200


def test_a_server_with_a_token_wants_it_with_each_request(url):
    token = "a token of some length"
    with open_site(url, token=token, host="0.0.0.0") as client:
        assert client.get("/api/claims").status_code == 401
        assert decide(client).status_code == 401
        client.headers["Authorization"] = f"Bearer {token}"
        assert client.get("/api/claims").status_code == 200
        assert decide(client).status_code == 201


def test_another_sites_page_cannot_decide(client):
    body = {"key": "a-0-1", "reviewer": "ana", "verdict": "accept"}

    assert client.post("/api/decisions", json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/api/decisions", data=body).status_code == 403


def test_a_text_becomes_its_record(client, url):
    text = "蓝鲸制造股份有限公司昨日公告，2024年营收28.80亿元，同比增长12.5%。"
    answer = client.post("/api/extract", json={"text": text, "published_at": "2025-03-05", "title": "公告"})

    record = answer.json()
    assert answer.status_code == 200
    assert (record["text"], record["article"]["published_at"]) == (text, "2025-03-05")
    assert [firm["name"] for firm in record["firms"]] == ["蓝鲸制造股份有限公司"]
    assert record["metrics"][0]["value"] == 2880000000
    with Database(url) as database:
        assert database.read_record(record["article"]["id"]) is None  # nothing is stored


@pytest.mark.parametrize(
    "text, status, reason",
    [
        ("only English here", 422, "not_chinese"),
        (" ", 422, "empty"),
        ("公\0司", 422, "binary"),
        ("公" * 200_001, 413, "too_large"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_its_reason(client, text, status, reason):
    answer = client.post("/api/extract", json={"text": text})

    assert (answer.status_code, answer.json()["reason"]) == (status, reason)


def test_what_is_no_json_is_refused_as_json(client):
    answer = client.post("/api/extract", content=b"\xff", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["reason"]) == (400, "invalid")


def test_the_documents_of_the_api_come_from_here(client):
    page = client.get("/api/docs").text

    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in page
    assert 'src="http' not in page
    assert 'href="http' not in page
