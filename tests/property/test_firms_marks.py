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
