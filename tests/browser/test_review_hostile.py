"""An article is hostile input: it is shown as text, and nothing in it acts."""

import hashlib
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from builders import make_claim, make_firm, make_info, make_metric, make_record
from newsextract.records import FirmMention, Speaker, Subject, TextSpan
from review_hands import press_and_go_on
from review_site import standing_decisions

ATTACKS = {
    "script": "<script>window.hacked = 1</script>",
    "handler": '<img src=x onerror="window.hacked = 1">"\'><svg onload=window.hacked=1>',
    "closing": "]]></span></p></script></textarea></title><script>window.hacked = 1</script>",
    "link": "javascript:window.hacked=1",
    "bidi": "\u202eevil\u202c \u2066turned\u2069 \u200bhidden\u200f",
    "sql": "'; DROP TABLE claims; -- \" OR 1=1",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "control": "\x1b[31mred\x07",
}


def hostile_record(words, number):
    """Return a record in which every text that an article can bring is ``words``."""
    sentence = f"{words}公司说{words}增长3%。"
    text = f"{words}\n{sentence}\n"
    at = text.index(sentence)
    name = {"start": at, "end": at + len(words), "text": words}
    cue = {"start": at + len(words) + 2, "end": at + len(words) + 3, "text": "说"}
    figure_at = at + sentence.index("3%")
    figure = {"start": figure_at, "end": figure_at + 2, "text": "3%"}
    info = make_info(
        text=text, id=f"{words}-{number}", source=words, url=words, title=words, author=words, publisher=words,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    firm = make_firm(
        name=words, name_simplified=words, aliases=(words,), canonical=None, references=(),
        mentions=(FirmMention(**name, method=words),),
    )  # fmt: skip
    metric = make_metric(
        **figure, value=Decimal(3), unit=words, indicator=words, subject=Subject(text=words, firm_id="F1"), period=None,
        sentence=(at, at + len(sentence)), rule=words,
    )  # fmt: skip
    claim = make_claim(
        key=f"hostile-{number}", start=at, end=at + len(sentence), text=sentence, text_resolved=sentence,
        substitutions=(), speaker=Speaker(**name, kind="person", firm_id="F1"), cue=TextSpan(**cue), content=None,
        subject=Subject(text=words, firm_id="F1"), firm_ids=("F1",), metric_ids=("M1",), rules=(words,),
    )  # fmt: skip
    return make_record(article=info, text=text, firms=(firm,), metrics=(metric,), claims=(claim,), warnings=(words,))


@pytest.mark.parametrize("words", ATTACKS.values(), ids=ATTACKS.keys())
def test_what_an_article_says_is_shown_and_never_acts(desk_of, words):
    record = hostile_record(words, 1)
    desk = desk_of([record])
    page = desk.open()
    visible = "".join(character for character in words if character.isprintable())

    for path in ("/", "/claims/hostile-1", "/firms", "/dashboard"):
        page.goto(desk.address + path)
        assert page.evaluate("window.hacked") is None, path
        assert page.locator("main script, main img, main [onerror], main [onload]").count() == 0, path
        assert page.locator("a[href^='javascript:' i]").count() == 0, path
    page.goto(desk.address + "/firms")
    page.locator(".cards a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("window.hacked") is None

    page.goto(desk.address + "/")
    shown = page.locator("[data-focus]").inner_text()
    assert all(piece in shown for piece in visible.split())
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("[data-count=decided]")).to_have_text("1")
    page.goto(desk.address + "/articles/" + page.evaluate("id => encodeURIComponent(id)", record.article.id))
    expect(page.locator(".whole")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    (made,) = standing_decisions(desk.db_url)
    assert made.snapshot.text == record.claims[0].text


def test_characters_that_turn_or_hide_text_are_spelt_out(desk_of):
    page = desk_of([hostile_record(ATTACKS["bidi"], 1)]).open()

    shown = page.locator("main").inner_text()

    assert "U+202E" in shown
    assert "U+200B" in shown
    assert not set("\u202e\u202c\u2066\u2069\u200b\u200f") & set(page.locator("body").inner_text())


@pytest.mark.parametrize("words", [ATTACKS["sql"], "%", "_", "\\", "<b>", "\u202e"])
def test_a_search_for_hostile_words_finds_them_letter_for_letter(desk_of, words):
    desk = desk_of([hostile_record(words, 1), hostile_record("平常", 2)])
    page = desk.open()
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")

    found = page.locator(".list .item").evaluate_all("items => items.map(item => item.dataset.key)")

    assert found == (["hostile-1", "hostile-2"] if words == "%" else ["hostile-1"])
    expect(page.get_by_role("searchbox")).to_have_value(words)


def test_hostile_filters_and_names_of_reviewers_are_texts(desk_of):
    desk = desk_of([hostile_record("平常", 1), hostile_record("寻常", 2)])
    evil = '"><script>window.hacked=1</script>'
    page = desk.open("/?firm=%22%3E%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E&since=x%27--&low=NaN", reviewer=evil)

    expect(page.locator(".warn")).to_contain_text("since")
    assert page.evaluate("window.hacked") is None
    page.goto(desk.address + "/")
    press_and_go_on(page, "a")
    expect(page.locator("[data-count=decided]")).to_have_text("1")
    page.goto(desk.address + "/dashboard")
    expect(page.get_by_role("rowheader", name=evil)).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_a_sentence_of_a_megabyte_is_shown_in_part_and_whole_on_its_own_page(desk_of):
    text = "长" * 350_000 + "。"
    claim = make_claim(
        key="long", start=0, end=len(text), text=text, text_resolved=text, substitutions=(), speaker=None, cue=None,
        content=None, subject=None, firm_ids=(), metric_ids=(),
    )  # fmt: skip
    info = make_info(text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    desk = desk_of([make_record(article=info, text=text, firms=(), metrics=(), claims=(claim,))])
    page = desk.open()

    assert len(page.content()) < 100_000
    expect(page.get_by_text("349,401 more characters")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-count=decided]")).to_have_text("1")
    page.get_by_role("link", name="Whole article").click()
    expect(page.locator(".whole")).to_be_visible()
    assert page.evaluate("document.querySelector('.whole').textContent.length") >= len(text)
