"""Names joined into firms, and role nouns given to them."""

import pytest
from spacy.vocab import Vocab

from newsextract.assemble.firms import group_firms
from newsextract.recognise.firms import make_firm_finder
from newsextract.segment.tokenizer import JiebaTokenizer

TOKENIZER = JiebaTokenizer(Vocab())
FINDER = make_firm_finder(None, "firms")


def groups(text):
    return group_firms(FINDER(TOKENIZER(text)))


def surfaces(text):
    return [sorted({mark.text for mark in group.marks}) for group in groups(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("星河仿生(杭州)科技有限公司成立。星河仿生扩产。", [["星河仿生", "星河仿生(杭州)科技有限公司"]]),
        ("阿里发布财报。阿里巴巴称增长。", [["阿里", "阿里巴巴"]]),
        ("江州月泉置业有限公司(下称“江州月泉”)公告。江州月泉称。", [["江州月泉", "江州月泉置业有限公司"]]),
        ("月泉公司总经理称,月泉公司订货。月泉公司交货。", [["月泉公司"]]),
    ],
)
def test_names_of_one_firm_are_joined(text, expected):
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moonspring Inc.发布财报。研究机构Moonspring表示。", [["Moonspring", "Moonspring Inc."]]),
        ("辉达(NVDA-US)涨。NVIDIA发布财报。", [["NVIDIA", "辉达"]]),
    ],
)
def test_latin_names_are_joined(text, expected):
    assert surfaces(text) == expected


def test_group_and_subsidiary_stay_apart():
    assert surfaces("小米发布财报。小米汽车交付新车。") == [["小米"], ["小米汽车"]]


def test_two_legal_names_are_never_joined_by_a_brand():
    found = surfaces("月泉科技有限公司公告。月泉置业有限公司公告。月泉称无关。")

    assert ["月泉科技有限公司"] in found
    assert ["月泉置业有限公司"] in found


def test_ids_follow_first_mention_and_name_is_the_fullest_form():
    first, second = groups("阿里发布财报。英伟达涨。阿里巴巴称增长。")

    assert (first.id, first.name.text) == ("F1", "阿里巴巴")
    assert (second.id, second.name.text) == ("F2", "英伟达")


def test_listed_firm_has_its_code_as_canonical_id():
    (group,) = groups("贵州茅台发布公告。")

    assert group.canonical.id == "CN:600519"


def test_unknown_firm_has_no_canonical_entry():
    (group,) = groups("月泉仿生科技有限公司成立。")

    assert group.canonical is None


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("英伟达发布财报。该公司预计增长。", "英伟达"),
        ("英伟达和特斯拉合作。该公司预计增长。", "英伟达"),
        ("特斯拉涨。\n英伟达发布财报。英伟达称需求强。公司预计增长。", "英伟达"),
        ("英伟达涨,招商银行发布财报。该行预计增长。", "招商银行"),
        ("高盛分析师看好英伟达。该公司预计增长。", "英伟达"),
        ("财联社电,英伟达发布财报。该公司预计增长。", "英伟达"),
    ],
)
def test_role_noun_stands_for_the_firm_spoken_of(text, owner):
    owners = [group.name.text for group in groups(text) if group.references]

    assert owners == [owner]


def test_role_noun_before_any_firm_is_nobodys():
    assert not any(group.references for group in groups("该公司预计增长。英伟达涨。"))


def test_document_without_firms_has_no_groups():
    assert groups("今天天气很好。") == ()
