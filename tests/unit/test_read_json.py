"""JSON articles: one object, an array or a line each, under the usual field names."""

import gzip
import json

import pytest
import zstandard

from newsextract.read import json_files
from newsextract.records import Article
from read_samples import HANS, HANT, read_bytes, read_one


def as_json(value, **options):
    return json.dumps(value, ensure_ascii=False, **options).encode()


@pytest.mark.parametrize("name", ["text", "content", "body", "articleBody", "正文", "Content", "full_text"])
def test_the_usual_text_fields_are_taken_exactly(tmp_path, name):
    article = read_one(tmp_path, "a.json", as_json({"title": "标题", name: HANS}))

    assert article.text == HANS
    assert (article.fields["text"], article.fields["title"]) == (name, "title")


@pytest.mark.parametrize("name, ours", [
    ("title", "title"), ("headline", "title"), ("url", "url"), ("link", "url"), ("source", "publisher"),
    ("publisher", "publisher"), ("author", "author"), ("作者", "author"),
])  # fmt: skip
def test_the_usual_metadata_fields_are_taken(tmp_path, name, ours):
    value = "https://example.com/1" if ours == "url" else "某某报"

    article = read_one(tmp_path, "a.json", as_json({"text": HANT, name: value}))

    assert getattr(article, ours) == value
    assert article.fields[ours] == name


@pytest.mark.parametrize("name", ["date", "published_at", "publish_time", "publishedAt", "pub_date", "datePublished", "发布时间"])  # fmt: skip
def test_the_usual_date_fields_are_taken(tmp_path, name):
    article = read_one(tmp_path, "a.json", as_json({"text": HANS, name: "2023-11-05 08:30"}))

    assert article.published_at.isoformat() == "2023-11-05T08:30:00+08:00"
    assert article.published_at_how == f"field {name}; zone taken to be Asia/Shanghai"


@pytest.mark.parametrize("value, expected", [
    (["王小明", "李小红"], "王小明、李小红"),
    ({"@type": "Person", "name": "王小明"}, "王小明"),
    ([{"name": "王小明"}, {"name": "李小红"}], "王小明、李小红"),
    ([], None), ([[["x"]]], None), (None, None), ("  ", None), (True, None),
])  # fmt: skip
def test_authors_may_be_lists_and_objects(tmp_path, value, expected):
    article = read_one(tmp_path, "a.json", as_json({"text": "蓝海电子公布季报。", "author": value}))

    assert article.author == expected


def test_an_empty_text_field_gives_way_to_one_with_text(tmp_path):
    article = read_one(tmp_path, "a.json", as_json({"text": "", "content": HANS}))

    assert (article.text, article.fields["text"]) == (HANS, "content")


def test_unknown_and_nested_fields_are_passed_over(tmp_path):
    row = {"text": HANS, "events": [{"type": "x", "arguments": [{}] * 3}], "tags": {"a": {"b": 1}}, "n": 3.5}

    assert read_one(tmp_path, "a.json", as_json(row)).text == HANS


@pytest.mark.parametrize("own, expected", [("n-7", "n-7"), (7, "7"), ({"$oid": "abc"}, "abc")])
def test_an_articles_own_id_is_its_id(tmp_path, own, expected):
    assert read_one(tmp_path, "a.json", as_json({"id": own, "text": HANS, "url": "https://e.cn/1"})).id == expected


@pytest.mark.parametrize("id_from, expected", [
    ("auto", "own"), ("url", "https://e.cn/1"), ("path", "PATH:1"), ("content", "sha256:"),
])  # fmt: skip
def test_the_caller_may_choose_what_the_id_is_made_of(tmp_path, id_from, expected):
    row = {"id": "own", "text": HANS, "url": "https://e.cn/1"}

    article = read_one(tmp_path, "a.jsonl", as_json(row), id_from=id_from)

    assert article.id.startswith(expected.replace("PATH", str(tmp_path / "a.jsonl")))


def test_an_article_without_id_and_url_is_known_by_its_content(tmp_path):
    first = read_one(tmp_path, "a.txt", HANS.encode())
    second = read_one(tmp_path, "b.txt", HANS.encode("gbk"))

    assert first.id == second.id == f"sha256:{first.sha256[:16]}"


@pytest.mark.parametrize("pack, ending", [(bytes, ""), (gzip.compress, ".gz"), (zstandard.compress, ".zst")], ids=["plain", "gz", "zst"])  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
def test_lines_are_read_in_every_codec_and_compression(tmp_path, pack, ending, codec):
    lines = "\n".join(json.dumps({"id": n, "text": f"{n} {HANS}"}, ensure_ascii=False) for n in range(30))

    results = read_bytes(tmp_path, f"a.jsonl{ending}", pack(lines.encode(codec)))

    assert [result.text for result in results] == [f"{n} {HANS}" for n in range(30)]
    assert results[6].source == f"{tmp_path}/a.jsonl{ending}:7"


@pytest.mark.parametrize("layout", ["compact", "indented", "concatenated"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_arrays_and_objects_one_after_another_are_read(tmp_path, layout, codec):
    rows = [{"id": n, "text": f"{n} {HANS * n}"} for n in range(1, 60)]
    text = (
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        if layout == "concatenated"
        else json.dumps(rows, ensure_ascii=False, indent=2 if layout == "indented" else None)
    )

    results = read_bytes(tmp_path, "a.json", text.encode(codec))

    assert [result.text for result in results] == [row["text"] for row in rows]
    assert results[1].source.endswith("a.json:2")


def test_a_fault_in_an_array_keeps_what_came_before_it(tmp_path):
    data = b"[" + as_json({"text": HANS}) + b", 3, " + as_json({"text": HANT}) + b', {"text": ]'

    results = read_bytes(tmp_path, "a.json", data)

    assert [getattr(result, "reason", "article") for result in results] == ["article", "not_object", "article", "json"]


@pytest.mark.parametrize("data", [b'[{"text": "x"} {"text": "y"}]', b"[1 2]", b"[1,", b"[1] 2", b"[,]"])
def test_text_that_is_no_json_ends_in_a_reject(tmp_path, data):
    assert read_bytes(tmp_path, "a.json", data)[-1].reason == "json"


def test_a_line_in_another_encoding_costs_that_line(tmp_path):
    lines = [
        as_json({"text": HANS}),
        json.dumps({"text": HANS}, ensure_ascii=False).encode("gbk"),
        as_json({"text": HANT}),
    ]

    first, second, third = read_bytes(tmp_path, "a.jsonl", b"\n".join(lines))

    assert (first.text, second.reason, third.text) == (HANS, "undecodable", HANT)
    bad = len(lines[0]) + 1 + len('{"text": "')
    assert f"at byte {bad} " in second.message
    assert "gb18030" in second.message


def test_lines_of_ascii_before_the_first_chinese_one_decide_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(json_files, "_HEAD_BYTES", 64)
    lines = [json.dumps({"text": HANS})] * 3 + [json.dumps({"text": HANS}, ensure_ascii=False)]

    results = read_bytes(tmp_path, "a.jsonl", "\n".join(lines).encode("gbk"))

    assert [result.text for result in results] == [HANS] * 4
    assert results[3].encoding == "gb18030"


def test_a_text_with_markup_is_told(tmp_path):
    article = read_one(tmp_path, "a.json", as_json({"content": "<p>蓝海电子</p>"}))

    assert any("markup" in warning for warning in article.warnings)


def test_a_source_that_is_an_address_is_a_url(tmp_path):
    article = read_one(tmp_path, "a.json", as_json({"text": "蓝海电子。", "source": "https://e.cn/20231105/1.html"}))

    assert (article.url, article.publisher) == ("https://e.cn/20231105/1.html", None)
    assert article.published_at.isoformat() == "2023-11-05T00:00:00"
    assert isinstance(article, Article)
