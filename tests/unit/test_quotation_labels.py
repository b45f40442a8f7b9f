"""Printed interviews: labels with a colon before lines."""

from claim_docs import claims_of, speakers_of
from newsextract.recognise.quotation_labels import find_labels


def test_a_name_before_several_lines_is_a_label():
    labels = find_labels("周越:今年翻倍。\n记者:裁员吗?\n周越:不会。", ())

    assert labels == {"周越": "周越"}


def test_a_label_that_stands_once_is_none():
    labels = find_labels("周越:今年翻倍。\n公司位于海州。", ())

    assert labels == {}


def test_words_that_name_nobody_are_no_labels():
    labels = find_labels("时间:五月。\n地点:海州。\n时间:六月。\n地点:海州。", ())

    assert labels == {}


def test_an_answer_without_a_name_is_cited_without_a_speaker():
    labels = find_labels("问:目标?\n答:翻倍。\n问:裁员?\n答:不会。", ())

    assert labels == {"答": None}


def test_all_sentences_of_an_answer_are_attributed():
    text = "记者：目标是什么？\n周越：营收要翻倍。渠道还会下沉。\n记者：裁员吗？\n周越：不会裁员。"

    claims = claims_of(text)

    assert [text[claim.start : claim.end] for claim in claims if "attributed" in claim.types] == [
        "周越：营收要翻倍。",
        "渠道还会下沉。",
        "周越：不会裁员。",
    ]


def test_an_outlet_is_not_the_speaker_where_it_cites_somebody():
    speakers = speakers_of("据央视，艾尔文昨(16)日表示，协议已经生效。", persons=["艾尔文"])

    assert speakers == ["央视", "艾尔文"]


def test_a_bracket_that_never_closes_does_not_belong_to_the_speaker():
    speakers = speakers_of("沛夏电商股份有限公司（下 稱沛夏）与（甲称“乙”，经营良好。", firms=["沛夏电商股份有限公司"])

    assert not any("(" in (speaker or "") for speaker in speakers)
