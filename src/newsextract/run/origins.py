"""Where an article comes from: the source that a reprint names, else who published it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from newsextract.normalise import normalise
from newsextract.rules.table import read_rules

_HEAD = 200
_TAIL = 160
"""Characters at the beginning and end of an article in which its source is named."""


def origin_of(record: Mapping[str, Any]) -> str | None:
    """Return the name of the source of a record's article, simplified and in lower case, or None where nothing says it.

    Args:
        record: the JSON object of an ``ArticleRecord``.
    """
    text = str(record["text"])
    for part in (text[:_HEAD], text[-_TAIL:]):
        words = normalise(part).text
        for rule in read_rules("origins"):
            match = rule.pattern.search(words) if rule.may_match(words) else None
            if match:
                return str(match["origin"]).lower()
    info = record["article"]
    if info["publisher"]:
        return normalise(str(info["publisher"])).text.strip().lower() or None
    return urlsplit(info["url"]).hostname if info["url"] else None
