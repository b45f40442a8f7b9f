"""What the names of firms are made of."""

import pytest

from newsextract.rules.firm_names import is_description, is_never_a_firm, is_phrase, short_forms, take_apart


@pytest.mark.parametrize(
    ("name", "place", "brand", "trade", "form"),
    [
        ("杭州星河科技股份有限公司", "杭州", "星河", "科技", "股份有限公司"),
        ("星河(杭州)科技有限公司", "", "星河", "科技", "有限公司"),
        ("月泉仿生", "", "月泉仿生", "", ""),
        ("江州银行", "", "江州", "银行", ""),
        ("中国银行", "", "中国", "银行", ""),
    ],
)
def test_name_is_taken_apart(name, place, brand, trade, form):
    parts = take_apart(name)

    assert (parts.place, parts.brand, parts.trade, parts.form) == (place, brand, trade, form)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("星河(杭州)科技股份有限公司", "星河"),
        ("星河(杭州)科技股份有限公司", "星河科技"),
        ("杭州蓝舟房地产开发有限公司", "蓝舟"),
        ("月泉生物", "月泉"),
        ("永兴油品", "永兴公司"),
    ],
)
def test_short_forms_hold_what_articles_write(name, short):
    assert short in short_forms(name)


@pytest.mark.parametrize("name", ["中国银行", "上海公司", "月泉", "国际航空"])
def test_short_forms_are_never_a_place_or_a_trade_alone(name):
    assert not {"中国", "上海", "银行", "航空", "国际"} & set(short_forms(name))


def test_short_forms_of_a_short_name_are_none():
    assert short_forms("月泉") == ()


@pytest.mark.parametrize("name", ["证监会", "杭州市政府", "江州大学", "大型国有银行", "上市公司", "沪深300", "浙江"])
def test_what_only_looks_like_a_firm_is_never_one(name):
    assert is_never_a_firm(name)


@pytest.mark.parametrize("name", ["月泉科技", "江州银行", "蓝舟集团", "亚太工贸", "海底捞"])
def test_a_firm_may_be_a_firm(name):
    assert not is_never_a_firm(name)


def test_description_is_made_of_general_words_only():
    assert is_description("大型国有商业")
    assert not is_description("月泉商业")


def test_phrase_has_two_words_at_least():
    assert is_phrase("近期传闻")
    assert not is_phrase("正义")
    assert not is_phrase("云时")
