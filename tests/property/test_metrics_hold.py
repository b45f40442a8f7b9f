"""Whatever the text, metrics are exact, ordered, repeatable, and take time in proportion to it."""

import time
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metric_docs import groups_of, metric_doc
from newsextract.assemble.metrics import own_metrics
from newsextract.recognise.metrics import MetricFinder
from newsextract.records.marks import METRICS, QUANTITIES

PIECES = (
    "海岚科技", "公司", "营收", "净利润为", "毛利率", "同比", "增长", "下降", "至", "分别为", "其中", "占总营收的比重", "较去年同期", "去年",
    "上半年", "5亿元", "12%", "3万台", "(约合", ")", "，", "。", "、", "和", "的", "从", "有", "三年", "一个", "\n", "交付了", "“", "”", " ",
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(texts)
def test_every_piece_is_an_exact_stretch_of_the_text(text):
    doc = metric_doc(text, ("海岚科技",), ("公司",))

    for finding in own_metrics(doc, groups_of(doc)):
        mark = finding.mark
        pieces = [piece for piece in (mark.indicator, mark.period, mark.subject, finding.subject) if piece]
        assert all(text[piece.start : piece.end] == piece.text != "" for piece in pieces)
        assert text[mark.start : mark.end] == mark.quantity.text


@given(texts)
def test_metrics_are_quantities_in_reading_order(text):
    doc = metric_doc(text, ("海岚科技",))

    marks = METRICS.read(doc)

    assert [mark.start for mark in marks] == sorted({mark.start for mark in marks})
    assert {mark.quantity for mark in marks} <= set(QUANTITIES.read(doc))


@given(texts)
def test_the_same_text_gives_the_same_metrics(text):
    first, second = metric_doc(text, ("海岚科技",)), metric_doc(text, ("海岚科技",))

    assert own_metrics(first, groups_of(first)) == own_metrics(second, groups_of(second))


@given(texts)
def test_only_changes_have_a_basis(text):
    for mark in METRICS.read(metric_doc(text)):
        assert mark.change is not None or mark.basis is None


@pytest.mark.parametrize(
    "unit",
    [
        "营收5亿元、",
        "三年公司",
        "占占占占10%",
        "其中3家",
        "分别为1%、2%和3%",
        "从10%增至20%",
        "海岚科技5亿元",
        "超过超过5%",
    ],
    ids=count(1),
)
def test_time_grows_with_the_text_and_not_with_its_square(unit):
    def seconds(size: int) -> float:
        doc = metric_doc(unit * (size // len(unit)), ("海岚科技",))
        begun = time.process_time()
        own_metrics(MetricFinder()(doc), groups_of(doc))
        return time.process_time() - begun + 0.05  # what a clock cannot tell apart

    assert seconds(24_000) < 10 * seconds(6_000)
