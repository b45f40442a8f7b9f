"""Market reports: indices, stocks and commodities, whose movements need no noun."""

from itertools import count

import pytest

from metric_docs import metrics_of


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("创业板指高开0.4%。", "0.4%", "创业板指"),
        ("截至发稿，伦敦期铜跌1.2%。", "1.2%", "伦敦期铜"),
        ("现货黄金再度报2500美元。", "2500美元", "现货黄金"),
        ("恒指收报18320点，涨0.8%。", "0.8%", "恒指"),
    ],
    ids=count(1),
)
def test_a_market_owns_its_figures(text, figure, subject):
    assert metrics_of(text)[figure].subject.text == subject


def test_a_stock_that_moves_is_measured_by_its_movement():
    marks = metrics_of("沪指涨0.3%，海岚科技下跌5%。", "海岚科技")

    assert marks["5%"].indicator.text == "下跌"


def test_the_movement_of_another_price_is_no_figure_of_the_index_before_it():
    marks = metrics_of("沪指涨0.3%，比特币下跌5%。")

    assert [marks[figure].indicator.text for figure in ("0.3%", "5%")] == ["沪指", "比特币"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至收盘，沪指涨0.3%。", "截至收盘"),
        ("今日盘中，沪指涨0.3%。", "今日"),
        ("昨日沪指报3120点。深成指涨0.3%。", "昨日"),
    ],
    ids=count(1),
)
def test_the_day_or_session_of_a_market_report_holds_on(text, period):
    assert metrics_of(text)["0.3%"].period.text == period


def test_a_movement_of_its_own_does_not_hold_on():
    marks = metrics_of("锌锭涨2%，玻璃跌3%。")

    assert [marks[figure].indicator.text for figure in ("2%", "3%")] == ["涨", "跌"]
    assert [marks[figure].subject.text for figure in ("2%", "3%")] == ["锌锭", "玻璃"]


@pytest.mark.parametrize(
    ("text", "figure", "indicator"),
    [
        ("错检率低于0.3%。", "0.3%", "错检率"),
        ("掺配量为30吨。", "30吨", "掺配量"),
    ],
    ids=count(1),
)
def test_an_unknown_measure_is_known_by_its_last_character(text, figure, indicator):
    assert next(mark for mark in metrics_of(text).values() if figure in mark.quantity.text).indicator.text == indicator
