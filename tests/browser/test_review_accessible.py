"""Every page, on a desk and in a hand, by day and by night: for everybody, and without scrolling sideways."""

from importlib.resources import files
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from review_hands import press_and_go_on

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
SIZES = {"desk": {"width": 1280, "height": 900}, "hand": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def records(corpus_records):
    return corpus_records(6)


def complaints_of_axe(page):
    page.evaluate(AXE)  # not by a script element: the pages allow none but their own
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        (violation["id"], violation["help"], [node["html"][:200] for node in violation["nodes"][:3]])
        for violation in found["violations"]
    ]


@pytest.mark.parametrize("scheme, lang", [("light", "en-GB"), ("dark", "zh-CN")])
@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit_the_screen(desk_of, records, size, scheme, lang):
    desk = desk_of(records)
    page = desk.open(viewport=SIZES[size], color_scheme=scheme, locale=lang)
    firm = next(firm for record in records for firm in record.firms)
    claim = records[0].claims[0].key
    page.goto(f"{desk.address}/?claim={claim}")
    for key in "axas":
        press_and_go_on(page, key)
    paths = ("/", f"/?claim={claim}&status=all", f"/claims/{claim}", "/firms", "/dashboard",
             f"/firms/view?key={quote(firm.canonical.id if firm.canonical else firm.name_simplified)}",
             f"/articles/{quote(records[0].article.id, safe='')}", "/?q=nothing-like-it", "/claims/none")  # fmt: skip

    for path in paths:
        page.goto(desk.address + path)
        assert complaints_of_axe(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SIZES[size]["width"], path


@pytest.mark.parametrize("size", SIZES)
def test_open_forms_and_dialogs_are_accessible_too(desk_of, records, size):
    desk = desk_of(records)
    page = desk.open(f"/?claim={records[0].claims[0].key}", viewport=SIZES[size])

    page.keyboard.press("e")
    expect(page.locator("[data-edit]")).to_be_visible()
    assert complaints_of_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.keyboard.press("Escape")
    page.locator(".menu summary").click()
    assert complaints_of_axe(page) == []
    page.locator(".menu summary").click()
    page.keyboard.press("?")
    assert complaints_of_axe(page) == []


def test_focus_is_seen_wherever_the_tab_key_leads(desk_of, records):
    page = desk_of(records).open()

    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_in_the_hand_a_claim_is_opened_decided_and_left(desk_of, records):
    page = desk_of(records).open(viewport=SIZES["hand"])
    expect(page.locator(".claim-side")).to_be_hidden()

    page.locator(".list .item a").first.click()
    expect(page.locator("[data-focus]")).to_be_visible()
    before = page.locator(".pane").get_attribute("data-key")
    page.locator("[data-act=accept]").click()
    expect(page.locator(".pane")).not_to_have_attribute("data-key", before)
    page.get_by_role("link", name="Back to the queue").click()

    expect(page.locator("[data-count=decided]")).to_have_text("1")
    expect(page.locator(".list")).to_be_visible()
