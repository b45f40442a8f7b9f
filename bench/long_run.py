"""A long run: characters a second, time by stage, memory of the workers at the start and at the end.

usage: python bench/long_run.py [FILE] [--articles 50000] [--workers 1 2] [--engine local ray]

FILE holds articles (.jsonl, plain or packed) and is repeated until there are enough; without it the corpus is taken.
The seconds are those of the whole run: a second or two for a worker's start, ten or more for Ray's, which only a long
run makes up for. Stages are shares of the processor time of all processes together.
"""

import argparse
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle, islice
from json import dumps
from pathlib import Path

from newsextract.read import read_articles
from newsextract.records import Article
from newsextract.run.batch import run_batch

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles"
SECONDS_BETWEEN_LOOKS = 2.0
FILES = 16


def write_news(source: Path, count: int, folder: Path) -> int:
    """Write ``count`` articles to files in ``folder``, those of ``source`` over and over; return their characters."""
    articles = [item for item in read_articles([source]) if isinstance(item, Article)]
    numbered = enumerate(islice(cycle(articles), count))
    folder.mkdir()
    characters = 0
    for part in range(FILES):  # Ray gives a file to one task, so one file would keep one worker busy
        with (folder / f"{part:02}.jsonl").open("w", encoding="utf-8") as file:
            for number, article in islice(numbered, -(-count // FILES)):
                file.write(f"{dumps({'id': f'{number}', 'text': article.text}, ensure_ascii=False)}\n")
                characters += len(article.text)
    return characters


@dataclass
class Memory:
    """Looks at the memory of the worker processes now and then."""

    done: threading.Event = field(default_factory=threading.Event)
    seen: list[int] = field(default_factory=list)

    def watch(self) -> None:
        """Note the largest worker, in MiB, until ``done``."""
        while not self.done.wait(SECONDS_BETWEEN_LOOKS):
            listing = subprocess.run(["ps", "-wweo", "rss=,args="], capture_output=True, text=True, check=True).stdout
            rows = [line.split(None, 1) for line in listing.splitlines() if "newsextract.run.worker" in line]
            if rows:
                self.seen.append(max(int(size) for size, _ in rows) // 1024)

    def at(self, share: float) -> int:
        """Return what was seen when ``share`` of the run was over."""
        return self.seen[min(int(share * len(self.seen)), len(self.seen) - 1)] if self.seen else 0


def measure(news: Path, out: Path, workers: int, engine: str) -> None:
    """Run once and print a line, then the stages."""
    memory = Memory()
    watcher = threading.Thread(target=memory.watch)
    watcher.start()
    begun = time.perf_counter()
    try:
        report = run_batch([news], out, workers=workers, engine=engine, fresh=True)  # type: ignore[arg-type]
    finally:
        memory.done.set()
        watcher.join()
    seconds = time.perf_counter() - begun
    spent = sum(report.tally.stages.values())
    print(
        f"{engine:<7}{workers:>7}{report.tally.articles:>10,}{seconds:>9.1f}"
        f"{report.tally.characters / seconds:>14,.0f}{report.tally.characters / spent:>14,.0f}"
        f"{memory.at(0.1):>8}{memory.at(0.5):>7}{memory.at(1.0):>7}"
    )
    shares = sorted(report.tally.stages.items(), key=lambda stage: -stage[1])
    print("       " + ", ".join(f"{name} {time / spent:.0%}" for name, time in shares), flush=True)


def main() -> None:
    """Run every combination that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS, help="articles to repeat [default: the corpus]")
    parser.add_argument("--articles", type=int, default=50_000, help="how many [default: 50,000]")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="one run for each number")
    parser.add_argument("--engine", nargs="+", default=["local"], choices=["local", "ray"], help="and for each engine")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news"
        print(f"{write_news(options.file, options.articles, news):,} characters in {FILES} files")
        print(
            f"{'engine':<7}{'workers':>7}{'articles':>10}{'seconds':>9}{'characters/s':>14}{'/processor s':>14}"
            f"{'MiB a worker: after a tenth, half-way, at the end':>52}"
        )
        for engine in options.engine:
            for workers in options.workers:
                measure(news, Path(folder) / f"{engine}-{workers}", workers, engine)


if __name__ == "__main__":
    main()
