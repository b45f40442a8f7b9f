"""Files of records: whole or not there, in parts, in an output folder that changes all at once."""

import hashlib
import resource
import subprocess
import sys

import pytest

from builders import make_record, make_records
from newsextract.errors import StoreError
from newsextract.records import ArticleRecord, Reject
from newsextract.store.atomic import write_atomically
from newsextract.store.folder import open_output
from newsextract.store.jsonl import (
    PartWriter,
    check_parts,
    find_record_files,
    holds_records,
    read_records,
    read_rejects,
)


def write_records(path, records):
    path.write_text("".join(f"{record.to_json()}\n" for record in records), encoding="utf-8")


def fill(folder, text="new"):
    (folder.records / "part-00000.jsonl").write_text(text)
    for path in (folder.rejects, folder.journal, folder.report):
        path.write_text(text)


def test_a_file_written_atomically_is_there_when_the_block_ends(tmp_path):
    path = tmp_path / "a.json"

    with write_atomically(path) as file:
        file.write(b"new")
        assert not path.exists()

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def fail():
        with write_atomically(path) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(StoreError, match="a file stands where a folder is needed"),
        write_atomically(tmp_path / "file" / "a"),
    ):
        pass


LIMITED = """
import resource, sys
from pathlib import Path
from newsextract.errors import StoreError
from newsextract.store.atomic import write_atomically
from newsextract.store.jsonl import PartWriter
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
folder = Path(sys.argv[1])
for write in (lambda: whole(), lambda: parts()):
    def whole():
        with write_atomically(folder / "a.json") as file:
            file.write(b"x" * 10_000)
    def parts():
        with PartWriter(folder) as writer:
            for _ in range(100):
                writer.write(b"x" * 999 + b"\\n")
    try:
        write()
    except StoreError as error:
        print(error)
"""


def test_a_full_disk_is_said_and_no_whole_file_is_left(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LIMITED, tmp_path], capture_output=True, text=True, check=True
    )

    assert done.stdout.count("disk full") == 2
    assert "free space and run again" in done.stdout
    assert done.stderr == ""
    assert not (tmp_path / "a.json").exists()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_parts_are_numbered_and_counted(tmp_path):
    lines = [f"{number}\n".encode() for number in range(7)]

    with PartWriter(tmp_path, lines_a_part=3) as writer:
        for line in lines:
            writer.write(line)

    assert [(part.file, part.records) for part in writer.parts] == [
        ("part-00000.jsonl", 3),
        ("part-00001.jsonl", 3),
        ("part-00002.jsonl", 1),
    ]
    content = (tmp_path / "part-00001.jsonl").read_bytes()
    assert content == b"3\n4\n5\n"
    assert writer.parts[1].sha256 == hashlib.sha256(content).hexdigest()
    assert writer.parts[1].size_bytes == len(content)


def test_parts_that_read_back_differently_are_an_error(tmp_path):
    with PartWriter(tmp_path) as writer:
        assert writer.write(b"1\n") == ("part-00000.jsonl", 0)
        assert writer.write(b"2\n") == ("part-00000.jsonl", 2)
    check_parts(tmp_path, writer.parts)
    (tmp_path / "part-00000.jsonl").write_bytes(b"1\n3\n")

    with pytest.raises(StoreError, match="reads back differently"):
        check_parts(tmp_path, writer.parts)


def test_no_lines_make_no_part(tmp_path):
    with PartWriter(tmp_path) as writer:
        pass

    assert writer.parts == []
    assert list(tmp_path.iterdir()) == []


def test_records_are_read_in_order_from_the_output_folder_of_a_run(tmp_path):
    records = make_records(4)
    (tmp_path / "records").mkdir()
    write_records(tmp_path / "records" / "part-00000.jsonl", records[:2])
    write_records(tmp_path / "records" / "part-00001.jsonl", records[2:])
    (tmp_path / "rejects.jsonl").write_text("{}\n")

    assert list(read_records([tmp_path])) == records


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b'{"text": "x"}', b"\xff\xfe", b'"' + b"[" * 5000, b"[" * 100_000],
    ids=["cut", "list", "other", "bytes", "string", "deep"],
)
def test_a_line_that_is_no_record_is_a_reject_that_names_it_and_the_rest_goes_on(tmp_path, line):
    path = tmp_path / "r.jsonl"
    good = make_record().to_json().encode()
    path.write_bytes(b"\n".join([good, line, good]) + b"\n")

    first, second, third = read_records([path])

    assert isinstance(second, Reject)
    assert second.source == f"{path}:2"
    assert (second.stage, second.reason) == ("read", "no_record")
    assert isinstance(first, ArticleRecord)
    assert first == third


def test_a_missing_path_and_a_folder_without_records_are_named(tmp_path):
    with pytest.raises(StoreError, match="no such file or folder"):
        find_record_files([tmp_path / "nowhere"])
    with pytest.raises(StoreError, match=r"no \.jsonl files"):
        find_record_files([tmp_path])


def test_records_are_told_from_articles(tmp_path):
    write_records(tmp_path / "records.jsonl", [make_record()])
    (tmp_path / "articles.jsonl").write_text('{"text": "x"}\n')

    assert holds_records(tmp_path / "records.jsonl")
    assert not holds_records(tmp_path / "articles.jsonl")
    assert not holds_records(tmp_path)
    assert not holds_records(tmp_path / "nowhere")


def test_rejects_with_undecodable_names_are_read_back(tmp_path):
    path = tmp_path / "rejects.jsonl"
    path.write_text('{"source": "a\\\\xff.txt", "id": null, "stage": "read", "reason": "empty", "message": "m"}\n')

    (reject,) = read_rejects(path)

    assert reject.source == r"a\xff.txt"


def test_a_committed_run_replaces_the_earlier_one(tmp_path):
    out = tmp_path / "out"
    for text in ("old", "new"):
        with open_output(out) as folder:
            fill(folder, text)
            folder.commit()

    assert sorted(path.name for path in out.iterdir()) == ["journal.jsonl", "records", "rejects.jsonl", "run.json"]
    assert (out / "records" / "part-00000.jsonl").read_text() == "new"
    assert (out / "run.json").read_text() == "new"


def test_a_run_that_is_not_committed_leaves_the_folder_as_it_was(tmp_path):
    out = tmp_path / "out"
    with open_output(out) as folder:
        fill(folder, "old")
        folder.commit()

    def stop():
        with open_output(out) as folder:
            fill(folder)
            folder.report.unlink()  # it says that all is there
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()

    assert sorted(path.name for path in out.iterdir()) == ["journal.jsonl", "records", "rejects.jsonl", "run.json"]
    assert (out / "records" / "part-00000.jsonl").read_text() == "old"


def test_a_run_that_is_not_committed_leaves_no_new_folder(tmp_path):
    with pytest.raises(KeyboardInterrupt), open_output(tmp_path / "a" / "out"):
        raise KeyboardInterrupt

    assert not (tmp_path / "a" / "out").exists()


def test_outcomes_that_a_stopped_run_left_stay_for_the_next_one_and_all_else_is_cleared(tmp_path):
    def stop():
        with open_output(tmp_path) as folder:
            (folder.shards / "a.jsonl").write_text("outcomes")
            fill(folder, "half")
            folder.report.unlink()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    with open_output(tmp_path) as folder:
        assert [path.read_text() for path in folder.earlier()] == ["outcomes"]
        assert list(folder.records.iterdir()) == []
        fill(folder)
        folder.commit()

    assert [path.name for path in (tmp_path / "records").iterdir()] == ["part-00000.jsonl"]
    assert not (tmp_path / ".partial").exists()


def test_a_fresh_run_forgets_what_a_stopped_one_left(tmp_path):
    with open_output(tmp_path) as folder:
        (folder.shards / "a.jsonl").write_text("outcomes")

    with open_output(tmp_path, fresh=True) as folder:
        assert folder.earlier() == []


@pytest.mark.parametrize("moved", [(), ("records",), ("records", "rejects.jsonl"), ("records", "journal.jsonl")])
def test_a_swap_that_was_cut_off_is_finished_by_whoever_opens_the_folder_next(tmp_path, moved):
    with open_output(tmp_path) as folder:
        fill(folder, "old")
        folder.commit()
    with open_output(tmp_path) as folder:
        fill(folder, "new")
        (tmp_path / "run.json").unlink()
        for name in moved:
            if name == "records":
                (tmp_path / name).rename(folder.partial / "old")
            (folder.partial / name).rename(tmp_path / name)
        (folder.shards / "a.jsonl").write_text("outcomes")

    with open_output(tmp_path):
        assert {path.read_text() for path in tmp_path.glob("*.json*")} == {"new"}
        assert (tmp_path / "records" / "part-00000.jsonl").read_text() == "new"


def test_a_swap_that_fails_half_way_loses_nothing_and_is_finished_later(tmp_path):
    with open_output(tmp_path) as folder:
        fill(folder, "old")
        folder.commit()
    (tmp_path / "journal.jsonl").unlink()
    (tmp_path / "journal.jsonl" / "in-the-way").mkdir(parents=True)

    def swap():
        with open_output(tmp_path) as folder:
            fill(folder, "new")
            folder.commit()

    with pytest.raises(StoreError):
        swap()
    assert not (tmp_path / "run.json").exists()
    (tmp_path / "journal.jsonl" / "in-the-way").rmdir()
    (tmp_path / "journal.jsonl").rmdir()

    with open_output(tmp_path):
        assert {path.read_text() for path in tmp_path.glob("*.json*")} == {"new"}
        assert (tmp_path / "records" / "part-00000.jsonl").read_text() == "new"


def test_files_of_somebody_else_are_not_replaced(tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "jazz.jsonl").write_text("mine")

    with pytest.raises(StoreError, match=r"jazz.jsonl: not written by a run"), open_output(tmp_path):
        pass

    assert (tmp_path / "records" / "jazz.jsonl").read_text() == "mine"


def test_two_runs_do_not_write_to_one_folder(tmp_path):
    with open_output(tmp_path), pytest.raises(StoreError, match="another run"), open_output(tmp_path):
        pass
