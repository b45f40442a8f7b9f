"""A Parquet dataset as a store: plain files, changed by month, all at once, whatever happens to the loader.

That it holds the rows of the databases is shown with them, in ``test_stores.py``.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pandas as pd
import pytest
from pyarrow.dataset import dataset
from sqlalchemy import select
from typer.testing import CliRunner

from builders import make_records
from newsextract.cli.app import app
from newsextract.errors import StoreError
from newsextract.store.lake import versions
from newsextract.store.lake.versions import Versions
from newsextract.store.load_counts import LoadCounts
from newsextract.store.opening import open_store
from newsextract.store.origin import Origin, Sourced
from newsextract.store.rows import record_digest
from newsextract.store.tables import ARTICLES, OF_AN_ARTICLE
from stores import dump, dump_parquet, dump_url, load


@pytest.fixture
def lake(tmp_path):
    return tmp_path / "lake"


@pytest.fixture
def url(lake):
    return f"parquet:///{lake}"


def dated(record, published_at):
    return record.model_copy(
        update={"article": record.article.model_copy(update={"published_at": published_at, "title": published_at})}
    )


@pytest.fixture
def records():
    """Four articles of March, four of April and two without a date."""
    days = ["2025-03-07"] * 4 + ["2025-04-01T08:00:00+08:00"] * 4 + [None] * 2
    return [dated(record, day) for record, day in zip(make_records(10), days, strict=True)]


def files(lake):
    """Return what tells whether a file was written again, by its path."""
    return {str(path.relative_to(lake.resolve())): path.stat().st_ino for path in (lake / ".current").resolve().rglob("*.parquet")}  # fmt: skip


def by_place(lake):
    return {path.partition("/")[2].partition("/")[2]: inode for path, inode in files(lake).items()}


def test_plain_globs_read_it_with_duckdb_pyarrow_and_pandas(lake, url, records):
    with open_store(url) as store:
        load(store, *records)
        rows = dump(store)

    counted = duckdb.sql(
        "SELECT month, count(*) FROM read_parquet(?, hive_partitioning = true) GROUP BY ALL",
        params=[f"{lake}/articles/*/*.parquet"],
    ).fetchall()

    assert sorted(counted) == [("2025-03", 4), ("2025-04", 4), ("unknown", 2)]
    assert dataset(lake / "claims", partitioning="hive").count_rows() == len(rows["claims"])
    assert len(pd.read_parquet(lake / "firms")) == len(rows["firms"])
    assert dump_parquet(lake, OF_AN_ARTICLE) == {table.name: rows[table.name] for table in OF_AN_ARTICLE}


def test_an_empty_dataset_has_all_tables(lake, url):
    open_store(url).close()

    assert duckdb.sql("SELECT value FROM read_parquet(?)", params=[f"{lake}/metrics/*/*.parquet"]).fetchall() == []


def test_replacing_an_article_rewrites_only_the_files_of_its_month(lake, url, records):
    with open_store(url) as store:
        load(store, *records)
        before = by_place(lake)
        load(store, records[0].model_copy(update={"warnings": ("revised",)}))

    changed = {place for place, inode in by_place(lake).items() if before[place] != inode}

    assert changed
    assert {place.split("/")[1] for place in changed} == {"month=2025-03"}


def test_loading_again_writes_nothing(lake, url, records):
    with open_store(url) as store:
        load(store, *records)
        before = files(lake)
        load(store, *records[::-1])

    assert files(lake) == before


def test_an_article_whose_date_changes_moves_to_its_new_month(lake, url, records):
    with open_store(url) as store:
        load(store, *records[:2])
        load(store, dated(records[0], "2026-01-01"), dated(records[1], "2026-01-02"))

        rows = dump(store)
    assert [row[6] for row in rows["articles"]] == ["2026-01-01", "2026-01-02"]
    assert not (lake / "claims" / "month=2025-03").exists()


def test_a_date_that_is_no_date_makes_no_folder_of_its_own(lake, url, records):
    with open_store(url) as store:
        load(store, dated(records[0], "../../../x"), dated(records[1], "a/b"))

    assert {path.name for path in (lake / "articles").iterdir()} == {"month=none", "month=unknown"}


def test_an_unchanged_record_of_a_later_run_renews_the_articles_alone(lake, url, records):
    first, later = (
        [Sourced(record, record_digest(record), Origin(day, n)) for n, record in enumerate(records)]
        for day in ("2026-03-01", "2026-03-02")
    )
    with open_store(url) as store:
        load(store, *first)
        before = by_place(lake)
        assert load(store, *later) == LoadCounts(unchanged=len(records))

        changed = {place.split("/")[0] for place, inode in by_place(lake).items() if before[place] != inode}
        with store.reading() as connection:
            found = connection.execute(select(ARTICLES.c.run_started_at).distinct()).scalars().all()
    assert changed == {"articles"}
    assert found == ["2026-03-02"]


def test_a_reader_sees_one_state_whatever_is_loaded_meanwhile(url, records):
    count = select(ARTICLES.c.id)
    with open_store(url) as reader, open_store(url) as writer:
        load(writer, *records[:3])
        with reader.snapshot() as connection:
            assert len(connection.execute(count).all()) == 3
            load(writer, *records)
            load(writer, *make_records(20))
            assert len(connection.execute(count).all()) == 3
        with reader.snapshot() as connection:
            assert len(connection.execute(count).all()) == 20


def test_versions_that_nobody_reads_are_taken_away(lake, url, records):
    with open_store(url) as store:
        for number in range(5):
            load(store, records[0].model_copy(update={"warnings": (str(number),)}))

    assert len(list((lake / ".versions").iterdir())) == 2


def test_a_load_that_is_killed_leaves_the_earlier_dataset_and_the_next_completes(tmp_path, lake, url):
    records = make_records(1500)
    with open_store(url) as store:
        load(store, *records[:500])
    with open_store(f"parquet:///{tmp_path}/whole") as store:
        load(store, *(record.model_copy(update={"warnings": ("new",)}) for record in records))
    before, after = dump_url(url), dump_url(f"parquet:///{tmp_path}/whole")
    file = tmp_path / "records.jsonl"
    file.write_text("".join(f"{r.model_copy(update={'warnings': ('new',)}).to_json()}\n" for r in records), "utf-8")

    for begun, wait in ((".staging", 0.0), (".staging", 0.3), (".staging", 0.7), (".versions/3", 0.0)):
        loader = subprocess.Popen(
            [sys.executable, "-m", "newsextract", "load", file, "--db", url], stderr=subprocess.PIPE
        )
        while loader.poll() is None and not (lake / begun).exists():
            time.sleep(0.005)
        time.sleep(wait)
        loader.send_signal(signal.SIGKILL)
        loader.communicate()
        assert dump_url(url) in (before, after)
        assert dump_parquet(lake, OF_AN_ARTICLE)["articles"] in (before["articles"], after["articles"])

    subprocess.run([sys.executable, "-m", "newsextract", "load", file, "--db", url], check=True, capture_output=True)
    assert dump_url(url) == after
    assert not (lake / ".staging").exists()


def test_a_dataset_whose_making_was_killed_is_made_again(lake, url, records):
    with open_store(url) as store:
        load(store, *records)
    (lake / ".current").unlink()

    with open_store(url) as store:
        assert load(store, *records) == LoadCounts(added=10)


def test_a_second_load_waits_and_says_so_in_the_end(lake, url, records, monkeypatch):
    monkeypatch.setattr(versions, "BUSY_TIMEOUT_SECONDS", 0.3)
    with open_store(url) as store, Versions(lake, ()).writing(), pytest.raises(StoreError, match="one write at a time"):
        load(store, *records)


def test_a_folder_with_other_files_is_refused(lake, url):
    lake.mkdir()
    (lake / "diary.txt").write_text("mine")

    with pytest.raises(StoreError, match=r"diary\.txt: not written by a load"):
        open_store(url)
    assert (lake / "diary.txt").read_text() == "mine"


def test_a_dataset_with_other_columns_is_refused(lake, url):
    open_store(url).close()
    shutil.copy(lake / "firms/month=none/part-0.parquet", lake / "claims/month=none/part-0.parquet")

    with pytest.raises(StoreError, match=r"another version of newsextract \(claims has other columns\)"):
        open_store(url)


@pytest.mark.parametrize("name", ["a [b]", "it's", "数据", "a=b", "%3F"])
def test_its_folder_may_have_any_name(tmp_path, records, name):
    (tmp_path / name).mkdir()
    url = f"parquet:///{tmp_path}/{name}/lake".replace("%", "%25")
    with open_store(url) as store:
        load(store, *records)
        assert store.read_record(records[3].article.id) == records[3]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ("parquet://", "names no folder"),
        ("parquet://host/x", "names no folder"),
        ("parquet:///no/such/lake", "no folder"),
    ],
)
def test_a_url_that_names_no_folder_is_refused(wrong, said):
    with pytest.raises(StoreError, match=said):
        open_store(wrong)


def test_reading_makes_no_dataset(lake, url):
    with pytest.raises(StoreError, match="no Parquet dataset there"):
        open_store(url, create=False)
    assert not lake.exists()


@pytest.mark.parametrize(
    "command",
    [["review"], ["cluster", "."], ["rules", "--report"], ["export", "--decisions"], ["export", "--gold", "x"]],
)
def test_what_needs_decisions_or_clusters_says_that_a_dataset_has_none(url, records, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(url) as store:
        load(store, *records)
    (tmp_path / "records.jsonl").write_text(records[0].to_json() + "\n", "utf-8")

    done = CliRunner().invoke(app, [*command, "--db", url])

    assert done.exit_code == 2
    assert "holds records, and no decisions or clusters" in done.stderr
    assert "sqlite:///news.db" in done.stderr


def test_an_export_does_not_replace_a_dataset(lake, url, records):
    with open_store(url) as store:
        load(store, *records)

    done = CliRunner().invoke(app, ["export", "--db", url, "--format", "parquet", "-o", str(lake)])

    assert done.exit_code == 2
    assert "not written by an export" in done.stderr
    assert len(dump_url(url)["articles"]) == 10


def test_its_rows_are_exported_for_people(tmp_path, url, records):
    with open_store(url) as store:
        load(store, *records)

    done = CliRunner().invoke(
        app, ["export", "--db", url, "--format", "csv", "--table", "v_metrics", "-o", str(tmp_path / "m.csv")]
    )

    assert done.exit_code == 0, done.stderr
    assert len((tmp_path / "m.csv").read_text("utf-8").splitlines()) > 10


def test_verify_and_diff_read_it(tmp_path, url):
    article = tmp_path / "news.txt"
    article.write_text("蓝鲸制造股份有限公司昨日公告，2024年营收28.80亿元。", "utf-8")
    run = [sys.executable, "-m", "newsextract", "run", article, "-o", tmp_path / "out"]
    subprocess.run([*run, "--db", url], check=True, capture_output=True)
    article.write_text("蓝鲸制造股份有限公司昨日公告，2024年营收29.90亿元。", "utf-8")
    subprocess.run([*run, "--db", f"parquet:///{tmp_path}/later", "--id-from", "path"], check=True, capture_output=True)

    right = CliRunner().invoke(
        app, ["verify", str(article), "--db", f"parquet:///{tmp_path}/later", "--id-from", "path"]
    )
    wrong = CliRunner().invoke(app, ["verify", str(article), "--db", url])
    differs = CliRunner().invoke(app, ["diff", url, f"parquet:///{tmp_path}/later"])

    assert (right.exit_code, wrong.exit_code) == (0, 1), right.output + wrong.output
    assert differs.exit_code in {0, 1}, differs.output
    assert "29.90" in differs.output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(lake, url):
    lake.mkdir(mode=0o500)

    with pytest.raises(StoreError, match="no permission to write"):
        open_store(url)
