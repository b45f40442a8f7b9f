"""The review application over a small database, for tests without a browser."""

import re

from starlette.testclient import TestClient

from newsextract.review.app import create_app
from newsextract.review.settings import ReviewSettings
from newsextract.store.database import Database
from newsextract.store.decisions import is_standing, read_decisions

HERE = "http://127.0.0.1:8765"


def load_records(url, records):
    """Load into an empty database, and return its URL."""
    with Database(url) as database:
        list(database.load(records))
    return url


def open_site(url, **settings):
    """Return a client that behaves as a browser with the page open, and the token that its changes carry."""
    settings = {"reviewer": "李岳"} | settings
    return TestClient(create_app(url, ReviewSettings(**settings)), base_url=HERE)


def csrf_of(client):
    return re.search(r'name="csrf" content="([0-9a-f]+)"', client.get("/").text)[1]


def change(client, path, fields, **headers):
    """Send a form as the page's script does."""
    sent = {"X-CSRF-Token": csrf_of(client), "Accept": "application/json"} | headers
    return client.post(path, data=fields, headers=sent, follow_redirects=False)


def standing_decisions(url):
    """Return the decisions that nobody took back, in their order."""
    with Database(url) as database, database.reading() as connection:
        return list(read_decisions(connection, is_standing()))


def queue(client, path="/"):
    """Return the keys of the claims in the list of a view, in its order."""
    page = client.get(path)
    assert page.status_code == 200
    return re.findall(r'<li class="item [^"]*" data-key="([^"]+)"', page.text.split('class="claim-side"')[0])
