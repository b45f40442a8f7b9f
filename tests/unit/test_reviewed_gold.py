"""Reviewed claims as gold: what was decided is tested, and nothing else counts."""

import pytest

from builders import make_claim, make_firm, make_info, make_quoted_claim, make_record, span_of
from newsextract.evaluate.gold import read_gold
from newsextract.evaluate.reviewed import write_reviewed_gold
from newsextract.evaluate.score import evaluate
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.database import Database
from newsextract.store.decisions import decide, undo


@pytest.fixture
def database(tmp_path):
    with Database(f"sqlite:///{tmp_path / 'news.db'}") as opened:
        list(opened.load([make_record()]))
        yield opened


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reviewed"


def act(database, key, verdict="accept", **edits):
    with database.writing() as connection:
        decide(connection, key, reviewer="ana", verdict=verdict, edits=ClaimEdits(**edits) if edits else None)


def score(database, folder, record):
    write_reviewed_gold(database, folder)
    return evaluate([record], read_gold([folder])).figures


def test_accepted_claims_must_be_found_as_they_were(database, folder):
    act(database, "k-1")
    act(database, "k-2")

    assert tuple(write_reviewed_gold(database, folder)) == (1, 2, 2, 0)
    assert score(database, folder, make_record())["claim_types"].f1 == 1
    lost = score(database, folder, make_record(claims=(make_claim(),)))["claim_sentences"]
    assert (lost.precision, lost.recall, lost.n) == (1, 0.5, 2)


def test_a_rejected_claim_must_not_be_found(database, folder):
    act(database, "k-1")
    act(database, "k-2", "reject")

    kept = score(database, folder, make_record())["claim_sentences"]
    better = score(database, folder, make_record(claims=(make_claim(),)))["claim_sentences"]

    assert (kept.precision, kept.recall) == (0.5, 1)
    assert (better.precision, better.recall) == (1, 1)


def test_an_edited_claim_must_be_found_as_it_was_corrected(database, folder):
    act(database, "k-2", "edit", types=("superlative",), speaker=None, firms=())

    (gold,) = (write_reviewed_gold(database, folder), read_gold([folder]))[1]
    figures = score(database, folder, make_record())

    assert (gold.claims[0].types, gold.claims[0].speaker, gold.claims[0].firms) == (("superlative",), None, ())
    assert (figures["type:attributed"].precision, figures["type:superlative"].f1) == (0, 1)


def test_what_nobody_decided_is_neither_missed_nor_spurious(database, folder):
    act(database, "k-1")

    figures = score(database, folder, make_record())

    assert (figures["claim_sentences"].precision, figures["claim_sentences"].n) == (1, 1)
    assert (figures["firm_mentions"].n, figures["metric_values"].n) == (0, 0)
    assert figures["firm_mentions"].precision == 0  # nothing to divide by: firms are not judged


def test_a_sentence_with_an_undecided_claim_is_not_judged(database, folder):
    half = span_of("昨日公告，2024年营收28.80亿元")
    list(database.load([make_record(claims=(make_claim(), make_claim(id="C2", key="k-3", **half)))]))
    act(database, "k-1")

    assert tuple(write_reviewed_gold(database, folder)) == (0, 0, 0, 0)
    act(database, "k-3", "reject")
    assert tuple(write_reviewed_gold(database, folder)) == (1, 1, 1, 0)


def test_decisions_still_test_when_the_claim_changed_or_is_gone(database, folder):
    act(database, "k-1")
    act(database, "k-2", "reject")
    list(database.load([make_record(claims=(make_claim(types=("event",)),))]))

    figures = score(database, folder, make_record(claims=(make_claim(types=("event",)),)))

    assert figures["claim_sentences"].f1 == 1
    assert (figures["type:event"].precision, figures["type:quantity"].recall) == (0, 0)


def test_decisions_on_another_text_are_left_out_and_counted(database, folder):
    act(database, "k-1")
    text = "更新：" + make_record().text
    moved = span_of(make_claim().text, text)
    firm = make_firm(mentions=({**span_of("蓝鲸制造", text), "method": "alias"},), references=())
    record = make_record(
        article=make_info(text), text=text, firms=(firm,), metrics=(), claims=(make_claim(metric_ids=(), **moved),)
    )
    list(database.load([record]))

    assert tuple(write_reviewed_gold(database, folder)) == (0, 0, 0, 1)
    assert list(folder.iterdir()) == []


def test_skips_and_what_was_taken_back_make_no_gold(database, folder):
    act(database, "k-1", "skip")
    act(database, "k-2")
    with database.writing() as connection:
        undo(connection, reviewer="ana")

    assert tuple(write_reviewed_gold(database, folder)) == (0, 0, 0, 0)


def test_file_names_are_safe_and_differ(tmp_path, folder):
    ids = ("url:https://news.example.cn/1?a=../../b", "url:https://news.example.cn/1?a=..-..-b")
    with Database(f"sqlite:///{tmp_path / 'news.db'}") as database:
        records = [
            make_record(article=make_info(id=key), claims=(make_quoted_claim().model_copy(update={"key": f"k{n}"}),))
            for n, key in enumerate(ids)
        ]
        list(database.load(records))
        for n in range(2):
            act(database, f"k{n}")
        write_reviewed_gold(database, folder)

    assert sorted(gold.id for gold in read_gold([folder])) == sorted(ids)
    assert all(file.name.startswith("url-https-news.example.cn-1-a-") for file in folder.iterdir())
