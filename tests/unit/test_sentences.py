import pytest

from newsextract.values.quotes import find_quotes
from newsextract.values.sentences import split_sentences


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            "营收增长。利润下降！为什么？不知道", ["营收增长。", "利润下降！", "为什么？", "不知道"], id="full-width"
        ),
        pytest.param("营收增长了!利润呢?第一;第二", ["营收增长了!", "利润呢?", "第一;", "第二"], id="half-width"),
        pytest.param("他说：“很好。”随后离开。", ["他说：“很好。”", "随后离开。"], id="closing-quote"),
        pytest.param("他説：「很好。」隨後離開。", ["他説：「很好。」", "隨後離開。"], id="corner-quote"),
        pytest.param("标题\n\n  正文一，正文二。\r\n尾", ["标题", "正文一，正文二。", "尾"], id="lines"),
        pytest.param("涨3.5%,达1,200元。", ["涨3.5%,达1,200元。"], id="points-and-commas"),
        pytest.param("真的？！当然……", ["真的？！", "当然……"], id="doubled"),
    ],
)
def test_text_is_split_after_final_marks_and_at_line_ends(text, expected):
    assert [text[s.start : s.end] for s in split_sentences(text)] == expected


def test_sentences_know_their_paragraph():
    text = "题\n\n一。二。\n三。"

    assert [s.paragraph for s in split_sentences(text)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("他说“很好”。", [("“很好”", 0, False)], id="plain"),
        pytest.param("他说“这叫‘曲线’吗”。", [("“这叫‘曲线’吗”", 0, False), ("‘曲线’", 1, False)], id="nested"),
        pytest.param('他说"很好",又说"行"。', [('"很好"', 0, False), ('"行"', 0, False)], id="straight"),
        pytest.param('屏幕15"大。\n又说"行"。', [('"行"', 0, False)], id="inch"),
        pytest.param("“第一段。\n“第二段。”完", [("“第一段。", 0, True), ("“第二段。”", 0, False)], id="paragraphs"),
        pytest.param("“第一段。\n第二段。”完", [("“第一段。\n第二段。”", 0, False)], id="closed-later"),
        pytest.param("McDonald’s涨价”了", [], id="stray-closers"),
        pytest.param("“没有关上\n下一段没有引号", [("“没有关上", 0, True)], id="never-closed"),
        pytest.param("“外‘内”完", [("“外‘内”", 0, False), ("‘内”完", 1, True)], id="inner-never-closed"),
    ],
)
def test_quotations_are_found_with_their_level(text, expected):
    assert [(text[q.start : q.end], q.level, q.open_ended) for q in find_quotes(text)] == expected


def test_a_mark_that_is_not_closed_for_pages_quotes_its_paragraph_only():
    text = "“滑了手。\n" + "很长的正文。" * 1000 + "”"

    (quote,) = find_quotes(text)

    assert text[quote.start : quote.end] == "“滑了手。"
    assert quote.open_ended
