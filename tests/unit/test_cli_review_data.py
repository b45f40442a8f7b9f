"""``newsextract export`` of decisions and gold, and ``newsextract rules``."""

import json

import pytest
from typer.testing import CliRunner

from builders import make_record
from newsextract.cli import app
from newsextract.store.database import Database
from newsextract.store.decisions import decide, undo


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "120", "NO_COLOR": "1"})


@pytest.fixture
def db(tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with Database(url) as database:
        list(database.load([make_record()]))
        with database.writing() as connection:
            decide(connection, "k-1", reviewer="ana", verdict="reject", note="不是主张")
            decide(connection, "k-2", reviewer="ana", verdict="accept")
            undo(connection, reviewer="ana")
    return url


def test_every_decision_is_a_line_that_says_whether_it_stands(db, tmp_path):
    file = tmp_path / "decisions.jsonl"

    done = invoke("export", "--db", db, "--decisions", "-o", file)

    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert done.exit_code == 0, done.output
    assert [(row["claim_key"], row["verdict"], row["stands"], row["status"]) for row in rows] == [
        ("k-1", "reject", True, "rejected"),
        ("k-2", "accept", False, "open"),
        ("k-2", "undo", False, "open"),
    ]
    assert rows[0]["claim"]["text"].startswith("蓝鲸制造股份有限公司")
    assert (rows[0]["note"], rows[0]["reviewer"], rows[0]["decided_at"][-1]) == ("不是主张", "ana", "Z")


def test_decisions_go_to_standard_output_by_default(db):
    assert len(invoke("export", "--db", db, "--decisions").stdout.splitlines()) == 3


def test_reviewed_claims_become_gold_that_evaluate_reads(db, tmp_path):
    records = tmp_path / "records.jsonl"
    records.write_text(make_record().to_json() + "\n", encoding="utf-8")

    exported = invoke("export", "--db", db, "--gold", tmp_path / "reviewed")
    scored = invoke("evaluate", records, tmp_path / "reviewed", "--json")

    assert "1 articles, 1 sentences judged, 0 claims to find" in exported.stderr
    assert json.loads(scored.stdout)["claim_sentences"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 0}


def test_export_wants_to_know_what(db):
    assert invoke("export", "--db", db).exit_code == 2
    assert invoke("export", "--db", db, "--decisions", "--gold", "x").exit_code == 2


def test_rules_are_listed_with_their_interval_and_an_example(db):
    done = invoke("rules", "--report", "--db", db)

    assert done.exit_code == 0, done.output
    assert "claim.quantity" in done.stdout
    assert "0.00 (0.00 to 0.79)" in done.stdout
    assert "reject  k-1" in done.stdout


def test_rules_as_json_say_what_to_do(db):
    (row,) = map(json.loads, invoke("rules", "--report", "--db", db, "--json").stdout.splitlines())

    assert (row["rule"], row["decided"], row["wrong"], row["alone"], row["advice"]) == (
        "claim.quantity",
        1,
        1,
        1,
        "fix",
    )


def test_rules_without_decisions_say_how_to_make_some(tmp_path):
    with Database(f"sqlite:///{tmp_path / 'news.db'}"):
        pass

    done = invoke("rules", "--report", "--db", f"sqlite:///{tmp_path / 'news.db'}")

    assert (done.exit_code, done.stdout) == (0, "")
    assert "no decisions yet" in done.stderr


DECIDING = ("review --no-browser --port 0", "import-labels labels.json --format doccano")
READING = (
    "export --decisions",
    "export --gold gold",
    "export --format label-studio",
    "export --format csv -o rows.csv",
    "export --format jsonl -o records.jsonl",
    "rules --report",
    "verify .",
    "cluster records.jsonl",
    "diff records.jsonl",
)


@pytest.mark.parametrize(
    ("command", "kind"),
    [*((command, "sqlite") for command in DECIDING + READING), *((command, "duckdb") for command in READING)],
)
def test_a_database_that_is_not_there_is_not_made_by_what_would_read_it(command, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records.jsonl").write_text(make_record().to_json() + "\n", encoding="utf-8")
    (tmp_path / "labels.json").write_text("", encoding="utf-8")
    before = set(tmp_path.iterdir())
    url = f"{kind}:///{tmp_path}/nwes.db"

    done = invoke(*command.split(), *([url] if command.startswith("diff") else ["--db", url]))

    assert done.exit_code == 2, done.output
    assert f"error: {tmp_path}/nwes.db: no such database" in done.stderr
    assert f"newsextract run ARTICLES -o OUT --db {url} or newsextract load OUT --db {url}" in done.stderr
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("command", DECIDING)
def test_duckdb_takes_no_decisions_and_is_told_so_at_the_start(command, tmp_path):
    url = f"duckdb:///{tmp_path}/news.duckdb"
    with Database(url) as database:
        list(database.load([make_record()]))

    done = invoke(*command.split(), "--db", url)

    assert done.exit_code == 2, done.output
    assert "decisions cannot be kept in duckdb" in done.stderr
    assert "sqlite:///news.db" in done.stderr
    assert "postgresql://user@host/news" in done.stderr
    assert "http://" not in done.output
