import importlib
import subprocess
import sys

import pytest

import newsextract
from newsextract.normalise import normalise


@pytest.mark.parametrize(
    "source, expected",
    [
        pytest.param("營收達１２．５億元", "营收达12.5亿元", id="width-and-script"),
        pytest.param("面積５０㎡，重３㎏", "面积50m2，重3kg", id="squared-units"),
        pytest.param("「計畫」與『復甦』", "“计划”与‘复苏’", id="quotes-and-phrases"),
        pytest.param("易\u200b思維\ufeff科技", "易思维科技", id="invisible"),
        pytest.param("一\r\n二\r三", "一\n二\n三", id="line-ends"),
        pytest.param("甲：乙；丙？（丁）！", "甲:乙;丙?(丁)!", id="punctuation"),
        pytest.param("從未乾預企業", "从未干预企业", id="conversion-slip"),
        pytest.param("乾隆年間", "乾隆年间", id="phrase-kept"),
        pytest.param("这家公司的户口", "这家公司的户口", id="simplified-stays"),
    ],
)
def test_normalise_gives_simplified_half_width_text(source, expected):
    assert normalise(source).text == expected


@pytest.mark.parametrize(
    "source, script, locale, conversion",
    [
        pytest.param("公司去年营收增长，门店达到三千家。", "hans", "zh-CN", "t2s", id="mainland"),
        pytest.param("公司去年營收新台幣三億元，年增一成。", "hant", "zh-TW", "tw2s", id="taiwan"),
        pytest.param(
            "集團去年收入按年升一成，派息五港仙，本港樓盤銷情理想，達三億港元。",
            "hant",
            "zh-HK",
            "hk2s",
            id="hong-kong",
        ),
        pytest.param(
            "這家芯片公司的創始人説，互聯網數據增長很快，同比翻番。",
            "hant",
            "zh-CN",
            "hk2s",
            id="converted-hong-kong-forms",
        ),
        pytest.param("這家芯片公司的創始人說，互聯網信息增長很快，同比翻番。", "hant", "zh-CN", "t2s", id="converted"),
        pytest.param("這家公司的營收與這家公司的营收、门店、长期战略", "mixed", "zh-TW", "tw2s", id="mixed"),
        pytest.param("ABC 123", "hans", "zh-CN", "t2s", id="no-evidence"),
    ],
)
def test_script_and_locale_choose_the_conversion(source, script, locale, conversion):
    result = normalise(source)

    assert (result.script, result.locale, result.conversion) == (script, locale, conversion)


def test_a_known_locale_is_not_guessed():
    assert normalise("這家公司", locale="zh-HK").conversion == "hk2s"


def test_half_of_a_squared_unit_maps_back_to_all_of_it():
    result = normalise("占地30㎡。")

    assert result.text == "占地30m2。"
    assert result.to_original(5, 6) == (4, 5)
    assert result.to_original(2, 6) == (2, 5)


def test_half_of_a_phrase_that_opencc_read_as_one_maps_back_to_the_phrase():
    result = normalise("這項計畫將啟動")

    assert result.text == "这项计划将启动"
    assert result.to_original(3, 4) == (2, 4)
    assert result.to_original(4, 5) == (4, 5)


def test_a_span_over_an_invisible_character_keeps_it():
    source = "由易\u200b思維開發"

    start, end = normalise(source).to_original(1, 4)

    assert source[start:end] == "易\u200b思維"


@pytest.mark.parametrize("span", [(0, 0), (-1, 2), (2, 9)], ids=["empty", "negative", "beyond"])
def test_a_span_outside_of_the_text_is_refused(span):
    with pytest.raises(ValueError, match="no span"):
        normalise("三個字").to_original(*span)


def test_the_wrong_opencc_package_is_named_with_the_way_out(tmp_path):
    (tmp_path / "opencc.py").write_text("class OpenCC:\n    def __init__(self, config): ...\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import newsextract; newsextract.normalise('說')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "opencc-python-reimplemented" in done.stderr
    assert "pip install" in done.stderr


def test_the_public_function_is_not_hidden_by_its_module():
    importlib.import_module("newsextract.normalise")

    assert newsextract.normalise("說").text == "说"
