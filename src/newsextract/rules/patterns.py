"""Patterns to search texts for, compiled so that most places of a text are passed over at once.

Python's engine looks for a first character by itself only where every alternative begins with a plain one; else it
tries all alternatives everywhere. Where the parsed pattern tells which characters a match can begin with, a look at
the next character goes in front: no match changes, and a search takes a fraction of the time.
"""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]  # there is no public way to a parsed pattern
from typing import Any

_WIDEST = 1_000
"""A range of more characters (一-龥) passes over nothing."""
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}

First = tuple[set[str] | None, bool]
"""What a part can begin with, as items of a character class, None for anything; and whether it can be empty."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` compiled for searching: with the same matches and groups as ``re.compile`` gives.

    Raises:
        re.error: it is not a valid pattern.
    """
    tree = _parser.parse(pattern)
    if tree.state.flags & ~re.UNICODE or not len(tree) or _is_quick(*tree[0]):
        return re.compile(pattern)
    items, empty = _first_of(tree)
    if empty or items is None:
        return re.compile(pattern)
    return re.compile(f"(?=[{''.join(sorted(items))}])(?:{pattern})")


def _is_quick(op: object, value: Any) -> bool:  # noqa: ANN401 - what the parser makes of an operator
    """Say whether the engine looks for the first character by itself."""
    if str(op) == "SUBPATTERN":
        return bool(value[-1]) and _is_quick(*value[-1][0])
    if str(op) == "BRANCH":
        return all(len(part) and str(part[0][0]) == "LITERAL" for part in value[1])
    return str(op) in {"LITERAL", "IN"}


def _first_of(parts: Iterable[tuple[object, Any]]) -> First:
    """Return what a sequence can begin with."""
    found: set[str] = set()
    for op, value in parts:
        items, empty = _first(str(op), value)
        if items is None:
            return None, False
        found |= items
        if not empty:
            return found, False
    return found, True


def _first(op: str, value: Any) -> First:  # noqa: ANN401
    match op:
        case "LITERAL" | "IN":
            return _class_items(value if op == "IN" else [(op, value)]), False
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return set(), True
        case "SUBPATTERN" if not (value[1] or value[2]):  # flags of its own
            return _first_of(value[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            items, empty = _first_of(value[2])
            return items, empty or value[0] == 0
        case "BRANCH":
            firsts = [_first_of(part) for part in value[1]]
            known = [items for items, _ in firsts if items is not None]
            return set().union(*known) if len(known) == len(firsts) else None, any(empty for _, empty in firsts)
    return None, False


def _class_items(parts: Iterable[tuple[object, Any]]) -> set[str] | None:
    items: set[str] = set()
    for op, value in parts:
        match str(op):
            case "LITERAL":
                items.add(re.escape(chr(value)))
            case "RANGE" if value[1] - value[0] < _WIDEST:
                items.add("-".join(re.escape(chr(end)) for end in value))
            case "CATEGORY" if str(value) in _CATEGORIES:
                items.add(_CATEGORIES[str(value)])
            case _:
                return None
    return items
