"""Tables whose unit is declared once: bare numbers become figures with unit, indicator and period."""

from decimal import Decimal

import pytest

from newsextract.values.tables import find_cells

TABLE = """海嵐科技公布年報。
單位：{unit}
項目 | 2024年 | 2023年末 | 本期比上年同期增減(%)
營業收入 | 12,345.67 | 10,000.00 | 23.46
歸屬於上市公司股東的淨利潤 | 1,234.5 | -200 | 不適用
研發人員數量（人） | 120 | 100 | 20.00
基本每股收益（元/股） | 0.12 | (0.05) | 1
淨資產收益率 | 12 | 11 | 9
公司表示將擴產。
"""


def figures(extractor, text):
    return {metric.text: metric for metric in extractor.extract(text).metrics if metric.rule == "metric.table"}


@pytest.mark.parametrize(
    ("unit", "factor", "code"),
    [
        ("萬元", 10_000, "TWD"),
        ("人民幣萬元", 10_000, "CNY"),
        ("新台幣千元", 1_000, "TWD"),
        ("億美元", 100_000_000, "USD"),
        ("港幣百萬元", 1_000_000, "HKD"),
        ("人民幣元", 1, "CNY"),
    ],
)
def test_the_declared_unit_is_that_of_the_numbers_below(extractor, unit, factor, code):
    found = figures(extractor, TABLE.format(unit=unit))

    assert found["12,345.67"].value == Decimal("12345.67") * factor
    assert found["12,345.67"].unit == code
    assert found["-200"].value == -200 * factor


def test_a_line_says_what_its_numbers_measure_and_a_column_when(extractor):
    found = figures(extractor, TABLE.format(unit="萬元"))

    assert (found["1,234.5"].indicator, found["1,234.5"].period.text) == ("歸屬於上市公司股東的淨利潤", "2024年")
    assert (found["10,000.00"].indicator, found["10,000.00"].period.text) == ("營業收入", "2023年末")


def test_a_line_with_a_unit_of_its_own_has_that(extractor):
    found = figures(extractor, TABLE.format(unit="萬元"))

    assert (found["120"].value, found["120"].unit, found["120"].kind) == (120, "人", "count")
    assert (found["0.12"].value, found["0.12"].kind) == (Decimal("0.12"), "money")
    assert found["(0.05)"].value == Decimal("-0.05")


def test_a_column_of_percentages_is_one_of_changes(extractor):
    change = figures(extractor, TABLE.format(unit="萬元"))["23.46"]

    assert (change.value, change.unit, change.change, change.basis) == (Decimal("23.46"), "%", "increase", "yoy")


def test_rates_without_a_unit_are_left_out(extractor):
    assert "11" not in figures(extractor, TABLE.format(unit="萬元"))


def test_figures_of_a_table_belong_to_the_firm_of_the_article(extractor):
    text = "海岚科技股份有限公司公布年报，海岚科技营收创新高。\n单位：万元\n项目 | 2024年\n营业收入 | 12,345.67\n"

    record = extractor.extract(text)

    (metric,) = [metric for metric in record.metrics if metric.rule == "metric.table"]
    assert metric.subject.firm_id == record.firms[0].id


def test_an_html_table_is_read_with_its_header(extractor, tmp_path):
    from newsextract.read import read_articles

    page = tmp_path / "report.html"
    page.write_text(
        "<html><body><article><h1>海岚科技年报</h1><p>海岚科技周二公布了全年的业绩，收入和利润都有增长，公司说明年还会扩产。</p>"
        "<p>单位：亿元</p><table><tr><th>项目</th><th>2024年</th><th>2023年</th></tr>"
        "<tr><td>营业收入</td><td>12.5</td><td>10.0</td></tr></table><p>公司说，明年的收入还会增长，新厂年底投产。</p></article></body></html>",
        encoding="utf-8",
    )
    (article,) = read_articles([page])

    found = {m.text: m for m in extractor.extract(article).metrics if m.rule == "metric.table"}

    assert (found["12.5"].value, found["12.5"].indicator, found["12.5"].period.text) == (
        1_250_000_000,
        "营业收入",
        "2024年",
    )


@pytest.mark.parametrize(
    "text",
    [
        "项目 | 2024年\n营业收入 | 12,345\n",  # nobody says in what
        "单位：万元\n公司去年营收12,345。\n",  # no table
        "主办单位：市政府\n项目 | 2024年\n营业收入 | 12,345\n",  # another 单位
        "单位：万元\n项目 | 2024年\n电话 | 010-12345\n",  # no number
        "单位：万元\n一\n二\n三\n四\n项目 | 2024年\n营业收入 | 12,345\n",  # too far
        "单位：个百分点左右的东西\n项目 | 2024年\n营业收入 | 12,345\n",
        "单位",
        "",
    ],
)
def test_other_numbers_stay_numbers(text):
    assert find_cells(text.replace("：", ":")) == []
