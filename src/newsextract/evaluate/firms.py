"""Firms against gold: every mention by its exact span, and every firm as a whole."""

from collections.abc import Iterator

from newsextract.evaluate.compare import fold
from newsextract.evaluate.gold import GoldArticle, GoldFirm, Span
from newsextract.evaluate.tally import Difference, Matches
from newsextract.records import ArticleRecord, Firm
from newsextract.rules.phrases import occurrences


class FirmScorer:
    """Adds up mentions and firms over articles."""

    def __init__(self) -> None:
        self.mentions = Matches()
        self.entities = Matches()

    def add(self, gold: GoldArticle, record: ArticleRecord) -> Iterator[Difference]:
        """Count one article; yield what differs."""
        wanted, optional = find_mentions(gold)
        found = {(mention.start, mention.end) for firm in record.firms for mention in firm.mentions}
        extra, missed = sorted(found - wanted - optional), sorted(wanted - found)
        self.mentions.add(len(wanted) - len(missed), len(extra), len(missed))
        self._add_entities(gold.firms, record.firms)
        for kind, spans in (("firm+", extra), ("firm-", missed)):
            yield from (Difference(gold.id, kind, gold.text[start:end]) for start, end in spans)

    def _add_entities(self, wanted: tuple[GoldFirm, ...], found: tuple[Firm, ...]) -> None:
        pairs = _pair([_gold_names(firm) for firm in wanted], [_names(firm) for firm in found])
        hits = sum(not wanted[index].optional for index in pairs)
        required = sum(not firm.optional for firm in wanted)
        self.entities.add(hits, len(found) - len(pairs), required - hits)


def find_mentions(gold: GoldArticle) -> tuple[set[Span], set[Span]]:
    """Return the spans that must be found, and those that may be: all occurrences of the surfaces, longest first.

    An occurrence inside a longer one of another firm, or inside an excepted span, is none.
    """
    owner: list[int | None] = [None] * len(gold.text)
    for firm in gold.firms:
        for start, end in firm.excepted:
            owner[start:end] = [-1] * (end - start)
    required: set[Span] = set()
    optional: set[Span] = set()
    for surface, index in _surfaces_longest_first(gold):
        may_share = {None, index} if gold.firms[index].optional else {None}
        for span in occurrences(gold.text, surface):
            if set(owner[slice(*span)]) <= may_share:
                owner[slice(*span)] = [index] * len(surface)
                (optional if gold.firms[index].optional else required).add(span)
    return required, optional


def _surfaces_longest_first(gold: GoldArticle) -> list[tuple[str, int]]:
    surfaces = [
        (surface, i) for i, firm in enumerate(gold.firms) for surface in dict.fromkeys(firm.surfaces) if surface
    ]
    return sorted(surfaces, key=lambda item: -len(item[0]))


def _gold_names(firm: GoldFirm) -> set[str]:
    return {fold(name) for name in (firm.name, *firm.surfaces)}


def _names(firm: Firm) -> set[str]:
    return {fold(firm.name), *(fold(mention.text) for mention in firm.mentions)}


def _pair(wanted: list[set[str]], found: list[set[str]]) -> dict[int, int]:
    """Return wanted to found firms, one to one: those that share most names first."""
    shared = [
        (len(mine & theirs), i, j) for i, mine in enumerate(wanted) for j, theirs in enumerate(found) if mine & theirs
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(shared, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs
