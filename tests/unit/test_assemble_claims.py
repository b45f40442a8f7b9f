"""Claims with speakers, firms, subjects and priority settled."""

import math
from decimal import Decimal

import pytest

from claim_docs import findings_of, groups_of, read_doc
from newsextract.assemble.claims import state_claims
from newsextract.assemble.findings import MetricFinding
from newsextract.assemble.priority import read_weights, score_of
from newsextract.records.marks import CLAIMS, QUANTITIES, MetricMark

FIRMS = ["海岚科技", "远帆汽车", "睿度"]


def test_pronoun_is_the_person_who_spoke_before():
    text = "海岚科技董事长周启明表示，新厂已经动工。他还指出，年底就能投产。"

    findings = findings_of(text, firms=FIRMS, persons=["周启明"])

    assert [finding.voice.piece.text for finding in findings] == ["周启明", "周启明"]
    assert [finding.voice.kind for finding in findings] == ["person", "person"]


def test_person_speaks_for_the_firm_before_his_title():
    text = "海岚科技董事长周启明表示，新厂已经动工。"

    (finding,) = findings_of(text, firms=FIRMS, persons=["周启明"])

    assert finding.voice.firm_id == "F1"


def test_this_representative_is_the_one_of_the_firm_named_before():
    text = "海岚科技落户临江。\n这位企业代表感慨:\n“我们等了五年，终于等到了。”"

    findings = findings_of(text, firms=FIRMS)

    assert findings[-1].voice.piece.text == "这位企业代表"


def test_kinds_of_speakers():
    text = (
        "睿度指出，价格见底。\n数据显示，出口回升。\n知情人士称，谈判破裂。\n市商务局表示，展会照常。\n他说，天气不错。"
    )

    findings = findings_of(text, firms=FIRMS)

    assert [f.voice.kind for f in findings] == ["firm", "source", "anonymous", "organisation", "unresolved"]


def test_source_is_not_what_the_claim_is_about():
    text = "睿度指出，海岚科技出货量居首。"

    (finding,) = findings_of(text, firms=FIRMS)

    assert finding.voice.firm_id == "F1"
    assert finding.firm_ids == ("F2",)


def test_firm_that_speaks_of_itself_is_what_the_claim_is_about():
    text = "海岚科技成立于2016年。海岚科技表示，新厂已经动工。"

    findings = findings_of(text, firms=FIRMS)

    assert findings[1].firm_ids == ("F1",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("睿度首席经济学家周启明在周一的研报中警告，股市将回落两成。\n市场转冷。", id="economist"),
        pytest.param("睿度分析师周启明在接受本报记者采访时表示，猪价将上涨。\n供应紧张。", id="analyst-asked"),
        pytest.param("来自睿度的最新研报显示，猪价环比上涨11%。\n供应紧张。", id="paper"),
        pytest.param("一位业内人士向睿度表示，猪价将上涨。\n供应紧张。", id="whom-it-is-told"),
    ],
)
def test_house_that_is_only_heard_or_told_is_not_what_claims_are_about(text):
    findings = findings_of(text, firms=FIRMS, persons=["周启明"])

    assert {firm for finding in findings for firm in finding.firm_ids} == set()


def test_firm_that_gives_notice_of_itself_is_what_the_claim_is_about_beside_others():
    text = "海岚科技公告显示，远帆汽车将向公司提供2亿元借款。"

    (finding,) = findings_of(text, firms=FIRMS)

    assert set(finding.firm_ids) == {"F1", "F2"}


def test_investors_are_named_with_the_firm_that_they_fund():
    text = "海岚科技完成亿元融资。海岚科技生产耳机。\n本轮融资由睿度领投。本轮资金将用于扩产。"

    findings = findings_of(text, firms=FIRMS)

    assert findings[-2].firm_ids == ("F1", "F2")
    assert findings[-1].firm_ids == ("F1",)


def test_this_strategist_is_who_spoke_before_by_name():
    text = "睿度首席策略师周启明认为，金价将上涨。\n该策略师强调，需求仍在。"

    findings = findings_of(text, firms=FIRMS, persons=["周启明"])

    assert findings[-1].voice.piece.text == "周启明"
    assert findings[-1].voice.written.text == "该策略师"


def test_this_manager_is_not_the_strategist_who_spoke_before():
    text = "睿度首席策略师周启明认为，金价将上涨。\n这位经理写道：“请尽快报价，我们等了很久。”"

    findings = findings_of(text, firms=FIRMS, persons=["周启明"])

    assert findings[-1].voice.piece.text == "这位经理"


def test_role_noun_counts_for_its_firm():
    text = "海岚科技发布了新款耳机。这家企业还收购了一家工厂。"

    findings = findings_of(text, firms=FIRMS, roles=["这家企业"])

    assert findings[1].firm_ids == ("F1",)


def test_dropped_subject_is_carried_within_the_paragraph_only():
    text = "海岚科技去年营收28亿元。净利润2亿元。\n江边又下了3天雨。"

    findings = findings_of(text, firms=[*FIRMS, "不存在"])

    assert [finding.firm_ids for finding in findings] == [("F1",), ("F1",), ()]


def test_all_named_firms_count_in_the_order_of_the_article():
    text = "远帆汽车与海岚科技签约。海岚科技将向远帆汽车供货。"

    findings = findings_of(text, firms=FIRMS)

    assert findings[1].firm_ids == ("F1", "F2")


def test_metrics_of_the_sentence_are_numbered_as_in_the_article():
    doc = read_doc("海岚科技去年营收28亿元。净利润2亿元，同比增长5%。", firms=FIRMS)
    marks = [MetricMark(q.start, q.end, q, None, None, None, None, "test") for q in QUANTITIES.read(doc)]

    findings = state_claims(doc, groups_of(doc), [MetricFinding(mark) for mark in marks], CLAIMS.read(doc))

    assert [finding.metric_numbers for finding in findings] == [(0,), (1, 2)]


def test_subject_is_the_first_firm_after_the_source():
    text = "睿度指出，海岚科技超越远帆汽车登上第二。"

    (finding,) = findings_of(text, firms=FIRMS)

    assert finding.subject.text == "海岚科技"
    assert finding.subject_firm_id == "F2"


def test_grave_figure_outranks_a_generality():
    text = "海岚科技去年净亏损12亿元，同比扩大80%。海岚科技的展台很受关注。"

    grave, general = findings_of(text, firms=FIRMS)

    assert grave.score > general.score


def test_score_is_between_nought_and_one_with_three_decimals():
    every = dict.fromkeys(read_weights().weight, 1.0)

    scores = [score for score, _ in (score_of(every), score_of({}), score_of({"unheard_of": 9.0}))]

    assert all(0 < score < 1 and score == score.quantize(Decimal("0.001")) for score in scores)
    assert scores[1] == scores[2]


def test_what_a_score_is_made_of_adds_up_to_it():
    score, why = score_of({"has_figure": 1.0, "length": 0.5, "denied": 0.0})

    assert [feature for feature, _ in why] == ["bias", "has_figure", "length"]
    assert abs(float(score) - 1 / (1 + math.exp(-float(sum(points for _, points in why))))) < 0.001


def test_no_claims_without_text():
    assert findings_of("", firms=FIRMS) == ()
