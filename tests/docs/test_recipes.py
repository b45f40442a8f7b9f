"""The code of docs/recipes/ runs over a database that was loaded and exported as the pages say."""

import io
import json
import re
import sqlite3
from contextlib import closing, redirect_stdout
from pathlib import Path

import duckdb
import pytest

from builders import make_record, make_records
from newsextract.store.database import Database
from newsextract.store.export.exporting import export_tables
from newsextract.store.opening import open_store
from stores import load

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes"


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", (RECIPES / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recipes")
    records = [make_record(), *make_records(3)]
    with Database(f"duckdb:///{folder}/news.duckdb") as database:
        load(database, *records)
    with Database(f"sqlite:///{folder}/news.db") as database:
        load(database, *records)
        export_tables(database, folder / "lake", "parquet", tables=["v_claims", "v_metrics"])
    with open_store(f"parquet:///{folder}/dataset") as store:
        load(store, *records)
    return folder


@pytest.mark.parametrize("code", blocks("dataframes.md", "python"))
def test_dataframes(news, monkeypatch, code):
    monkeypatch.chdir(news)
    printed = io.StringIO()

    with redirect_stdout(printed):
        exec(compile(code, "dataframes.md", "exec"), {})

    assert re.search("[1-9]", printed.getvalue())


@pytest.mark.parametrize(
    "page, sql", [(page, sql) for page in ("duckdb.md", "nightly.md") for sql in blocks(page, "sql")]
)
def test_duckdb(news, monkeypatch, page, sql):
    monkeypatch.chdir(news)

    with duckdb.connect("news.duckdb", read_only=True) as connection:
        rows = connection.execute(sql).fetchall()

    assert rows or any(word in sql for word in ("HAVING", "speaker_kind"))


def test_queries_of_datasette(news):
    (settings,) = blocks("datasette.md", "json")
    queries = json.loads(settings)["databases"]["news"]["queries"]

    with closing(sqlite3.connect(news / "news.db")) as connection:
        for query in queries.values():
            values = {"firm": "蓝鲸制造股份有限公司"} if ":firm" in query["sql"] else {}
            assert connection.execute(query["sql"], values).fetchall()


def test_the_airflow_dag_is_python():
    (code,) = blocks("nightly.md", "python-airflow")

    compile(code, "nightly.md", "exec")
