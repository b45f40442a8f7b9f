"""Runs that are stopped: a full disk, Ctrl-C, kills. What was there before stays, and the next run goes on."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from chaos import Chaos, result_of, start_run, workers_of, write_articles
from newsextract.run.batch import run_batch

FULL = """
import resource
from newsextract.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, resource.RLIM_INFINITY))
main()
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Return a file with more articles than a test waits for."""
    return write_articles(tmp_path_factory.mktemp("news") / "news.jsonl", 4000, seed=3)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Return a file with some articles, and what an undisturbed run makes of them."""
    folder = tmp_path_factory.mktemp("few")
    path = write_articles(folder / "news.jsonl", 200, seed=5)
    run_batch([path], folder / "out", workers=2)
    return path, result_of(folder / "out")


@pytest.fixture
def out(tmp_path):
    """Return an output folder with the files of an earlier run."""
    folder = tmp_path / "out"
    (folder / "records").mkdir(parents=True)
    for name in ("records/part-00000.jsonl", "rejects.jsonl", "journal.jsonl", "run.json"):
        (folder / name).write_text("earlier")
    return folder


def contents(folder):
    """Return what a reader of the folder sees."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".partial" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def started(news, out, workers=2):
    """Start a run and return when it has done something."""
    process = start_run(news, out, workers)
    wait_until(lambda: has_outcomes(out) or process.poll() is not None)
    return process


def has_outcomes(out):
    return any(path.stat().st_size for path in (out / ".partial" / "shards").glob("*-worker-*"))


def wait_until(is_so):
    for _ in range(2400):
        if is_so():
            return
        time.sleep(0.05)
    raise TimeoutError


def is_gone(pid):
    """Say whether a process has ended; one that nobody has waited for yet counts as ended."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return not done.stdout.strip() or done.stdout.startswith("Z")


def test_a_full_disk_stops_the_run_and_keeps_the_earlier_one(news, out):
    before = contents(out)

    done = subprocess.run(
        [sys.executable, "-c", FULL, "run", news, "-o", out], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "disk full" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before


@pytest.mark.parametrize("name, workers", [("SIGINT", 1), ("SIGTERM", 2)])
def test_a_run_that_is_stopped_says_so_and_leaves_the_earlier_one(news, out, name, workers):
    before = contents(out)
    process = started(news, out, workers)
    children = workers_of(process)

    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=120)

    assert process.returncode == 130
    assert said.splitlines()[-1] == f"stopped: {out} holds the last complete run; the same command goes on from here"
    assert "Traceback" not in said
    assert contents(out) == before
    assert len(children) == workers
    wait_until(lambda: all(map(is_gone, children)))


def test_workers_end_when_the_run_is_killed_and_the_next_run_goes_on_where_it_was(few, tmp_path):
    news, expected = few
    process = started(news, tmp_path / "out")
    children = workers_of(process)
    process.kill()
    process.communicate(timeout=300)
    wait_until(lambda: all(map(is_gone, children)))

    report = run_batch([news], tmp_path / "out")

    assert report.reused > 0
    assert result_of(tmp_path / "out") == expected
    assert not (tmp_path / "out" / ".partial").exists()


def test_workers_leave_signals_to_the_run_and_one_that_stands_still_is_replaced(few, tmp_path):
    news, expected = few
    command = [sys.executable, "-m", "newsextract", "run", news, "-o", tmp_path / "out", "--article-timeout", "20"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: has_outcomes(tmp_path / "out") or process.poll() is not None)

    for pid in workers_of(process):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGSTOP):
            os.kill(pid, number)
    process.communicate(timeout=600)

    assert process.returncode == 1
    assert result_of(tmp_path / "out") == expected


def test_kills_at_random_moments_do_not_change_a_byte(few, tmp_path):
    news, expected = few
    chaos = Chaos(random.Random(11), kills=5, seconds=1)

    chaos.finish(news, tmp_path / "out")

    assert result_of(tmp_path / "out") == expected


def test_a_run_that_was_killed_while_it_swapped_is_swapped_in_by_the_next(few, tmp_path):
    news, expected = few
    out = shutil.copytree(news.with_name("out"), tmp_path / "out")
    (out / ".partial").mkdir()
    for name in ("records", "journal.jsonl", "run.json"):
        (out / name).rename(out / ".partial" / name)
    (out / "records").mkdir()
    (out / "records" / "part-00000.jsonl").write_text("older")

    report = run_batch([news], out)

    assert report.reused == 200
    assert result_of(out) == expected


def test_a_damaged_outcome_is_extracted_again(few, tmp_path):
    news, expected = few
    out = shutil.copytree(news.with_name("out"), tmp_path / "out")
    part = out / "records" / "part-00000.jsonl"
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)

    report = run_batch([news], out)

    assert report.reused == 199
    assert result_of(out) == expected


def test_only_what_is_new_or_changed_is_extracted(few, tmp_path):
    news, _ = few
    lines = news.read_text(encoding="utf-8").splitlines()
    mine = tmp_path / "mine.jsonl"
    mine.write_text("\n".join(lines[:40]), encoding="utf-8")
    run_batch([mine], tmp_path / "out")
    changed = json.loads(lines[7]) | {"title": "更正"}
    mine.write_text("\n".join([*lines[:7], json.dumps(changed), *lines[8:42]]), encoding="utf-8")

    report = run_batch([mine], tmp_path / "out")
    again = run_batch([mine], tmp_path / "out")
    fresh = run_batch([mine], tmp_path / "fresh", fresh=True)

    assert (report.reused, again.reused, fresh.reused) == (39, 42, 0)
    assert result_of(tmp_path / "out") == result_of(tmp_path / "fresh")
