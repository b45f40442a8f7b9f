"""Inputs that are no local files: URLs by way of fsspec, a web server, standard input."""

import gzip
import io
import json
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import fsspec
import pytest
import zstandard

from newsextract.errors import ConfigError
from newsextract.read import read_articles
from newsextract.records import Article, Reject

STORY = "澄海证券研究所今日发布报告称，今年上半年新能源汽车销量突破300万辆，较去年同期增长三成。"
LINES = "".join(f"{json.dumps({'id': f'n{n}', 'text': f'{STORY}第{n}号。'})}\n" for n in range(3)).encode()


@pytest.fixture
def bucket(request):
    """Return the URL of a folder of an object store in memory."""
    name = f"memory://{request.node.name}"
    store = fsspec.filesystem("memory")
    for path, data in {
        "a/one.txt": STORY.encode(),
        "a/two.jsonl.gz": gzip.compress(LINES),
        "a/.hidden.txt": STORY.encode(),
        "a/picture.png": b"\x89PNG",
        "b.txt": STORY.encode("gb18030"),
    }.items():
        store.pipe(f"/{request.node.name}/{path}", data)
    yield name
    store.rm(f"/{request.node.name}", recursive=True)


def sources(urls):
    return [item.source for item in read_articles(urls) if isinstance(item, Article)]


def test_a_remote_folder_gives_the_articles_below_it_in_order(bucket):
    names = ("a/one.txt", "a/two.jsonl.gz:1", "a/two.jsonl.gz:2", "a/two.jsonl.gz:3", "b.txt")

    assert [source.split("_order/")[1] for source in sources([bucket])] == list(names)
    assert all(source.startswith("memory://") for source in sources([bucket]))


def test_remote_globs_and_files_are_read_once_each(bucket):
    assert len(sources([f"{bucket}/a/*.gz", f"{bucket}/a/two.jsonl.gz"])) == 3
    assert sources([f"{bucket}/b.txt"]) == [f"{bucket}/b.txt"]


def test_a_remote_file_that_is_not_there_and_an_empty_folder_are_rejects(bucket):
    missing, nothing = read_articles([f"{bucket}/nowhere.txt", f"{bucket}/*.none"])

    assert (missing.reason, nothing.reason) == ("unreadable", "no_files")
    assert "nowhere.txt" in missing.source


def test_a_store_without_its_driver_says_what_to_install():
    with pytest.raises(ConfigError, match=r"newsextract\[remote\]"):
        list(read_articles(["nosuchstore://bucket/news"]))


def test_file_urls_are_read(tmp_path):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")

    (article,) = read_articles([f"file://{tmp_path}/a.txt"])

    assert article.text == STORY


@pytest.fixture
def site(tmp_path):
    """Return the address of a web server over ``tmp_path``."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_web_addresses_are_read_and_their_passwords_are_not_kept(site, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LINES)

    articles = [*read_articles([f"{site}/a.jsonl?token=secret"])]
    (missing,) = read_articles([f"{site}/b.txt?token=secret"])

    assert [article.id for article in articles] == ["n0", "n1", "n2"]
    assert articles[0].source == f"{site}/a.jsonl?token=***:1"
    assert missing.reason == "unreadable"
    assert "secret" not in missing.message


@pytest.mark.parametrize(
    "data, count",
    [(LINES, 3), (gzip.compress(LINES), 3), (zstandard.compress(LINES), 3), (STORY.encode(), 1), (STORY.encode("big5hkscs", "replace"), 1)],
    ids=["lines", "gzip", "zstandard", "text", "big5"],
)  # fmt: skip
def test_standard_input_is_read_in_any_form(monkeypatch, data, count):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    articles = list(read_articles(["-"]))

    assert len(articles) == count
    assert articles[0].source == ("-:1" if count > 1 else "-")


def test_empty_standard_input_is_a_reject(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))

    (reject,) = read_articles(["-"])

    assert isinstance(reject, Reject)
    assert reject.reason == "empty"
