"""The database: what is loaded comes back, loading again changes nothing, decisions stay."""

import sqlite3
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from builders import make_claim, make_growth, make_info, make_metric, make_record, make_records
from newsextract.errors import StoreError
from newsextract.store.database import Database
from newsextract.store.decisions import decide
from newsextract.store.load_counts import LoadCounts
from newsextract.store.migrations.views import VIEWS_0001
from newsextract.store.tables import CLAIM_CLUSTERS, METADATA


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def database(path):
    with Database(f"sqlite:///{path}") as opened:
        yield opened


def load(database, *records):
    return list(database.load(records))[-1]


def dump(path):
    """Return all rows of all tables."""
    with sqlite3.connect(path) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        rows = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}  # noqa: S608
    connection.close()
    return rows


def ask(path, sql, *values):
    with sqlite3.connect(path) as connection:
        rows = connection.execute(sql, values).fetchall()
    connection.close()
    return rows


def test_a_record_comes_back_as_it_was_loaded(database):
    record = make_record()

    load(database, record)

    assert database.read_record(record.article.id) == record


def test_an_unknown_article_has_no_record(database):
    assert database.read_record("nobody") is None


def test_numbers_come_back_exact(database):
    value = Decimal("12345678901234567890.123456789012345678")
    record = make_record(metrics=(make_metric(value=value), make_growth()))

    load(database, record)

    assert database.read_record(record.article.id).metrics[0].value == value


def test_loading_twice_changes_nothing(database, path):
    records = make_records(5)
    load(database, *records)
    before = dump(path)

    counts = load(database, *records)

    assert counts == LoadCounts(unchanged=5)
    assert dump(path) == before


def test_a_new_version_replaces_the_old_and_rows_that_vanish_from_it_vanish(database, path):
    load(database, make_record(), *make_records(2))
    smaller = make_record(metrics=(make_metric(),), claims=(make_claim(metric_ids=("M1",)),), warnings=())

    counts = load(database, smaller)

    assert counts == LoadCounts(replaced=1)
    assert database.read_record(smaller.article.id) == smaller
    assert ask(path, "SELECT id FROM claims WHERE article_id = ?", smaller.article.id) == [("C1",)]
    assert ask(path, "SELECT count(*) FROM articles") == [(3,)]


def test_the_last_of_two_versions_in_one_load_counts(database):
    new = make_record(article=make_info(title="新标题"))

    load(database, make_record(), new)

    assert database.read_record(new.article.id) == new


def test_loading_in_another_order_gives_the_same_tables(tmp_path):
    records = make_records(7)
    first, second = tmp_path / "a.db", tmp_path / "b.db"

    for path, order in ((first, records), (second, records[::-1])):
        with Database(f"sqlite:///{path}") as database:
            load(database, *order)

    assert dump(first) == dump(second)


def test_decisions_outlive_the_claim_they_decided(database, path):
    load(database, make_record())
    with database.writing() as connection:
        decide(connection, "k-2", reviewer="a", verdict="accept")

    load(database, make_record(claims=(make_claim(),)))

    assert ask(path, "SELECT claim_key, verdict FROM decisions") == [("k-2", "accept")]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM decisions", "UPDATE decisions SET verdict = 'reject'"], ids=["delete", "update"]
)
def test_decisions_are_append_only(database, path, statement):
    load(database, make_record())
    with database.writing() as connection:
        decide(connection, "k-2", reviewer="a", verdict="accept")

    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_views_show_names_figures_and_the_last_verdict(database, path):
    load(database, make_record())

    claims = ask(path, "SELECT firms, metrics, score, verdict FROM v_claims ORDER BY claim_id")
    metrics = ask(path, "SELECT firm, indicator, value, value_number, sentence FROM v_metrics ORDER BY metric_id")

    assert claims[0] == ("蓝鲸制造股份有限公司", "28.80亿元、12.5%", "0.9", None)
    assert metrics[0][:4] == ("蓝鲸制造股份有限公司", "营收", "2880000000", 2880000000.0)
    assert metrics[0][4].startswith("蓝鲸制造股份有限公司(688001.SH)")


def test_the_view_of_claims_tells_how_each_reads_alone_who_says_it_and_who_else_does(database, path):
    load(database, make_record())
    with database.writing() as connection:
        connection.execute(CLAIM_CLUSTERS.insert(), [{"claim_key": "k-1", "cluster": "k-0", "size": 4, "sources": 2}])

    columns = "text_resolved, speaker, speaker_role, cue, stance, content, cluster, cluster_size, cluster_sources"
    stated, quoted = ask(path, f"SELECT {columns} FROM v_claims ORDER BY claim_id")  # noqa: S608

    assert stated[1:] == (None, None, None, None, None, "k-0", 4, 2)
    quotation = "“这家企业在国内市占率第一😀。”"
    said = ("陈默", "总经理", "表示", "states", quotation)
    assert quoted == (quotation.replace("这家企业", "蓝鲸制造股份有限公司"), *said, None, None, None)


def test_a_database_of_the_first_step_gets_the_columns_of_the_second(path):
    url = f"sqlite:///{path}"
    with Database(url) as database:
        load(database, make_record())
    with sqlite3.connect(path) as connection:
        connection.execute("DROP VIEW v_claims")
        connection.execute(VIEWS_0001[0].replace("JOINED", "group_concat"))
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()

    Database(url).close()

    assert [row[0] for row in ask(path, "SELECT claim_key FROM v_claims WHERE text_resolved <> text")] == ["k-2"]
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0002",)]


@pytest.mark.parametrize(
    "sql",
    [
        """SELECT c.text FROM firms f JOIN claim_firms l ON l.article_id = f.article_id AND l.firm_id = f.id
        JOIN claims c ON c.article_id = l.article_id AND c.id = l.claim_id
        JOIN articles a ON a.id = c.article_id WHERE f.name_simplified = 'x' ORDER BY a.published_at""",
        """SELECT m.value FROM firms f JOIN metrics m ON m.article_id = f.article_id AND m.subject_firm_id = f.id
        WHERE f.name_simplified = 'x' AND m.indicator = 'y'""",
        "SELECT * FROM v_claims WHERE published_at >= '2025-01-01'",
    ],
    ids=["claims-of-a-firm-by-date", "series-of-a-firm-and-indicator", "claims-since"],
)
def test_the_obvious_queries_use_an_index(database, path, sql):
    steps = [row[3] for row in ask(path, f"EXPLAIN QUERY PLAN {sql}")]

    assert not [step for step in steps if step.startswith("SCAN ") and step not in {"SCAN named", "SCAN stated"}]


def test_the_steps_make_the_tables_that_the_code_expects(database, path):
    engine = create_engine(f"sqlite:///{path}")

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()

    assert differences == []


def test_two_claims_with_one_id_are_refused_and_nothing_of_the_batch_is_kept(database, path):
    broken = make_record(claims=(make_claim(), make_claim(key="k-other")))

    with pytest.raises(StoreError, match="two claims have the id C1"):
        load(database, *make_records(2), broken)

    assert ask(path, "SELECT count(*) FROM articles") == [(0,)]


@pytest.mark.parametrize(
    "url, says",
    [
        ("news.db", "not a database URL"),
        ("mysql://me:secret@host/news", "mysql databases are not supported: give sqlite:///"),
        ("postgresql://me:secret@host", "names no database"),
        ("duckdb://", "names no file"),
        ("sqlite://", "names no file"),
        ("sqlite:////no/such/folder/news.db", "no folder /no/such/folder"),
    ],
    ids=["bare", "mysql", "postgresql", "duckdb", "memory", "folder"],
)
def test_a_url_that_cannot_be_used_is_refused_with_what_is_supported(url, says):
    with pytest.raises(StoreError, match=says) as refused:
        Database(url)

    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but longer than a hundred characters " * 10)

    with pytest.raises(StoreError, match="not an SQLite database"):
        Database(f"sqlite:///{path}")

    assert path.read_text().startswith("not a database")


def test_a_database_of_a_newer_version_is_refused(database, path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(StoreError, match="newer newsextract"):
        Database(f"sqlite:///{path}")


def test_a_run_is_remembered_once(database, path):
    report = {
        "id": "r1", "started_at": "s", "finished_at": "f", "version": "0.1.0", "fingerprint": "p",
        "counts": {"articles": 3, "records": 2, "rejected": 1},
    }  # fmt: skip

    database.add_run(report)
    database.add_run(report | {"finished_at": "later"})

    assert ask(path, "SELECT id, finished_at, records FROM runs") == [("r1", "f", 2)]
