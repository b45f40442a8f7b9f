"""Bytes become text strictly, with the codec and how it was chosen on record."""

import pytest

from newsextract.errors import ArticleError
from newsextract.read.encoding import choose_encoding, decode
from read_samples import HANS, HANT, YUE, read_one, reject_one

SHORT_HANS = "蓝海电子今日公布三季报，营收增长两成，净利润持平。"
SHORT_HANT = "藍海電子今日公布三季報，營收成長兩成，淨利持平。"
ASCII_HEAD = (
    "<!DOCTYPE html><html><head><title>news</title><script>"
    + "var a=[1,2,3];" * 600
    + "</script></head><body><p>{}</p></body></html>"
)
SAMPLES = [
    ("utf-8", "utf-8", SHORT_HANS, HANS * 20),
    ("utf-8-sig", "utf-8-sig", SHORT_HANT, HANT * 20),
    ("utf-16", "utf-16", SHORT_HANS, HANS * 20),
    ("utf-16-le", "utf-16-le", SHORT_HANS, HANS * 20),
    ("utf-16-be", "utf-16-be", SHORT_HANT, HANT * 20),
    ("utf-32", "utf-32", SHORT_HANS, HANS * 20),
    ("gb2312", "gb18030", SHORT_HANS, HANS * 20),
    ("gbk", "gb18030", SHORT_HANT, HANT * 20),
    ("gb18030", "gb18030", SHORT_HANS + "𠮷", (HANS + "𠮷野家😀\n") * 20),
    ("big5", "big5hkscs", SHORT_HANT, HANT * 20),
    ("big5hkscs", "big5hkscs", YUE, (HANT + YUE) * 20),
    ("cp950", "cp950", SHORT_HANT + "3€", (HANT + "約3€。\n") * 20),
]
CASES = [
    pytest.param(codec, expected, text, id=f"{codec}-{length}")
    for codec, expected, short, long in SAMPLES
    for length, text in (("short", short), ("long", long))
]


@pytest.mark.parametrize("codec, expected, text", CASES)
def test_a_text_file_is_decoded_exactly(tmp_path, codec, expected, text):
    article = read_one(tmp_path, "article.txt", text.encode(codec))

    assert article.text == text
    assert article.encoding == expected
    assert article.encoding_how
    assert article.warnings == ()


@pytest.mark.parametrize("codec, expected, text", CASES)
def test_a_page_whose_head_is_pure_ascii_is_decoded_exactly(codec, expected, text):
    page = ASCII_HEAD.format(text)

    decoded, encoding = decode(page.encode(codec))

    assert (decoded, encoding.codec) == (page, expected)


@pytest.mark.parametrize("codec, expected, text", CASES)
def test_the_codec_on_record_opens_the_file_as_the_same_text(tmp_path, codec, expected, text):
    article = read_one(tmp_path, "article.txt", text.encode(codec))

    with (tmp_path / "article.txt").open(encoding=article.encoding, newline="") as file:
        assert file.read() == article.text


def test_line_ends_are_kept_as_they_are(tmp_path):
    text = "第一行\r\n第二行\r第三行\n"

    assert read_one(tmp_path, "article.txt", text.encode()).text == text


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "x-gbk"])
def test_a_declared_charset_that_fits_is_on_record(declared):
    encoding = choose_encoding(SHORT_HANS.encode("gbk"), declared=declared)

    assert encoding.codec == "gb18030"
    assert f"declared {declared}" in encoding.how
    assert encoding.warnings == ()


@pytest.mark.parametrize("data, declared, codec", [
    pytest.param((HANS * 3).encode("gbk"), "big5", "gb18030", id="gbk-declared-big5"),
    pytest.param((HANT * 3).encode("big5"), "gb2312", "big5hkscs", id="big5-declared-gb2312"),
    pytest.param((HANS * 3).encode("gbk"), "utf-8", "gb18030", id="gbk-declared-utf-8"),
    pytest.param((HANS * 3).encode("gbk"), "iso-8859-1", "gb18030", id="gbk-declared-latin"),
])  # fmt: skip
def test_a_wrong_declaration_is_not_believed(data, declared, codec):
    encoding = choose_encoding(data, declared=declared)

    assert encoding.codec == codec
    assert any(declared in warning for warning in encoding.warnings)


def test_utf8_wins_over_a_wrong_declaration():
    encoding = choose_encoding(HANS.encode(), declared="gb2312")

    assert encoding.codec == "utf-8"


def test_bytes_that_two_codecs_read_equally_well_are_ambiguous():
    encoding = choose_encoding(b"IPO " + "表".encode("gbk"))

    assert any(warning.startswith("ambiguous encoding: ") for warning in encoding.warnings)


def test_a_head_that_was_cut_inside_a_character_is_no_fault():
    data = HANS.encode()

    encodings = {choose_encoding(data[:end], complete=False).codec for end in range(len(data) - 9, len(data))}

    assert encodings == {"utf-8"}


def test_utf8_with_a_gbk_paragraph_is_rejected_with_the_first_bad_byte(tmp_path):
    good = HANS.encode()
    reject = reject_one(tmp_path, "mixed.txt", good + "公司表示，增长来自海外市场。\n".encode("gbk") + good)

    assert reject.reason == "undecodable"
    assert f"byte {len(good)} " in reject.message
    assert "gb18030" in reject.message


@pytest.mark.parametrize("first, second", [("gbk", "utf-8"), ("big5", "utf-8"), ("gbk", "big5"), ("big5", "gbk")])
def test_paragraphs_in_two_encodings_are_rejected(tmp_path, first, second):
    texts = {"gbk": HANS, "big5": HANT, "utf-8": HANS}

    reject = reject_one(tmp_path, "mixed.txt", texts[first].encode(first) * 3 + texts[second].encode(second))

    assert reject.reason == "undecodable"
    assert "byte" in reject.message


def test_a_file_that_was_cut_off_says_so(tmp_path):
    reject = reject_one(tmp_path, "cut.txt", HANS.encode()[:-3])

    assert reject.reason == "undecodable"
    assert "cut off" in reject.message


def test_another_east_asian_encoding_is_not_taken_for_chinese(tmp_path):
    japanese = "株式会社ブルーオーシャンは、きのう決算をはっぴょうしました。うりあげはのびています。" * 5

    assert reject_one(tmp_path, "sjis.txt", japanese.encode("shift_jis")).reason in {"undecodable", "not_chinese"}


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"\xfe\xff\xd8\x00"])
def test_a_mark_with_bytes_that_do_not_fit_is_undecodable(data):
    with pytest.raises(ArticleError) as caught:
        choose_encoding(data)

    assert caught.value.reason == "undecodable"


def test_characters_that_were_lost_before_are_told(tmp_path):
    article = read_one(tmp_path, "article.txt", "蓝海电子公布\ufffd\ufffd季报".encode())

    assert any("2 U+FFFD" in warning for warning in article.warnings)
