"""Runs that are killed at random moments, again and again, until they are complete: do they end in the same bytes?

usage: python tests/chaos.py [--articles 2000] [--kills 50] [--seed 1] [--wait SECONDS]     (make chaos)
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from os import kill
from pathlib import Path

from newsextract.read import read_articles
from newsextract.records import Article
from newsextract.values.sentences import split_sentences

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles"


def write_articles(path, count, seed):
    """Write ``count`` articles of 3 to 8 sentences of the corpus each, a few of which are no articles, to ``path``."""
    rng = random.Random(seed)
    texts = [article.text for article in read_articles([CORPUS]) if isinstance(article, Article)]
    sentences = [text[s.start : s.end] for text in texts for s in split_sentences(text) if s.end - s.start > 10]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = "".join(rng.choices(sentences, k=rng.randint(3, 8))) if number % 97 else " "
            file.write(f"{json.dumps({'id': f'c{number}', 'text': text}, ensure_ascii=False)}\n")
    return path


def result_of(out):
    """Return the bytes that a complete run has left."""
    assert (out / "run.json").is_file()
    paths = [*sorted((out / "records").iterdir()), out / "rejects.jsonl", out / "journal.jsonl"]
    return {path.name: path.read_bytes() for path in paths}


def start_run(news, out, workers=2):
    """Start a run in a process of its own."""
    command = [sys.executable, "-m", "newsextract", "run", news, "-o", out, "--workers", str(workers)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def workers_of(process):
    """Return the ids of a run's worker processes."""
    done = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    rows = [line.split(None, 1) for line in done.stdout.splitlines()]
    return [int(pid) for pid, args in rows if "newsextract.run.worker" in args]


def written(out):
    """Return how many bytes of outcomes a run has on the disk."""
    size = 0
    for path in (out / ".partial" / "shards").glob("*-worker-*"):
        with suppress(FileNotFoundError):  # swapped in and cleared
            size += path.stat().st_size
    return size


def parts_of(out):
    """Return what tells the parts that a run writes at its end from those that an earlier one left."""
    found = set()
    for path in (out / ".partial" / "records").glob("part-*"):
        with suppress(FileNotFoundError):
            found.add((path.name, path.stat().st_ino, path.stat().st_ctime_ns))
    return found


class Watch:
    """Says what a run, started now, is doing: ``starting``, ``extracting`` or ``writing`` its files."""

    def __init__(self, out):
        self.out = out
        self.outcomes = written(out)
        self.parts = parts_of(out)

    def phase(self):
        if parts_of(self.out) - self.parts or (self.out / ".partial" / "run.json").exists():
            return "writing"
        return "extracting" if written(self.out) > self.outcomes else "starting"


PHASES = ("starting", "extracting", "writing")


@dataclass
class Chaos:
    """Kills runs and workers until it has killed enough."""

    rng: random.Random
    kills: int
    seconds: float
    """The longest wait before a kill."""
    writing_seconds: float = 0.1
    """The longest wait before a kill while files are written, which is soon done."""
    killed: Counter = field(default_factory=Counter)
    """How often, by phase and victim."""

    @property
    def left(self):
        return self.kills - self.killed.total()

    def finish(self, news, out):
        """Start a run as often as it takes to complete it, killing it and its workers while kills are left.

        An eighth of the kills is kept for the end: what has come so far loses nothing by being killed.
        """
        kept = max(1, self.kills // 8)
        while True:
            watch = Watch(out)
            process = start_run(news, out)
            before = self.killed["writing", "run"]
            said = self._harass(process, watch, kept)
            kept -= self.killed["writing", "run"] - before
            if process.returncode in {0, 1}:
                return
            assert process.returncode == -signal.SIGKILL, said

    def _harass(self, process, watch, kept):
        """Kill the workers of a run now and then, and the run in the end, or let it end."""
        while self.left:
            early = "starting" if self.rng.random() < 0.1 else "extracting"
            phase = self._wait_for(early if self.left > kept else "writing", process, watch)
            if phase == "writing" and not kept:
                break
            try:
                process.communicate(
                    timeout=self.rng.uniform(0, self.writing_seconds if phase == "writing" else self.seconds)
                )
            except subprocess.TimeoutExpired:
                self._strike(process, watch)
            else:
                break
        return process.communicate()[1]

    def _wait_for(self, wanted, process, watch):
        """Return the phase of a run when it has come to ``wanted``, or beyond, or has ended."""
        while True:
            phase = watch.phase()
            if PHASES.index(phase) >= PHASES.index(wanted) or process.poll() is not None:
                return phase
            time.sleep(0.005)

    def _strike(self, process, watch):
        phase = watch.phase()
        of_workers, of_runs = self.killed["extracting", "worker"], self.killed["extracting", "run"]
        workers = workers_of(process) if phase == "extracting" and of_workers <= of_runs else []
        with suppress(ProcessLookupError):  # it has just come to its end
            kill(self.rng.choice(workers) if workers else process.pid, signal.SIGKILL)
            self.killed[phase, "worker" if workers else "run"] += 1
        if workers:
            watch.outcomes = written(watch.out)  # the next kill waits until somebody has worked again


def time_quiet_run(news, out):
    """Return the seconds that an undisturbed run takes, and those of them for its files."""
    watch = Watch(out)
    begun = time.monotonic()
    process = start_run(news, out)
    while process.poll() is None and watch.phase() != "writing":
        time.sleep(0.005)
    writes = time.monotonic()
    process.communicate()
    return time.monotonic() - begun, time.monotonic() - writes


def main():
    """Run it for real, and say what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wait", type=float, help="longest time before a kill; twice a quiet run's time by the kills")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        news = write_articles(here / "news.jsonl", options.articles, options.seed)
        begun = time.monotonic()
        seconds, writing = time_quiet_run(news, here / "quiet")
        expected = result_of(here / "quiet")
        print(f"{options.articles} articles, uninterrupted: {seconds:.1f} s, of which {writing:.1f} s writing files")
        longest = options.wait or 2 * seconds / options.kills
        chaos = Chaos(random.Random(options.seed), options.kills, longest, writing)
        rounds = 0
        while chaos.left:
            rounds += 1
            chaos.finish(news, here / f"round-{rounds}")
            same = result_of(here / f"round-{rounds}") == expected
            spent = time.monotonic() - begun
            print(
                f"round {rounds}: complete after {chaos.killed.total()} kills in {spent:.0f} s; {'same' if same else 'OTHER'} bytes"
            )
            if not same:
                sys.exit(1)
    for (phase, victim), count in sorted(chaos.killed.items()):
        print(f"{count:>4} kills of a {victim} while {phase}")


if __name__ == "__main__":
    main()
