"""What cannot be used becomes a Reject that names the file and what was found; the rest goes on."""

import gzip
import json
import os

import pytest
import zstandard

from newsextract.records import Article, Reject
from read_samples import HANS, HANT, read_bytes, read_file, reject_one

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
REJECTED = [
    ("empty.txt", b"", "empty"),
    ("empty.html", b"", "empty"),
    ("empty.json", b"", "empty"),
    ("empty.jsonl", b"", "empty"),
    ("blank.txt", " \n\t\u3000\u200b\ufeff\n".encode(), "empty"),
    ("blank.html", b" \n", "empty"),
    ("blank.json", b" \n", "empty"),
    ("blank.jsonl", b"\n \n\n", "empty"),
    ("mark.txt", b"\xef\xbb\xbf", "empty"),
    ("none.json", b"[]", "empty"),
    ("picture.txt", PNG, "binary"),
    ("picture.html", PNG, "binary"),
    ("picture.json", PNG, "binary"),
    ("picture.jsonl", PNG, "binary"),
    ("paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "binary"),
    ("letter.txt", b"PK\x03\x04\x14\x00\x06\x00", "binary"),
    ("packed.txt", gzip.compress(HANS.encode(), mtime=0), "binary"),
    ("zeros.txt", b"\0" * 4096, "binary"),
    ("zero.txt", "蓝海\0电子".encode(), "binary"),
    ("controls.txt", bytes(range(1, 9)) * 40, "binary"),
    ("english.txt", b"Blue Ocean reported revenue of 2.88 billion yuan.", "not_chinese"),
    ("plain.gz", b"no gzip", "corrupt"),
    ("plain.txt.zst", b"no zstandard", "corrupt"),
    ("broken.json", b'{"text": "' + "蓝海".encode(), "json"),
    ("broken2.json", '{"text": "蓝海"'.encode(), "json"),
    ("deep.json", b"[" * 100_000, "json"),
    ("number.json", b"[" + b"9" * 5000 + b"]", "json"),
    ("script.html", b"<html><body><script>var a = 1</script></body></html>", "no_content"),
]  # fmt: skip


@pytest.mark.parametrize("name, data, reason", [pytest.param(*case, id=case[0]) for case in REJECTED])
def test_bad_input_is_rejected_with_its_reason(tmp_path, name, data, reason):
    reject = reject_one(tmp_path, name, data)

    assert reject.reason == reason


def test_a_bad_file_among_good_ones_stops_nothing(tmp_path):
    (tmp_path / "a.txt").write_bytes(HANS.encode())
    (tmp_path / "b.txt").write_bytes(PNG)
    (tmp_path / "c.txt").write_bytes(HANT.encode("big5"))

    first, second, third = read_file(tmp_path)

    assert (first.text, second.reason, third.text) == (HANS, "binary", HANT)


def test_broken_json_in_line_3_of_5_costs_that_line(tmp_path):
    lines = [json.dumps({"id": f"a{n}", "text": HANS}, ensure_ascii=False) for n in range(5)]
    lines[2] = lines[2][:40]

    results = read_bytes(tmp_path, "five.jsonl", "\n".join(lines).encode())

    assert [type(result) for result in results] == [Article, Article, Reject, Article, Article]
    assert results[2].source.endswith("five.jsonl:3")
    assert results[2].reason == "json"
    assert "character" in results[2].message


def test_a_missing_text_field_is_told_with_the_fields_there_are(tmp_path):
    reject = reject_one(tmp_path, "a.json", '{"headline": "蓝海", "summary": "电子", "n": 1}'.encode())

    assert reject.reason == "no_text"
    assert "headline, summary, n" in reject.message


@pytest.mark.parametrize("value, kind", [("3", "a number"), ('["蓝海"]', "a list"), ('{"a": 1}', "an object"), ("true", "true or false")])  # fmt: skip
def test_a_text_field_that_is_no_string_is_told(tmp_path, value, kind):
    reject = reject_one(tmp_path, "a.jsonl", f'{{"id": "x7", "text": {value}}}'.encode())

    assert reject.reason == "text_type"
    assert kind in reject.message


@pytest.mark.parametrize("line", [b"[]", b"3", b'"text"', b"null"])
def test_a_line_that_is_no_object_is_told(tmp_path, line):
    assert reject_one(tmp_path, "a.jsonl", line).reason == "not_object"


@pytest.mark.parametrize("name", ["long.txt", "long.jsonl", "long.json"])
def test_a_single_line_of_20_mb_is_rejected(tmp_path, name):
    text = "蓝海电子" * (20_000_000 // 12)
    data = text if name == "long.txt" else json.dumps({"text": text}, ensure_ascii=False)

    reject = reject_one(tmp_path, name, data.encode())

    assert reject.reason == "too_large"


def test_a_line_beyond_every_limit_costs_that_line(tmp_path):
    good = json.dumps({"text": HANS}).encode()

    results = read_bytes(tmp_path, "a.jsonl", good + b"\n" + b"x" * 200_000 + b"\n" + good, max_chars=1000)

    assert [getattr(result, "reason", "article") for result in results] == ["article", "too_large", "article"]


def test_a_text_at_the_limit_is_read_and_one_beyond_it_is_not(tmp_path):
    data = ("蓝" * 10).encode()

    assert isinstance(read_bytes(tmp_path, "a.txt", data, max_chars=10)[0], Article)
    assert read_bytes(tmp_path, "a.txt", data, max_chars=9)[0].reason == "too_large"


@pytest.mark.parametrize("name, packed", [
    ("bomb.txt.gz", gzip.compress(b"\0" * 30_000_000, mtime=0)),
    ("bomb.txt.zst", zstandard.compress(b"\0" * 30_000_000)),
    ("bomb.html.gz", gzip.compress(b" " * 30_000_000, mtime=0)),
], ids=["gz", "zst", "html"])  # fmt: skip
def test_a_small_file_that_unpacks_to_a_huge_one_is_rejected(tmp_path, name, packed):
    assert len(packed) < 100_000

    assert reject_one(tmp_path, name, packed).reason == "too_large"


@pytest.mark.parametrize("ending, pack", [("gz", lambda data: gzip.compress(data, mtime=0)), ("zst", zstandard.compress)], ids=["gz", "zst"])  # fmt: skip
def test_a_truncated_archive_gives_its_whole_lines_and_a_reject(tmp_path, ending, pack):
    lines = [json.dumps({"id": str(n), "text": f"{os.urandom(3000).hex()}蓝海电子"}) for n in range(400)]
    packed = pack("\n".join(lines).encode())

    results = read_bytes(tmp_path, f"a.jsonl.{ending}", packed[: len(packed) // 2])

    assert len(results) > 50
    assert all(isinstance(result, Article) for result in results[:-1])
    assert results[-1].reason == "corrupt"


@pytest.mark.parametrize("ending, pack", [("gz", lambda data: gzip.compress(data, mtime=0)), ("zst", zstandard.compress)], ids=["gz", "zst"])  # fmt: skip
@pytest.mark.parametrize("left", [0.1, 0.5, 0.99])
def test_a_truncated_article_is_rejected(tmp_path, ending, pack, left):
    packed = pack(HANS.encode())

    assert reject_one(tmp_path, f"a.txt.{ending}", packed[: int(len(packed) * left)]).reason == "corrupt"


def test_a_dangling_link_is_unreadable(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")

    (reject,) = read_file(tmp_path)

    assert reject.reason == "unreadable"


def test_a_pipe_is_unreadable_and_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    (reject,) = read_file(tmp_path)

    assert reject.reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(HANS)
    path.chmod(0)

    (reject,) = read_file(path)

    assert reject.reason == "unreadable"


def test_a_folder_that_is_named_like_a_file_is_read_as_a_folder(tmp_path):
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(HANS, encoding="utf-8")

    (article,) = read_file(tmp_path)

    assert article.source.endswith("x.txt/a.txt")


def test_a_lone_surrogate_is_repaired_and_told(tmp_path):
    (article,) = read_bytes(tmp_path, "a.json", rb'{"title": "\ud800x", "text": "\u84dd\ud83d\u6d77"}')

    assert article.text == "蓝\ufffd海"
    assert any("surrogate" in warning for warning in article.warnings)
    assert article.title.encode()
