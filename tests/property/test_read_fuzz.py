"""Whatever the bytes, reading gives articles or rejects, never an exception, and text that is Unicode."""

import gzip
import json
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from newsextract.read import read_articles
from newsextract.read.encoding import decode
from newsextract.records import Article
from read_samples import HANS, HANT

ENDINGS = [".txt", ".md", ".html", ".json", ".jsonl", ".txt.gz", ".jsonl.gz", ".json.zst", ".html.zst", ".bin"]
CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5", "big5hkscs", "shift_jis"]
PIECES = [
    HANS, HANT, '{"text": "', '"}', "[", "]", ",", "\n", "\r\n", "<p>", "</p>", "<html><body>", "<table><tr><td>", "<br>",
    "<title>", "</title>", "<script>", "<!--", "-->", "\\ud800", "\\u0000", "&#0;", "&#xd800;", "\ufeff", "\0", "𠮷😀",
    '{"id": 1, "title": "蓝海", "content": ', "null", '"date": "2023-11-05"', "来源：", "2023-11-05 08:30", "\x85", "\u2028",
]  # fmt: skip


@st.composite
def files(draw):
    """Bytes from noise, or from pieces of articles in some encodings."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8))
    codec = draw(st.sampled_from(CODECS))
    data = b"".join(piece.encode(codec, errors="ignore") for piece in pieces)
    return draw(st.sampled_from([data, data[:-1], data + draw(st.binary(max_size=6)), draw(st.binary(max_size=60))]))


def pack(data, ending):
    if ending.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    return zstandard.compress(data) if ending.endswith(".zst") else data


@pytest.mark.parametrize("ending", ENDINGS)
@given(data=files(), packed=st.booleans(), cut=st.integers(0, 3))
def test_any_bytes_give_articles_or_rejects(ending, data, packed, cut):
    data = pack(data, ending) if packed else data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data[: len(data) - cut])

        results = list(read_articles([path], max_chars=5000))

    assert results
    for result in results:
        if isinstance(result, Article):
            assert result.text.encode()
            assert len(result.text) <= 5000
            for value in (result.id, result.source, result.title, result.author, result.publisher, result.url):
                assert value is None or value.encode()
            assert all(warning.encode() for warning in result.warnings)
        else:
            assert result.reason
            assert result.message.encode()


@given(
    text=st.text(
        st.sampled_from("蓝海电子今日公布三季报营收增长两成净利润亿元的是在了和，。0123 \n"), min_size=8, max_size=200
    ),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"]),
)
def test_text_survives_its_encoding(text, codec):
    if sum("\u4e00" <= char <= "\u9fff" for char in text) < 6:
        return

    decoded, encoding = decode(text.encode(codec))

    assert decoded == text
    assert text.encode(codec).decode(encoding.codec) == text


@given(st.lists(st.dictionaries(st.text(max_size=9), st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3), max_leaves=4), max_size=4), max_size=4))  # fmt: skip
def test_any_json_rows_give_one_result_each(rows):
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text(lines, encoding="utf-8")

        results = list(read_articles([path]))

    assert len(results) == max(len(rows), 1)
