"""Correcting a claim: its span by selecting text, in code points."""

import pytest
from playwright.sync_api import expect

from builders import TEXT, make_record, span_of
from newsextract.store.claim_content import ClaimEdits
from review_site import standing_decisions

RARE = "𠮷发布新机"
EMOJI = "第一😀。”总经理"


def form(page):
    return page.locator("[data-edit]")


def drag_over(page, words):
    """Select ``words`` in the article as a person does, with the mouse."""
    place = page.evaluate(
        """words => {
            const text = document.querySelector("[data-text]");
            const nodes = [];
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            let all = "";
            while (walker.nextNode()) { nodes.push([walker.currentNode, all.length]); all += walker.currentNode.data; }
            const at = all.indexOf(words);
            const box = (offset, width) => {
                const [node, before] = nodes.findLast(([, start]) => start <= offset);
                const range = document.createRange();
                range.setStart(node, offset - before);
                range.setEnd(node, offset - before + width);
                node.parentElement.scrollIntoView({ block: "center" });
                const rect = range.getBoundingClientRect();
                return [rect.left, rect.right, rect.top + rect.height / 2];
            };
            const last = [...words].at(-1).length;
            const end = box(at + words.length - last, last);
            const start = box(at, [...words][0].length);
            return { x1: start[0] + 1, y1: start[2], x2: end[1] - 1, y2: end[2] };
        }""",
        words,
    )
    page.mouse.move(place["x1"], place["y1"])
    page.mouse.down()
    page.mouse.move(place["x2"], place["y2"], steps=8)
    page.mouse.up()


@pytest.fixture
def desk(desk_of):
    return desk_of([make_record()])


@pytest.mark.parametrize("words", [RARE, EMOJI, "同比增长12.5%"], ids=["rare", "emoji", "plain"])
def test_a_span_selected_over_characters_of_two_units_is_kept_exactly(desk, words):
    page = desk.open("/?claim=k-2")
    page.keyboard.press("e")

    drag_over(page, words)
    expect(page.locator("[data-span-text]")).to_have_text(words)
    page.get_by_role("button", name="Save correction").click()
    expect(page.locator(".item[data-key=k-2]")).to_have_class("item edited chosen")

    (made,) = standing_decisions(desk.db_url)
    span = span_of(words)
    assert made.edits == ClaimEdits(start=span["start"], end=span["end"])
    assert made.outcome.text == words == TEXT[made.outcome.start : made.outcome.end]


def test_an_edit_corrects_types_speaker_subject_firms_and_notes_by_keyboard(desk):
    page = desk.open("/?claim=k-2")
    page.keyboard.press("e")
    expect(form(page).get_by_label("Speaker")).to_be_focused()

    page.keyboard.press("Control+a")
    page.keyboard.type("总经理陈默")
    form(page).get_by_label("superlative").focus()
    page.keyboard.press("Space")
    form(page).get_by_label("About").fill("国内市场")
    form(page).get_by_role("textbox", name="Firms").fill("蓝鲸制造\n蓝鲸制造\n 青鲸 ")
    form(page).get_by_label("Note").fill("看第三段")
    page.keyboard.press("Enter")
    expect(page.locator(".item[data-key=k-2]")).to_have_class("item edited chosen")

    (made,) = standing_decisions(desk.db_url)
    assert made.edits == ClaimEdits(
        types=("attributed",), speaker="总经理陈默", subject="国内市场", firms=("蓝鲸制造", "青鲸")
    )
    assert made.note == "看第三段"
    page.reload()
    expect(page.locator(".outcome")).to_contain_text("总经理陈默")


def test_a_speaker_is_taken_away_by_emptying_the_field(desk):
    page = desk.open("/?claim=k-2")
    page.keyboard.press("e")
    form(page).get_by_label("Speaker").fill("")
    page.get_by_role("button", name="Save correction").click()
    expect(page.locator(".item[data-key=k-2]")).to_have_class("item edited chosen")

    (made,) = standing_decisions(desk.db_url)
    assert made.outcome.speaker is None


def test_an_edit_without_a_correction_is_refused_and_what_was_typed_stays(desk):
    page = desk.open("/?claim=k-2")
    page.keyboard.press("e")
    form(page).get_by_label("Note").fill("nothing wrong")
    with page.expect_response("**/decide") as answer:
        page.get_by_role("button", name="Save correction").click()

    assert answer.value.status == 409
    expect(page.locator(".toast.bad")).to_contain_text("nothing was corrected")
    expect(form(page).get_by_label("Note")).to_have_value("nothing wrong")
    assert standing_decisions(desk.db_url) == []


def test_escape_leaves_the_claim_as_it_is(desk):
    page = desk.open("/?claim=k-2")
    page.keyboard.press("e")
    form(page).get_by_label("Speaker").fill("somebody")
    page.keyboard.press("Escape")

    expect(page.locator("[data-edit]")).to_be_hidden()
    page.keyboard.press("e")
    expect(form(page).get_by_label("Speaker")).to_have_value("陈默")
