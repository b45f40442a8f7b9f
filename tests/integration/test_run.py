"""Whole runs: folders in, records out; the same bytes each time; bad input, a full disk and Ctrl-C."""

import gzip
import json
import sqlite3

import jsonschema
import pytest

from newsextract.errors import ConfigError, StoreError
from newsextract.records import ArticleRecord
from newsextract.records.schema import schema_files
from newsextract.run.batch import run_batch
from newsextract.run.counting import count_articles
from newsextract.run.loading import load_records
from newsextract.store.database import Database
from newsextract.store.jsonl import read_rejects
from newsextract.validate import find_problems

STORY = (
    "蓝鲸制造𠮷发布新机\n"
    "蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。\n"
    "“这家企业在国内市占率第一😀。”总经理陈默表示。\n"
)
OTHER = "澄海证券研究所今日发布报告称，今年上半年新能源汽车销量突破300万辆，较去年同期增长三成。\n"


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Return a folder with good and bad files of many kinds."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b-gb.txt").write_bytes(OTHER.encode("gb18030"))
    lines = [{"id": f"n{n}", "title": "快讯", "content": f"{OTHER}第{n}号样本公司昨日签约。"} for n in range(40)]
    rows = [json.dumps(line, ensure_ascii=False) for line in lines]
    rows[2] = rows[2][:-5]
    rows[3] = json.dumps({"id": "n3", "title": "没有正文"}, ensure_ascii=False)
    (folder / "c.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with gzip.open(folder / "d.txt.gz", "wt", encoding="utf-8") as file:
        file.write(STORY.replace("蓝鲸", "白鹭"))
    (folder / "e-empty.txt").write_bytes(b"")
    (folder / "f-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "g-english.txt").write_text("Shares rose two per cent on Monday, the company said. " * 20)
    (folder / "h-copy.txt").write_text(STORY, encoding="utf-8")
    (folder / "𠮷😀.txt").write_text(STORY.replace("蓝鲸", "灰雁"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(news, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "out"
    return run_batch([news], out)


def records_of(out):
    return [
        line for part in sorted((out / "records").iterdir()) for line in part.read_text(encoding="utf-8").splitlines()
    ]


def contents(out):
    return {path.name: path.read_bytes() for path in [*(out / "records").iterdir(), out / "rejects.jsonl"]}


def test_every_article_is_a_valid_record_or_a_reject_with_its_reason(done, news):
    validator = jsonschema.Draft202012Validator(json.loads(schema_files()["record.schema.json"]))

    records = [ArticleRecord.from_json(line) for line in records_of(done.out)]
    rejects = list(read_rejects(done.out / "rejects.jsonl"))

    for line, record in zip(records_of(done.out), records, strict=True):
        validator.validate(json.loads(line))
        assert find_problems(record) == []
    assert len(records) == done.tally.records == 43
    assert [reject.source.removeprefix(f"{news}/") for reject in rejects][:3] == [
        "c.jsonl:3",
        "c.jsonl:4",
        "e-empty.txt",
    ]
    assert done.tally.articles == 43 + len(rejects)
    assert done.exit_status == 1


def test_records_are_in_the_order_of_the_inputs(done, news):
    sources = [json.loads(line)["article"]["source"].removeprefix(f"{news}/") for line in records_of(done.out)]

    assert sources[:4] == ["a.txt", "b-gb.txt", "c.jsonl:1", "c.jsonl:2"]
    assert sources[-3:] == ["d.txt.gz", "h-copy.txt", "𠮷😀.txt"]


def test_spans_are_exact_after_rare_characters_and_emoji(done):
    record = ArticleRecord.from_json(records_of(done.out)[0])

    assert record.text == STORY
    assert [metric.text for metric in record.metrics] == ["28.80亿元", "12.5%"]
    for metric in record.metrics:
        assert STORY[metric.start : metric.end] == metric.text


def test_the_report_counts_what_there_is(done):
    report = json.loads((done.out / "run.json").read_text(encoding="utf-8"))
    records = [json.loads(line) for line in records_of(done.out)]

    assert report["counts"]["records"] == len(records)
    assert report["counts"]["claims"] == sum(len(record["claims"]) for record in records)
    assert report["counts"]["characters"] == sum(len(record["text"]) for record in records)
    assert report["rejects"] == dict(done.tally.rejects)
    assert {"read", "normalise", "segment", "ner", "assemble", "validate", "write"} <= report["stages"].keys()
    assert report["fingerprint"] == records[0]["pipeline"]["fingerprint"]
    assert sum(part["records"] for part in report["parts"]) == len(records)


def test_a_second_run_and_a_run_with_workers_write_the_same_bytes(done, news, tmp_path):
    before = contents(done.out)
    seen = []

    again = run_batch([news], done.out)
    parallel = run_batch([news], tmp_path / "two", workers=2, progress=seen.append)

    assert contents(again.out) == before
    assert contents(parallel.out) == before
    assert parallel.tally.rejects == done.tally.rejects
    assert seen[-1].articles == done.tally.articles
    assert seen[-1].total == count_articles([news])


def test_a_smaller_second_run_leaves_nothing_of_the_first(news, tmp_path):
    run_batch([news], tmp_path / "out")

    run_batch([news / "a.txt"], tmp_path / "out")

    assert len(records_of(tmp_path / "out")) == 1
    assert (tmp_path / "out" / "rejects.jsonl").read_bytes() == b""


def test_articles_with_one_id_all_get_records_and_the_last_one_stays_in_the_database(tmp_path):
    rows = [{"id": "x", "text": STORY}, {"id": "x", "text": STORY}, {"id": "x", "text": OTHER}]
    (tmp_path / "in.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    url = f"sqlite:///{tmp_path}/news.db"

    report = run_batch([tmp_path / "in.jsonl"], tmp_path / "out", db=url)

    assert report.exit_status == 0
    assert [json.loads(line)["text"] for line in records_of(tmp_path / "out")] == [STORY, STORY, OTHER]
    with sqlite3.connect(tmp_path / "news.db") as database:
        assert database.execute("SELECT text FROM articles").fetchall() == [(OTHER,)]
    database.close()


def test_a_run_can_load_its_records_and_loading_again_changes_nothing(news, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"

    report = run_batch([news], tmp_path / "out", db=url)

    with Database(url) as database:
        again = load_records([tmp_path / "out"], database)
        last = ArticleRecord.from_json(records_of(report.out)[-1])
        assert database.read_record(last.article.id) == last
    assert report.loaded.counts.added == 42
    assert (again.counts.added, again.counts.replaced, again.counts.unchanged) == (0, 0, 42)
    connection = sqlite3.connect(tmp_path / "news.db")
    runs = connection.execute("SELECT id, records FROM runs").fetchall()
    connection.close()
    assert runs == [(report.id, 43)]


def test_records_that_break_their_own_rules_are_not_loaded(done, tmp_path):
    line = records_of(done.out)[0]
    (tmp_path / "r.jsonl").write_text(line.replace('"text":"28.80亿元"', '"text":"28.81亿元"') + "\n", encoding="utf-8")

    with Database(f"sqlite:///{tmp_path / 'news.db'}") as database:
        report = load_records([tmp_path / "r.jsonl"], database)

    assert report.counts.articles == 0
    assert report.rejects[0].reason == "invalid_record"
    assert report.exit_status == 2


def test_a_damaged_report_is_said(done, tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "part-00000.jsonl").write_text(records_of(done.out)[0], encoding="utf-8")
    (tmp_path / "run.json").write_text('{"id": "x"}')

    with (
        Database(f"sqlite:///{tmp_path / 'news.db'}") as database,
        pytest.raises(StoreError, match="not the report of a run"),
    ):
        load_records([tmp_path], database)


@pytest.mark.parametrize(
    "name, says", [("nowhere", "no such file"), ("empty", "no articles"), ("*.none", "no file matches")]
)
def test_without_articles_nothing_is_done_and_the_folder_is_not_made(tmp_path, name, says):
    (tmp_path / "empty").mkdir()

    with pytest.raises(ConfigError, match=says):
        run_batch([tmp_path / name], tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_rejects_alone_are_written_and_mean_that_nothing_was_done(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")

    report = run_batch([tmp_path / "empty.txt"], tmp_path / "out")

    assert report.exit_status == 2
    assert [reject.reason for reject in read_rejects(tmp_path / "out" / "rejects.jsonl")] == ["empty"]


def test_an_output_folder_inside_the_inputs_is_refused(news):
    with pytest.raises(ConfigError, match="lies inside the input folder"):
        run_batch([news], news / "out")


def test_a_wrong_database_shows_before_the_run(news, tmp_path):
    with pytest.raises(StoreError, match="not supported"):
        run_batch([news], tmp_path / "out", db="mysql://host/news")

    assert not (tmp_path / "out").exists()


def test_lines_are_counted_without_being_parsed(news, tmp_path):
    assert count_articles([news / "c.jsonl"]) == 40
    assert count_articles([tmp_path / "nowhere"]) == 1
    assert count_articles([news], budget_seconds=-1) is None
