"""Deciding with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from review_hands import key_of, press_and_go_on, wait_for_claim
from review_site import standing_decisions


@pytest.fixture(scope="module")
def records(corpus_records):
    return corpus_records(6)


def test_twenty_claims_are_decided_by_keys_alone_and_kept(desk_of, records):
    desk = desk_of(records)
    page = desk.open()
    wanted = {}

    for number in range(20):
        key, verdict = (("a", "accept"), ("x", "reject"), ("s", "skip"))[number % 3]
        wanted[press_and_go_on(page, key)] = verdict
    expect(page.locator("[data-count=skipped]")).to_have_text("6")
    page.reload()

    assert len(wanted) == 20
    assert {made.claim_key: made.verdict for made in standing_decisions(desk.db_url)} == wanted
    expect(page.locator("[data-count=decided]")).to_have_text("14")
    expect(page.locator("[data-progress]")).to_contain_text("14 of")
    assert not set(wanted) & {item.get_attribute("data-key") for item in page.locator(".list .item").all()}


def test_undo_takes_the_last_decision_back_and_shows_its_claim_again(desk_of, records):
    desk = desk_of(records)
    page = desk.open()
    first = press_and_go_on(page, "a")
    second = press_and_go_on(page, "x")

    page.keyboard.press("u")
    wait_for_claim(page, second)
    page.keyboard.press("u")
    wait_for_claim(page, first)

    expect(page.locator("[data-count=decided]")).to_have_text("0")
    assert standing_decisions(desk.db_url) == []
    page.keyboard.press("u")
    expect(page.locator(".toast.bad")).to_contain_text("nothing to undo")


def test_j_and_k_walk_and_decide_nothing(desk_of, records):
    desk = desk_of(records)
    page = desk.open()
    first = key_of(page)

    second_key = page.locator(".list .item").nth(1).get_attribute("data-key")
    page.keyboard.press("j")
    wait_for_claim(page, second_key)
    page.keyboard.press("k")
    wait_for_claim(page, first)

    assert standing_decisions(desk.db_url) == []


def test_the_claim_that_is_looked_at_is_in_the_address(desk_of, records):
    page = desk_of(records).open()
    press_and_go_on(page, "j")
    shown = key_of(page)

    page.reload()

    wait_for_claim(page, shown)


def test_keys_do_nothing_while_somebody_types(desk_of, records):
    desk = desk_of(records)
    page = desk.open()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("axsue")

    expect(page.get_by_role("searchbox")).to_have_value("axsue")
    assert standing_decisions(desk.db_url) == []


def test_help_lists_the_keys_and_closes(desk_of, records):
    page = desk_of(records).open()

    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("dialog.keys")).to_be_hidden()


def test_the_last_page_of_the_queue_is_reached_by_deciding(desk_of, records):
    page = desk_of(records).open("/?type=superlative")
    count = page.locator(".list .item").count()
    assert 1 < count < 50

    for _ in range(count - 1):
        press_and_go_on(page, "a")
    page.keyboard.press("a")

    expect(page.locator(".list .item.accepted")).to_have_count(count)


def test_t_shows_simplified_script_with_the_same_spans_and_back(desk_of, corpus_records):
    page = desk_of(corpus_records(1, script="hant")).open()
    text = page.locator("[data-focus]")
    original, spans = text.inner_text(), places(page)

    page.keyboard.press("t")
    expect(text).not_to_have_text(original)
    simplified = text.inner_text()

    assert len(simplified) == len(original)
    assert places(page) == spans
    page.keyboard.press("t")
    expect(text).to_have_text(re.compile(re.escape(original.strip())))


def places(page):
    return page.eval_on_selector_all(
        "[data-text] [data-start]", "pieces => pieces.map(piece => [piece.dataset.start, piece.className])"
    )
