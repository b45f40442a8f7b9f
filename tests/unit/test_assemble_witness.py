"""Figures that contradict each other are named; those that merely round, or count otherwise, are not."""

from itertools import count

import pytest

from metric_docs import metric_doc
from newsextract.assemble.witness import find_contradictions, read_figure
from newsextract.records.marks import METRICS


def warnings_of(text: str) -> list[str]:
    found = find_contradictions(text, METRICS.read(metric_doc(text)))
    return [warning for warnings in found.values() for warning in warnings]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("营业收入12.0亿元，去年同期为10.0亿元，同比增长35%。", ("12.0亿元", "10.0亿元", "20.00", "35%")),
        ("净利润8.0亿元，去年同期为10.0亿元，同比下降30%。", ("8.0亿元", "10.0亿元", "20.00", "30%")),
        ("销量从100万辆增至120万辆，增幅为40%。", ("100万辆", "120万辆", "20.00", "40%")),
        ("毛利率为30%，上年同期为25%，同比提升9个百分点。", ("30%", "25%", "5.00", "9个百分点")),
        ("营收12.0亿元，同比增加2.0亿元，增长40%。", ("12.0亿元", "2.0亿元", "20.00", "40%")),
        ("营收100亿元，其中海外营收20亿元，占比35%。", ("20亿元", "100亿元", "20.00", "35%")),
        ("门店共300家，其中400家为直营店。", ("400家", "300家")),
        ("海岚公司、东江公司的市占率分别为60%、70%。", ("60%", "70%")),
    ],
    ids=count(1),
)
def test_a_contradiction_names_its_figures(text, figures):
    (warning,) = warnings_of(text)

    assert all(figure in warning for figure in figures)


@pytest.mark.parametrize(
    "text",
    [
        "营业收入12.0亿元，去年同期为10.0亿元，同比增长20%。",
        "营业收入10.86亿元，去年同期为10.64亿元，同比增长2.11%。",
        "营业收入12亿元，去年同期为10亿元，同比增长25%。",  # rounded sums allow it
        "营业收入约12.0亿元，去年同期为10.0亿元，同比增长35%。",
        "营业收入12.0亿元，去年同期为10.0亿元，可比口径增长35%。",
        "扣除汇率影响，营收12.0亿元，去年同期为10.0亿元，同比增长35%。",
        "净利润1.0亿元，去年同期为-3.0亿元，同比增长413%。",
        "净亏损2.0亿元，去年同期为1.0亿元，同比增长35%。",
        "利润总额从1.9万亿元增长至2.6万亿元，年均增速达到7.3%。",
        "营收12.0亿元，去年同期为10.0亿元，环比增长35%。",
        "去年和今年现金流分别为2.0亿元、1.0亿元，同比增长35%。",
        "占比从25%提升至30%，增长35%。",
        "营收100亿元，其中海外营收20亿元，占比20%。",
        "门店共300家，其中200家为直营店。",
        "海岚公司、东江公司的市占率分别为30%、20%。",
        "海岚公司、东江公司的毛利率分别为60%、70%。",
        "营业收入12.0亿元。净利润10.0亿元，同比增长35%。",
        "",
    ],
    ids=count(1),
)
def test_no_false_alarm(text):
    assert warnings_of(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("营收10.8亿元。", 1_075_000_000, 1_085_000_000), ("毛利率20%。", 19, 21), ("销量1,200辆。", 1199.5, 1200.5)],
)
def test_a_figure_can_stand_for_what_rounds_to_it(text, low, high):
    (mark,) = METRICS.read(metric_doc(text))

    reading = read_figure(mark)

    assert (reading.low, reading.high) == (low, high)


@pytest.mark.parametrize(
    "text", ["营收超10亿元。", "营收约10亿元。", "营收两亿元。", "产量3万至5万辆。", "营收0元。"], ids=count(1)
)
def test_a_figure_that_is_not_exact_in_digits_testifies_to_nothing(text):
    (mark,) = METRICS.read(metric_doc(text))

    assert read_figure(mark) is None
