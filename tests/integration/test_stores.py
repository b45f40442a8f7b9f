"""SQLite, PostgreSQL and DuckDB hold the same rows, whatever is loaded in whatever order by however many processes."""

import random
import subprocess
import sys
from decimal import Decimal

import pytest
import simplejson
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from builders import make_claim, make_info, make_metric, make_record, make_records
from newsextract.errors import StoreError
from newsextract.store.backends import duckdb as duckdb_backend
from newsextract.store.columns import PLAIN_TEXT
from newsextract.store.database import Database
from newsextract.store.export.exporting import export_tables
from newsextract.store.load_counts import LoadCounts
from newsextract.store.opening import open_store
from newsextract.store.origin import Origin, Sourced
from newsextract.store.rows import record_digest
from newsextract.store.tables import METADATA, OF_AN_ARTICLE
from stores import DATABASES, KINDS, dump, dump_parquet, dump_url, load

OLD, NEW = "2026-03-01T01:00:00.000000+00:00", "2026-03-02T01:00:00.000000+00:00"


def sourced(record, started_at, place=1):
    return Sourced(record, record_digest(record), Origin(started_at, place))


def revise(record):
    """Return another version of the article: a new title, one claim fewer, one warning more."""
    title = f"{record.article.title}（更新）"
    return record.model_copy(
        update={
            "article": record.article.model_copy(update={"title": title}),
            "claims": record.claims[:-1],
            "warnings": (*record.warnings, "revised"),
        }
    )


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def database(kind, new_url):
    with open_store(new_url(kind)) as opened:
        yield opened


def test_every_record_of_the_corpus_comes_back_as_it_was_loaded(database, corpus_records):
    load(database, *corpus_records)

    assert [database.read_record(record.article.id) for record in corpus_records] == corpus_records


def test_all_stores_hold_the_same_rows(new_url, corpus_records):
    urls = [new_url(kind) for kind in KINDS]

    for number, url in enumerate(urls):
        records = corpus_records[:]
        random.Random(number).shuffle(records)
        with open_store(url) as database:
            load(database, *records, *records[:7])
    first, *others = (dump_url(url) for url in urls)

    assert len(first["claims"]) > 300
    assert [rows for rows in others if rows != first] == []


def test_the_parquet_export_of_every_store_holds_the_same_rows(database, corpus_records, tmp_path):
    load(database, *corpus_records, *(revise(record) for record in corpus_records[:9]))

    export_tables(database, tmp_path / "lake", "parquet")

    rows = dump(database)
    assert dump_parquet(tmp_path / "lake", OF_AN_ARTICLE) == {table.name: rows[table.name] for table in OF_AN_ARTICLE}


def test_numbers_at_the_limits_come_back_exact(database):
    values = [Decimal("12345678901234567890.123456789012345678"), Decimal("-0.000000000000000001"), Decimal(0)]
    metrics = tuple(make_metric(id=f"M{n}", value=value) for n, value in enumerate(values, 1))

    load(database, make_record(metrics=metrics, claims=()))

    with database.reading() as connection:
        stored = connection.execute(text("SELECT value FROM v_metrics ORDER BY metric_id")).scalars().all()
    assert [Decimal(value) for value in stored] == values
    assert [m.value for m in database.read_record(make_info().id).metrics] == values


def test_loading_twice_changes_nothing(database, corpus_records):
    load(database, *corpus_records)
    before = dump(database)

    counts = load(database, *corpus_records)

    assert counts == LoadCounts(unchanged=len(corpus_records))
    assert dump(database) == before


def test_the_later_run_stays_in_whatever_order_two_runs_are_loaded(kind, new_url, corpus_records):
    old = [sourced(record, OLD, place) for place, record in enumerate(corpus_records)]
    new = [sourced(revise(record), NEW, place) for place, record in enumerate(corpus_records[:30])]
    results = []

    for order in (old + new, new + old, random.Random(5).sample(old + new, len(old + new))):
        url = new_url(kind)
        with open_store(url) as database:
            load(database, *order)
        results.append(dump_url(url))

    assert results[1:] == results[:1] * 2
    titles = [row[3] for row in results[0]["articles"]]
    assert sum(str(title).endswith("（更新）") for title in titles) == 30


def test_a_record_that_a_later_run_found_unchanged_is_not_replaced_by_a_version_between(database):
    first = make_record()

    load(database, sourced(first, "2026-03-01"))
    load(database, sourced(first, "2026-03-03"))
    counts = load(database, sourced(revise(first), "2026-03-02"))

    assert counts == LoadCounts(outdated=1)
    assert database.read_record(first.article.id) == first


def test_of_two_articles_with_one_id_in_a_run_the_later_stays(database):
    first, second = make_record(), revise(make_record())

    load(database, sourced(second, NEW, 8))
    load(database, sourced(first, NEW, 7))

    assert database.read_record(first.article.id) == second


def test_without_a_run_what_is_loaded_last_stays(database):
    first = make_record()

    load(database, sourced(first, NEW))
    load(database, revise(first))

    assert database.read_record(first.article.id) == revise(first)


def test_a_batch_that_fails_leaves_nothing_behind(database):
    broken = make_record(claims=(make_claim(), make_claim(key="other")))

    with pytest.raises(StoreError, match="two claims have the id C1"):
        load(database, *make_records(3), broken)

    assert dump(database)["articles"] == []


@pytest.mark.parametrize("kind", DATABASES)
def test_a_load_never_touches_decisions(database):
    load(database, make_record())
    decision = {
        column.name: "{}" if column.name == "snapshot" else "x"
        for column in METADATA.tables["decisions"].columns
        if not column.nullable and column.name != "id"
    }
    with database.writing() as connection:
        connection.execute(METADATA.tables["decisions"].insert(), [decision])
    before = dump(database)["decisions"]

    load(database, revise(make_record()))

    assert len(before) == 1
    assert dump(database)["decisions"] == before


@pytest.mark.parametrize(
    "statement", ["DELETE FROM decisions", "UPDATE decisions SET verdict = 'x'", "TRUNCATE decisions"]
)
def test_postgresql_refuses_to_change_decisions(new_url, statement):
    with (
        Database(new_url("postgresql")) as database,
        pytest.raises(StoreError, match="decisions are append-only"),
        database.writing() as connection,
    ):
        connection.execute(text(statement))


def test_the_steps_make_the_tables_that_the_code_expects_in_postgresql(new_url):
    with Database(new_url("postgresql")) as database, database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_texts_that_are_joined_or_sorted_have_one_collation_in_postgresql(new_url):
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name = 'C'"
    plain = {(t.name, c.name) for t in METADATA.sorted_tables for c in t.columns if c.type is PLAIN_TEXT}

    with Database(new_url("postgresql")) as database, database.reading() as connection:
        found = {tuple(row) for row in connection.execute(text(query))}

    assert len(plain) > 50
    assert plain - found == set()


def test_the_steps_make_the_columns_that_the_code_expects_in_duckdb(new_url):
    query = "SELECT table_name, column_name, is_nullable FROM information_schema.columns ORDER BY ordinal_position"

    with Database(new_url("duckdb")) as database, database.reading() as connection:
        found = connection.execute(text(query)).all()

    for table in METADATA.sorted_tables:
        expected = [(c.name, "YES" if c.nullable else "NO") for c in table.columns]
        assert [(name, null) for of, name, null in found if of == table.name] == expected


CLAIMS_OF_A_FIRM = """
    SELECT a.published_at, c.text FROM firms f
    JOIN claim_firms l ON l.article_id = f.article_id AND l.firm_id = f.id
    JOIN claims c ON c.article_id = l.article_id AND c.id = l.claim_id
    JOIN articles a ON a.id = c.article_id
    WHERE f.name_simplified = '企业1234' ORDER BY a.published_at
"""
SERIES_OF_A_FIRM = """
    SELECT a.published_at, m.value FROM firms f
    JOIN metrics m ON m.article_id = f.article_id AND m.subject_firm_id = f.id
    JOIN articles a ON a.id = m.article_id
    WHERE f.name_simplified = '企业1234' AND m.indicator = '营收' ORDER BY a.published_at
"""
SINCE = "SELECT * FROM v_claims WHERE published_at >= '2035'"
ONE_KEY = "SELECT * FROM claims WHERE key = 'a-7-1'"


@pytest.fixture(scope="module")
def planned(postgres):
    """A PostgreSQL database of 3,000 articles, each of another firm."""
    records = []
    for number, record in enumerate(make_records(3000)):
        firm = record.firms[0].model_copy(update={"name_simplified": f"企业{number}"})
        records.append(record.model_copy(update={"firms": (firm,)}))
    with Database(postgres.new_database()) as database:
        load(database, *records)
        with database.writing() as connection:
            keys = [claim.key for record in records for claim in record.claims]
            clustered = [{"claim_key": key, "cluster": key, "size": 1, "sources": 1} for key in keys]
            connection.execute(METADATA.tables["claim_clusters"].insert(), clustered)
            connection.execute(text("ANALYZE"))
        yield database


@pytest.mark.parametrize(
    "query", [CLAIMS_OF_A_FIRM, SERIES_OF_A_FIRM, SINCE, ONE_KEY], ids=["claims-of-a-firm", "series", "since", "key"]
)
def test_the_obvious_queries_use_indexes_in_postgresql(planned, query):
    with planned.reading() as connection:
        plan = connection.execute(text(f"EXPLAIN (FORMAT JSON) {query}")).scalar_one()

    assert sequential_scans(plan[0]["Plan"]) == []


def sequential_scans(node):
    mine = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" and node["Relation Name"] != "decisions" else []
    return mine + [name for child in node.get("Plans", []) for name in sequential_scans(child)]


@pytest.fixture
def two_runs(tmp_path, corpus_records):
    """Output folders of two runs that share most of their articles."""
    newer = [revise(record) for record in corpus_records[:25]]
    return [write_run(tmp_path / "old", corpus_records, OLD), write_run(tmp_path / "new", newer, NEW)]


def write_run(folder, records, started_at):
    (folder / "records").mkdir(parents=True)
    (folder / "records" / "part-00000.jsonl").write_text("".join(f"{r.to_json()}\n" for r in records), "utf-8")
    report = {
        "id": started_at, "started_at": started_at, "finished_at": started_at, "version": "0", "fingerprint": "0",
        "counts": {"articles": len(records), "records": len(records), "rejected": 0},
        "parts": [{"file": "part-00000.jsonl", "records": len(records)}],
    }  # fmt: skip
    (folder / "run.json").write_text(simplejson.dumps(report))
    return folder


def start_load(folders, url):
    command = [sys.executable, "-m", "newsextract", "load", *map(str, folders), "--db", url]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_two_processes_that_load_at_once_leave_what_one_would(kind, new_url, two_runs):
    alone, together = new_url(kind), new_url(kind)
    assert start_load(two_runs, alone).communicate()[1].count("added") == 1

    loaders = [start_load(two_runs, together), start_load(two_runs[::-1], together)]
    said = [loader.communicate()[1] for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0, 0], said
    assert dump_url(together) == dump_url(alone)


def test_loading_is_refused_with_a_reason_while_another_process_has_a_duckdb_file_open(new_url, monkeypatch):
    url = new_url("duckdb")
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({url[10:]!r}); print('open', flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "open\n"
    monkeypatch.setattr(duckdb_backend, "BUSY_TIMEOUT_SECONDS", 0)

    with pytest.raises(StoreError, match="another process had the database open"):
        Database(url)

    holder.communicate("\n")
    Database(url).close()


def test_a_file_that_is_no_duckdb_database_is_refused(tmp_path):
    (tmp_path / "x.duckdb").write_bytes(b"x" * 9000)

    with pytest.raises(StoreError, match="not a DuckDB database"):
        Database(f"duckdb:///{tmp_path}/x.duckdb")


def test_a_server_that_is_not_there_is_named_without_its_password():
    with pytest.raises(StoreError, match=r"postgresql://me:\*\*\*@127.0.0.1:9/news") as refused:
        Database("postgresql://me:secret@127.0.0.1:9/news")

    assert "secret" not in str(refused.value)


def test_a_record_with_a_nul_is_refused_by_every_store(database):
    with pytest.raises(StoreError, match="NUL"):
        load(database, make_record(warnings=("\0",)))

    load(database, make_record(warnings=("\\u0000 written out",)))


@pytest.mark.parametrize("kind", DATABASES)
def test_errors_inside_a_transaction_are_not_hidden_by_its_end(database):
    with pytest.raises(StoreError, match="nowhere"), database.writing() as connection:
        connection.execute(text("SELECT x FROM nowhere"))
