"""Folders, files and globs give each file once, in a fixed order."""

import os

import pytest

import newsextract
from newsextract.errors import ConfigError
from newsextract.read import NO_INPUT, InputFile, find_inputs, read_articles
from newsextract.records import Reject
from read_samples import HANS, read_file


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.md", "C.HTML", "d.json", "e.jsonl.gz", "f.html.zst", "notes.doc", ".hidden.txt", "g.gz"):
        (tmp_path / name).touch()
    for name in ("sub/z.txt", "sub/deep/y.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def names(folder, paths):
    return [os.path.relpath(found.source, folder) for found in find_inputs(paths)]


def test_a_folder_gives_its_articles_in_order_and_nothing_else(folder):
    assert names(folder, [folder]) == [
        "C.HTML", "a.md", "b.txt", "d.json", "e.jsonl.gz", "f.html.zst", "sub/deep/y.txt", "sub/z.txt",
    ]  # fmt: skip


def test_endings_tell_form_and_compression(folder):
    kinds = {found.source.rpartition("/")[2]: (found.form, found.compression) for found in find_inputs([folder])}

    assert kinds["C.HTML"] == ("html", None)
    assert kinds["e.jsonl.gz"] == ("jsonl", "gz")
    assert kinds["f.html.zst"] == ("html", "zst")
    assert kinds["a.md"] == ("text", None)


def test_a_named_file_is_read_whatever_its_ending(folder):
    (folder / "notes.doc").write_text(HANS, encoding="utf-8")

    (article,) = read_file(folder / "notes.doc")

    assert article.text == HANS


def test_a_named_hidden_file_is_read(folder):
    (found,) = find_inputs([folder / ".hidden.txt"])

    assert isinstance(found, InputFile)


@pytest.mark.parametrize("pattern, expected", [
    ("*.txt", ["b.txt"]),
    ("**/*.txt", ["b.txt", "sub/deep/y.txt", "sub/z.txt"]),
    ("su?", ["sub/deep/y.txt", "sub/z.txt"]),
    ("*.doc", ["notes.doc"]),
    ("**", ["C.HTML", "a.md", "b.txt", "d.json", "e.jsonl.gz", "f.html.zst", "sub/deep/y.txt", "sub/z.txt"]),
])  # fmt: skip
def test_a_glob_gives_what_it_matches(folder, pattern, expected):
    assert names(folder, [folder / pattern]) == expected


def test_overlapping_arguments_give_each_file_once(folder):
    found = names(folder, [folder / "b.txt", folder, folder / "sub", folder / "sub" / "z.txt", folder / "*.txt"])

    assert sorted(found) == sorted(set(found))
    assert found[0] == "b.txt"


def test_links_in_a_circle_end(folder):
    (folder / "sub" / "back").symlink_to(folder)

    assert names(folder, [folder]).count("b.txt") == 1


def test_a_linked_folder_is_read(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "linked.txt").touch()
    (folder / "link").symlink_to(other)

    assert "link/linked.txt" in names(folder, [folder])


def test_a_file_whose_name_has_the_signs_of_a_glob_is_found(tmp_path):
    (tmp_path / "a[1]*.txt").touch()

    assert names(tmp_path, [tmp_path / "a[1]*.txt"]) == ["a[1]*.txt"]


@pytest.mark.parametrize("path, reason", [("nowhere.txt", "missing"), ("nowhere/*.txt", "no_files"), ("sub/deep/deeper", "missing"), ("a\0b", "missing"), ("a*\0b", "missing")])  # fmt: skip
def test_a_path_that_gives_nothing_is_a_reject(folder, path, reason):
    (reject,) = read_articles([f"{folder}/{path}"])

    assert isinstance(reject, Reject)
    assert reject.reason == reason
    assert reject.reason in NO_INPUT


def test_an_empty_folder_is_a_reject(tmp_path):
    (reject,) = read_file(tmp_path)

    assert reject.reason == "no_files"
    assert str(tmp_path) in reject.message


def test_a_missing_path_does_not_stop_the_others(folder):
    (folder / "b.txt").write_text(HANS, encoding="utf-8")

    reject, article = read_articles([folder / "nowhere", folder / "b.txt"])

    assert (reject.reason, article.text) == ("missing", HANS)


@pytest.mark.parametrize("name", ["𠮷野家😀.txt", "新 闻\n二.txt", "café.txt"], ids=["emoji", "line-end", "accent"])
def test_unusual_file_names_are_read(tmp_path, name):
    (tmp_path / name).write_text(HANS, encoding="utf-8")

    (article,) = read_file(tmp_path)

    assert article.source == str(tmp_path / name)


def test_a_file_name_that_is_not_utf8_is_read_and_shown(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xb2\xe2\xff.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
        file.write(HANS.encode())

    (article,) = read_file(tmp_path)

    assert article.text == HANS
    assert article.source.encode().endswith(rb"\xb2\xe2\xff.txt")


def test_a_name_that_no_file_can_have_is_missing():
    (reject,) = read_articles(["\ud800.txt"])

    assert reject.reason == "missing"
    assert reject.source.encode()


@pytest.mark.parametrize("call", [
    lambda: read_articles("folder"),
    lambda: read_articles(["folder"], id_from="title"),
    lambda: read_articles(["folder"], max_chars=0),
], ids=["one-string", "id-from", "max-chars"])  # fmt: skip
def test_wrong_options_are_told_at_once(call):
    with pytest.raises(ConfigError):
        call()


def test_read_articles_is_public():
    assert newsextract.read_articles is read_articles
