"""Every command: what it prints, where, and its exit status."""

import json
import logging
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import newsextract
from builders import TEXT, make_info, make_record, make_records
from newsextract.cli import app
from newsextract.cli.console import duration, one_line
from newsextract.cli.logs import JsonFormatter
from newsextract.cli.progress import describe
from newsextract.masking import mask_secrets
from newsextract.run.stats import Progress

COMMANDS = (
    "run",
    "load",
    "export",
    "import-labels",
    "cluster",
    "diff",
    "verify",
    "show",
    "review",
    "evaluate",
    "rules",
    "schema",
    "info",
)


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100", "NO_COLOR": "1"})


def write_records(path, *records):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{record.to_json()}\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path):
    """Return the output folder of a run, made by hand."""
    write_records(tmp_path / "out" / "records" / "part-00000.jsonl", make_record())
    return tmp_path / "out"


def test_the_version_is_printed():
    assert call("--version").output == f"newsextract {newsextract.__version__}\n"


def test_help_lists_every_command():
    help_text = call("--help").output

    assert re.findall(r"^  ([\w-]+) {2,}\S", help_text.split("Commands:")[1], re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command):
    result = call(command, "--help")

    assert result.exit_code == 0
    assert f"  newsextract {command}" in result.output.split("Example")[1]


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv = ['newsextract', '--help']; from newsextract.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print(sorted({'spacy', 'numpy', 'sqlalchemy', 'rich', 'onnxruntime', 'opencc'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "newsextract", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("newsextract ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "x.txt"),
        ("load", "x"),
        ("show",),
        ("evaluate", "x"),
        ("nothing",),
        ("run", "a", "-o", "b", "--workers", "0"),
    ],
    ids=["run", "load", "show", "evaluate", "unknown", "no-workers"],
)
def test_wrong_usage_exits_with_two(arguments):
    assert call(*arguments).exit_code == 2


def test_run_without_articles_is_an_error_in_one_line(tmp_path):
    result = call("run", tmp_path / "nowhere", "-o", tmp_path / "out")

    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert "nowhere" in result.stderr
    assert result.stderr.count("\n") == 1


def test_run_writes_records_and_sums_up(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")

    result = call("run", tmp_path, "-o", tmp_path.with_name("run-out"), "--db", f"sqlite:///{tmp_path / 'news.db'}")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.search(r"^rejected: .*b\.txt", result.stderr, re.MULTILINE)
    assert re.search(r"^articles +2$", result.stderr, re.MULTILINE)
    assert re.search(r"^  rejected: empty +1$", result.stderr, re.MULTILINE)
    assert "1 added, 0 replaced, 0 unchanged" in result.stderr
    assert (tmp_path.with_name("run-out") / "records" / "part-00000.jsonl").exists()


def test_load_twice_changes_nothing_the_second_time(out, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"

    first, second = call("load", out, "--db", url), call("load", out, "--db", url)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "articles: 1 added, 0 replaced, 0 unchanged" in first.stderr
    assert "articles: 0 added, 0 replaced, 1 unchanged" in second.stderr


def test_load_names_lines_that_are_no_records(tmp_path):
    path = write_records(tmp_path / "r.jsonl", *make_records(2))
    path.write_text(path.read_text(encoding="utf-8") + "{}\n" * 7, encoding="utf-8")

    result = call("load", path, "--db", f"sqlite:///{tmp_path / 'news.db'}")

    assert result.exit_code == 1
    assert f"left out: {path}:3: " in result.stderr
    assert "left out: ... 2 more" in result.stderr
    assert "articles: 2 added" in result.stderr


@pytest.mark.parametrize("url", ["news.db", "mysql://me@host/news"])
def test_load_into_what_is_not_supported_is_an_error(out, url):
    result = call("load", out, "--db", url)

    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert "sqlite:///" in result.stderr


def test_show_prints_text_and_tables(out):
    result = call("show", out)

    assert result.exit_code == 0
    assert "¹蓝鲸制造股份有限公司(688001.SH)昨日公告" in result.stdout
    assert "Firms 1" in result.stdout
    assert "2,880,000,000 CNY" in result.stdout
    assert "\x1b" not in result.stdout


def test_show_extracts_an_article(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    result = call("show", tmp_path / "a.txt")

    assert result.exit_code == 0
    assert "Metrics 2" in result.stdout


def test_show_writes_a_page(out, tmp_path):
    result = call("show", out, "--html", tmp_path / "a.html")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_show_takes_the_number_of_an_article(tmp_path):
    path = write_records(tmp_path / "r.jsonl", make_record(), make_record(article=make_info(id="b", title="第二篇")))

    first, second, third = call("show", path), call("show", path, "--number", "2"), call("show", path, "-n", "3")

    assert "--number 2 shows the next" in first.stderr
    assert second.stdout.startswith("第二篇")
    assert third.exit_code == 2
    assert "there is no article 3" in third.stderr


@pytest.mark.parametrize("name", ["nowhere.txt", "empty.txt"])
def test_show_names_what_it_cannot_use(tmp_path, name):
    (tmp_path / "empty.txt").write_bytes(b"")

    result = call("show", tmp_path / name)

    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert name in result.stderr


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold" / "g.json"
    path.parent.mkdir()
    firm = {"name": "蓝鲸制造股份有限公司", "surfaces": ["蓝鲸制造股份有限公司", "蓝鲸制造"]}
    path.write_text(
        json.dumps({"id": "g", "text": TEXT, "firms": [firm], "metrics": [], "claims": []}), encoding="utf-8"
    )
    return path.parent


def test_evaluate_prints_figures_and_differences(out, gold):
    result = call("evaluate", out, gold, "--errors", "2", "--only", "metric")

    assert result.exit_code == 0
    assert re.search(r"^firm_mentions +p 1\.0000  r 1\.0000  f1 1\.0000  n 2$", result.stdout, re.MULTILINE)
    assert result.stdout.splitlines()[-2:] == ["g\tmetric+\t28.80亿元 = 2880000000 CNY", "g\tmetric+\t12.5% = 12.5 %"]
    assert json.loads(call("evaluate", out, gold, "--json").stdout)["firm_entities"] == {
        "p": 1.0,
        "r": 1.0,
        "f1": 1.0,
        "n": 1,
    }


def test_evaluate_holds_floors(out, gold, tmp_path):
    floors, worse = tmp_path / "floors.json", write_records(tmp_path / "worse.jsonl", make_record(firms=()))

    pinned = call("evaluate", out, gold, "--gate", floors, "--update")
    held, fallen = call("evaluate", out, gold, "--gate", floors), call("evaluate", worse, gold, "--gate", floors)

    assert [result.exit_code for result in (pinned, held, fallen)] == [0, 0, 1]
    assert "error: firm_mentions is 0.0000, below its floor 1.0000" in fallen.stderr
    assert call("evaluate", out, gold, "--update").exit_code == 2
    assert "give one of firm" in call("evaluate", out, gold, "--only", "firms").stderr


def test_evaluate_names_records_that_are_of_other_articles(tmp_path, gold):
    path = write_records(tmp_path / "r.jsonl", make_record(text=TEXT + "。"))

    result = call("evaluate", path, gold)

    assert result.exit_code == 2
    assert "no record has the text of a gold article" in result.stderr


def test_schema_writes_checks_and_says_what_is_stale(tmp_path):
    written = call("schema", "--out", tmp_path)
    current = call("schema", "--check", "--out", tmp_path)
    (tmp_path / "record.schema.json").write_text("{}")
    (tmp_path / "reject.schema.json").unlink()
    stale = call("schema", "--check", "--out", tmp_path)

    assert (written.exit_code, current.exit_code, stale.exit_code) == (0, 0, 1)
    assert written.stdout.split() == [str(tmp_path / f"{name}.schema.json") for name in ("record", "reject")]
    assert "record.schema.json: not what the models say" in stale.stderr
    assert "reject.schema.json: missing" in stale.stderr


def test_the_schemas_of_the_project_are_current():
    assert call("schema", "--check").exit_code == 0


def test_info_names_versions_and_counts():
    inventory = json.loads(call("info", "--json").stdout)

    assert inventory["versions"]["newsextract"] == newsextract.__version__
    assert re.fullmatch("[0-9a-f]{16}", inventory["fingerprint"])
    assert "opencc" in inventory["opencc"]
    assert inventory["words"]["units"] > 100
    assert inventory["models"]
    assert re.match(f"fingerprint: +{inventory['fingerprint']}\n", call("info").stdout)


def test_an_error_stays_in_one_line_and_steers_no_terminal():
    assert one_line("a\nb\x1b[31m\u202ec") == "a b [31m c"


@pytest.mark.parametrize(
    "seconds, words", [(8.21, "8.2 s"), (200, "3 min 20 s"), (7530, "2 h 5 min")], ids=["s", "min", "h"]
)
def test_durations_are_for_people(seconds, words):
    assert duration(seconds) == words


def test_progress_says_how_far_how_fast_and_how_long():
    progress = Progress("extract", articles=100, rejected=3, characters=50_000, reused=40, total=400)

    assert describe(progress, 10.0) == (
        "100 of 400 articles, 40 done before, 3 rejected, 5,000 characters/s, 6.0 articles/s, 50.0 s left"
    )
    assert describe(Progress("load", 100, 0, 0, 0, None), 0.0) == "100 articles"


def test_json_logs_name_the_run_and_the_article_and_hide_passwords(caplog):
    formatter = JsonFormatter()
    logger = logging.getLogger("newsextract.test")
    with caplog.at_level(logging.INFO):
        logger.info("begins", extra={"run_id": "r1"})
        logger.warning("lost postgresql://me:secret@host/news", extra={"article_id": "a1", "reason": "empty"})

    first, second = (json.loads(formatter.format(record)) for record in caplog.records)

    assert (first["level"], first["run_id"], first["message"]) == ("info", "r1", "begins")
    assert (second["run_id"], second["article_id"], second["reason"]) == ("r1", "a1", "empty")
    assert second["message"] == "lost postgresql://me:***@host/news"


def test_a_run_logs_in_json_and_nothing_else(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"")

    result = call("run", tmp_path, "-o", tmp_path.with_name("json-out"), "--log-format", "json")

    lines = [json.loads(line) for line in result.stderr.splitlines()]
    rejects = [line for line in lines if "reason" in line]
    assert result.exit_code == 2
    assert [line["reason"] for line in rejects] == ["empty"]
    assert {line["run_id"] for line in lines} == {lines[0]["run_id"]}
    assert lines[-1]["counts"]["rejected"] == 1


@pytest.mark.parametrize(
    "text, masked",
    [
        ("postgresql+psycopg://me:p%40ss@host:5432/db", "postgresql+psycopg://me:***@host:5432/db"),
        ("sqlite:///news.db", "sqlite:///news.db"),
        ("https://host/a?X-Amz-Signature=abc&token=xyz", "https://host/a?X-Amz-Signature=***&token=***"),
        ("postgresql://host/db?user=me&password=pw", "postgresql://host/db?user=me&password=***"),
        ("http://host:8080/a@b", "http://host:8080/a@b"),
    ],
    ids=["url", "sqlite", "signed", "parameter", "port"],
)
def test_secrets_are_masked(text, masked):
    assert mask_secrets(text) == masked
