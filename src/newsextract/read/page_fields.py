"""What a web page says about its article: meta elements, JSON-LD, headings."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from newsextract.read.draft import Draft, clean
from newsextract.read.rows import words_of
from newsextract.rules.lexicon import read_lexicon

_LD_CHARS = 2_000_000
_LD_OBJECTS = 200
_SEPARATOR = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")
_SITE_CHARS = 12
_TITLE_CHARS = 6
_NOT_WORD = re.compile(r"\W+")
_ATTRIBUTES = ("name", "property", "itemprop", "http-equiv")


def fill_from_page(draft: Draft, root: etree._Element) -> None:
    """Put title, url, date, author and publisher of a page into ``draft``, and where each was found."""
    held = {"meta": _meta(root), "link": _links(root), "ld": _linked_data(root)}
    for ours, place, name in _known_fields():
        value = held[place].get(name)
        words = clean(words_of(value))
        if words and ours not in draft.fields and (ours != "url" or words.startswith(("http://", "https://"))):
            if ours == "published_at":
                draft.date = words
            else:
                setattr(draft, ours, words)
            draft.fields[ours] = f"{place} {name}"
    if "published_at" not in draft.fields:
        times = root.xpath("//time/@datetime | //*[@itemprop='datePublished']/@datetime")
        if times:
            draft.date, draft.fields["published_at"] = str(times[0]), "time"
    _fill_title(draft, root)


def starts_with_title(lines: list[str], title: str) -> bool:
    """Say whether one of the first lines is the title, or begins with it, or is the beginning of it."""
    wanted = _NOT_WORD.sub("", title)
    for line in lines[:3]:
        key = _NOT_WORD.sub("", line)
        if key and (key.startswith(wanted) or (len(key) >= _TITLE_CHARS and wanted.startswith(key))):
            return True
    return False


def _fill_title(draft: Draft, root: etree._Element) -> None:
    """Prefer a heading that the page's title contains: page titles carry the name of the site."""
    if draft.title is None:
        draft.title = clean("".join(root.xpath("string(//title)")))
        if draft.title:
            draft.fields["title"] = "title"
    headings = [clean(" ".join(heading.itertext())) for heading in root.xpath("//h1")[:10]]
    plain = _NOT_WORD.sub("", draft.title or "")
    for heading in filter(None, headings):
        key = _NOT_WORD.sub("", heading)
        if (len(key) >= 4 and key in plain) or (plain and plain in key) or (not plain and len(headings) == 1):
            draft.title, draft.fields["title"] = heading, "h1"
            return
    if draft.title:
        draft.title = _without_site(draft.title)


def _without_site(title: str) -> str:
    """Cut the site's name off: 标题_财经频道_某某网 is 标题."""
    parts = [(0, 0), *(match.span() for match in _SEPARATOR.finditer(title))]
    end = len(title)
    for start, after in reversed(parts):
        if start < _TITLE_CHARS or end - after > _SITE_CHARS:
            break
        end = start
    return title[:end]


def _meta(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        if content and content.strip():
            for attribute in _ATTRIBUTES:
                name = element.get(attribute)
                if name:
                    found.setdefault(name.strip().lower(), content)
    return found


def _links(root: etree._Element) -> dict[str, str]:
    return {
        link.get("rel", "").lower(): link.get("href", "").strip()
        for link in reversed(root.xpath("//link[@rel and @href]"))
    }


def _linked_data(root: etree._Element) -> dict[str, Any]:
    """Return the first object of the page's JSON-LD that is an article."""
    for script in root.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            value = json.loads((script.text or "")[:_LD_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _objects(value):
            kinds = thing.get("@type")
            if "Article" in str(kinds) or "headline" in thing or "datePublished" in thing:
                return thing
    return {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    todo, seen = [value], 0
    while todo and seen < _LD_OBJECTS:
        item = todo.pop(0)
        seen += 1
        if isinstance(item, list):
            todo = item[:_LD_OBJECTS] + todo
        elif isinstance(item, dict):
            yield item
            todo.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


@cache
def _known_fields() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["field"], row["place"], row["name"]) for row in read_lexicon("page_fields"))
