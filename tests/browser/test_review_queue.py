"""Filters, search, views in the address, and deciding several claims at once."""

import pytest
from playwright.sync_api import expect

from newsextract.store.database import Database
from newsextract.store.tables import CLAIM_CLUSTERS
from review_site import standing_decisions


@pytest.fixture(scope="module")
def records(corpus_records):
    return corpus_records(4, "hans") + corpus_records(4, "hant")


def shown(page):
    return {item.get_attribute("data-key") for item in page.locator(".list .item").all()}


def keys(records, wanted):
    return {claim.key for record in records for claim in record.claims if wanted(record, claim)}


def test_filters_narrow_the_queue_and_stay_in_the_address(desk_of, records):
    page = desk_of(records).open()
    page.locator(".filters summary").click()
    page.locator(".filters").get_by_label("Type").select_option("forecast")
    page.locator(".filters").get_by_label("Modality").select_option("planned")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chips li")).to_have_count(2)
    expected = keys(records, lambda _, claim: "forecast" in claim.types and claim.modality == "planned")

    assert expected
    assert shown(page) == expected
    assert "type=forecast" in page.url
    page.reload()
    assert shown(page) == expected
    page.locator(".chips a").first.click()
    expect(page.locator(".chips li")).to_have_count(1)


def test_search_finds_a_word_in_both_scripts(desk_of, records):
    page = desk_of(records).open("/?status=all")
    page.get_by_role("searchbox").fill("营收")
    page.keyboard.press("Enter")
    expect(page.locator(".filters .n")).not_to_have_text("0 claims")
    expected = keys(records, lambda _, claim: "营收" in claim.text or "營收" in claim.text)

    assert any("營收" in claim.text for record in records for claim in record.claims)
    assert shown(page) == expected


def test_a_firm_filter_finds_the_claims_about_the_firm(desk_of, records):
    record = next(record for record in records if any(claim.firm_ids for claim in record.claims))
    firm = record.firms[0]
    desk = desk_of([record])
    page = desk.open("/?status=all")
    page.locator(".filters summary").click()
    page.locator(".filters").get_by_label("Firm").fill(firm.name)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chips li")).to_have_count(1)

    assert shown(page) == {claim.key for claim in record.claims if firm.id in claim.firm_ids}


def test_several_claims_are_decided_after_confirmation_and_no_others(desk_of, records):
    desk = desk_of(records)
    page = desk.open("/?type=superlative")
    visible = shown(page)
    assert 1 < len(visible) < 50

    page.get_by_label("Select all shown").check()
    expect(page.locator("[data-selected]")).to_have_text(f"{len(visible)} selected")
    page.get_by_role("button", name="Reject selected").click()
    expect(page.locator("dialog.ask")).to_contain_text(f"Reject {len(visible)} claims")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("dialog.ask")).to_be_hidden()
    assert standing_decisions(desk.db_url) == []

    page.get_by_role("button", name="Reject selected").click()
    page.get_by_role("button", name=f"Yes, decide {len(visible)}").click()
    expect(page.locator("[data-count=decided]")).to_have_text(str(len(visible)))

    made = standing_decisions(desk.db_url)
    assert {one.claim_key for one in made} == visible
    assert {one.verdict for one in made} == {"reject"}


def test_pages_follow_each_other_without_losing_or_repeating_a_claim(desk_of, records):
    page = desk_of(records).open("/?status=all")
    seen = []
    while True:
        seen += [item.get_attribute("data-key") for item in page.locator(".list .item").all()]
        if not page.get_by_role("link", name="Next page").count():
            break
        page.get_by_role("link", name="Next page").click()
        expect(page.get_by_role("link", name="First page")).to_be_visible()
        page.wait_for_load_state()

    assert len(seen) == len(set(seen))
    assert set(seen) == keys(records, lambda *_: True)


def test_without_script_links_and_forms_do_the_same(desk_of, records):
    desk = desk_of(records)
    page = desk.open("/", java_script_enabled=False)
    first = page.locator(".pane").get_attribute("data-key")
    page.get_by_role("button", name="Accept", exact=False).first.click()
    expect(page.locator(".pane")).not_to_have_attribute("data-key", first)

    assert [(made.claim_key, made.verdict) for made in standing_decisions(desk.db_url)] == [(first, "accept")]


def test_the_interface_speaks_chinese(desk_of, records):
    page = desk_of(records).open("/", locale="zh-CN")

    expect(page.get_by_role("link", name="队列")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_reprints_unfold_from_the_claim_that_stands_for_them(desk_of, records):
    desk = desk_of(records[:2])
    same = sorted(record.claims[0].key for record in records[:2])
    rows = [{"claim_key": key, "cluster": same[0], "size": 2, "sources": 2} for key in same]
    with Database(desk.db_url) as database, database.writing() as connection:
        connection.execute(CLAIM_CLUSTERS.insert(), rows)
    page = desk.open("/")
    expect(page.locator(".list .fold")).to_have_count(1)
    assert len(shown(page) & set(same)) == 1

    page.locator(".list .fold").click()
    expect(page.locator(".list .item")).to_have_count(2)

    assert shown(page) == set(same)
    expect(page.locator(".reprints li")).to_have_count(1)
