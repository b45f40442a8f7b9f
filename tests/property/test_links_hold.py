"""Whatever the text, links point at exact stretches of it, repeat, and depend on nothing beside it."""

import time
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metric_docs import groups_of, metric_doc
from newsextract.assemble.cast import cast_of
from newsextract.assemble.judging import LEARNED
from newsextract.assemble.linking import link
from newsextract.assemble.metrics import own_metrics
from newsextract.records.marks import CLAIMS, ClaimMark
from newsextract.values.sentences import split_sentences

PIECES = (
    "海岚科技", "公司", "营收", "净利润为", "毛利率", "同比", "增长", "至", "分别为", "其中", "去年", "上半年", "5亿元", "12%", "3万台",
    "(约合", ")", "，", "。", "、", "和", "的", "三年", "\n", "交付了", "“", "”", " ", "李岳表示", "：", "；", "🦊", "\u200b", "𠮷",
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def linked(text):
    doc = metric_doc(text, ("海岚科技",), ("公司",))
    claims = [ClaimMark(s.start, s.end, ("attributed",), "asserted", ("test",)) for s in split_sentences(text)]
    CLAIMS.write(doc, claims)
    groups = groups_of(doc)
    cast = cast_of(doc, groups)
    return link(doc, groups, own_metrics(doc, groups, cast), cast)


@given(texts)
def test_every_piece_is_an_exact_stretch_of_one_line(text):
    metrics, claims = linked(text)

    pieces = [piece for found in metrics for piece in (found.mark.indicator, found.mark.period, found.subject)]
    for piece in (*pieces, *(claim.speaker for claim in claims)):
        if piece is not None:
            assert text[piece.start : piece.end] == piece.text != ""
            assert "\n" not in piece.text


@given(texts)
def test_the_same_text_gives_the_same_links(text):
    assert linked(text) == linked(text)


@given(texts)
def test_links_leave_figures_alone_and_add_only_types_that_the_model_learned(text):
    doc = metric_doc(text, ("海岚科技",), ("公司",))
    groups = groups_of(doc)
    told = own_metrics(doc, groups)
    metrics, claims = linked(text)

    assert [found.mark.quantity for found in metrics] == [finding.mark.quantity for finding in told]
    assert all(set(claim.types) <= {"attributed", *LEARNED} for claim in claims)
    assert all(found.firm_id in {None, *(group.id for group in groups)} for found in metrics)


@pytest.mark.parametrize("unit", ["海岚科技营收5亿元,", "公司增长12%。", "3家", "海岚科技"], ids=count(1))
def test_time_grows_with_the_text_and_not_with_its_square(unit):
    def seconds(size: int) -> float:
        doc = metric_doc(unit * (size // len(unit)), ("海岚科技",), ("公司",))
        groups = groups_of(doc)
        cast = cast_of(doc, groups)
        metrics = own_metrics(doc, groups, cast)
        begun = time.process_time()
        link(doc, groups, metrics, cast)
        return time.process_time() - begun + 0.05  # what a clock cannot tell apart

    assert seconds(48_000) < 8 * seconds(12_000)


def test_sentences_of_a_long_text_are_all_judged_and_in_order():
    sentence = "海岚科技营收5亿元。李岳表示,公司将增长。\n"
    text = sentence * (9_000 // len(sentence))
    doc = metric_doc(text, ("海岚科技",), ("公司",))
    sentences = split_sentences(text)
    CLAIMS.write(doc, [ClaimMark(s.start, s.end, ("quantity",), "asserted", ("test",)) for s in sentences])
    groups = groups_of(doc)
    cast = cast_of(doc, groups)

    _, claims = link(doc, groups, own_metrics(doc, groups, cast), cast)

    assert [claim.start for claim in claims] == sorted(claim.start for claim in CLAIMS.read(doc))
    assert all("reading" in claim.features for claim in claims)
