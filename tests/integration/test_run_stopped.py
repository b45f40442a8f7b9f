"""Runs that cannot go on: a full disk, Ctrl-C, a worker that is killed. What was there before stays."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

STORY = "蓝鲸制造股份有限公司昨日公告，2024年营收28.80亿元，同比增长12.5%。总经理陈默表示：“前景很好。”\n"
FULL = """
import resource
from newsextract.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, resource.RLIM_INFINITY))
main()
"""


@pytest.fixture
def news(tmp_path):
    """Return a file with more articles than a test waits for."""
    rows = (json.dumps({"id": f"n{n}", "text": f"{STORY * 20}第{n}号。"}) for n in range(3000))
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def out(tmp_path):
    """Return an output folder with the files of an earlier run."""
    folder = tmp_path / "out"
    (folder / "records").mkdir(parents=True)
    for name in ("records/part-00000.jsonl", "rejects.jsonl", "run.json"):
        (folder / name).write_text("earlier")
    return folder


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(news, out, workers):
    command = [sys.executable, "-m", "newsextract", "run", news, "-o", out, "--workers", workers]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_until((out / ".partial" / "records" / "part-00000.jsonl").exists)
    return process


def wait_until(is_so):
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.05)
    raise TimeoutError


def members(group, having=""):
    """Return the ids of the processes of a group that still run, those with a word in their command line.

    A process that has closed its streams may still be on its way out: wait until nobody is left.
    """
    listing = subprocess.run(["ps", "-wweo", "pid=,pgid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    alive = [row for row in rows if "defunct" not in row[2]]
    return [int(pid) for pid, of, arguments in alive if int(of) == group and having in arguments]


def test_a_full_disk_stops_the_run_and_keeps_the_earlier_one(news, out):
    before = contents(out)

    done = subprocess.run(
        [sys.executable, "-c", FULL, "run", news, "-o", out], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "disk full" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before


@pytest.mark.parametrize("name, workers", [("SIGINT", "1"), ("SIGINT", "2"), ("SIGTERM", "2")])
def test_a_run_that_is_stopped_says_so_and_leaves_nothing_behind(news, out, name, workers):
    before = contents(out)
    process = start(news, out, workers)

    os.killpg(process.pid, getattr(signal, name))
    _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert said.splitlines()[-1] == f"stopped: {out} is as it was before"
    assert "Traceback" not in said
    assert contents(out) == before
    wait_until(lambda: not members(process.pid))


def test_a_worker_that_is_killed_ends_the_run_with_an_error(news, out):
    before = contents(out)
    process = start(news, out, "2")

    os.kill(members(process.pid, "spawn_main")[0], signal.SIGKILL)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "error: a worker process died" in said
    assert contents(out) == before
    wait_until(lambda: not members(process.pid))


def test_workers_end_when_the_run_is_killed(news, out):
    process = start(news, out, "2")

    process.kill()
    process.communicate(timeout=60)

    wait_until(lambda: not members(process.pid))
    assert (out / "run.json").read_text() == "earlier"
