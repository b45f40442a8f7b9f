"""What find_periods finds: the table in data/periods.tsv, and what it does without a reference date."""

import csv
from datetime import date
from pathlib import Path

import pytest

from newsextract.values.periods import find_periods

TABLE = Path(__file__).parent / "data" / "periods.tsv"
REFERENCE = date(2024, 8, 22)


def read_rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = read_rows()


def say(period):
    return f"{period.text}={period.first or ''}..{period.last or ''} {period.kind}"


@pytest.mark.parametrize("row", ROWS, ids=[f"row-{number}" for number in range(1, len(ROWS) + 1)])
def test_the_periods_of_a_sentence_are_those_of_the_table(row):
    found = find_periods(row["text"], reference=REFERENCE)

    assert "; ".join(map(say, found)) == (row["expected"] if row["expected"] != "-" else "")


@pytest.mark.parametrize(
    "text",
    ["今年上半年", "去年", "昨日", "本月", "3月", "前三季度", "近三年", "年底", "上周五", "9日"],
    ids=["half", "year", "day", "this_month", "month", "quarters", "window", "year_end", "weekday", "day_only"],
)
def test_without_a_reference_date_a_relative_period_stays_text(text):
    (period,) = find_periods(text)

    assert (period.first, period.last) == (None, None)
    assert "no reference date" in period.how


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2023年第三季度", date(2023, 7, 1), date(2023, 9, 30)),
        ("民國112年", date(2023, 1, 1), date(2023, 12, 31)),
        ("3Q23", date(2023, 7, 1), date(2023, 9, 30)),
        ("2020年2月", date(2020, 2, 1), date(2020, 2, 29)),
    ],
    ids=["quarter", "republic", "code", "leap_year"],
)
def test_a_period_that_says_its_year_needs_no_reference_date(text, first, last):
    (period,) = find_periods(text)

    assert (period.first, period.last) == (first, last)


def test_a_month_goes_by_the_year_of_its_sentence():
    found = find_periods("2019年,公司5月停产,6月复工。7月盈利。", reference=REFERENCE)

    assert [str(p.first) for p in found] == ["2019-01-01", "2019-05-01", "2019-06-01", "2024-07-01"]


def test_a_month_far_ahead_is_that_of_last_year_unless_it_is_announced():
    past, announced = find_periods("12月销量创新高。新车将于12月上市。", reference=REFERENCE)

    assert past.first == date(2023, 12, 1)
    assert announced.first == date(2024, 12, 1)


def test_the_same_period_of_last_year_repeats_the_period_before_it():
    _, same = find_periods("2018年前三个月亏损,去年同期盈利")

    assert (same.first, same.last) == (date(2017, 1, 1), date(2017, 3, 31))
    assert "2018年前三个月" in same.how


def test_the_reasoning_is_kept():
    (period,) = find_periods("昨(21)日", reference=REFERENCE)

    assert period.how == "counted from 2024-08-22; the day as written"


def test_a_date_that_does_not_exist_stays_text():
    (period,) = find_periods("2023年2月30日")

    assert (period.first, period.last, period.kind) == (None, None, "other")
    assert "no such date" in period.how


def test_the_next_day_after_the_last_of_all_does_no_harm():
    (period,) = find_periods("明日", reference=date.max)

    assert period.first is None
