"""Whatever the text: firms are verbatim, ordered, apart, and do not depend on paragraphs that say nothing of them."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from newsextract.assemble.firms import group_firms
from newsextract.recognise.firms import make_firm_finder
from newsextract.records.marks import FIRMS, REFERENCES
from newsextract.segment.tokenizer import JiebaTokenizer

TOKENIZER = JiebaTokenizer(Vocab())
FINDER = make_firm_finder(None, "firms")
PIECES = st.sampled_from(
    [
        "英伟达", "阿里", "小米汽车", "月泉科技", "月泉科技有限公司", "(下称月泉)", "月泉", "公司", "该公司", "集团", "银行",
        "由", "的", "、", "和", "等", ",", "。", "\n", "(", ")", "“", "”", "*ST", "300999.SZ", "Meta", " ", "发布公告",
        "创始人", "领投", "收购", "政府", "有限公司", "杭州", "7", "·",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def document(text):
    return FINDER(TOKENIZER(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_marks_are_verbatim_sorted_and_apart(text):
    doc = document(text)

    marks = sorted((*FIRMS.read(doc), *REFERENCES.read(doc)), key=lambda mark: mark.start)

    assert all(text[mark.start : mark.end] == mark.text for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_mark_is_in_one_group_and_ids_count_up(text):
    doc = document(text)

    groups = group_firms(doc)

    assert [group.id for group in groups] == [f"F{number}" for number in range(1, len(groups) + 1)]
    assert sum(len(group.marks) for group in groups) == len(FIRMS.read(doc))
    assert all(group.name.text in {mark.text for mark in group.marks} for group in groups)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_paragraph_about_other_things_changes_no_firm(text):
    alone = FIRMS.read(document(text))
    followed = FIRMS.read(document(text + "\n\n今天天气很好，适合出门散步。"))

    assert [(mark.start, mark.end) for mark in followed] == [(mark.start, mark.end) for mark in alone]


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_same_text_gives_the_same_marks(text):
    assert FIRMS.read(document(text)) == FIRMS.read(document(text))


UNRELATED = [
    "\n\n锦川纸业股份有限公司主营包装纸，去年营收3亿元，同比增长一成。",
    "\n\n另外，禾甸乳业（HT Dairy）宣布收购青汀牧场，公司董事长陆青表示，交易将于年内完成。",
]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(UNRELATED))
def test_paragraph_about_another_firm_changes_no_firm_before_it(text, paragraph):
    alone = FIRMS.read(document(text))
    followed = FIRMS.read(document(text + paragraph))

    before = [(mark.start, mark.end) for mark in followed if mark.start < len(text)]
    assert before == [(mark.start, mark.end) for mark in alone]


LEGAL = ("月泉科技有限公司", "月泉科技(杭州)有限公司", "月泉仿生科技有限公司", "北京月泉置业股份有限公司")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*LEGAL, "月泉", "月泉科技", "(下称月泉)", "(下称“月泉科技”)", "。", "和", "收购", "\n"]),
        max_size=16,
    )
)
def test_two_firms_with_full_names_are_never_one(pieces):
    for group in group_firms(document("".join(pieces))):
        assert len({mark.text for mark in group.marks} & set(LEGAL)) <= 1
