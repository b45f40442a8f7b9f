"""Web pages: their article's lines as text, and what their head says about it."""

import re

from lxml import etree

from newsextract.errors import ArticleError
from newsextract.read.draft import Draft, ReadOptions
from newsextract.read.encoding import decode
from newsextract.read.page_article import find_article
from newsextract.read.page_fields import fill_from_page, starts_with_title
from newsextract.read.streams import Blocks

_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_HEAD_BYTES = 8192
_LINES_ABOVE = 8
_LINE_CHARS = 120


def read_page(blocks: Blocks, source: str, options: ReadOptions) -> Draft:
    """Return the article of a web page.

    Its text is the article's lines; the title comes first, unless the text begins with it.

    Raises:
        ArticleError: the file is empty, too large, binary, cannot be decoded, or has no article (``no_content``).
    """
    data = blocks.read_all(options.max_bytes)
    if not data.strip():
        raise ArticleError("empty", "empty: there is no page to read; leave it out")
    declared = _DECLARED.search(data, 0, _HEAD_BYTES)
    html, encoding = decode(data, declared=declared[1].decode("ascii") if declared else None)
    root = _parse(html)
    article = find_article(root, html)
    if not article.lines:
        raise ArticleError(
            "no_content", "no text in this page: its content may be loaded by a script; save the shown page"
        )
    draft = Draft(text="", source=source, encoding=encoding)
    fill_from_page(draft, root)
    lines = article.lines
    if draft.title and _HAN.search(draft.title) and not starts_with_title(lines, draft.title):
        lines = [draft.title, *lines]
    draft.text = "\n".join(lines)
    above = [line for line in article.above if len(line) <= _LINE_CHARS]
    draft.above = "\n".join(above[-_LINES_ABOVE:])
    return draft


def _parse(html: str) -> etree._Element:
    # As UTF-8 bytes: lxml refuses a str that declares an encoding, and a charset in the page must not count twice.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(html.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ArticleError("no_content", "no HTML elements in this page; name the file .txt if it is text")
    return root
