"""Where indicators and words of change stand, and what the lexicons must keep to."""

from itertools import count

import pytest

from newsextract.records.fields import Kind
from newsextract.rules.indicator_words import find_changes, find_indicators
from newsextract.rules.lexicon import read_lexicon

KINDS = {*Kind.__args__, "any"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("海外营收", ["海外营收"]),
        ("归属于上市公司股东的扣除非经常性损益后的净利润", ["归属于上市公司股东的扣除非经常性损益后的净利润"]),
        ("2018年净利润", ["净利润"]),
        ("全线年营收", ["年营收"]),
        ("用户规模", ["用户规模"]),
        ("净利润为亏损", ["净利润为亏损"]),
        ("营收和净利润", ["营收", "净利润"]),
        ("据点税前亏损", ["据点", "税前亏损"]),
        ("每股盈余与纯益", ["每股盈余", "纯益"]),
        ("天气晴朗", []),
    ],
    ids=count(1),
)
def test_indicators_come_with_their_modifiers(text, words):
    assert [text[hit.start : hit.end] for hit in find_indicators(text)] == words


def test_offsets_count_from_where_the_text_begins():
    (hit,) = find_indicators("毛利率", 100)
    (change,) = find_changes("增长", 100)

    assert (hit.start, hit.end, change.start, change.end) == (100, 103, 100, 102)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年增12%", [("年增", "increase", "yoy")]),
        ("去年增长12%", [("增长", "increase", None)]),
        ("第二季增长", [("增长", "increase", None)]),
        ("季减8%", [("季减", "decrease", "qoq")]),
        ("至少5家", []),
        ("新增就业", []),
        ("7月减少", [("减少", "decrease", None)]),
    ],
    ids=count(1),
)
def test_words_of_change_are_told_from_dates_and_longer_words(text, found):
    assert [(text[hit.start : hit.end], hit.change, hit.basis) for hit in find_changes(text)] == found


def test_every_indicator_has_known_kinds_and_roles():
    for row in read_lexicon("indicators"):
        assert set(row["kinds"].split("+")) <= KINDS, row
        assert set(row["role"].split("+")) <= {"noun", "thing", "verb", "aux", "weak", "owner", "modifier"}, row


def test_every_word_of_change_has_a_direction_and_a_form():
    for row in read_lexicon("changes"):
        assert (row["change"] in {"increase", "decrease"}) == (row["form"] in {"verb", "noun", "both"}), row
        assert row["basis"] in {"-", "yoy", "qoq", "mom"}, row


@pytest.mark.parametrize("name", ["indicators", "changes"], ids=count(1))
def test_no_word_stands_twice(name):
    words = [row["word"] for row in read_lexicon(name)]

    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    "word", ["营收", "每股盈余", "纯益", "市占率", "溢利", "归母净利润", "出货量", "不良贷款率", "算力", "CPI"]
)
def test_the_words_of_all_three_regions_are_known(word):
    (hit,) = find_indicators(word)

    assert hit.is_noun
