"""What an article says of itself in its first and last lines: publisher, author, date."""

import re
from dataclasses import dataclass, field

from newsextract.read.dates import Moment, find_moment
from newsextract.rules.table import Rule, read_rules

_HEAD_CHARS = 600
_HEAD_LINES = 8
_TAIL_CHARS = 160
_LINE_END = re.compile(r"\r\n?|\n")
_CUT = "…"  # stands where a line was cut off, so that no rule takes the cut for a line end


@dataclass(slots=True)
class SelfDescription:
    """What the rules found, and by which rule."""

    publisher: str | None = None
    author: str | None = None
    moment: Moment | None = None
    undated: str | None = None
    """A date that cannot be resolved, in words: no year, or relative to an hour that nobody knows."""
    rules: dict[str, str] = field(default_factory=dict)
    """Field to the id of the rule that found it."""


def read_datelines(text: str, *, above: str = "") -> SelfDescription:
    """Return what the first lines and the last line of ``text`` say of it.

    The first rule of ``rules/datelines.toml`` that finds a field gives it. Rules see the text as it was decoded.

    Args:
        text: the article.
        above: lines of a page that stand above the article.
    """
    head, tail = "\n".join(filter(None, (_head(above), _head(text)))), _tail(text)
    found = SelfDescription()
    for rule in read_rules("datelines"):
        for part in (head, tail) if rule.options.get("where") == "both" else (head,):
            if part and rule.may_match(part):
                match = rule.pattern.search(part)
                if match:
                    _take(found, rule, match)
                    break
    return found


def _head(text: str) -> str:
    head = text[:_HEAD_CHARS] + (_CUT if len(text) > _HEAD_CHARS else "")
    lines = [line for line in _LINE_END.split(head) if line.strip()]
    return "\n".join(lines[:_HEAD_LINES])


def _tail(text: str) -> str:
    if len(text) <= _HEAD_CHARS:
        return _LINE_END.split(text.rstrip())[-1]
    lines = _LINE_END.split(text[-_TAIL_CHARS:].rstrip())
    return lines[-1] if len(lines) > 1 else _CUT + lines[-1]


def _take(found: SelfDescription, rule: Rule, match: re.Match[str]) -> None:
    groups = match.groupdict()
    for name in ("publisher", "author"):
        if groups.get(name) and getattr(found, name) is None:
            setattr(found, name, groups[name].strip())
            found.rules[name] = rule.id
    if "day" in groups:
        _take_day(found, rule, groups)
    if "stamp" in groups and found.moment is None:
        found.moment = find_moment(groups["stamp"])
        if found.moment:
            found.rules["published_at"] = rule.id
    if "relative" in groups and found.undated is None:
        found.undated = f"relative: {groups['relative']}"


def _take_day(found: SelfDescription, rule: Rule, groups: dict[str, str | None]) -> None:
    year, month, day = groups["year"], groups["month"], groups["day"]
    if year and month:
        found.moment = find_moment(f"{year}年{month}月{day}日")
        found.rules["published_at"] = rule.id
    else:
        written = f"{month}月{day}日" if month else f"{day}日"
        found.undated = f"dateline without a year: {written}"
