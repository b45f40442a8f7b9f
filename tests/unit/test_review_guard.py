"""Who is let in, and what is refused before any page sees it."""

import pytest

from builders import make_records
from newsextract.errors import ConfigError
from newsextract.review.settings import ReviewSettings
from review_site import HERE, change, csrf_of, load_records, open_site

TOKEN = "a token of some length"
CLAIM = "/claims/a-0-1/decide"


@pytest.fixture
def url(tmp_path):
    return load_records(f"sqlite:///{tmp_path}/news.db", make_records(1))


def test_a_decision_with_the_pages_token_is_taken(url):
    with open_site(url) as client:
        answer = change(client, CLAIM, {"verdict": "accept"})

    assert answer.status_code == 200
    assert answer.json()["statuses"]["accepted"] == 1


@pytest.mark.parametrize("path", [CLAIM, "/decide", "/undo", "/session", "/enter"])
def test_a_change_without_the_pages_token_is_refused(url, path):
    with open_site(url) as client:
        client.get("/")

        answer = client.post(path, data={"verdict": "accept", "key": "a-0-1"}, follow_redirects=False)

    assert answer.status_code == 403


def test_another_sessions_token_is_refused(url):
    with open_site(url) as mine, open_site(url) as theirs:
        answer = mine.post(CLAIM, data={"verdict": "accept"}, headers={"X-CSRF-Token": csrf_of(theirs)})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_change_from_another_site_is_refused_even_with_the_token(url, headers):
    with open_site(url) as client:
        assert change(client, CLAIM, {"verdict": "accept"}, **headers).status_code == 403


def test_a_name_that_points_here_is_not_served(url):
    with open_site(url) as client:
        assert client.get("/", headers={"Host": "evil.example:8765"}).status_code == 421


@pytest.mark.parametrize("name", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765"])
def test_names_of_this_machine_are_served(url, name):
    with open_site(url) as client:
        assert client.get("/", headers={"Host": name}).status_code == 200


def test_too_large_a_body_is_refused_however_it_is_sent(url):
    with open_site(url) as client:
        chunks = (b"x" * 100_000 for _ in range(50))

        answer = client.post(CLAIM, content=chunks, headers={"X-CSRF-Token": csrf_of(client)})

    assert answer.status_code == 413


def test_other_hosts_need_a_token():
    with pytest.raises(ConfigError, match="--token"):
        ReviewSettings(host="0.0.0.0")
    with pytest.raises(ConfigError, match="16"):
        ReviewSettings(host="0.0.0.0", token="short")


def test_without_the_token_nothing_is_shown(url):
    with open_site(url, host="0.0.0.0", token=TOKEN) as client:
        for path in ("/", "/claims/a-0-1", "/claims/a-0-1/pane", "/articles/a-0", "/api/openapi.json"):
            assert client.get(path).status_code == 401, path
        page = client.get("/", headers={"Accept": "text/html"})

    assert page.url == f"{HERE}/enter"
    assert "蓝鲸" not in page.text


def test_the_token_is_shown_once_and_leaves_the_address(url):
    with open_site(url, host="0.0.0.0", token=TOKEN) as client:
        page = client.get("/", params={"token": TOKEN, "q": "营收"})

        assert "token" not in str(page.url)
        assert client.get("/").status_code == 200


def test_the_token_can_be_typed_and_a_wrong_one_is_not_taken(url):
    with open_site(url, host="0.0.0.0", token=TOKEN) as client:
        csrf = client.get("/enter").text.partition('name="csrf" content="')[2].partition('"')[0]

        assert client.post("/enter", data={"token": TOKEN + "x", "csrf": csrf}).status_code == 403
        assert client.post("/enter", data={"token": TOKEN, "csrf": csrf}).status_code == 200
        assert client.get("/").status_code == 200


def test_a_program_shows_the_token_in_a_header(url):
    with open_site(url, host="0.0.0.0", token=TOKEN) as client:
        program = {"Authorization": f"Bearer {TOKEN}"}

        assert client.get("/", headers=program).status_code == 200
        assert client.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert client.post(CLAIM, data={"verdict": "accept"}, headers=program).status_code == 200


def test_a_cookie_that_was_tampered_with_is_no_session(url):
    with open_site(url, host="0.0.0.0", token=TOKEN) as client:
        client.get("/enter", headers={"Accept": "text/html"})
        (name,) = client.cookies
        forged = client.cookies[name].replace("||", "|in|", 1)
        client.cookies.clear()
        client.cookies.set(name, forged, domain="127.0.0.1")

        assert client.get("/").status_code == 401


def test_read_only_refuses_every_decision(url):
    with open_site(url, read_only=True) as client:
        for path in (CLAIM, "/decide", "/undo"):
            assert change(client, path, {"verdict": "accept", "key": "a-0-1"}).status_code == 403
        assert 'value="accept"' not in client.get("/").text


def test_every_answer_forbids_scripts_and_styles_from_elsewhere(url):
    with open_site(url) as client:
        answers = [client.get(path) for path in ("/", "/static/review.js", "/nowhere", "/claims/none")]

    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
