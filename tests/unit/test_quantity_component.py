"""Which quantities may be metrics, and what the two components write on a Doc."""

from datetime import date

import pytest
import spacy

from newsextract.layers import LOCALE_KEY, REFERENCE_KEY
from newsextract.recognise.quantities import candidate_metrics
from newsextract.records.marks import PERIODS, QUANTITIES


@pytest.mark.parametrize(
    "text, expected",
    [
        ("公司交付20万辆汽车", ["20万辆"]),
        ("一家公司推出两款产品", []),
        ("至少一家公司", ["至少一家"]),
        ("数百家门店", ["数百家"]),
        ("35岁的创始人", []),
        ("3天前宣布", []),
        ("两年后上市", []),
        ("10年期国债收益率为2.5%", ["2.5%"]),
        ("交付周期缩短到10天", ["10天"]),
        ("每10股派发2.5元", ["2.5元"]),
        ("编号12306", []),
    ],
    ids=["count", "article", "at_least_one", "hundreds", "age", "ago", "later", "term", "length", "rate", "number"],
)
def test_what_no_reader_would_call_a_metric_is_left_out(text, expected):
    found = [quantity.text for quantity in candidate_metrics(text)]

    assert found == expected


def test_the_component_reads_the_locale_of_the_article():
    nlp = spacy.blank("zh")
    nlp.add_pipe("newsextract_quantities")
    doc = nlp.make_doc("售价35元")
    doc.user_data[LOCALE_KEY] = "zh-TW"

    doc = nlp(doc)

    assert [quantity.unit for quantity in QUANTITIES.read(doc)] == ["TWD"]
    assert [span.label_ for span in doc.spans["quantities"]] == ["money"]


def test_the_component_reads_the_date_of_the_article():
    nlp = spacy.blank("zh")
    nlp.add_pipe("newsextract_periods")
    doc = nlp.make_doc("今年上半年营收增长")
    doc.user_data[REFERENCE_KEY] = date(2024, 8, 22)

    doc = nlp(doc)

    assert [period.first for period in PERIODS.read(doc)] == [date(2024, 1, 1)]
    assert [span.text for span in doc.spans["periods"]] == ["今年上半年"]
