"""The lines of a web page as a reader sees them: block by block, character for character, in document order."""

import re
from typing import NamedTuple

from lxml import etree

_LINE_ENDERS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_LEFT_OUT = frozenset({
    "applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input",
    "map", "math", "meter", "noframes", "noscript", "object", "progress", "script", "select", "style", "svg",
    "template", "textarea", "video",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_CELL_END = "\x1f"
_FURNITURE = frozenset({"nav", "footer", "aside", "menu"})
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|nav|navbar|menu|breadcrumbs?|crumbs?|sidebar|footer|share|sharing|social|comments?|"
    r"related|recommend\w*|hotnews|copyright|qrcode|toolbar|pager|pagination|login|popup|subscribe)(?:$|[\s_-])"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{_CJK}])")
_WHITE_SPACE = re.compile("[ \t\n\r\f]+")
_EDGES = " \u3000\xa0"


class Block(NamedTuple):
    """One line of a page."""

    text: str
    owner: etree._Element
    """The element that began the line."""
    linked: int
    """How many of its characters are in links."""
    furniture: bool
    """Whether it stands in navigation, a footer, a list of related articles or the like."""


def page_blocks(root: etree._Element) -> list[Block]:
    """Return the visible lines of a page, in time proportional to its size.

    White space is collapsed as browsers do it, but a line break between two Chinese characters is none. A row of a
    table is one line, its cells set apart by `` | ``.
    """
    walk = _Walk(root)
    todo: list[tuple[str, etree._Element]] = [("open", root)]
    while todo:
        step, element = todo.pop()
        if step == "tail":
            walk.add(element.tail)
        elif step == "close":
            walk.close(element)
        elif walk.open(element):
            todo.append(("close", element))
            for child in reversed(element):
                todo.extend((("tail", child), ("open", child)))
    walk.end_line()
    return walk.blocks


class _Walk:
    """Where the walk is: the line being collected, and the open elements that matter."""

    def __init__(self, root: etree._Element) -> None:
        self.blocks: list[Block] = []
        self._owners = [root]
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._furniture = 0
        self._verbatim = 0

    def open(self, element: etree._Element) -> bool:
        """Begin an element; return False where its content is not seen."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT or _is_hidden(element):
            return False
        if tag in _LINE_ENDERS:
            self.end_line()
            self._owners.append(element)
        self._links += tag == "a"
        self._furniture += _is_furniture(element)
        self._verbatim += tag == "pre"
        self.add(element.text)
        return True

    def close(self, element: etree._Element) -> None:
        """End an element that was begun."""
        tag = element.tag
        if tag in _LINE_ENDERS:
            self.end_line()
            self._owners.pop()
        elif tag in _CELLS:
            self._parts.append(_CELL_END)
        self._links -= tag == "a"
        self._furniture -= _is_furniture(element)
        self._verbatim -= tag == "pre"

    def add(self, text: str | None) -> None:
        """Add text to the line."""
        if not text:
            return
        if self._verbatim and "\n" in text:
            first, *others = text.split("\n")
            self._parts.append(first)
            for line in others:
                self.end_line()
                self._parts.append(line)
        else:
            self._parts.append(text)
        if self._links:
            self._linked += len(text.strip())

    def end_line(self) -> None:
        """Close the line, if there is anything on it."""
        line = "".join(self._parts)
        self._parts.clear()
        linked, self._linked = self._linked, 0
        text = " | ".join(filter(None, map(_tidy, line.split(_CELL_END))))
        if text:
            self.blocks.append(Block(text, self._owners[-1], linked, self._furniture > 0))


def _tidy(text: str) -> str:
    return _WHITE_SPACE.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip(_EDGES)


def _is_hidden(element: etree._Element) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _is_furniture(element: etree._Element) -> bool:
    if element.tag in {"body", "html", "article", "main"}:
        return False
    if element.tag in _FURNITURE or element.get("role") in {"navigation", "complementary", "contentinfo", "banner"}:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return names != " " and bool(_FURNITURE_NAMES.search(names.lower()[:200]))
