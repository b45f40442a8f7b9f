"""The linking model: what it is shown of a text, how its answers are read, what becomes of them."""

import re
import shutil

import numpy as np
import pytest

from metric_docs import groups_of, metric_doc
from newsextract.assemble.cast import cast_of
from newsextract.assemble.link_figures import MARKS, figure_windows, steps_from
from newsextract.assemble.link_model import Answer, likeliest, load_link_model
from newsextract.assemble.link_text import BLOCK, FIGURES, FLAGS, describe
from newsextract.assemble.linking import _time, link
from newsextract.assemble.metrics import own_metrics
from newsextract.errors import ConfigError
from newsextract.resources import pipeline_file

TEXT = "海岚科技去年营收28亿元。\n公司净利润2亿元,同比增长5%。东江证券预计今年为3亿元。"
FIRMS = ("海岚科技", "东江证券")


def shown(text, firms=FIRMS, references=("公司",)):
    doc = metric_doc(text, firms, references)
    groups = groups_of(doc)
    cast = cast_of(doc, groups)
    return doc, groups, cast, own_metrics(doc, groups, cast), describe(doc, groups, cast)


def windows_of(text, block, findings):
    own = [n for n, finding in enumerate(findings) if block.start <= finding.mark.start < block.end]
    return figure_windows(text, block, findings, range(own[0], own[-1] + 1) if own else range(0))


def marked(windows, row, name):
    return (windows.marks[row] >> MARKS.index(name)) & 1 > 0


def lines_of(text):
    return shown(text)[-1]


def test_characters_are_flagged_with_what_lies_on_them():
    text = lines_of(TEXT)

    on = {flag for number, flag in enumerate(FLAGS) if text.flags[TEXT.index("海岚科技"), number]}
    assert {"firm", "name_begins", "main", "headline", "sentence_begins"} <= on
    assert text.flags[TEXT.index("营收"), FLAGS.index("measure")]
    assert text.flags[TEXT.index("28亿元"), FLAGS.index("quantity")]


def test_a_reference_has_the_firm_that_it_stands_for():
    text = lines_of(TEXT)
    at = TEXT.index("公司")

    assert text.firm_at[at, at + 2] == "F1"
    assert (at, at + 2) in text.mentions_around(at + 1, at + 6)


def test_every_figure_is_in_one_window_that_marks_it():
    _, _, _, findings, text = shown(TEXT)
    (block,) = text.blocks([finding.mark.start for finding in findings])
    windows = windows_of(text, block, findings)

    assert list(windows.numbers) == [0, 1, 2, 3]
    for row, finding in enumerate(findings):
        places = windows.places[row][marked(windows, row, "figure")]
        assert [int(place) for place in block.places[places]] == list(range(finding.mark.start, finding.mark.end))


def test_what_the_rules_said_is_marked_in_the_window():
    _, _, _, findings, text = shown(TEXT)
    (block,) = text.blocks([finding.mark.start for finding in findings])
    windows = windows_of(text, block, findings)

    said = windows.places[0][marked(windows, 0, "indicator")]
    assert "".join(TEXT[place] for place in block.places[said]) == findings[0].mark.indicator.text == "营收"


@pytest.mark.parametrize("length", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])
def test_blocks_cover_a_text_once_and_each_sees_its_beginning(length):
    sentence = "海岚科技营收3亿元,"
    words = (sentence * (length // len(sentence) + 1))[:length]
    _, _, _, findings, text = shown(words)
    blocks = text.blocks([finding.mark.start for finding in findings])

    assert [block.start for block in blocks] == [0, *(block.end for block in blocks[:-1])]
    assert blocks[-1].end == length
    for block in blocks:
        assert np.array_equal(block.places[:100], np.arange(100))
        assert np.all(np.diff(block.places) > 0)
    windows = [windows_of(text, block, findings) for block in blocks]
    numbers = [number for window in windows if window for number in window.numbers]
    assert numbers == list(range(len(findings)))


def test_no_block_has_more_figures_than_fit():
    _, _, _, findings, text = shown("涨3%," * 400, ())
    blocks = text.blocks([finding.mark.start for finding in findings])

    counts = [len(w.numbers) for block in blocks if (w := windows_of(text, block, findings))]
    assert max(counts) <= FIGURES
    assert sum(counts) == len(findings)


def test_figures_as_close_as_in_a_table_are_left_to_the_rules():
    doc, groups, cast, findings, text = shown("涨3%," * 400, ())
    blocks = text.blocks([finding.mark.start for finding in findings])

    assert [block.dense for block in blocks] == [True] * (len(blocks) - 1) + [False]
    linked, _ = link(doc, groups, findings, cast)
    assert linked[: FIGURES * (len(blocks) - 1)] == findings[: FIGURES * (len(blocks) - 1)]


def test_distances_are_told_by_side():
    places, start, end = np.arange(9)[None], np.array([[3]]), np.array([[5]])

    steps = steps_from(places, start, end)[0].tolist()

    assert steps[3:5] == [42, 42]
    assert steps[2] < steps[1] < steps[0] <= 20
    assert 21 <= steps[5] < steps[6] < steps[8] < 42


def test_the_likeliest_stretch_keeps_to_one_clause():
    text = lines_of("营收\n净利润")
    (block,) = text.blocks([])
    points = np.full((1, 7, 2), -9, dtype=np.float32)
    points[0, 0, 0] = points[0, 5, 1] = 0
    points[0, 1, 1] = -4  # 营收\n净利润 is likelier than 营收, but two lines

    (answer,) = likeliest(block, np.arange(6)[None], points, 8, text.inner)

    assert (answer.start, answer.end) == (0, 2)


def test_a_stretch_does_not_jump_from_the_headline_to_the_sentence():
    text = lines_of("营收与净利润都很好看")
    (block,) = text.blocks([])
    places = np.array([[0, 1, 6, 7]])
    points = np.full((1, 5, 2), -9, dtype=np.float32)
    points[0, 1, 0] = points[0, 2, 1] = 0

    (answer,) = likeliest(block, places, points, 8, text.inner)

    assert answer.end - answer.start in {1, 2}
    assert not (answer.start <= 1 and answer.end > 6)


def test_a_window_without_a_stretch_that_may_answer_has_none():
    text = lines_of("12%")
    (block,) = text.blocks([])
    points = np.array([[[-1, -1]] * 3 + [[-9, -9]]], dtype=np.float32)

    (answer,) = likeliest(block, np.arange(3)[None], points, 8, text.free)

    assert answer.nowhere == 0.0 > answer.chance


def test_links_change_nothing_but_what_they_are_for():
    doc, groups, cast, findings, _ = shown(TEXT)

    linked, claims = link(doc, groups, findings, cast)

    assert claims == ()
    for before, after in zip(findings, linked, strict=True):
        assert (after.mark.start, after.mark.end, after.mark.quantity) == (
            before.mark.start, before.mark.end, before.mark.quantity,
        )  # fmt: skip
        assert (after.mark.change, after.mark.basis, after.warnings) == (
            before.mark.change, before.mark.basis, before.warnings,
        )  # fmt: skip
        overruled = after.mark.indicator != before.mark.indicator
        assert after.mark.rule == ("link.indicator" if overruled else before.mark.rule)


def test_a_text_without_figures_and_speech_is_left_alone():
    doc, groups, cast, findings, _ = shown("今天天气很好。", ())

    assert link(doc, groups, findings, cast) == ((), ())


@pytest.mark.parametrize("name", ["linker.onnx", "voices.onnx"])
def test_a_file_that_is_no_model_is_refused_by_name(tmp_path, name):
    for model in ("linker.onnx", "voices.onnx"):
        shutil.copy(pipeline_file("models", model), tmp_path)
    (tmp_path / name).write_bytes(b"not a model")

    with pytest.raises(ConfigError, match=re.escape(name)):
        load_link_model(tmp_path / "linker.onnx", tmp_path / "voices.onnx")


def test_of_a_stretch_that_is_hardly_a_time_the_first_time_is_taken():
    words = "海岚科技7月1日平均每笔的消费金额将比去年增长3%"
    text = lines_of(words)
    whole, short = words.index("7月"), words.index("去年")

    assert _time(text, Answer(whole, short + 2, -0.1, -3.0), None).text == "7月1日"
    assert _time(text, Answer(short, short + 3, -0.1, -3.0), None).text == "去年增"


def test_a_bare_number_is_no_period_but_a_clock_is_read_whole():
    words = "海岚科技\n09:37\n股价涨3%,营收62亿元"
    text = lines_of(words)
    at, number = words.index("37"), words.index("62")

    assert _time(text, Answer(at, at + 2, -0.1, -3.0), None).text == "09:37"
    assert _time(text, Answer(number, number + 2, -0.1, -3.0), None) is None
