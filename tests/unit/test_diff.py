"""What appeared, vanished and changed between two sides, whatever the sides are kept in."""

import json
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from builders import TEXT, make_claim, make_firm, make_growth, make_info, make_metric, make_record, make_records
from newsextract.cli import app
from newsextract.diff.compare import Summary, compare
from newsextract.diff.sides import open_side
from newsextract.records import PipelineInfo, Subject
from newsextract.store.database import Database
from stores import load


def write(path, *records):
    path.write_text("".join(f"{record.to_json()}\n" for record in records), "utf-8")
    return str(path)


@pytest.fixture
def diff(tmp_path):
    def of(old, new):
        summary = Summary()
        sides = write(tmp_path / "a.jsonl", *old), write(tmp_path / "b.jsonl", *new)
        with open_side(sides[0]) as before, open_side(sides[1]) as after:
            return list(compare(before, after, summary)), summary

    return of


def told(changes):
    return [(change.kind, change.what, change.text, change.fields) for change in changes]


def test_equal_sides_do_not_differ(diff):
    changes, summary = diff(make_records(3), make_records(3))

    assert changes == []
    assert (summary.before, summary.after, summary.equal, summary.differs) == (3, 3, 3, False)


def test_another_pipeline_that_says_the_same_is_no_difference(diff):
    newer = make_record(pipeline=PipelineInfo(name="extract", version="0.2.0", fingerprint="1" * 16))

    changes, summary = diff([make_record()], [newer])

    assert changes == []
    assert summary.equal == 1


def test_an_article_that_appears_brings_all_that_is_in_it(diff):
    changes, summary = diff([], [make_record()])

    assert {change.what for change in changes} == {"appeared"}
    assert [change.kind for change in changes] == ["article", "firm", "metric", "metric", "claim", "claim"]
    assert summary.counts["claim", "appeared"] == 2
    assert summary.firms["蓝鲸制造股份有限公司", "appeared"] == 5


def test_a_changed_field_is_told_with_before_and_after(diff):
    newer = make_metric(indicator="净利润", value=Decimal("28.9"))

    changes, summary = diff([make_record()], [make_record(metrics=(newer, make_growth()))])

    assert told(changes) == [
        (
            "metric",
            "changed",
            "28.80亿元",
            {"value": (Decimal(2880000000), Decimal("28.9")), "indicator": ("营收", "净利润")},
        )
    ]
    assert summary.fields == {"metric.value": 1, "metric.indicator": 1}


def test_a_claim_that_vanishes_is_told(diff):
    changes, _ = diff([make_record()], [make_record(claims=(make_claim(),))])

    assert told(changes) == [("claim", "vanished", "“这家企业在国内市占率第一😀。”", {})]


def test_what_only_moved_in_an_edited_text_is_no_change(diff):
    shift = len("更正\n")

    def moved(item):
        data = item.model_dump()
        for name in ("start", "end"):
            data[name] += shift
        data["sentence"] = tuple(offset + shift for offset in data["sentence"])
        if data["period"]:
            data["period"] = data["period"] | {n: data["period"][n] + shift for n in ("start", "end")}
        return type(item)(**data)

    text = f"更正\n{TEXT}"
    new = make_record(
        article=make_info(text),
        text=text,
        firms=(),
        claims=(),
        metrics=tuple(moved(m).model_copy(update={"subject": None}) for m in (make_metric(), make_growth())),
    )
    old = make_record(
        firms=(),
        claims=(),
        metrics=tuple(m.model_copy(update={"subject": None}) for m in (make_metric(), make_growth())),
    )

    changes, _ = diff([old], [new])

    assert [(c.kind, sorted(c.fields)) for c in changes] == [("article", ["sha256"])]


def test_a_firm_under_a_fuller_name_is_the_same_firm(diff):
    renamed = make_firm(name="蓝鲸制造集团", name_simplified="蓝鲸制造集团")
    old, new = (make_record(firms=(firm,), metrics=(), claims=()) for firm in (make_firm(), renamed))

    changes, _ = diff([old], [new])

    assert [(c.kind, c.what, c.fields["name"]) for c in changes] == [
        ("firm", "changed", ("蓝鲸制造股份有限公司", "蓝鲸制造集团"))
    ]


def test_a_database_compares_with_the_records_that_were_loaded(tmp_path):
    records = make_records(3)
    with Database(f"sqlite:///{tmp_path}/news.db") as database:
        load(database, *records)
    summary = Summary()
    other = records[1].model_copy(update={"warnings": ()})

    with (
        open_side(f"sqlite:///{tmp_path}/news.db") as before,
        open_side(write(tmp_path / "b.jsonl", records[0], other, records[2])) as after,
    ):
        changes = list(compare(before, after, summary))

    assert told(changes) == [("article", "changed", records[1].article.title, {"warnings": (["a warning"], [])})]


@pytest.fixture
def sides(tmp_path):
    subject = Subject(text="别家公司")
    newer = make_record(metrics=(make_metric(subject=subject), make_growth()), claims=(make_claim(),))
    return write(tmp_path / "a.jsonl", make_record()), write(tmp_path / "b.jsonl", newer)


def test_the_command_tells_changes_and_exits_like_diff(sides):
    changed = CliRunner().invoke(app, ["diff", *sides])
    equal = CliRunner().invoke(app, ["diff", sides[0], sides[0]])
    trouble = CliRunner().invoke(app, ["diff", sides[0], "nowhere"])

    assert (changed.exit_code, equal.exit_code, trouble.exit_code) == (1, 0, 2)
    assert "  ~ metric  28.80亿元" in changed.stdout
    assert "      subject: 蓝鲸制造股份有限公司 -> 别家公司" in changed.stdout
    assert "  - claim   “这家企业在国内市占率第一😀。”" in changed.stdout
    assert "metrics   0 appeared, 0 vanished, 1 changed" in changed.stdout
    assert "fields    metric.subject 1" in changed.stdout


def test_the_command_prints_json_for_machines(sides):
    result = CliRunner().invoke(app, ["diff", *sides, "--json", "--only", "metric"])

    change, summary = map(json.loads, result.stdout.splitlines())
    assert change["fields"] == {"subject": ["蓝鲸制造股份有限公司", "别家公司"]}
    assert summary["summary"]["changes"]["claim"]["vanished"] == 1


def test_the_command_shows_one_firm_only(sides):
    result = CliRunner().invoke(app, ["diff", *sides, "--firm", "别家公司"])

    assert "28.80亿元" in result.stdout
    assert "这家企业" not in result.stdout
