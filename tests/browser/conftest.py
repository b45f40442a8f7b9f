"""Chromium, and the review application served as people are served. Without Chromium these tests skip; under CI they fail."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

import newsextract
from newsextract.normalise import detect_script
from newsextract.records import Article
from newsextract.review.app import create_app
from newsextract.review.serve import listen
from newsextract.review.settings import ReviewSettings
from review_site import load_records

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
        pytest.skip("no Chromium on this machine")
    arguments = QUIET + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Desk:
    """A served database, and the browsers that look at it."""

    chromium: Browser
    address: str
    db_url: str
    complaints: list[str] = field(default_factory=list)
    """What the browsers' consoles said: errors of scripts, refusals of the content policy."""
    contexts: list = field(default_factory=list)

    def open(self, path="/", *, reviewer=None, **options) -> Page:
        """Return a page in a browser of its own, as another person has it."""
        context = self.chromium.new_context(
            **({"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options)
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(self.address + path)
        if reviewer:
            sign_in(page, reviewer)
        return page

    def _hear(self, said):
        if (
            said.type in {"error", "warning"} and "Failed to load resource" not in said.text
        ):  # a refusal that a test wants
            self.complaints.append(said.text)


def sign_in(page, reviewer):
    page.locator(".menu summary").click()
    page.get_by_label("Your name").fill(reviewer)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".menu summary")).to_have_text(reviewer)
    page.wait_for_load_state("load")  # the name is there before the script that listens for keys


@contextmanager
def serving(db_url, **settings):
    app = create_app(db_url, ReviewSettings(**({"reviewer": "李岳"} | settings)))
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        listener.close()


@pytest.fixture(scope="session")
def corpus_records(extractor):
    """Return the function that gives the records of the first articles of the corpus, in one script or in any."""
    articles = [article for article in newsextract.read_articles([CORPUS]) if isinstance(article, Article)]
    made = {}

    def records(count, script=None):
        fitting = (article for article in articles if script in {None, detect_script(article.text)})
        chosen = list(islice(fitting, count))
        for article in chosen:
            if article.id not in made:
                made[article.id] = extractor.extract(article)
        return [made[article.id] for article in chosen]

    return records


@pytest.fixture
def desk_of(chromium, tmp_path):
    """Return the function that serves records until the test ends; a page that complained fails it."""
    opened = []

    def serve(records, **settings):
        url = load_records(f"sqlite:///{tmp_path}/news-{len(opened)}.db", records)
        served = serving(url, **settings)
        desk = Desk(chromium, served.__enter__(), url)
        opened.append((served, desk))
        return desk

    yield serve
    for served, desk in opened:
        for context in desk.contexts:
            context.close()
        served.__exit__(None, None, None)
    assert [complaint for _, desk in opened for complaint in desk.complaints] == []
