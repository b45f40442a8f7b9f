"""Role nouns that stand for a firm: 该公司, 这家企业, and 公司 alone where it heads a clause."""

from collections.abc import Iterator

from newsextract.recognise.firm_rules import FirmRules
from newsextract.records.marks import FirmMark, ReferenceMark


def find_references(text: str, rules: FirmRules, firms: list[FirmMark]) -> Iterator[ReferenceMark]:
    """Yield the references of ``text`` that lie in no firm's name, in no order."""
    inside = {position for mark in firms for position in range(mark.start, mark.end)}
    taken: set[int] = set()
    for rule in rules.references:
        if not rule.may_match(text):
            continue
        for match in rule.pattern.finditer(text):
            start = match.start() if rule.id == "reference.pointed" else match.start("noun")
            end = match.end("noun")
            if inside.isdisjoint(range(start, end)) and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield ReferenceMark(start, end, text[start:end], rule.id)
