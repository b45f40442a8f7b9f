"""Claims that articles share: reprints are found, and counted by their sources."""

import json
import sqlite3
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.cli import main
from newsextract.errors import StoreError
from newsextract.records import Article
from newsextract.run.clusters import cluster_records
from newsextract.run.origins import origin_of
from newsextract.store.clusters import load_clusters
from newsextract.store.database import Database
from newsextract.values.minhash import Groups, bare_words, signature, similarity

WIRE = "海岚科技昨日宣布完成3亿元B轮融资，由远川资本领投，资金将用于扩建位于宁波的新工厂。"
SECOND = "海岚科技创始人李岳表示，公司2024年营收达12.5亿元，同比增长三成，客户遍及二十个国家。"


def record(name, claims, *, text="", publisher=None):
    return {
        "article": {"id": name, "publisher": publisher, "url": None},
        "text": text or "".join(claims),
        "firms": [{"id": "F1", "name_simplified": "海岚科技"}],
        "claims": [
            {"key": f"{name}-{number}", "text": claim, "firm_ids": ["F1"]} for number, claim in enumerate(claims)
        ],
    }


@pytest.fixture
def clusters_of(tmp_path):
    def write(*records):
        path = tmp_path / "records.jsonl"
        path.write_text("".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in records), encoding="utf-8")
        cluster_records([path], tmp_path / "clusters.jsonl")
        return [json.loads(line) for line in (tmp_path / "clusters.jsonl").read_text(encoding="utf-8").splitlines()]

    return write


def test_a_reprint_with_other_punctuation_and_script_is_the_same_claim(clusters_of):
    other = "海嵐科技昨日宣布,完成3億元B輪融資,由遠川資本領投,資金將用於擴建位於寧波的新工廠"

    (cluster,) = clusters_of(record("a", [WIRE], publisher="甲报"), record("b", [other], publisher="乙报"))

    assert cluster == {"cluster": "a-0", "size": 2, "sources": 2, "claims": ["a-0", "b-0"]}


def test_a_claim_with_another_figure_is_another_claim(clusters_of):
    assert clusters_of(record("a", [WIRE]), record("b", [WIRE.replace("3亿", "5亿")])) == []


def test_a_claim_about_something_else_is_another_claim(clusters_of):
    assert clusters_of(record("a", [WIRE]), record("b", [SECOND])) == []


def test_a_short_claim_is_the_same_only_of_the_same_firm(clusters_of):
    other = record("b", ["公司未对此置评。"])
    other["firms"][0]["name_simplified"] = "远川资本"

    assert clusters_of(record("a", ["公司未对此置评。"]), other) == []
    assert len(clusters_of(record("a", ["公司未对此置评。"]), record("c", ["公司未对此置评。"]))) == 1


def test_reprints_that_name_one_agency_are_one_source(clusters_of):
    first = record("a", [WIRE], text=f"海州通讯社5月20日电，{WIRE}", publisher="甲报")
    second = record("b", [WIRE], text=f"{WIRE}（文章来源：海州通讯社）", publisher="乙网")
    third = record("c", [WIRE], publisher="丙报")

    (cluster,) = clusters_of(first, second, third)

    assert (cluster["size"], cluster["sources"]) == (3, 2)


def test_articles_that_share_nearly_all_their_claims_are_one_source(clusters_of):
    claims = [WIRE, SECOND, "新工厂预计2026年投产，年产能可达20万台，将成为华东地区最大的生产基地。"]

    clusters = clusters_of(record("a", claims, publisher="甲报"), record("b", claims, publisher="乙报"))

    assert [cluster["sources"] for cluster in clusters] == [1, 1, 1]


def test_no_records_make_an_empty_file_of_clusters(clusters_of):
    assert clusters_of(record("a", [])) == []


@pytest.mark.parametrize(
    ("text", "publisher", "origin"),
    [
        ("财经要闻（文章来源：证券日报）", None, "证券日报"),
        ("中新社北京3月5日電 甲公司宣布上市。", "某網", "中新社"),
        ("甲公司宣布上市。", "海州日報", "海州日报"),
        ("图片来源：视觉中国。甲公司宣布上市。", None, None),
    ],
)
def test_the_origin_of_a_reprint_is_what_it_names_before_who_published_it(text, publisher, origin):
    assert origin_of(record("a", [], text=text, publisher=publisher)) == origin


def test_clusters_replace_those_of_the_last_time_in_the_database(clusters_of, tmp_path):
    path = tmp_path / "clusters.jsonl"
    clusters_of(record("a", [WIRE]), record("b", [WIRE]))
    with Database(f"sqlite:///{tmp_path / 'news.db'}") as database:
        load_clusters(database, path)
        load_clusters(database, path)
        rows = (
            sqlite3.connect(tmp_path / "news.db").execute("SELECT * FROM claim_clusters ORDER BY claim_key").fetchall()
        )
        assert rows == [("a-0", "a-0", 2, 2), ("b-0", "a-0", 2, 2)]
        path.write_text("{}\n", encoding="utf-8")
        with pytest.raises(StoreError, match="not a file of clusters"):
            load_clusters(database, path)
        assert len(sqlite3.connect(tmp_path / "news.db").execute("SELECT * FROM claim_clusters").fetchall()) == 2


def test_the_command_clusters_what_a_run_wrote(tmp_path, capsys):
    from newsextract.run.extractor import load

    articles = [Article(text=text, id=name, source=name, sha256="0" * 64) for name, text in (("a", WIRE), ("b", WIRE))]
    (tmp_path / "out" / "records").mkdir(parents=True)
    lines = [f"{made.to_json()}\n" for made in load().extract_many(articles)]
    (tmp_path / "out" / "records" / "part-00000.jsonl").write_text("".join(lines), encoding="utf-8")

    with Database(f"sqlite:///{tmp_path / 'news.db'}"):
        pass
    assert run("cluster", str(tmp_path / "out"), "--db", f"sqlite:///{tmp_path / 'news.db'}") == 0

    (cluster,) = map(json.loads, (tmp_path / "out" / "clusters.jsonl").read_text(encoding="utf-8").splitlines())
    assert cluster["size"] == 2
    assert "1 clusters of 2 claims" in capsys.readouterr().err


def run(*arguments):
    import sys

    sys.argv = ["newsextract", *arguments]
    try:
        main()
    except SystemExit as stop:
        return stop.code or 0
    return 0


@given(text=st.text(max_size=40))
def test_a_text_is_wholly_similar_to_itself_and_to_itself_with_spaces(text):
    words = bare_words(text)
    spaced = bare_words(" ".join(words))

    assert similarity(signature(words), np.array([signature(spaced)]))[0] == 1.0


@given(pairs=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30))
def test_joined_numbers_are_in_one_group_named_by_its_least(pairs):
    groups = Groups(20)
    for pair in pairs:
        groups.join(pair)

    for one, other in pairs:
        assert groups.find(one) == groups.find(other) <= min(one, other)
    roots = sorted({groups.find(number) for number in range(20)})
    assert all(one < other for one, other in pairwise(roots))
