"""Run a rule table over sentences, cheaply: one pass over the text says which rules could match where."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.rules.table import Rule, read_rules


class RuleScanner:
    """The rules of a table with an automaton of all their anchors."""

    def __init__(self, table: str) -> None:
        self._rules = read_rules(table)
        self._always = tuple(number for number, rule in enumerate(self._rules) if not rule.anchors)
        anchors: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for anchor in rule.anchors:
                anchors.setdefault(anchor, []).append(number)
        self._owners = tuple(tuple(numbers) for numbers in anchors.values())
        self._automaton = AhoCorasick(list(anchors), matchkind=MatchKind.Standard)

    def scan(self, text: str) -> "Scan":
        """Return the places of anchors in ``text``, for asking sentence by sentence."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return Scan(text, self._rules, self._always, [(start, self._owners[number]) for number, start, _ in hits])


class Scan:
    """One text with the rules that could match in it."""

    def __init__(
        self, text: str, rules: Sequence[Rule], always: Sequence[int], hits: list[tuple[int, tuple[int, ...]]]
    ) -> None:
        self._text = text
        self._rules = rules
        self._always = always
        self._hits = sorted(hits)
        self._starts = [start for start, _ in self._hits]

    def candidates(self, start: int, end: int) -> list[Rule]:
        """Return the rules, in the order of the table, whose anchors occur in [start, end)."""
        numbers = set(self._always)
        for _, owners in self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            numbers.update(owners)
        return [self._rules[number] for number in sorted(numbers)]

    def matching(self, start: int, end: int) -> Iterator[tuple[Rule, int, int]]:
        """Yield each rule that matches within [start, end), with its first match."""
        for rule in self.candidates(start, end):
            match = rule.pattern.search(self._text, start, end)
            if match:
                yield rule, match.start(), match.end()


@cache
def rule_scanner(table: str) -> RuleScanner:
    """Return the scanner of ``pipeline/rules/<table>.toml``.

    Raises:
        RuleError: the table has a fault.
    """
    return RuleScanner(table)
