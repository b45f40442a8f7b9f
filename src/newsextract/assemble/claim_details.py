"""What the types of a claim hold: arguments of events, scopes of superlatives, sides of comparisons, horizons."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, get_args

from newsextract.assemble.findings import (
    ComparisonFinding,
    Details,
    EventFinding,
    FirmGroup,
    ForecastFinding,
    MetricFinding,
    PartyFinding,
    SuperlativeFinding,
)
from newsextract.records.claims import EventKind, PartyRole
from newsextract.records.marks import PERIODS, ClaimMark, Evidence, Piece
from newsextract.rules.table import read_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc

_REACH = 400
"""Characters of a sentence that are searched."""
_SCOPE_BEFORE = 40
_NEAR = 40
"""Characters around a comparison's word in which the difference stands."""
_SIDE = 40
"""The longest side of a comparison: a longer stretch is not one noun phrase."""
_DATED = 60
"""Characters before an event's trigger in which its date stands."""
_CLAUSE_END = re.compile(r"[,，。;:!?\n]")
_SIDES = ("against_before", "against_behind", "against_from", "against_time")
_MODIFIERS = re.compile(
    r"(?:则|也|还|已经?|均|都|又|更|仍|却|将|并|且|不仅|可|能够?|约|近|远|大幅|略|明显|显著|其|而且|但|而|不过|相|同时|此外|其中|目前)+$"
)
_LEADS = re.compile(r"(?:但|而且|而|不过|同时|此外|其中|目前|并且|且|因此|所以|另外|据悉)+[,，]?")
_ADVERBIAL = re.compile(r"(?:在|于|从|自|对|按|据|当|随着|截至)")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {rule.id.removeprefix("detail."): rule.pattern for rule in read_rules("claim_details")}


@cache
def _kinds() -> dict[str, EventKind]:
    names: dict[str, EventKind] = {f"event.{name}": name for name in get_args(EventKind)}
    return names


class DetailFinder:
    """Reads the details of one article's claims."""

    def __init__(self, doc: "Doc", text: str, firms: Sequence[FirmGroup], metrics: Sequence[MetricFinding]) -> None:
        self._text = text
        self._metrics = metrics
        self._periods = PERIODS.read(doc)
        self._period_starts = [period.start for period in self._periods]
        names = [(mark.start, mark.end, group.id) for group in firms for mark in group.marks]
        self._firms = sorted(names + [(mark.start, mark.end, group.id) for group in firms for mark in group.references])

    def details(self, claim: ClaimMark, numbers: Sequence[int]) -> Details:
        """Return what the types of ``claim`` hold.

        Args:
            claim: the claim.
            numbers: positions of its metrics in the article's list.
        """
        found = claim.evidence
        return Details(
            event=self._event(claim, found["event"], numbers) if "event" in found else None,
            superlative=self._superlative(claim, found["superlative"].words) if "superlative" in found else None,
            comparison=self._comparison(claim, found["comparison"].words, numbers) if "comparison" in found else None,
            forecast=self._forecast(claim, found["forecast"].words) if "forecast" in found else None,
        )

    def _piece(self, span: tuple[int, int]) -> Piece:
        return Piece(*span, self._text[span[0] : span[1]])

    def _search(self, name: str, start: int, end: int) -> Piece | None:
        match = _patterns()[name].search(self._text, start, min(end, start + _REACH))
        return self._piece(match.span()) if match else None

    def _superlative(self, claim: ClaimMark, word: Piece) -> SuperlativeFinding:
        begin = max(claim.start, word.start - _SCOPE_BEFORE)
        scopes = list(_patterns()["scope"].finditer(self._text, begin, min(word.end + _SCOPE_BEFORE, claim.end)))
        before = [match for match in scopes if match.start() < word.end]
        nearest = before[-1] if before else (scopes[0] if scopes else None)
        since = self._search("since", begin, min(claim.end, word.end + 2))
        return SuperlativeFinding(word, self._piece(nearest.span()) if nearest else None, since)

    def _comparison(self, claim: ClaimMark, word: Piece, numbers: Sequence[int]) -> ComparisonFinding:
        return ComparisonFinding(
            word, self._side(claim, word), self._against(claim, word), self._difference(word, numbers)
        )

    def _against(self, claim: ClaimMark, word: Piece) -> Piece | None:
        start, end = max(claim.start, word.start - 1), min(claim.end, word.end + _SIDE)
        found: list[Piece] = []
        for name in _SIDES:
            match = _patterns()[name].search(self._text, start, end)
            if match and match.start() < word.end:
                found.append(Piece(*match.span("against"), match["against"]))
        return found[0] if found else None

    def _side(self, claim: ClaimMark, word: Piece) -> Piece | None:
        """Return the phrase before the word: of its clause, or where that has none the opening of the sentence."""
        begin = max(claim.start, word.start - _REACH)
        borders = [match.end() for match in _CLAUSE_END.finditer(self._text, begin, word.start)]
        start = borders[-1] if borders else begin
        opening = (begin, borders[0] - 1) if borders else (begin, begin)
        for first, last in ((start, word.start), opening):
            lead = _LEADS.match(self._text, first, last)
            first = lead.end() if lead else first  # noqa: PLW2901 - without the word that leads to it
            tail = _MODIFIERS.search(self._text, first, last)
            last = tail.start() if tail else last  # noqa: PLW2901
            if 2 <= last - first <= _SIDE and not _ADVERBIAL.match(self._text, first):
                return self._piece((first, last))
        return None

    def _difference(self, word: Piece, numbers: Sequence[int]) -> int | None:
        """Return the first figure behind the word, near it, that can be a difference; else what the word holds."""
        for number in numbers:
            mark = self._metrics[number].mark
            differs = mark.change is not None or mark.quantity.kind in ("percent", "ratio")
            if differs and mark.end > word.start and mark.start <= word.end + _NEAR:
                return number
        return None

    def _forecast(self, claim: ClaimMark, word: Piece) -> ForecastFinding:
        horizons = list(_patterns()["horizon"].finditer(self._text, claim.start, min(claim.end, claim.start + _REACH)))
        nearest = min(horizons, key=lambda m: (_gap(m.span(), word), m.start()), default=None)
        hedge = self._search("hedge", claim.start, claim.end)
        return ForecastFinding(word, self._piece(nearest.span()) if nearest else None, hedge)

    def _event(self, claim: ClaimMark, evidence: Evidence, numbers: Sequence[int]) -> EventFinding:
        trigger = self._last_clause(evidence.words)
        kind = _kinds().get(evidence.rule, "other")
        amounts = [n for n in numbers if self._metrics[n].mark.quantity.kind == "money"]
        amount = min(amounts, key=lambda n: (_gap_of(self._metrics[n], trigger), n), default=None)
        round_of = self._search("round", claim.start, claim.end) if kind in ("funding", "listing") else None
        parties = tuple(self._parties(claim, trigger, kind))
        return EventFinding(kind, trigger, self._date(claim, trigger), round_of, amount, parties)

    def _last_clause(self, words: Piece) -> Piece:
        """Return the end of what a rule matched: the act stands there, behind the time that it has."""
        borders = [match.end() for match in _CLAUSE_END.finditer(self._text, words.start, words.end - 1)]
        return self._piece((borders[-1], words.end)) if borders else words

    def _date(self, claim: ClaimMark, trigger: Piece) -> Piece | None:
        first = bisect_left(self._period_starts, max(claim.start, trigger.start - _DATED))
        last = bisect_left(self._period_starts, trigger.start)
        if first == last:
            return None
        period = self._periods[last - 1]
        return Piece(period.start, period.end, period.text)

    def _parties(self, claim: ClaimMark, trigger: Piece, kind: EventKind) -> Iterator[PartyFinding]:
        """Yield each firm of the sentence once, where it is first named."""
        investing = self._investing(claim) if kind == "funding" else []
        seen: set[str] = set()
        acting = False
        for start, end, firm_id in self._within(claim):
            if firm_id in seen:
                continue
            seen.add(firm_id)
            role: PartyRole = "other"
            if any(first <= start < last for first, last in investing):
                role = "investor"
            elif start < trigger.start and not acting:
                role, acting = "actor", True
            yield PartyFinding(self._piece((start, end)), role, firm_id)

    def _investing(self, claim: ClaimMark) -> list[tuple[int, int]]:
        matches = _patterns()["investors"].finditer(self._text, claim.start, min(claim.end, claim.start + _REACH))
        return [match.span("by") if match["by"] else match.span("clause") for match in matches]

    def _within(self, claim: ClaimMark) -> list[tuple[int, int, str]]:
        first = bisect_left(self._firms, (claim.start, 0, ""))
        return self._firms[first : bisect_left(self._firms, (claim.end, 0, ""))]


def _gap(span: tuple[int, int], word: Piece) -> int:
    return max(span[0] - word.end, word.start - span[1], 0)


def _gap_of(finding: MetricFinding, word: Piece) -> int:
    return _gap((finding.mark.start, finding.mark.end), word)
