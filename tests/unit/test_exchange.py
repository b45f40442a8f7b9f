"""Labels of annotation tools: their files, and what they decide."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from builders import TEXT, make_record, span_of
from newsextract.cli import app
from newsextract.errors import LabelError
from newsextract.exchange.files import read_labelled
from newsextract.exchange.label_studio import labelling_config, write_task
from newsextract.exchange.tasks import LABELS, Label, Labelled, make_task
from newsextract.store.database import Database
from newsextract.store.decisions import read_decisions

TASK = make_task(make_record())
STATED, QUOTED = TASK.labels and [
    span_of("蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。"),
    span_of("“这家企业在国内市占率第一😀。”"),
]


@pytest.fixture
def db(tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with Database(url) as database:
        list(database.load([make_record()]))
    return url


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "120", "NO_COLOR": "1"})


def decisions(db):
    with Database(db) as database, database.reading() as connection:
        return list(read_decisions(connection))


def doccano_file(tmp_path, labels, **changes):
    path = tmp_path / "labels.jsonl"
    item = {"text": TEXT, "label": labels, "article_id": make_record().article.id, "sha256": TASK.sha256} | changes
    path.write_text(json.dumps(item, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def label(span, name, shift=0):
    return [span["start"], span["end"] - shift, name]


def test_a_task_shows_claims_by_type_and_firms_and_metrics():
    assert Label(QUOTED["start"], QUOTED["end"], "superlative") in TASK.labels
    assert {label.label for label in TASK.labels} == {
        "attributed",
        "comparison",
        "quantity",
        "superlative",
        "firm",
        "metric",
    }
    assert [TEXT[label.start : label.end] for label in TASK.labels if label.label == "metric"] == ["28.80亿元", "12.5%"]


def test_label_studio_gets_one_region_for_all_types_of_a_claim():
    (prediction,) = write_task(TASK)["predictions"]
    regions = {region["value"]["text"]: region["value"]["labels"] for region in prediction["result"]}

    assert regions[QUOTED["text"]] == ["attributed", "superlative"]
    assert all(f'<Label value="{name}"/>' in labelling_config() for name in LABELS)


def test_labels_left_alone_accept_and_labels_taken_away_reject(db, tmp_path):
    path = doccano_file(tmp_path, [label(QUOTED, "superlative"), label(QUOTED, "attributed")])

    done = invoke("import-labels", path, "--format", "doccano", "--db", db, "--reviewer", "ana")

    assert done.exit_code == 0, done.output
    assert "1 claims accepted, 0 edited, 1 rejected" in done.stderr
    assert [(it.claim_key, it.verdict, it.reviewer) for it in decisions(db)] == [
        ("k-1", "reject", "ana"),
        ("k-2", "accept", "ana"),
    ]


def test_changed_types_and_spans_edit(db, tmp_path):
    path = doccano_file(
        tmp_path, [label(STATED, "event"), label(QUOTED, "attributed", 1), label(QUOTED, "superlative", 1)]
    )

    invoke("import-labels", path, "--format", "doccano", "--db", db, "--reviewer", "ana")

    first, second = decisions(db)
    assert (first.verdict, first.outcome.types) == ("edit", ("event",))
    assert (second.verdict, second.outcome.text, second.outcome.types) == (
        "edit",
        "“这家企业在国内市占率第一😀。",
        ("attributed", "superlative"),
    )


def test_importing_again_changes_nothing(db, tmp_path):
    path = doccano_file(tmp_path, [label(STATED, "event")])

    for _ in range(2):
        invoke("import-labels", path, "--format", "doccano", "--db", db, "--reviewer", "ana")

    assert len(decisions(db)) == 2


def test_labels_without_a_claim_and_articles_with_another_text_are_left_out_and_said(db, tmp_path):
    path = doccano_file(tmp_path, [[0, 4, "event"]])
    done = invoke("import-labels", path, "--format", "doccano", "--db", db, "--reviewer", "ana")
    assert (done.exit_code, "1 labelled stretches" in done.stderr) == (0, True)

    path = doccano_file(tmp_path, [], text="别的文章")
    done = invoke("import-labels", path, "--format", "doccano", "--db", db, "--reviewer", "bo")

    assert (done.exit_code, "1 articles that the database does not have" in done.stderr) == (1, True)
    assert {it.reviewer for it in decisions(db)} == {"ana"}


def test_who_labelled_and_when_comes_from_the_file(db, tmp_path):
    item = write_task(TASK)
    result = item.pop("predictions")[0]["result"]
    by = {"completed_by": {"id": 7, "email": "bo@example.cn"}, "updated_at": "2026-03-05T10:00:00.000000Z"}
    item["annotations"] = [{"result": result} | by, {"result": [], "was_cancelled": True} | by]
    path = tmp_path / "export.json"
    path.write_text(json.dumps([item]), encoding="utf-8")

    done = invoke("import-labels", path, "--format", "label-studio", "--db", db)

    assert done.exit_code == 0, done.output
    assert {(it.verdict, it.reviewer, it.decided_at) for it in decisions(db)} == {
        ("accept", "bo@example.cn", datetime(2026, 3, 5, 10, tzinfo=UTC))
    }


def test_a_file_that_names_nobody_needs_a_reviewer(db, tmp_path):
    done = invoke("import-labels", doccano_file(tmp_path, []), "--format", "doccano", "--db", db)

    assert (done.exit_code, decisions(db)) == (2, [])
    assert "give a reviewer" in done.stderr


def test_prodigy_answers_that_are_not_accepted_decide_nothing(tmp_path):
    path = tmp_path / "out.jsonl"
    line = {"text": TEXT, "spans": [], "meta": {"article_id": "a", "sha256": "0"}, "_timestamp": 1772704800}
    lines = [line | {"answer": answer} for answer in ("accept", "reject", "ignore")]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    assert list(read_labelled(path, "prodigy")) == [
        Labelled("a", "0", TEXT, frozenset(), None, datetime(2026, 3, 5, 10, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "not JSON"),
        ("[1]", "an object is needed"),
        ('{"text": "x"}', r"labels\.jsonl:1: not a line of ours"),
        ('{"text": "x", "article_id": "a", "sha256": "0", "label": [[0, 2, "event"]]}', "no stretch of a text of 1"),
        ('{"text": "x", "article_id": "a", "sha256": "0", "label": [[0, 1, "PERSON"]]}', "is no label"),
    ],
)
def test_what_is_no_export_of_our_tasks_is_named(tmp_path, content, complaint):
    path = tmp_path / "labels.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(LabelError, match=complaint):
        list(read_labelled(path, "doccano"))


def test_a_region_whose_words_stand_elsewhere_is_refused(tmp_path):
    item = write_task(TASK)
    item["annotations"] = [{"result": item.pop("predictions")[0]["result"]}]
    item["annotations"][0]["result"][0]["value"]["start"] += 1
    path = tmp_path / "export.json"
    path.write_text(json.dumps([item]), encoding="utf-8")

    with pytest.raises(LabelError, match="by code points or by UTF-16 units"):
        list(read_labelled(path, "label-studio"))


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "prodigy"])
def test_export_writes_what_the_tool_imports(db, tmp_path, tool):
    file = tmp_path / "tasks.json"

    done = invoke("export", "--db", db, "--format", tool, "-o", file)

    assert done.exit_code == 0, done.output
    first = json.loads(file.read_text(encoding="utf-8"))
    assert (first[0]["data"] if tool == "label-studio" else first)["text"] == TEXT
