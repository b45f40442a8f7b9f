"""The review application over many claims: times of its pages, then reviewers deciding while a load runs.

usage: python bench/review_load.py [--claims 100000] [--reviewers 20] [--seconds 60] [--pause 0.5] [--db URL]

Articles of the corpus are loaded again and again under new ids until there are enough claims. Without --db, into a new
SQLite file. Exits with 1 if a decision was lost, doubled or refused.
"""

import argparse
import json
import multiprocessing
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import httpx
import psutil

import newsextract
from newsextract.records import ArticleRecord, Reject
from newsextract.store.database import Database
from newsextract.store.decisions import read_decisions

CORPUS = Path(__file__).parents[1] / "corpus" / "articles"
PAGES = {
    "queue, first page": "/",
    "search 营收": "/?q=营收&status=all",
    "search, nothing found": "/?q=龘龘龘&status=all",
    "firm and type": "/?firm=锦澈&type=quantity",
    "decided": "/?status=decided",
    "dashboard": "/dashboard",
    "API, 100 claims": "/api/claims?size=100",
    "API, metrics of an indicator": "/api/metrics?indicator=营收&size=100",
}
LIMIT_SECONDS = 60


def copies(records: list[ArticleRecord], version: int = 0) -> Iterator[ArticleRecord]:
    """Yield the records again and again under new ids, without end; another version has other scores."""
    for number in count():
        for record in records:
            info = record.article.model_copy(update={"id": f"{record.article.id}#{number}", "url": None})
            claims = tuple(
                claim.model_copy(update={"key": f"{claim.key}{number}", "metric_ids": claim.metric_ids[version % 2 :]})
                for claim in record.claims
            )
            yield record.model_copy(update={"article": info, "claims": claims})


def fill(url: str, records: list[ArticleRecord], claims: int) -> list[str]:
    """Load enough records for ``claims`` and return the keys."""
    wanted = -(-claims // sum(len(record.claims) for record in records)) * len(records)
    begun = time.perf_counter()
    with Database(url) as database:
        done = list(database.load(islice(copies(records), wanted)))[-1]
    keys = [claim.key for record in islice(copies(records), wanted) for claim in record.claims]
    print(f"{done.articles:,} articles, {len(keys):,} claims loaded in {time.perf_counter() - begun:.0f} s")
    return keys


def load_until(url: str, records: list[ArticleRecord], stop: "multiprocessing.synchronize.Event") -> None:
    """Load other versions of the first 4,000 articles over and over: each replaces what is there."""
    articles = 0
    with Database(url) as database:
        for version in count(1):
            for done in database.load(islice(copies(records, version), 4000)):
                if stop.is_set():
                    print(f"the load replaced {articles + done.articles:,} articles meanwhile")
                    return
            articles += done.articles


class Reviewer(threading.Thread):
    """Decides claims of the queue; now and then twice by the same request, now and then takes one back."""

    def __init__(self, base: str, number: int, keys: list[str], until: float, pause: float) -> None:
        super().__init__()
        self.chance = random.Random(number)  # noqa: S311 - a plan, not a secret
        self.reviewer, self.base, self.keys, self.until, self.pause = f"r{number}", base, keys, until, pause
        self.made: list[int] = []
        self.refused: Counter[str] = Counter()
        self.seconds: list[float] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.base, timeout=LIMIT_SECONDS) as client:
            for number in count():
                if time.monotonic() > self.until:
                    return
                self._decide(client, number)
                time.sleep(self.chance.uniform(0, 2 * self.pause))

    def _decide(self, client: httpx.Client, number: int) -> None:
        if self.chance.random() < 0.05 and self.made:
            self._send(client, "/api/decisions/undo", {"request_id": f"undo {number}"}, times=1)
            return
        act = {"key": self.chance.choice(self.keys), "verdict": self.chance.choice(["accept", "accept", "reject"])}
        twice = 2 if self.chance.random() < 0.1 else 1
        self._send(client, "/api/decisions", act | {"request_id": f"decide {number}"}, times=twice)

    def _send(self, client: httpx.Client, path: str, act: dict[str, str], *, times: int) -> None:
        for _ in range(times):
            begun = time.perf_counter()
            answer = client.post(path, json=act | {"reviewer": self.reviewer})
            self.seconds.append(time.perf_counter() - begun)
        if answer.status_code == 201:
            self.made.append(answer.json()["id"])
        else:
            self.refused[answer.text] += 1


def serve(url: str) -> tuple[subprocess.Popen[str], str]:
    """Start the application and return it and its address."""
    command = [sys.executable, "-m", "newsextract", "review", "--db", url, "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        found = re.search(r"http://[\d.]+:\d+", line)
        if found:
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return server, found[0]
    raise SystemExit("the server did not start")


def time_pages(base: str, server: psutil.Process) -> None:
    """Print what each page takes: the clock of the client, and the processor of the server."""
    print(f"\n{'page':30} {'median ms':>10} {'worst ms':>9} {'cpu ms':>7}  bytes")
    with httpx.Client(base_url=base, timeout=LIMIT_SECONDS) as client:
        for name, path in PAGES.items():
            client.get(path)
            before, clock = sum(server.cpu_times()[:2]), []
            for _ in range(10):
                begun = time.perf_counter()
                answer = client.get(path)
                clock.append(1000 * (time.perf_counter() - begun))
            cpu = 100 * (sum(server.cpu_times()[:2]) - before)
            shown = f"{statistics.median(clock):10.0f} {max(clock):9.0f} {cpu:7.0f}  {len(answer.content):,}"
            print(f"{name:30} {shown}" + (f"  status {answer.status_code}" if answer.status_code != 200 else ""))


def review(base: str, url: str, records: list[ArticleRecord], keys: list[str], options: argparse.Namespace) -> bool:
    """Let reviewers decide while a load runs; say whether every decision was kept once."""
    stop = multiprocessing.Event()
    loader = multiprocessing.Process(target=load_until, args=(url, records, stop))
    loader.start()
    until = time.monotonic() + options.seconds
    reviewers = [Reviewer(base, n, keys, until, options.pause) for n in range(options.reviewers)]
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join()
    stop.set()
    loader.join()
    made = [one for reviewer in reviewers for one in reviewer.made]
    refused = sum((reviewer.refused for reviewer in reviewers), Counter())
    seconds = sorted(second for reviewer in reviewers for second in reviewer.seconds)
    with Database(url) as database, database.reading() as connection:
        kept = list(read_decisions(connection))
    lost = len(set(made) - {decision.id for decision in kept})
    doubled = len(kept) - len({(decision.reviewer, decision.request_id) for decision in kept})
    extra = len({decision.id for decision in kept} - set(made))
    print(f"\n{options.reviewers} reviewers, {options.seconds} s: {len(seconds):,} requests, {len(kept):,} rows kept")
    print(f"lost {lost}, doubled {doubled}, never asked for {extra}, refused {sum(refused.values())}")
    median, late = (1000 * seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.99))
    print(f"a decision took {median:.0f} ms (median), {late:.0f} ms (99 of 100), {1000 * seconds[-1]:.0f} ms (worst)")
    for message, times in refused.most_common(5):
        print(f"{times} times: {message}")
    return not (lost or doubled or extra or refused or loader.exitcode)


def main() -> int:
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.5, help="mean seconds between two decisions of a reviewer")
    parser.add_argument("--db", help="a database to fill; without it, a new SQLite file")
    options = parser.parse_args()
    articles = newsextract.read_articles([str(CORPUS)])
    records = [record for record in newsextract.load().extract_many(articles) if not isinstance(record, Reject)]
    with tempfile.TemporaryDirectory() as folder:
        url = options.db or f"sqlite:///{folder}/news.db"
        keys = fill(url, records, options.claims)
        server, base = serve(url)
        try:
            time_pages(base, psutil.Process(server.pid))
            whole = review(base, url, records, keys, options)
        finally:
            server.terminate()
            server.wait()
    print(json.dumps({"whole": whole}))
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
