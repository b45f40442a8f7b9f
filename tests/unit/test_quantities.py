"""What find_quantities finds, phenomenon by phenomenon: the table in data/quantities.tsv."""

import csv
from pathlib import Path

import pytest

from newsextract.rules.lexicon import read_lexicon
from newsextract.validate import known_units
from newsextract.values import whose
from newsextract.values.quantities import find_quantities

TABLE = Path(__file__).parent / "data" / "quantities.tsv"


def read_rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = read_rows()


def say(quantity):
    value = f"{quantity.low}..{quantity.high}" if quantity.value is None else f"{quantity.value}"
    return f"{quantity.text}={value} {quantity.unit or '-'} {quantity.kind} {quantity.qualifier}"


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{number}-{row['phenomenon'].replace(' ', '_')}" for number, row in enumerate(ROWS, start=1)]
)
def test_the_quantities_of_a_sentence_are_those_of_the_table(row):
    found = find_quantities(row["text"], locale=row["locale"])

    assert "; ".join(say(quantity) for quantity in found) == (row["expected"] if row["expected"] != "-" else "")


def test_the_table_has_sentences_in_both_scripts_for_what_is_written_in_both():
    traditional = {character for row in read_lexicon("characters") for character in row["traditional"]}
    hant = sum(not traditional.isdisjoint(row["text"]) for row in ROWS)

    assert len(ROWS) >= 400
    assert hant >= 80


def test_the_unit_of_a_count_is_found_in_the_text():
    (quantity,) = find_quantities("產品出口到150個國家和地區")

    assert quantity.unit == "個國家和地區"
    assert quantity.unit_span == (8, 14)


def test_a_unit_with_a_symbol_has_no_unit_span():
    (quantity,) = find_quantities("精度達到0.05毫米")

    assert quantity.unit_span is None


@pytest.mark.parametrize(
    "text, expected",
    [
        ("指数收于3050.5,创年内新高", ["3050.5"]),
        ("编号A1023的样品", []),
        ("共计一百二十,另有五", ["120"]),
        ("第12位", []),
        ("占三分之一", []),
        ("2019-05-20", []),
        ("三十年河东", []),
    ],
    ids=["decimal", "code", "numerals", "ordinal", "fraction", "date", "saying"],
)
def test_bare_numbers_are_found_only_when_asked_for(text, expected):
    without = find_quantities(text)
    numbers = [q for q in find_quantities(text, bare=True) if q.kind == "number"]

    assert not any(q.kind == "number" for q in without)
    assert [str(q.value) for q in numbers] == expected
    assert all(q.unit is None for q in numbers)


@pytest.mark.parametrize(
    "locale, currency", [("zh-CN", "CNY"), ("zh-TW", "TWD"), ("zh-HK", "HKD")], ids=["mainland", "taiwan", "hong_kong"]
)
def test_a_bare_yuan_is_that_of_the_locale(locale, currency):
    (quantity,) = find_quantities("售价35元", locale=locale)

    assert quantity.unit == currency


@pytest.mark.parametrize(
    "text, currency",
    [
        ("台股收高,金管會與行政院表示,中央社報導,櫃買指數走揚,獲利3億元,年增5%", "TWD"),
        ("上交所与沪深交易所公告,创业板公司归母净利润3亿元,同比增长,中国证监会与国家统计局", "CNY"),
        ("特首与港府表示,本港恒指上升,纯利3亿元,港元汇率,立法会", "HKD"),
    ],
    ids=["taiwan", "mainland", "hong_kong"],
)
def test_many_words_of_one_place_overrule_the_locale(text, currency):
    for locale in ("zh-CN", "zh-TW", "zh-HK"):
        money = [q for q in find_quantities(text, locale=locale) if q.kind == "money"]

        assert [q.unit for q in money] == [currency]


def test_an_amount_converted_into_the_home_currency_is_in_the_other_one():
    found = find_quantities("淨資產100億人民幣(約新台幣440億元),另投資20億(約新台幣88億元)", locale="zh-TW")

    assert [q.unit for q in found] == ["CNY", "TWD", "CNY", "TWD"]


def test_a_price_keeps_the_currency_that_its_sentence_has_named():
    found = find_quantities("股價由7.35港幣跌47%至3.91元", locale="zh-TW")

    assert [q.unit for q in found] == ["HKD", "%", "HKD"]


def test_offsets_count_code_points_of_the_text_that_was_given():
    text = "😀營收超過１，２３４．５億元！"

    (quantity,) = find_quantities(text, locale="zh-TW")

    assert text[quantity.start : quantity.end] == quantity.text == "超過１，２３４．５億元"
    assert str(quantity.value) == "123450000000"


def test_no_quantity_is_found_in_an_empty_text():
    assert find_quantities("") == []


def test_every_currency_that_words_around_an_amount_name_is_a_known_unit():
    assert set(whose.CODES.values()) <= known_units()
