"""What a reviewer's hands do in the browser."""

from playwright.sync_api import expect

PANE = ".pane"


def key_of(page):
    return page.locator(PANE).get_attribute("data-key")


def wait_for_claim(page, key):
    expect(page.locator(PANE)).to_have_attribute("data-key", key)


def press_and_go_on(page, key):
    """Press a key that leads to another claim, and return the one that was shown before."""
    page.wait_for_load_state("load")
    before = key_of(page)
    page.keyboard.press(key)
    expect(page.locator(PANE)).not_to_have_attribute("data-key", before)
    return before
