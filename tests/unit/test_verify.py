"""A database is checked against the articles that it was made from."""

import hashlib
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from builders import TEXT, make_info, make_record
from newsextract.cli import app
from newsextract.read import read_articles
from newsextract.store.database import Database
from newsextract.verify import Finding, verify
from stores import load

WORDS = ["蓝鲸制造发布新机。", "白鲸科技营收十亿元。", "灰鲸能源宣布扩产。"]


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for number, words in enumerate(WORDS):
        (folder / f"{number}.txt").write_text(words, "utf-8")
    return folder


@pytest.fixture
def database(news, tmp_path):
    records = [
        make_record(article=make_info(a.text, id=a.id, source=a.source), text=a.text, firms=(), metrics=(), claims=())
        for a in read_articles([news])
    ]
    with Database(f"sqlite:///{tmp_path}/news.db") as opened:
        load(opened, *records)
        yield opened


def change(database, sql, **values):
    with database.writing() as connection:
        connection.execute(text(sql), values)


def ids(news):
    return [article.id for article in read_articles([news])]


def test_a_database_as_it_was_loaded_is_right(database, news):
    report = verify(database, [news])

    assert (report.verified, report.findings, report.exit_status) == (3, [], 0)


def test_an_article_whose_file_was_edited_is_wrong(database, news):
    key = ids(news)[0]
    change(database, "UPDATE articles SET text = :new WHERE id = :id", new=WORDS[1], id=key)

    report = verify(database, [news])

    assert (report.verified, report.wrong, report.exit_status) == (2, 1, 1)
    assert report.findings[0] == Finding(key, "its text in the database is not that of its file: run and load again")
    assert "does not fit its own hash" in report.findings[1].problem


def test_a_row_that_somebody_changed_is_noticed(database, news):
    key = ids(news)[1]
    change(database, "UPDATE articles SET title = 'x' WHERE id = :id", id=key)

    report = verify(database, [news])

    assert report.findings == [Finding(key, "its rows are not those that were loaded: load it again")]


def test_a_span_that_does_not_quote_the_text_is_told(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (article,) = read_articles([tmp_path / "a.txt"])
    record = make_record(article=make_info(id=article.id))
    with Database(f"sqlite:///{tmp_path}/x.db") as database:
        load(database, record)
        change(database, "UPDATE mentions SET span_start = span_start + 1 WHERE kind = 'reference'")

        report = verify(database, [tmp_path / "a.txt"])

    assert article.text == TEXT
    assert [problem for _, problem in report.findings if problem.startswith("F1: ")] != []


def test_articles_on_one_side_only_are_told(database, news):
    gone = ids(news)[2]
    (news / "2.txt").unlink()
    (news / "3.txt").write_text("新来的公司宣布上市。", "utf-8")
    new = f"sha256:{hashlib.sha256('新来的公司宣布上市。'.encode()).hexdigest()[:16]}"

    report = verify(database, [news])

    assert (report.verified, report.not_loaded, report.without_article) == (2, 1, 1)
    assert report.findings == [
        Finding(new, "is not in the database: load it"),
        Finding(gone, "is in the database, but its article was not found"),
    ]


def test_rows_without_an_article_are_told(database, news):
    with closing(sqlite3.connect(database.name)) as raw, raw:  # as tools do: foreign keys are off
        raw.execute("INSERT INTO claim_firms (article_id, claim_id, position, firm_id) VALUES ('lost', 'C1', 0, 'F1')")

    report = verify(database, [news])

    assert report.findings == [Finding("lost", "has rows in claim_firms, but no article")]


def test_the_command_exits_by_what_it_found(database, news, tmp_path):
    url = f"sqlite:///{database.name}"
    right = CliRunner().invoke(app, ["verify", str(news), "--db", url])
    change(database, "UPDATE articles SET title = 'x'")
    wrong = CliRunner().invoke(app, ["verify", str(news), "--db", url])
    nothing = CliRunner().invoke(app, ["verify", str(news), "--db", f"sqlite:///{tmp_path}/none.db"])

    assert (right.exit_code, wrong.exit_code, nothing.exit_code) == (0, 1, 2)
    assert "articles: 3 right, 0 wrong" in right.stderr
    assert "its rows are not those that were loaded" in wrong.stdout
    assert "no such database" in nothing.stderr
    assert not (tmp_path / "none.db").exists()
