"""Make the pictures of docs/reviewing.md: extract the corpus, let two invented reviewers decide, and look.

    python docs/examples/screenshots.py docs/images

Needs the extra ``dev`` and a Chromium; CHROMIUM names one that is not on the PATH.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

import newsextract
from newsextract.records import Article, ArticleRecord
from newsextract.review.app import create_app
from newsextract.review.serve import listen
from newsextract.review.settings import ReviewSettings
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.claim_filter import ClaimFilter
from newsextract.store.database import Database
from newsextract.store.decisions import Verdict, decide
from newsextract.store.review_queue import QueuedClaim, read_page

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"
SHARES = {"李岳": 190, "陳默": 90}
"""Of 256 claims, how many each reviewer decides."""
PICTURES = (
    ("queue", "/?{hant}", 1280, 800, "light"),
    ("claim", "/?status=changed", 1280, 800, "dark"),
    ("firm", "/firms/view?key=" + quote("湖南昊沅材料科技有限公司"), 1280, 800, "light"),
    ("dashboard", "/dashboard", 1280, 800, "light"),
    ("hand", "/?{hant}&claim={claim}", 390, 780, "dark"),
)


def extract_corpus() -> list[ArticleRecord]:
    """Return the records of the corpus."""
    extractor = newsextract.load()
    articles = (article for article in newsextract.read_articles([CORPUS]) if isinstance(article, Article))
    return list(extractor.extract_many(articles))


def decide_some(database: Database) -> None:
    """Let both reviewers decide some claims, always the same ones."""
    with database.reading() as connection:
        claims = read_page(connection, ClaimFilter(), size=220).claims
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with database.writing() as connection:
        for number, claim in enumerate(claims[6:]):
            for reviewer, share in SHARES.items():
                lot = hashlib.sha256(f"{reviewer}{claim.key}".encode()).digest()[0]
                if lot < share:
                    verdict = choose_verdict(claim, lot)
                    edits = ClaimEdits(speaker=None) if verdict == "edit" else None
                    at = begin + timedelta(hours=number * 0.7)
                    decide(connection, claim.key, reviewer=reviewer, verdict=verdict, edits=edits, at=at)


def choose_verdict(claim: QueuedClaim, lot: int) -> Verdict:
    """Return what an invented reviewer thinks of a claim."""
    if lot % 11 == 0 or "statement" in claim.types:
        return "reject"
    return "edit" if lot % 13 == 0 else "skip" if lot % 19 == 0 else "accept"


def without_a_rule(record: ArticleRecord) -> ArticleRecord:
    """Return the record as a pipeline without ranks, and without prices as events, would have it."""
    claims = []
    for claim in record.claims:
        gone = {"superlative"} if "superlative.rank" in claim.rules else set()
        gone |= {"event"} if "event.price" in claim.rules else set()
        if types := tuple(name for name in claim.types if name not in gone):
            claims.append(claim.model_copy(update={"types": types}))
    return record.model_copy(update={"claims": tuple(claims[:-1] if len(claims) > 14 else claims)})


@contextmanager
def served(url: str) -> Iterator[str]:
    """Serve the database, and give the address."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(url, ReviewSettings(reviewer="李岳")), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def take_pictures(address: str, claim: str, folder: Path) -> None:
    """Write the pictures."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no Chromium on the PATH: apt-get install chromium fonts-noto-cjk")
    quiet = ["--disable-background-networking", "--no-first-run", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        for name, path, width, height, scheme in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")
            page.goto(address + path.format(hant="script=hant", claim=claim))
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"review-{name}.jpg", type="jpeg", quality=72)
        browser.close()


def main() -> None:
    """Write the pictures into the folder that is named."""
    folder = Path(sys.argv[1])
    records = extract_corpus()
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/news.db"
        with Database(url) as database:
            list(database.load(records))
            decide_some(database)
            list(database.load(map(without_a_rule, records)))
            with database.reading() as connection:
                claim = read_page(connection, ClaimFilter(script="hant")).claims[1].key
        with served(url) as address:
            take_pictures(address, claim, folder)


if __name__ == "__main__":
    main()
