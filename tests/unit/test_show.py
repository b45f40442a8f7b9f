"""The page and its pieces: overlapping highlights, exact characters, hostile text shown as text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from builders import TEXT, make_claim, make_firm, make_growth, make_info, make_metric, make_record, span_of
from newsextract.records import FirmMention, TextSpan
from newsextract.show.fields import change_words, headline, value_words
from newsextract.show.html import render_page
from newsextract.show.pieces import cut_paragraphs
from newsextract.show.text import render_text


class Page(HTMLParser):
    """What a browser would see: tags with attributes, and the text under the article."""

    def __init__(self, source):
        super().__init__()
        self.tags = []
        self.open = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "article" in self.open:
            self.text += data

    def having(self, name):
        return [attributes for _, attributes in self.tags if name in attributes]


def test_the_article_stands_on_the_page_word_for_word():
    page = Page(render_page(make_record()))

    assert "".join(page.text.split("\n")) == TEXT.replace("\n", "")
    assert page.open == []


def test_highlights_hold_exactly_their_characters_after_rare_characters_and_emoji():
    pieces = [piece for paragraph in cut_paragraphs(make_record()) for piece in paragraph]

    marked = {
        key: [piece.text for piece in pieces if any(mark.id == key for mark in piece.marks)]
        for key in ("F1", "M1", "M2")
    }

    assert marked == {"F1": ["蓝鲸制造", "蓝鲸制造股份有限公司", "这家企业"], "M1": ["28.80亿元"], "M2": ["12.5%"]}
    assert "".join(piece.text for piece in pieces if "C2" in piece.claims) == "“这家企业在国内市占率第一😀。”"
    assert [role.kind for piece in pieces for role in piece.roles] == ["period", "period", "speaker", "cue"]


def test_overlapping_claims_and_marks_share_pieces():
    whole = span_of("2024年营收28.80亿元，同比增长12.5%")
    record = make_record(
        firms=(make_firm(mentions=(FirmMention(**span_of("亿元"), method="odd"),), references=()),),
        claims=(make_claim(), make_claim(**whole, id="C2", key="k-9")),
    )

    pieces = {piece.text: piece for paragraph in cut_paragraphs(record) for piece in paragraph}

    assert [mark.id for mark in pieces["亿元"].marks] == ["F1", "M1"]
    assert pieces["亿元"].claims == ("C1", "C2")
    assert [mark.id for mark in pieces["28.80"].marks] == ["M1"]


def test_every_link_leads_to_a_place_on_the_page():
    page = Page(render_page(make_record()))
    ids = [attributes["id"] for attributes in page.having("id")]

    links = {attributes["href"] for attributes in page.having("href") if attributes["href"].startswith("#")}

    assert len(ids) == len(set(ids))
    assert links <= {f"#{key}" for key in ids}
    assert {"#t-F1", "#t-F1-2", "#t-M1", "#t-C2", "#F1", "#M2", "#C1"} <= links


HOSTILE = "<script>alert(1)</script>\n</style><img src=x onerror=alert(2)>&lt;{x}$y\u202e]]>\n\x1b[31m"


def test_a_hostile_article_is_shown_as_text():
    record = make_record(
        article=make_info(HOSTILE, title=HOSTILE, publisher="<b>", url="javascript:alert(3)", source='"><script>'),
        text=HOSTILE,
        firms=(),
        metrics=(),
        claims=(),
        warnings=("<script>",),
    )

    source = render_page(record)
    page = Page(source)

    assert [tag for tag, _ in page.tags if tag in {"script", "img", "style"}] == ["style", "script"]
    assert "\u202e" not in source
    assert "\x1b" not in source
    assert "U+202E" in page.text
    assert "javascript:" not in source
    assert "<script>alert(1)</script>" in page.text


def test_nothing_is_asked_of_the_network_and_only_our_own_script_may_run():
    source = render_page(make_record())
    page = Page(source)
    policy = next(a["content"] for a in page.having("http-equiv") if a["http-equiv"] == "Content-Security-Policy")

    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not page.having("src")
    assert not page.having("style")
    assert [a["href"] for a in page.having("href") if not a["href"].startswith("#")] == ["https://news.example.cn/1"]
    assert "@import" not in source
    assert "url(" not in source


def test_a_title_that_the_text_begins_with_is_not_shown_twice():
    record = make_record()

    assert render_page(record).count("<h1>") == 1
    assert render_text(record).startswith("<h1>")
    other = make_record(article=make_info(title="另一个标题"))
    assert "<h1>另一个标题</h1>" in render_page(other)
    assert not render_text(other).startswith("<h1>")


def test_an_article_without_findings_says_so():
    page = render_page(make_record(firms=(), metrics=(), claims=(), warnings=()))

    assert page.count("None found.") == 3


@pytest.mark.parametrize(
    "change, words",
    [
        ({}, "2,880,000,000 CNY"),
        ({"value": "0.05", "unit": "mm"}, "0.05 mm"),
        ({"value": None, "low": "3.5", "high": "5", "unit": "%"}, "3.5–5 %"),
        ({"qualifier": "about", "value": "30000000", "unit": "像素"}, "≈ 30,000,000 像素"),
        ({"qualifier": "at_most", "value": "-3", "unit": ""}, "≤ -3"),
    ],
    ids=["money", "small", "range", "about", "bare"],
)
def test_figures_are_written_in_base_units(change, words):
    assert value_words(make_metric(**change)) == words


def test_a_change_shows_its_direction_and_basis():
    assert change_words(make_growth()) == "▲ on the year before"
    assert change_words(make_metric(change="decrease")) == "▼"
    assert change_words(make_metric()) == ""


def test_the_headline_is_the_title_or_the_first_line_or_the_id():
    assert headline(make_record(article=make_info(title="标题"))) == "标题"
    assert headline(make_record(article=make_info(title=None))) == "蓝鲸制造𠮷发布新机"
    assert headline(make_record(text=" \n", article=make_info(title=None, id="x1"))) == "x1"


def test_a_speaker_is_marked_for_the_claim_that_cites_it():
    text = render_text(make_record())

    assert '<span class="r speaker" data-of="C2">陈默</span>' in text
    assert TextSpan(**span_of("表示")).text == "表示"


def test_the_strongest_underline_is_for_the_claims_most_worth_a_check():
    claims = [
        make_claim(id=f"C{n + 1}", key=str(n), score=f"0.{n}", start=n + 10, end=n + 11, text=TEXT[n + 10])
        for n in range(10)
    ]
    text = render_text(make_record(firms=(), metrics=(), claims=tuple(claims)))

    strengths = [int(strength) for strength in re.findall(r'class="c s(\d)"', text)]

    assert strengths == [1] * 4 + [2] * 4 + [3] * 2
