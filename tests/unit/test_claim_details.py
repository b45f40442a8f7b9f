"""What the types of a claim hold: arguments of events, scopes, sides, horizons; and how a claim reads alone."""

from datetime import UTC, datetime

import pytest

import newsextract
from claim_docs import findings_of
from newsextract.records import Article

FIRMS = ("海岚科技", "远川资本", "远帆汽车")


@pytest.fixture(scope="module")
def extractor():
    return newsextract.load()


def words(piece):
    return piece.text if piece else None


def details_of(text, **marks):
    (finding,) = findings_of(text, firms=FIRMS, **marks)
    return finding.details


def test_a_funding_has_its_round_and_tells_investors_from_the_firm_that_gets_the_money():
    event = details_of("海岚科技昨日宣布完成3亿元B轮融资，由远川资本领投。").event

    assert (event.kind, words(event.round)) == ("funding", "B轮")
    assert [(party.words.text, party.role) for party in event.parties] == [
        ("海岚科技", "actor"),
        ("远川资本", "investor"),
    ]


def test_an_event_has_no_round_unless_money_is_raised():
    event = details_of("海岚科技收购了远帆汽车的B轮团队。").event

    assert (event.kind, event.round) == ("acquisition", None)
    assert [party.role for party in event.parties] == ["actor", "other"]


@pytest.mark.parametrize(
    ("text", "scope", "since"),
    [
        ("海岚科技是国内唯一掌握这项工艺的公司。", "国内", None),
        ("海嵐科技股價創自2019年以來最大跌幅。", None, "自2019年以来"),
        ("海岚科技连续五年成为汽车行业的隐形冠军。", "汽车行业", None),
        ("海岚科技的单月营收创历史新高。", None, "历史"),
    ],
)
def test_a_superlative_says_among_what_and_over_what_time(text, scope, since):
    found = details_of(text).superlative

    assert (words(found.scope), words(found.since)) == (scope, since)


@pytest.mark.parametrize(
    ("text", "subject", "against"),
    [
        ("海嵐科技的芯片，在計算場景下，相較於國際知名芯片，算力提升五成。", "海岚科技的芯片", "国际知名芯片"),
        ("海岚科技的市值超过昔日对手。", "海岚科技的市值", "昔日对手"),
        ("毛利率从18%升至23%。", "毛利率", "18%"),
        ("海岚科技的营收同比增长12%。", "海岚科技的营收", "同比"),
    ],
)
def test_a_comparison_has_two_sides(text, subject, against):
    found = details_of(text).comparison

    assert words(found.against) == against
    assert words(found.subject) in (subject, None)


@pytest.mark.parametrize(
    ("text", "horizon", "hedge"),
    [
        ("海岚科技有望年底前投产。", "年底前", "有望"),
        ("海嵐科技將於2027年第三季度上市。", "于2027年第三季度", None),
        ("海岚科技计划收购远帆汽车。", None, None),
    ],
)
def test_a_forecast_has_a_horizon_and_a_hedge_where_they_are_said(text, horizon, hedge):
    found = details_of(text).forecast

    assert (words(found.horizon), words(found.hedge)) == (horizon, hedge)


def test_a_speaker_has_the_role_and_firm_by_which_the_article_brings_him_in(extractor):
    record = extractor.extract(
        "杭州觀澈科技有限公司創始人李岳去年回到杭州。公司去年搬進新園區。\n他說：「我們的訂單排到了明年。」"
    )

    speaker = next(claim.speaker for claim in record.claims if claim.speaker)
    assert (speaker.text, speaker.role.text, speaker.written.text) == ("李岳", "創始人", "他")
    assert speaker.firm_id == record.firms[0].id


def test_a_claim_reads_alone_with_its_firm_and_its_year(extractor):
    text = "杭州观澈科技有限公司昨日发布财报。该公司今年上半年营收12.5亿元。"
    article = Article(text=text, id="a", source="a", sha256="0" * 64, published_at=datetime(2025, 8, 20, 8, tzinfo=UTC))

    claim = extractor.extract(article).claims[-1]

    assert claim.text_resolved == "杭州观澈科技有限公司2025年上半年营收12.5亿元。"
    assert [made.text for made in claim.substitutions] == ["该公司", "今年"]


def test_the_three_spans_of_speech_are_exact(extractor):
    record = extractor.extract("海嵐科技董事長周越坦言：「今年的訂單翻了一倍。」")

    (claim,) = record.claims
    assert (claim.speaker.text, claim.cue.text, claim.content.text) == ("周越", "坦言", "「今年的訂單翻了一倍。」")
    assert claim.stance == "states"
    for span in (claim.speaker, claim.cue, claim.content):
        assert record.text[span.start : span.end] == span.text


def test_what_the_score_is_made_of_is_told_with_the_claim(extractor):
    (claim,) = extractor.extract("海岚科技去年净亏损12亿元，同比扩大80%。").claims

    features = {reason.feature for reason in claim.why}
    assert {"bias", "has_figure", "money", "grave"} <= features
    assert 0 < claim.score < 1
