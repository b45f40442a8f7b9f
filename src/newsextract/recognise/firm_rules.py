"""The rules of ``pipeline/rules/firms.toml`` in the order in which they are applied."""

import re
from dataclasses import dataclass
from functools import cache

from newsextract.rules.table import Rule, read_rules

_CLOSING = ("”", "’", '"')
WINDOW = 16
"""Characters before a name that rules of the kind ``before`` may look at."""


@dataclass(frozen=True, slots=True)
class FirmRules:
    """The table by label."""

    after: tuple[Rule, ...]
    before: tuple[Rule, ...]
    references: tuple[Rule, ...]
    alias: Rule
    code: Rule

    def context(self, text: str, start: int, end: int) -> list[tuple[Rule, re.Match[str]]]:
        """Return the rules that hold right after and right before ``text[start:end]``."""
        behind = end + 1 if text[end : end + 1] in _CLOSING else end
        after = text[behind : behind + 40]
        before = text[max(0, start - WINDOW) : start]
        found = [(rule, match) for rule in self.after if (match := rule.pattern.match(after))]
        return found + [(rule, match) for rule in self.before if (match := rule.pattern.search(before))]


@cache
def firm_rules() -> FirmRules:
    """Return the rules about firms."""
    rules = read_rules("firms")
    return FirmRules(
        after=tuple(rule for rule in rules if rule.label == "after"),
        before=tuple(rule for rule in rules if rule.label == "before"),
        references=tuple(rule for rule in rules if rule.label == "reference"),
        alias=next(rule for rule in rules if rule.id == "firm.alias"),
        code=next(rule for rule in rules if rule.id == "firm.after.code"),
    )
