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


def wait_for_work(process, out):
    """Return when the workers of a run have written more than they have now, or the run has ended."""
    before = written(out)
    while process.poll() is None and written(out) == before:
        time.sleep(0.02)


def written(out):
    """Return how many bytes of outcomes a run has on the disk."""
    size = 0
    for path in (out / ".partial" / "shards").glob("*-worker-*"):
        with suppress(FileNotFoundError):  # swapped in and cleared
            size += path.stat().st_size
    return size


@dataclass
class Chaos:
    """Kills runs and workers until it has killed enough."""

    rng: random.Random
    kills: int
    seconds: float
    """The longest wait before a kill."""
    killed: dict[str, int] = field(default_factory=lambda: {"run": 0, "worker": 0})

    @property
    def left(self):
        return self.kills - sum(self.killed.values())

    def finish(self, news, out):
        """Start a run as often as it takes to complete it, killing it and its workers while kills are left."""
        while True:
            process = start_run(news, out)
            said = self._harass(process, out)
            if process.returncode in {0, 1}:
                return
            assert process.returncode == -signal.SIGKILL, said

    def _harass(self, process, out):
        while self.left:
            if self.rng.random() < 0.75:  # most kills fall while articles are extracted, some before
                wait_for_work(process, out)
            try:
                _, said = process.communicate(timeout=self.rng.uniform(0, self.seconds))
            except subprocess.TimeoutExpired:
                self._strike(process)
            else:
                return said
        return process.communicate()[1]

    def _strike(self, process):
        workers = workers_of(process) if self.rng.random() < 0.5 else []
        with suppress(ProcessLookupError):  # it has just come to its end
            kill(self.rng.choice(workers) if workers else process.pid, signal.SIGKILL)
            self.killed["worker" if workers else "run"] += 1


def main():
    """Run it for real, and say what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wait", type=float, help="longest time before a kill; a 25th of what a quiet run takes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        news = write_articles(here / "news.jsonl", options.articles, options.seed)
        begun = time.monotonic()
        start_run(news, here / "quiet").communicate()
        seconds = time.monotonic() - begun
        expected = result_of(here / "quiet")
        print(f"{options.articles} articles, uninterrupted: {seconds:.1f} s")
        chaos = Chaos(random.Random(options.seed), options.kills, options.wait or seconds / 25)
        rounds = 0
        while chaos.left:
            rounds += 1
            chaos.finish(news, here / f"round-{rounds}")
            same = result_of(here / f"round-{rounds}") == expected
            print(f"round {rounds}: complete after {chaos.killed} kills so far; {'same' if same else 'OTHER'} bytes")
            if not same:
                sys.exit(1)


if __name__ == "__main__":
    main()
