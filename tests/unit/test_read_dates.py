"""Publication dates as sources write them, and the zone of local times."""

import pytest

from newsextract.read.dates import day_in_url, read_moment
from newsextract.read.zones import guess_zone
from read_samples import HANS, HANT

MOMENTS = [
    ("2023-11-05T08:30:00+08:00", "2023-11-05T08:30:00+08:00"),
    ("2023-11-05T08:30:00.123Z", "2023-11-05T08:30:00+00:00"),
    ("2023-11-05T08:30:00+0900", "2023-11-05T08:30:00+09:00"),
    ("2023-11-05 08:30", "2023-11-05T08:30:00"),
    ("2023/11/05 08:30:59", "2023-11-05T08:30:59"),
    ("2023.11.5", "2023-11-05T00:00:00"),
    ("2023-11-05", "2023-11-05T00:00:00"),
    ("20231105", "2023-11-05T00:00:00"),
    ("20231105083000", "2023-11-05T08:30:00"),
    ("2023年11月5日", "2023-11-05T00:00:00"),
    ("2023年11月05日 08:30", "2023-11-05T08:30:00"),
    ("2023年11月5日08时30分", "2023-11-05T08:30:00"),
    ("2023年11月5日 星期日 下午3:05", "2023-11-05T15:05:00"),
    ("２０２３年１１月５日", "2023-11-05T00:00:00"),
    ("民國112年11月5日", "2023-11-05T00:00:00"),
    ("发布于 2023-11-05 08:30 (CST)", "2023-11-05T08:30:00"),
    ("Sun, 05 Nov 2023 08:30:00 +0800", "2023-11-05T08:30:00+08:00"),
    ("2023-11-05 11:30 PM", "2023-11-05T23:30:00"),
    (1699144200, "2023-11-05T00:30:00+00:00"),
    (1699144200000, "2023-11-05T00:30:00+00:00"),
    ("1699144200", "2023-11-05T00:30:00+00:00"),
    (1699144200.0, "2023-11-05T00:30:00+00:00"),
]
NO_MOMENTS = [
    "", "11月5日", "2023-02-30", "2023-13-01", "31:61", "3小时前", "2023", "9" * 200, 7, -1, True, None,
    [], {}, float("nan"), float("inf"), 1e300, "Sun, 99 Nov 2023 08:30:00 +0800", "Sun, 05 Nov 2023 99:30:00",
]  # fmt: skip


@pytest.mark.parametrize("value, expected", MOMENTS, ids=[str(n) for n in range(len(MOMENTS))])
def test_a_date_is_read_as_it_is_written(value, expected):
    assert read_moment(value).when.isoformat() == expected


@pytest.mark.parametrize("value", NO_MOMENTS, ids=str)
def test_what_is_no_full_date_is_none(value):
    assert read_moment(value) is None


def test_a_day_is_naive_and_says_so():
    when, how = read_moment("2023-11-05").settle("Asia/Taipei")

    assert (when.isoformat(), how) == ("2023-11-05T00:00:00", "day only")


def test_a_local_time_gets_the_zone_of_its_place():
    when, how = read_moment("2023-11-05 08:30").settle("Asia/Taipei")

    assert (when.isoformat(), how) == ("2023-11-05T08:30:00+08:00", "zone taken to be Asia/Taipei")


def test_utc_is_shown_in_the_zone_of_its_place_so_that_the_day_is_right():
    when, how = read_moment("2023-11-04T22:00:00Z").settle("Asia/Shanghai")

    assert when.isoformat() == "2023-11-05T06:00:00+08:00"
    assert "UTC" in how


def test_midnight_with_a_time_is_no_day_only():
    when, _ = read_moment("2023-11-05 00:00").settle("Asia/Shanghai")

    assert when.tzinfo is not None


@pytest.mark.parametrize("url, day", [
    ("https://e.cn/2023-11-05/doc-abc.shtml", "2023-11-05"),
    ("https://e.cn/a/20231105/1.html", "2023-11-05"),
    ("https://e.cn/2023/11/05/1.html", "2023-11-05"),
    ("https://e.cn/202311051234567.html", None),
    ("https://e.cn/2023/1234.html", None),
    ("https://e.cn/2023-02-30/", None),
])  # fmt: skip
def test_a_day_is_read_from_a_url(url, day):
    moment = day_in_url(url)

    assert (moment and moment.when.date().isoformat()) == day


@pytest.mark.parametrize("text, url, zone", [
    (HANS, None, "Asia/Shanghai"),
    (HANT, None, "Asia/Taipei"),
    ("本港樓市按年升兩成，涉資三億港元。", None, "Asia/Hong_Kong"),
    (HANS, "https://news.e.com.tw/1", "Asia/Taipei"),
    (HANT, "https://e.hk/1", "Asia/Hong_Kong"),
    (HANT, "https://e.com/1", "Asia/Taipei"),
    ("藍海。", "http://[broken", "Asia/Shanghai"),
])  # fmt: skip
def test_the_zone_is_that_of_the_address_or_of_the_words(text, url, zone):
    assert guess_zone(text, url) == zone
