"""The gazetteer of known firms."""

import pytest

from newsextract.rules.gazetteer import load_gazetteer


def found(text):
    return [text[hit.start : hit.end] for hit in load_gazetteer().find(text)]


def test_longest_form_wins():
    assert found("小米汽车发布新车") == ["小米汽车"]


def test_a_firm_listed_and_known_is_one_entry():
    gazetteer = load_gazetteer()

    (by_short,) = gazetteer.lookup("茅台").entries
    (by_full,) = gazetteer.lookup("贵州茅台酒股份有限公司").entries

    assert by_short.id == by_full.id == "CN:600519"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("MetaX发布", []), ("据Meta表示", ["Meta"]), ("在TikTok2025年", ["TikTok"]), ("eBays", [])],
)
def test_latin_forms_stand_alone(text, expected):
    assert found(text) == expected


def test_ordinary_words_are_weak_forms():
    assert load_gazetteer().lookup("苹果").weak
    assert not load_gazetteer().lookup("英伟达").weak


def test_lookup_of_an_unknown_name_is_none():
    assert load_gazetteer().lookup("月泉仿生") is None
