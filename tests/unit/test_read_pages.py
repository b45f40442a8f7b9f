"""Web pages: every line of the article, no menus, and what the head says."""

import json
from html import escape

import pytest

from read_samples import HANS, HANT, read_bytes, read_one, reject_one

LINES = [
    "蓝海电子三季度净利增长两成",
    "某某证券网讯（记者 王小明）蓝海电子昨日披露三季报，前三季度实现营业收入28.8亿元，同比增长12.5%。",
    "短句。",
    "公司表示，增长主要来自海外市场，国内市场则大致持平，全年目标不变。",
    "短句。",
    "（图：蓝海电子的生产线）",
    "总经理陈默说：“明年我们会更好。”他没有透露更多。",
    "短句。",
    "责任编辑：李小红",
]
MENU = '<div id="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">财经频道</a></li></ul></div>'
AROUND = (
    '<div class="share">分享到微信</div><div class="related"><h3>相关阅读</h3><ul><li><a href="1">红海电子中标五亿元大单'
    '</a></li></ul></div><div class="comments"><p>网友：支持国产品牌，希望越做越好！</p></div>'
    '<div class="footer"><p>版权所有 某某公司</p></div>'
)


def page(body, head="", title=LINES[0]):
    return f"<!DOCTYPE html><html><head><title>{escape(title)}</title>{head}</head><body>{body}</body></html>"


def paragraphs(lines, tag="p"):
    return "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


@pytest.mark.parametrize("body", [
    pytest.param(paragraphs(LINES), id="bare"),
    pytest.param(f"{MENU}<div class='text'>{paragraphs(LINES)}</div>{AROUND}", id="div"),
    pytest.param(f"{MENU}<article>{paragraphs(LINES)}</article>{AROUND}", id="article"),
    pytest.param(f"{MENU}<div class='text'><h1>{LINES[0]}</h1>{paragraphs(LINES[1:])}</div>{AROUND}", id="heading"),
    pytest.param(f"{MENU}<div class='text'>{paragraphs(LINES, 'div')}</div>{AROUND}", id="divs"),
    pytest.param(f"{MENU}<div class='text'>{'<br>'.join(LINES)}</div>{AROUND}", id="breaks"),
    pytest.param(f"{MENU}<h1>{LINES[0]}</h1><div class='text'>{'<br><br>'.join(LINES[1:])}</div>{AROUND}", id="double-breaks"),
    pytest.param(f"<table><tr><td>{paragraphs(LINES)}</td></tr></table>", id="layout-table"),
    pytest.param(f"<form id='aspnetForm'>{MENU}<div>{paragraphs(LINES)}</div></form>{AROUND}", id="form"),
])  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_lines_of_a_page_are_the_lines_of_the_article(tmp_path, body, codec):
    article = read_one(tmp_path, "a.html", page(body).encode(codec))

    assert article.text.split("\n") == LINES
    assert article.title == LINES[0]


@pytest.mark.parametrize("text, codec", [(HANS, "utf-8"), (HANS, "gbk"), (HANT, "big5"), (HANT, "utf-16")])
def test_a_page_reads_like_the_text_file_of_its_lines(tmp_path, text, codec):
    lines = text.strip().split("\n")

    from_page = read_one(tmp_path, "a.html", page(paragraphs(lines), title=lines[0]).encode(codec))
    from_text = read_one(tmp_path, "a.txt", text.encode(codec))

    assert from_page.text == from_text.text.strip()


def test_the_title_comes_first_where_the_text_does_not_begin_with_it(tmp_path):
    data = page(paragraphs(LINES[1:]), title="蓝海电子三季度净利增长两成_财经频道_某某网").encode()

    assert read_one(tmp_path, "a.html", data).text.split("\n") == LINES


def test_a_title_with_bars_of_its_own_is_kept_whole(tmp_path):
    title = "首发 | 蓝海电子获得亿元融资，将用于海外市场的扩张"

    assert read_one(tmp_path, "a.html", page(paragraphs(LINES[1:]), title=title).encode()).title == title


def test_the_rows_of_a_table_are_lines(tmp_path):
    table = "<table><tr><th>项目</th><th>金额</th></tr><tr><td>营业收入</td><td>28.8亿元</td></tr></table>"
    body = f"<article>{paragraphs(LINES[:4])}{table}{paragraphs(LINES[6:])}</article>"

    lines = read_one(tmp_path, "a.html", page(body).encode()).text.split("\n")

    assert lines[4:6] == ["项目 | 金额", "营业收入 | 28.8亿元"]


def test_white_space_is_what_a_browser_shows(tmp_path):
    body = "<p>　　蓝海\n   电子 <b>今日</b>\t\n公布 Blue\n  Ocean 季报，营收\u00a0增长。</p>"

    assert (
        read_one(tmp_path, "a.html", page(body, title="").encode()).text
        == "蓝海电子 今日公布 Blue Ocean 季报，营收\u00a0增长。"
    )


def test_hidden_text_scripts_and_comments_are_left_out(tmp_path):
    junk = "<p hidden>甲</p><p style='display:none'>乙</p><script>var a='丙'</script><!-- 丁 --><style>戊</style>"
    body = f"<article>{paragraphs(LINES[:4])}{junk}{paragraphs(LINES[4:])}</article>"

    assert read_one(tmp_path, "a.html", page(body).encode()).text.split("\n") == LINES


META = [
    ('<meta property="article:published_time" content="2023-11-05T08:30:00+08:00">', "published_at", "2023-11-05 08:30:00+08:00"),
    ('<meta name="publishdate" content="2023-11-05">', "published_at", "2023-11-05 00:00:00"),
    ('<meta name="weibo: article:create_at" content="2023-11-05 08:30:00">', "published_at", "2023-11-05 08:30:00+08:00"),
    ('<meta property="og:site_name" content="某某网">', "publisher", "某某网"),
    ('<meta NAME="Author" CONTENT="陈默">', "author", "陈默"),
    ('<meta property="og:url" content="https://e.cn/1">', "url", "https://e.cn/1"),
    ('<link rel="canonical" href="https://e.cn/2">', "url", "https://e.cn/2"),
    ('<link rel="canonical" href="/2">', "url", None),
    ('<meta property="og:title" content="另一个标题">', "title", "另一个标题"),
]  # fmt: skip


@pytest.mark.parametrize(
    "element, field, value", [pytest.param(*case, id=f"{n}-{case[1]}") for n, case in enumerate(META)]
)
def test_metadata_comes_from_the_head(tmp_path, element, field, value):
    article = read_one(tmp_path, "a.html", page(paragraphs(LINES), head=element).encode())

    found = getattr(article, field)

    assert (found if found is None else str(found)) == value


def test_metadata_comes_from_linked_data(tmp_path):
    data = {"@graph": [{"@type": "WebSite"}, {
        "@type": "NewsArticle", "headline": LINES[0], "datePublished": "2023-11-05T00:30:00Z",
        "author": [{"@type": "Person", "name": "王小明"}], "publisher": {"name": "某某网"}, "url": "https://e.cn/3",
    }]}  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'

    article = read_one(tmp_path, "a.html", page(paragraphs(LINES), head=head).encode())

    assert (article.author, article.publisher, article.url, article.id) == (
        "王小明",
        "某某网",
        "https://e.cn/3",
        "https://e.cn/3",
    )
    assert article.published_at.isoformat() == "2023-11-05T08:30:00+08:00"
    assert article.fields["author"] == "ld author"


@pytest.mark.parametrize("script", ["{", "[[[[1]]]]", '{"@type": 3}', "null", '{"headline": ["x"]}'])
def test_linked_data_that_cannot_be_used_is_passed_over(tmp_path, script):
    head = f'<script type="application/ld+json">{script}</script>'

    assert read_one(tmp_path, "a.html", page(paragraphs(LINES), head=head).encode()).text.split("\n") == LINES


def test_date_and_source_stand_above_the_article(tmp_path):
    above = '<h1>蓝海电子净利增长</h1><div class="info"><span>2023年11月05日 08:30</span>　<span>来源：某某商报</span></div>'
    body = f"{MENU}{above}<div class='text'>{paragraphs(LINES[3:8])}</div>"

    article = read_one(tmp_path, "a.html", page(body, title="蓝海电子净利增长").encode())

    assert article.published_at.isoformat() == "2023-11-05T08:30:00+08:00"
    assert article.publisher == "某某商报"


def test_a_page_of_one_short_sentence_is_read(tmp_path):
    assert (
        read_one(tmp_path, "a.html", page("<p>蓝海电子今日涨停。</p>", title="").encode("gbk")).text
        == "蓝海电子今日涨停。"
    )


def test_the_declared_charset_is_on_record(tmp_path):
    article = read_one(tmp_path, "a.html", page(paragraphs(LINES), head='<meta charset="gb2312">').encode("gbk"))

    assert article.encoding == "gb18030"
    assert "declared gb2312" in article.encoding_how


@pytest.mark.parametrize(
    "data", [b"<!-- -->", b"<html></html>", b"<p> </p>", b"<title>x</title>", b"<?xml version='1.0'?>"]
)
def test_a_page_without_text_is_rejected(tmp_path, data):
    assert reject_one(tmp_path, "a.html", data).reason in {"no_content", "not_chinese"}


@pytest.mark.parametrize("depth", [300, 1500])
def test_elements_nested_deeply_are_read(tmp_path, depth):
    body = "<div>" * depth + paragraphs(LINES) + "</div>" * depth

    assert LINES[3] in read_one(tmp_path, "a.html", page(body).encode()).text


def test_an_xhtml_declaration_does_not_matter(tmp_path):
    data = '<?xml version="1.0" encoding="gb2312"?>' + page(paragraphs(LINES))

    assert read_one(tmp_path, "a.html", data.encode("gbk")).text.split("\n") == LINES


def test_elements_nested_without_end_stop_nothing(tmp_path):
    body = "<div>" * 50_000 + paragraphs(LINES)

    assert len(read_bytes(tmp_path, "a.html", page(body).encode())) == 1


def test_an_article_whose_class_names_mislead_is_read(tmp_path):
    body = f"{MENU}<div class='post share comments'>{paragraphs(LINES)}</div>"

    assert read_one(tmp_path, "a.html", page(body).encode()).text.split("\n") == LINES
