"""A JSON object as an article: which of its fields is what."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from newsextract.errors import ArticleError
from newsextract.read.draft import Draft
from newsextract.read.encoding import Encoding
from newsextract.rules.lexicon import read_lexicon

_SEPARATORS = re.compile(r"[\s_\-.]+")
_MARKUP = re.compile(r"</(?:p|div|span)>|<br ?/?>", re.IGNORECASE)
_NAMES_SHOWN = 12
_AUTHORS = 10


def draft_of(value: object, source: str, encoding: Encoding) -> Draft:
    """Return the article that a JSON value holds.

    Raises:
        ArticleError: ``not_object``, ``no_text`` or ``text_type``; the message lists the fields found.
    """
    if not isinstance(value, dict):
        raise ArticleError(
            "not_object", f"{_kind(value)} where an article was expected: give an object with a text field"
        )
    names = _our_names(tuple(value))
    name, text = _text(value, names.get("text", ()))
    draft = Draft(text=text, source=source, encoding=encoding)
    draft.fields["text"] = name
    _fill(draft, value, names)
    if _MARKUP.search(text, 0, 20_000):
        draft.warnings.append(f"text: field {name} holds HTML markup; offsets count it too")
    return draft


def words_of(value: object) -> str | None:
    """Return what a metadata field says: a string, a number, a name in an object, or a list of these."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value.bit_length() <= 64 else None
    if isinstance(value, dict):
        inner = value.get("name") or value.get("$oid") or value.get("@value")
        return inner.strip() or None if isinstance(inner, str) else None
    if isinstance(value, list):
        return "、".join(filter(None, map(words_of, value[:_AUTHORS]))) or None if _flat(value) else None
    return None


def _flat(values: list[Any]) -> bool:
    return not any(isinstance(value, list) for value in values[:_AUTHORS])


def _text(value: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, str]:
    """Return the name and the content of the text field: the first that holds more than white space."""
    strings = [name for name in names if isinstance(value[name], str)]
    for name in strings:
        if value[name].strip():
            return name, value[name]
    others = [name for name in names if value[name] is not None and name not in strings]
    if others:
        raise ArticleError(
            "text_type", f"field {others[0]} is {_kind(value[others[0]])}, not a string: give the text as one string"
        )
    if strings:
        return strings[0], value[strings[0]]
    found = ", ".join(_shortened(name) for name in list(value)[:_NAMES_SHOWN]) or "none"
    more = f" and {len(value) - _NAMES_SHOWN} more" if len(value) > _NAMES_SHOWN else ""
    raise ArticleError("no_text", f"no text field: give one of text, content, body; the fields found are {found}{more}")


def _fill(draft: Draft, value: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> None:
    for name, words in _held(value, names, "url"):
        if not any(map(str.isspace, words)):
            draft.url, draft.fields["url"] = words, name
            break
    for name, words in _held(value, names, "publisher"):
        if not words.startswith(("http://", "https://")):
            draft.publisher, draft.fields["publisher"] = words, name
            break
        if draft.url is None:  # a source that is an address
            draft.url, draft.fields["url"] = words, name
    for ours in ("title", "author", "id"):
        for name, words in _held(value, names, ours):
            setattr(draft, "own_id" if ours == "id" else ours, words)
            draft.fields[ours] = name
            break
    for name in names.get("published_at", ()):
        if value[name] not in (None, "") and not isinstance(value[name], dict | list | bool):
            draft.date, draft.fields["published_at"] = value[name], name
            break


def _held(value: Mapping[str, Any], names: Mapping[str, tuple[str, ...]], ours: str) -> Iterator[tuple[str, str]]:
    for name in names.get(ours, ()):
        words = words_of(value[name])
        if words:
            yield name, words


@lru_cache(maxsize=1024)
def _our_names(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return our field names to those of ``keys`` that stand for them, the preferred first."""
    by_plain: dict[str, str] = {}
    for key in keys:
        by_plain.setdefault(_SEPARATORS.sub("", key).lower(), key)
    found: dict[str, tuple[str, ...]] = {}
    for ours, theirs in _known_names():
        if theirs in by_plain:
            found[ours] = (*found.get(ours, ()), by_plain[theirs])
    return found


@cache
def _known_names() -> tuple[tuple[str, str], ...]:
    return tuple((row["field"], row["name"]) for row in read_lexicon("json_fields"))


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _shortened(name: str) -> str:
    shown = name.encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= 40 else shown[:40] + "…"
