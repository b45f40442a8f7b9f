"""What an article's own lines say about its publisher, author and date; and whether it is Chinese."""

import json

import pytest

from newsextract.read.datelines import read_datelines
from read_samples import HANS, HANT, read_one, reject_one

SENTENCE = "蓝海电子今日披露三季报，前三季度实现营业收入28.8亿元，同比增长12.5%。"
PUBLISHERS = [
    ("新华社北京3月5日电（记者 王小明）" + SENTENCE, "新华社"),
    ("（中央社記者林小美台北12日電）" + SENTENCE, "中央社"),
    ("中新社上海3月5日電 " + SENTENCE, "中新社"),
    ("中国证券网讯（记者 王小明）" + SENTENCE, "中国证券网"),
    ("标题在此\n来源：每日经济新闻\n" + SENTENCE, "每日经济新闻"),
    (SENTENCE + "\n（文章来源：某某研究中心）", "某某研究中心"),
    ("标题\n2023-11-05 08:30　某某商报\n" + SENTENCE, "某某商报"),
    ("图片来源：某某中国\n" + SENTENCE, None),
    (SENTENCE, None),
]
AUTHORS = [
    ("〔記者林小美／台北報導〕" + SENTENCE, "林小美"),
    ("【林小美／綜合報導】" + SENTENCE, "林小美"),
    ("〔即時新聞／綜合報導〕" + SENTENCE, None),
    ("中国证券网讯（记者 王小明 李小红）" + SENTENCE, "王小明 李小红"),
    ("（中央社記者林小美台北12日電）" + SENTENCE, "林小美"),
    ("作者：王小明\n编辑：李小红\n" + SENTENCE, "王小明"),
    ("（记者王小明摄）" + SENTENCE, None),
    ("公司记者会上，" + SENTENCE, None),
]
DATES = [
    (
        "标题\n2023-11-05 08:30\n" + SENTENCE,
        "2023-11-05T08:30:00+08:00",
        "rule stamp.line; zone taken to be Asia/Shanghai",
    ),
    ("标题\n發布時間：2023年11月5日\n" + SENTENCE, "2023-11-05T00:00:00", "rule stamp.line; day only"),
    ("新华社北京2023年3月5日电 " + SENTENCE, "2023-03-05T00:00:00", "rule dateline.agency; day only"),
    ("新华社北京3月5日电 " + SENTENCE, None, "dateline without a year: 3月5日"),
    ("某某号-解读产业。1小時前\n" + SENTENCE, None, "relative: 1小時前"),
    ("2023年11月5日，" + SENTENCE, None, None),
]


@pytest.mark.parametrize("text, publisher", PUBLISHERS, ids=range(len(PUBLISHERS)))
def test_the_publisher_is_read_from_datelines_and_source_lines(text, publisher):
    assert read_datelines(text).publisher == publisher


@pytest.mark.parametrize("text, author", AUTHORS, ids=range(len(AUTHORS)))
def test_the_author_is_read_from_bylines(text, author):
    assert read_datelines(text).author == author


@pytest.mark.parametrize("text, date, how", DATES, ids=range(len(DATES)))
def test_the_date_is_read_or_the_record_says_why_not(tmp_path, text, date, how):
    article = read_one(tmp_path, "a.txt", text.encode())

    assert (article.published_at and article.published_at.isoformat()) == date
    assert article.published_at_how == how


def test_a_rule_that_gave_a_field_is_on_record(tmp_path):
    article = read_one(tmp_path, "a.txt", HANT.encode())

    assert article.author == "林小美"
    assert article.fields["author"] == "rule byline.bracket_place"


@pytest.mark.parametrize("value, date, how", [
    ("2023-11-05T00:30:00Z", "2023-11-05T08:30:00+08:00", "field date; given in UTC, shown in Asia/Shanghai"),
    ("1小時前", None, "relative: 1小時前 (field date)"),
    ("soon", None, "not a date: soon (field date)"),
])  # fmt: skip
def test_a_date_field_is_read_or_the_record_says_why_not(tmp_path, value, date, how):
    article = read_one(tmp_path, "a.json", json.dumps({"text": SENTENCE, "date": value}).encode())

    assert (article.published_at and article.published_at.isoformat()) == date
    assert article.published_at_how == how


def test_fields_of_the_file_win_over_the_text(tmp_path):
    row = {"text": "新华社北京2023年3月5日电 " + SENTENCE, "source": "某某网", "date": "2023-03-06"}

    article = read_one(tmp_path, "a.json", json.dumps(row).encode())

    assert (article.publisher, article.published_at.isoformat()) == ("某某网", "2023-03-06T00:00:00")


@pytest.mark.parametrize("text, title", [
    (HANS, "蓝海电子三季度净利增长两成"),
    ("# 蓝海电子净利增长\n\n" + SENTENCE, "蓝海电子净利增长"),
    (SENTENCE, None),
    (SENTENCE + "\n" + SENTENCE, None),
    ("***\n" + SENTENCE, None),
])  # fmt: skip
def test_a_short_first_line_is_the_title(tmp_path, text, title):
    assert read_one(tmp_path, "a.md", text.encode()).title == title


@pytest.mark.parametrize("text, language", [
    ("株式会社ブルーオーシャンは、きのう決算をはっぴょうしました。うりあげはのびています。", "Japanese"),
    ("블루오션은 어제 실적을 발표했다. 매출은 늘었다. 社長", "Korean"),
    ("Blue Ocean (蓝海电子) reported revenue of 2.88 billion yuan for the third quarter of the year.", "Chinese"),
])  # fmt: skip
def test_another_language_is_told(tmp_path, text, language):
    article = read_one(tmp_path, "a.txt", text.encode())

    assert any(warning.startswith("not Chinese: ") and language in warning for warning in article.warnings)


@pytest.mark.parametrize(
    "text", [HANS, HANT, "日本のソニー（Sony）發布新機，售價3,000元。" + HANT, SENTENCE + " PlayStation 5 Pro"]
)
def test_chinese_with_foreign_names_is_chinese(tmp_path, text):
    assert read_one(tmp_path, "a.txt", text.encode()).warnings == ()


def test_text_without_a_chinese_character_is_rejected(tmp_path):
    assert reject_one(tmp_path, "a.txt", b"Revenue rose 12.5%.").reason == "not_chinese"


def test_metadata_is_one_printable_line(tmp_path):
    row = {"text": SENTENCE, "title": " 蓝海\n电子\u0000\u200b ", "author": "王" * 9999, "id": "a\tb"}

    article = read_one(tmp_path, "a.json", json.dumps(row).encode())

    assert (article.title, article.id) == ("蓝海 电子", "a b")
    assert len(article.author) == 500
