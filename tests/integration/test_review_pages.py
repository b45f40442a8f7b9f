"""The pages and what reviewers do on them, over every kind of database that takes decisions."""

import re
from decimal import Decimal

import pytest

from builders import TEXT, make_claim, make_firm, make_info, make_metric, make_record
from newsextract.records import TextSpan
from newsextract.store.database import Database
from review_site import change, open_site, queue, standing_decisions

OTHER = "这家银行预计明年将扩大放贷。"
HOSTILE = "<script>alert(1)</script>'; DROP TABLE decisions; --%_\\"


def first():
    return make_record(article=make_info(id="a-1", published_at="2025-03-05T10:00:00+08:00"))


def second():
    """Return a record of another paper and year, with a claim of no firm and no figure."""
    info = make_info(OTHER, id="a-2", source="2.txt", publisher="另一日报", published_at="2024-01-01", script="hant")
    claim = make_claim(
        start=0, end=len(OTHER), text=OTHER, text_resolved=OTHER, key="k-3", types=("forecast",), modality="expected",
        subject=None, firm_ids=(), metric_ids=(), comparison=None, score=Decimal("0.8"), rules=("forecast.word",),
    )  # fmt: skip
    return make_record(article=info, text=OTHER, firms=(), metrics=(), claims=(claim,), warnings=())


@pytest.fixture
def url(review_url):
    return review_url([first(), second()])


@pytest.fixture
def client(url):
    with open_site(url) as opened:
        yield opened


def decide(client, key, verdict, **fields):
    answer = change(client, f"/claims/{key}/decide", {"verdict": verdict} | fields)
    assert answer.status_code == 200, answer.text
    return answer.json()["statuses"]


@pytest.mark.parametrize(
    "path, said",
    [
        ("/articles/none", "There is no such article."),
        ("/claims/none", "There is no such claim."),
        ("/firms/view?key=none", "No article names that firm."),
    ],
)
def test_what_is_not_in_the_database_is_said_to_be_missing(client, path, said):
    answer = client.get(path)

    assert answer.status_code == 404
    assert said in answer.text


@pytest.mark.parametrize(
    "view, keys",
    [
        ("", ["k-1", "k-3", "k-2"]),
        ("sort=newest", ["k-1", "k-2", "k-3"]),
        ("q=营收", ["k-1"]),
        ("q=營收", ["k-1"]),
        ("q=没有的词", []),
        ("firm=蓝鲸", ["k-1", "k-2"]),
        ("firm_key=688001.SH", ["k-1", "k-2"]),
        ("speaker=陈默", ["k-2"]),
        ("source=另一日报", ["k-3"]),
        ("script=hant", ["k-3"]),
        ("type=forecast", ["k-3"]),
        ("modality=asserted", ["k-1", "k-2"]),
        ("rule=forecast.word", ["k-3"]),
        ("since=2025-01-01", ["k-1", "k-2"]),
        ("until=2024-01-01", ["k-3"]),
        ("indicator=营收", ["k-1"]),
        ("low=2,000,000,000&high=3000000000", ["k-1"]),
        ("low=3000000001", []),
        ("by=me", ["k-1", "k-3", "k-2"]),
        ("status=decided", []),
        ("status=changed", []),
        ("status=skipped&by=me", []),
    ],
)
def test_a_view_shows_the_claims_that_its_address_asks_for(client, view, keys):
    assert queue(client, f"/?{view}") == keys


@pytest.mark.parametrize(
    "field", ["q", "firm", "firm_key", "speaker", "source", "rule", "indicator", "cluster", "after"]
)
def test_what_is_asked_for_never_becomes_sql_or_markup(client, field):
    answer = client.get("/", params={field: HOSTILE})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert queue(client) == ["k-1", "k-3", "k-2"]


@pytest.mark.parametrize("sort", ["", "newest"])
def test_a_next_page_begins_behind_the_last_claim(review_url, sort):
    records = [
        make_record(
            article=make_info(
                id=f"b-{n:03}", source=f"{n}.txt", published_at=None if n % 3 else f"2025-01-{1 + n % 28:02}"
            ),
            claims=(make_claim(key=f"b-{n:03}", score=Decimal(n % 5) / 10),),
        )
        for n in range(120)
    ]
    with open_site(review_url(records)) as client:
        keys, path = [], f"/?sort={sort}"
        while path:
            keys += queue(client, path)
            following = re.search(r'rel="next" href="([^"]+)"', client.get(path).text)
            path = following and following[1].replace("&amp;", "&")

    assert len(keys) == 120
    assert set(keys) == {record.claims[0].key for record in records}


def test_a_claim_is_shown_with_what_was_found_in_it(client):
    page = client.get("/claims/k-2").text

    for words in ("总经理", "陈默", "表示", "蓝鲸制造股份有限公司", "样本日报", "claim.quantity", "a warning"):
        assert words in page
    assert 'href="/firms/view?key=688001.SH"' in page


def test_an_article_is_shown_whole_with_its_claims(client):
    page = client.get("/articles/a-1").text

    assert "".join(TEXT.split()) in "".join(re.sub("<[^>]*>", "", page).split())
    assert 'id="claim-k-1"' in page


def test_firms_are_listed_found_in_both_scripts_and_shown_with_their_figures_and_claims(client):
    assert "蓝鲸制造" in client.get("/firms").text
    assert "蓝鲸制造" in client.get("/firms?q=藍鯨").text
    assert "No firm of that name." in client.get("/firms?q=没有").text

    page = client.get("/firms/view?key=688001.SH").text

    assert "28.80亿元" in page
    assert "2,880,000,000 CNY" in page
    assert re.findall(r'data-key="([^"]+)"', page) == ["k-1", "k-2"]


def test_a_decision_moves_a_claim_and_undo_brings_it_back(client, url):
    assert decide(client, "k-1", "accept") | {"open": 2, "accepted": 1} == decide(client, "k-1", "accept")
    assert queue(client) == ["k-3", "k-2"]
    assert queue(client, "/?status=decided") == ["k-1"]

    assert change(client, "/undo", {}).json()["key"] == "k-1"
    assert change(client, "/undo", {}).json()["statuses"]["open"] == 3

    assert queue(client) == ["k-1", "k-3", "k-2"]
    assert standing_decisions(url) == []
    assert change(client, "/undo", {}).status_code == 409


def test_a_request_that_is_sent_twice_is_one_decision(client, url):
    for _ in range(2):
        decide(client, "k-1", "reject", request="once")

    assert [(made.claim_key, made.verdict) for made in standing_decisions(url)] == [("k-1", "reject")]


def test_several_claims_are_decided_together_or_not_at_all(client, url):
    refused = change(client, "/decide", {"verdict": "reject", "key": ["k-1", "none"]})
    assert refused.status_code == 409
    assert standing_decisions(url) == []

    done = change(client, "/decide", {"verdict": "reject", "key": ["k-1", "k-3"]})

    assert done.json()["statuses"] | {"open": 1, "rejected": 2} == done.json()["statuses"]
    assert queue(client) == ["k-2"]
    assert queue(client, "/?status=rejected") == ["k-1", "k-3"]


def test_an_edit_is_kept_with_what_was_changed(client, url):
    sha256 = first().article.sha256
    fields = {
        "sha256": sha256,
        "types_shown": "1",
        "types": "superlative",
        "speaker": "陈默",
        "subject": "",
        "note": "更正",
    }

    decide(client, "k-2", "edit", firms="蓝鲸制造", start="41", end="60", **fields)

    (made,) = standing_decisions(url)
    assert (made.outcome.types, made.outcome.firms, made.outcome.subject) == (("superlative",), ("蓝鲸制造",), None)
    assert made.outcome.text == TEXT[41:60]
    assert "更正" in client.get("/claims/k-2").text
    assert queue(client, "/?status=edited") == ["k-2"]


def test_a_claim_that_changed_comes_back_and_one_that_is_gone_stays_visible(client, url):
    for key in ("k-1", "k-2"):
        decide(client, key, "accept")
    with Database(url) as database:
        list(database.load([first().model_copy(update={"claims": (make_claim(types=("quantity",)),)})]))

    assert queue(client, "/?status=changed") == ["k-1"]
    assert "<del>" in client.get("/claims/k-1").text
    assert "no longer extracted" in client.get("/claims/k-2").text
    assert "k-2" in client.get("/dashboard").text


def test_the_dashboard_scores_rules_types_and_reviewers(client, url):
    decide(client, "k-1", "reject")
    decide(client, "k-3", "accept")
    with open_site(url, reviewer="ana") as other:
        decide(other, "k-1", "accept")
        decide(other, "k-1", "skip")

    page = client.get("/dashboard").text

    for words in ("claim.quantity", "forecast.word", "ana", "李岳", "Agreement between reviewers"):
        assert words in page


def test_a_skip_hides_no_decision(client):
    assert decide(client, "k-3", "skip")["skipped"] == 1
    assert queue(client, "/?status=skipped") == ["k-3"]
    decide(client, "k-3", "accept")

    assert decide(client, "k-3", "skip") | {"skipped": 0, "accepted": 1} == decide(client, "k-3", "skip")


FIGURES = {"28.80亿元": 2880000000, "28.8亿元": 2880000000, "2880000000元": 2880000000, "31.2亿元": 3120000000}


def stating(number, figure, *, indicator="营收", period="2024年", firm=None):
    """Return a record of its own article that states one figure of the firm, which a claim holds."""
    text = f"蓝鲸制造公布，{period}{indicator}{figure}。"
    start = text.index(figure)
    span = TextSpan(start=text.index(period), end=text.index(period) + len(period), text=period)
    metric = make_metric(
        start=start, end=start + len(figure), text=figure, value=Decimal(FIGURES[figure]), indicator=indicator,
        period=span, sentence=(0, len(text)),
    )  # fmt: skip
    whole = {"start": 0, "end": len(text), "text": text, "text_resolved": text, "comparison": None}
    info = make_info(text, id=f"c-{number}", source=f"c-{number}.txt", publisher=f"第{number}报")
    mentions = make_firm().mentions[:1]
    named = firm or make_firm(
        mentions=tuple(m.model_copy(update={"start": 0, "end": 4}) for m in mentions), references=()
    )
    claim = make_claim(key=f"c-{number}", metric_ids=("M1",), **whole)
    return make_record(article=info, text=text, firms=(named,), metrics=(metric,), claims=(claim,), warnings=())


def contradictions(review_url, *records):
    """Return the words and links of the contradictions on the firm's page; empty where it names none."""
    with open_site(review_url(records)) as client:
        page = client.get("/firms/view?key=688001.SH").text
    box = re.search(r'<section class="changed-box".*?</section>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"><b lang="zh">([^<]+)</b>', box[0]) if box else []


def test_two_articles_with_different_values_of_one_measure_and_period_contradict_each_other(review_url):
    found = contradictions(review_url, stating(1, "28.80亿元"), stating(2, "31.2亿元"))

    assert found == [("/claims/c-1", "28.80亿元"), ("/claims/c-2", "31.2亿元")]


@pytest.mark.parametrize("written", ["28.80亿元", "28.8亿元", "2880000000元"])
def test_the_same_value_written_otherwise_is_no_contradiction(review_url, written):
    assert contradictions(review_url, stating(1, "28.80亿元"), stating(2, written)) == []


def test_values_of_another_period_or_measure_are_no_contradiction(review_url):
    others = (stating(2, "31.2亿元", period="2023年"), stating(3, "31.2亿元", indicator="总资产"))

    assert contradictions(review_url, stating(1, "28.80亿元"), *others) == []
