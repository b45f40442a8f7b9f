"""Exports hold what the database holds, as each format's readers expect it."""

import csv
import io
import re
import shutil
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from typer.testing import CliRunner

from builders import make_claim, make_firm, make_info, make_metric, make_record, make_records
from newsextract.cli import app
from newsextract.errors import StoreError
from newsextract.store.database import Database
from newsextract.store.export.exporting import export_records, export_tables
from newsextract.store.export.folders import replacing_folder
from newsextract.store.export.selection import EXPORTED, Selection
from newsextract.store.export.sheets import csv_cell
from newsextract.store.jsonl import read_records
from newsextract.store.tables import OF_AN_ARTICLE
from stores import dump, dump_parquet, load

OTHER = make_record(
    article=make_info(id="other", published_at="2026-01-02", source="b.txt"),
    firms=(make_firm(name="甲乙公司", name_simplified="甲乙公司", aliases=(), canonical=None),),
    metrics=(make_metric(value=Decimal("0.000000000000000001"), unit="%", kind="percent"),),
    claims=(make_claim(key="k-9", metric_ids=("M1",)),),
)
UNDATED = make_record(
    article=make_info(id="undated", published_at=None), firms=(), metrics=(), claims=(), warnings=("=1+1",)
)


@pytest.fixture
def database(tmp_path):
    with Database(f"sqlite:///{tmp_path}/news.db") as opened:
        load(opened, make_record(), OTHER, UNDATED)
        yield opened


def test_parquet_holds_the_rows_of_all_tables(database, tmp_path):
    counts = export_tables(database, tmp_path / "lake", "parquet")

    rows = dump(database)
    assert dump_parquet(tmp_path / "lake", OF_AN_ARTICLE) == {table.name: rows[table.name] for table in OF_AN_ARTICLE}
    assert {name: len(of) for name, of in rows.items() if name in counts} == counts
    assert counts["decisions"] == 0
    assert (tmp_path / "lake" / "decisions" / "part-0.parquet").is_file()


def test_parquet_is_partitioned_by_month_of_publication(database, tmp_path):
    export_tables(database, tmp_path / "lake", "parquet", tables=["articles"])

    assert sorted(p.name for p in (tmp_path / "lake" / "articles").iterdir()) == [
        "month=2025-03", "month=2026-01", "month=unknown",
    ]  # fmt: skip


def test_records_as_json_lines_are_those_that_were_loaded(database, tmp_path):
    count = export_records(database, tmp_path / "out.jsonl")

    assert count == 3
    assert sorted(read_records([tmp_path / "out.jsonl"]), key=lambda r: r.article.id) == sorted(
        [make_record(), OTHER, UNDATED], key=lambda r: r.article.id
    )


def test_csv_opens_in_excel_and_reads_back(database, tmp_path):
    export_tables(database, tmp_path / "sheets", "csv")

    data = (tmp_path / "sheets" / "v_metrics.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["value"] for row in rows] == ["2880000000", "12.5", "0.000000000000000001"]
    assert rows[0]["firm"] == "蓝鲸制造股份有限公司"
    assert rows[0]["low"] == ""


@given(st.text(min_size=1))
def test_no_text_becomes_a_formula_in_csv(value):
    assert csv_cell(value)[0] not in "=+-@\t\r\n"
    assert csv_cell(value).removeprefix("'") == value.removeprefix("'")


def test_negative_numbers_stay_numbers_in_csv():
    assert csv_cell(Decimal("-12.50")) == "-12.50"


def test_a_workbook_has_a_sheet_for_each_view_and_no_formulas(database, tmp_path):
    load(database, make_record(article=make_info(title="=HYPERLINK(1)")))

    export_tables(database, tmp_path / "news.xlsx", "xlsx", tables=["articles", "v_metrics"])

    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    assert book.sheetnames == ["articles", "v_metrics"]
    titles = [row[3] for row in book["articles"].iter_rows(min_row=2)]
    assert "=HYPERLINK(1)" in [cell.value for cell in titles]
    assert {cell.data_type for cell in titles} == {"s"}
    values = [row[10].value for row in book["v_metrics"].iter_rows(min_row=2)]
    assert values[:2] == [2880000000, 12.5]
    assert values[2] == pytest.approx(1e-18)


def test_a_number_with_more_digits_than_a_spreadsheet_holds_is_text_in_a_workbook(database, tmp_path):
    load(database, make_record(metrics=(make_metric(value=Decimal("12345678901234567.5")),), claims=()))

    export_tables(database, tmp_path / "news.xlsx", "xlsx", tables=["v_metrics"], wanted=Selection(until="2025"))

    sheet = openpyxl.load_workbook(tmp_path / "news.xlsx")["v_metrics"]
    assert sheet.cell(2, 11).value == "12345678901234567.5"


def test_a_firm_is_found_by_name_alias_or_code_and_brings_what_is_about_it(database, tmp_path):
    for name in ("蓝鲸制造股份有限公司", "蓝鲸制造", "688001.SH"):
        counts = export_tables(
            database, tmp_path / "out", "csv", tables=list(EXPORTED), wanted=Selection(firm=("x", name))
        )

        assert counts["articles"] == 1
        assert counts["firms"] == 1
        assert counts["mentions"] == 3
        assert counts["metrics"] == counts["v_metrics"] == 2
        assert counts["claims"] == counts["v_claims"] == counts["claim_firms"] == 2
        assert counts["claim_metrics"] == 2


@pytest.mark.parametrize(
    "since, until, ids",
    [
        ("2025-03-05", "2025-03-05", ["url:https://news.example.cn/1"]),
        ("2025-03-06", "", ["other"]),
        ("", "2026", ["other", "url:https://news.example.cn/1"]),
        ("2026-01-03", "", []),
    ],
)
def test_dates_choose_articles_by_day_inclusively(database, tmp_path, since, until, ids):
    export_records(database, tmp_path / "out.jsonl", Selection(since=since, until=until))

    assert sorted(r.article.id for r in read_records([tmp_path / "out.jsonl"])) == ids


def test_an_export_replaces_an_earlier_one_and_nothing_else(database, tmp_path):
    out = tmp_path / "lake"
    export_tables(database, out, "parquet")

    export_tables(database, out, "parquet", tables=["articles"])

    assert [p.name for p in out.iterdir()] == ["articles"]
    (out / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"notes.txt: not written by an export"):
        export_tables(database, out, "parquet")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_an_export_that_fails_leaves_the_earlier_one(database, tmp_path, monkeypatch):
    out = tmp_path / "news.xlsx"
    export_tables(database, out, "xlsx")
    before = out.read_bytes()
    monkeypatch.setattr("newsextract.store.export.sheets._SHEET_ROWS", 2)

    with pytest.raises(StoreError, match="more rows than a sheet holds"):
        export_tables(database, out, "xlsx")

    assert out.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if ".partial" in p.name] == []


def test_a_folder_that_does_not_get_its_place_leaves_the_earlier_export(tmp_path):
    out = tmp_path / "lake"
    out.mkdir()
    (out / "articles.csv").write_text("earlier")

    with pytest.raises(StoreError), replacing_folder(out) as aside:
        shutil.rmtree(aside)  # so that it cannot be moved

    assert (out / "articles.csv").read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["lake"]


def test_several_tables_do_not_go_into_one_csv_file(database, tmp_path):
    with pytest.raises(StoreError, match="one --table"):
        export_tables(database, tmp_path / "x.csv", "csv")

    export_tables(database, tmp_path / "x.csv", "csv", tables=["firms"])

    assert (tmp_path / "x.csv").is_file()


def test_an_unknown_table_is_named_with_those_there_are(database, tmp_path):
    with pytest.raises(StoreError, match=r"no table claim: there are articles, firms"):
        export_tables(database, tmp_path / "x", "csv", tables=["claim"])


def test_exported_views_have_the_columns_of_the_database(database):
    with database.reading() as connection:
        for name in ("v_claims", "v_metrics"):
            found = list(connection.execute(text(f"SELECT * FROM {name} LIMIT 0")).keys())  # noqa: S608
            assert found == list(EXPORTED[name].columns.keys())


def test_rows_come_in_the_order_of_months_and_keys_whatever_was_loaded_first(tmp_path):
    contents = []
    for number, order in enumerate((1, -1)):
        with Database(f"sqlite:///{tmp_path}/{number}.db") as database:
            load(database, *make_records(30)[::order], OTHER)
            export_tables(database, tmp_path / f"{number}", "jsonl", tables=list(EXPORTED))
        contents.append({p.name: p.read_bytes() for p in (tmp_path / f"{number}").iterdir()})

    assert contents[0] == contents[1]


def test_the_command_takes_a_firm_in_either_script_and_says_how_many_rows_there_were(database, tmp_path):
    out = tmp_path / "whale.csv"
    command = ["export", "--db", f"sqlite:///{database.name}", "--format", "csv", "--table", "v_metrics"]

    done = CliRunner().invoke(app, [*command, "--firm", "藍鯨製造", "-o", str(out)])
    wrong = CliRunner().invoke(app, [*command, "--since", "soon", "-o", str(out)])

    assert (done.exit_code, wrong.exit_code) == (0, 2)
    assert re.search(r"^v_metrics +2$", done.stderr, re.MULTILINE)
    assert len(out.read_text("utf-8-sig").splitlines()) == 3
    assert "give a day, month or year" in wrong.stderr
