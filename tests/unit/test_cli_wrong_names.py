"""Names that cannot be right: one line that says which, and what to do; status 2, and nothing is made."""

import pytest
from typer.testing import CliRunner

from newsextract.cli import app


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("empty", "images", "news"):
        (tmp_path / name).mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "news" / "a.txt").write_text("蓝鲸制造昨日公告，2024年营收28.80亿元。", "utf-8")
    (tmp_path / "file").write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    "command, said",
    [
        ("run empty -o out", "empty: no articles in this folder: looked for .txt"),
        ("run images -o out", "images: no articles in this folder"),
        ("run nosuch -o out", "nosuch: no such file or folder: check the name"),
        ("run none*.txt -o out", "no file matches: check the pattern"),
        ("run news -o file", "file: a file stands where a folder is needed"),
        ("run news -o news/out", "lies inside the input folder news"),
        ("run news -o out --db oracle:///x", "oracle databases are not supported: give sqlite:///news.db"),
        ("run news -o out --db news.db", "news.db: not a database URL: give sqlite:///news.db"),
        ("run news -o out --db sqlite:///news", "news: is a folder: name a file in it, for example news/news.db"),
        ("run news -o out --db duckdb:///news", "news: is a folder"),
        ("run news -o out --db parquet:///file", "file: a file stands where a folder is needed"),
        ("run news -o out --db parquet:///news", "not written by a load"),
        ("run news -o out --gazetteer nosuch.csv", "nosuch.csv: the gazetteer cannot be read (No such file"),
        ("run news -o out --gazetteer images/a.png", "images/a.png: the gazetteer is no UTF-8 text"),
        ("load nosuch --db sqlite:///a.db", "nosuch: no such file or folder"),
        ("load empty --db parquet:///lake", "empty: no .jsonl files in this folder"),
    ],
)
def test_a_wrong_name_is_told_with_its_remedy_and_leaves_nothing_behind(here, command, said):
    before = sorted(here.rglob("*"))

    done = CliRunner().invoke(app, command.split())

    assert done.exit_code == 2
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("password", ["geheim", "p@geheim", "p/geheim", "p:geheim"])
def test_a_password_is_never_shown(here, password):
    done = CliRunner().invoke(app, ["run", "news", "-o", "out", "--db", f"postgresql://me:{password}@127.0.0.1:9/x"])

    assert done.exit_code == 2
    assert "error: " in done.stderr
    assert "geheim" not in done.output
