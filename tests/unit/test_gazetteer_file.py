"""The user's own list of firms."""

from datetime import datetime

import pytest
import simplejson

import newsextract
from newsextract.errors import ConfigError
from newsextract.records import Article
from newsextract.run.batch import run_batch
from newsextract.run.fingerprint import fingerprint
from newsextract.run.gazetteer_file import read_gazetteer

TEXT = "月泉仿生發布財報,營收增長。\n藍舟今日漲停。"


@pytest.fixture
def write(tmp_path):
    def write(content, name="firms.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def linked(path, text, **fields):
    article = Article(text=text, id="a", source="a.txt", sha256="0" * 64, **fields)
    record = newsextract.load(gazetteer=path).extract(article)
    return {firm.name: firm.canonical and firm.canonical.id for firm in record.firms}, record.warnings


def test_firms_of_the_list_are_found_and_linked_in_either_script(write):
    path = write("id,name,aliases\nX1,月泉仿生,Moonspring|月仿\nX2,蓝舟,\n")

    assert linked(path, TEXT)[0] == {"月泉仿生": "X1", "藍舟": "X2"}


def test_columns_may_be_separated_by_tabs_and_come_in_any_order(write):
    path = write("name\tnote\tid\n月泉仿生\tours\tX1\n", "firms.tsv")

    assert read_gazetteer(path).lookup("月泉仿生").entries[0].id == "X1"


def test_aliases_of_the_list_are_one_firm(write):
    path = write("id,name,aliases\nX1,月泉仿生,Moonspring|月仿集团\n")
    names, _ = linked(path, "月泉仿生發布財報。Moonspring稱增長。月仿集團回應。")

    assert set(names.values()) == {"X1"}
    assert len(names) == 1


def test_own_entry_is_linked_before_the_shipped_one(write):
    path = write("id,name\nX1,贵州茅台\n")

    assert linked(path, "贵州茅台发布财报。")[0] == {"贵州茅台": "X1"}


def test_name_of_several_firms_is_linked_to_none_and_all_are_named(write):
    path = write("id,name\nHK:1,月泉仿生\nTW:2,月泉仿生\n")
    names, warnings = linked(path, "月泉仿生发布财报。")

    assert names == {"月泉仿生": None}
    assert "firm F1 may be any of HK:1, TW:2 of the gazetteer" in warnings


def test_stock_code_in_the_text_decides_between_firms_of_one_name(write):
    path = write("id,name\nHK:1234,月泉仿生\nTW:5678,月泉仿生\n")

    assert linked(path, "月泉仿生(5678-TW)发布财报。")[0] == {"月泉仿生": "TW:5678"}


def test_ordinary_word_of_the_list_needs_a_context(write):
    path = write("id,name\nX1,曙光\n")

    assert linked(path, "春天的曙光里,大家高兴。")[0] == {}
    assert linked(path, "服务器大厂曙光发布财报。")[0] == {"曙光": "X1"}


@pytest.mark.parametrize(("day", "expected"), [("2020-05-01", "OLD"), ("2024-05-01", "NEW")])
def test_name_is_linked_to_the_firm_that_had_it_on_the_day_of_the_article(write, day, expected):
    path = write("id,name,valid_from,valid_to\nOLD,月泉仿生,,2021-12-31\nNEW,月泉仿生,2022-01-01,\n")

    assert linked(path, "月泉仿生发布财报。", published_at=datetime.fromisoformat(f"{day}T08:00:00+08:00"))[0] == {
        "月泉仿生": expected
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: no column id and name"),
        ("code,name\n1,甲乙\n", "line 1: no column id"),
        ("id,name\n1,甲乙\n2\n", "line 3: 1 cells for 2 columns"),
        ("id,name\n1,\n", "line 2: column name is empty"),
        ("id,name,valid_to\n1,甲乙,2025\n", "line 2: column valid_to: '2025' is no date"),
    ],
)
def test_fault_of_the_list_names_line_and_column(write, content, message):
    with pytest.raises(ConfigError, match=r"firms\.csv") as caught:
        read_gazetteer(write(content))

    assert message in str(caught.value)


def test_list_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_bytes("id,name\n1,月泉\n".encode("gb18030"))

    with pytest.raises(ConfigError, match="UTF-8"):
        read_gazetteer(path)


def test_fingerprint_depends_on_what_the_list_says(write):
    one = fingerprint(write("id,name\n1,甲乙\n", "one.csv"))

    assert one != fingerprint()
    assert one == fingerprint(write("id,name\n1,甲乙\n", "two.csv"))
    assert one != fingerprint(write("id,name\n1,甲丙\n", "three.csv"))


def test_run_gives_the_list_to_its_workers(write, tmp_path):
    path = write("id,name\nX1,月泉仿生\n", "firms.csv")
    article = tmp_path / "news" / "a.txt"
    article.parent.mkdir()
    article.write_text(TEXT, encoding="utf-8")

    run_batch([article], tmp_path / "out", gazetteer=path)

    (part,) = (tmp_path / "out" / "records").iterdir()
    (line,) = part.read_text("utf-8").splitlines()
    record = simplejson.loads(line)
    assert [firm["canonical"]["id"] for firm in record["firms"] if firm["canonical"]] == ["X1"]
    assert record["pipeline"]["fingerprint"] == fingerprint(path)
