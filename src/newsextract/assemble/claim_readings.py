"""Make a sentence readable alone: what its stand-ins stand for, and whom it speaks of without saying so."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from newsextract.assemble.findings import FirmGroup, Replacement, Voice
from newsextract.layers import reference_of
from newsextract.records.marks import PERIODS, ClaimMark

if TYPE_CHECKING:
    from spacy.tokens import Doc

_YEAR = re.compile(r"(?:今|去|明|前|后|本|上)年(?!度|轻|纪|同期)")
_DAY = re.compile(r"[今昨前明]日|[今昨前明]天")


class ReadingFinder:
    """Finds the stand-ins of one article's claims."""

    def __init__(self, doc: "Doc", text: str, firms: Sequence[FirmGroup]) -> None:
        self._text = text
        self._references = sorted((m.start, m.end, group.id) for group in firms for m in group.references)
        self._names = sorted((mark.start, mark.end) for group in firms for mark in group.marks)
        self._periods = PERIODS.read(doc) if reference_of(doc) else ()
        self._period_starts = [period.start for period in self._periods]

    def replacements(self, claim: ClaimMark, voice: Voice | None, firm_ids: Sequence[str]) -> tuple[Replacement, ...]:
        """Return what stands in for something, in reading order, without overlaps.

        A sentence that speaks of one firm without any word for it begins with an empty stretch that the firm fills.
        """
        found = [*self._roles(claim), *self._pronouns(claim, voice), *self._dates(claim)]
        found.sort(key=lambda r: (r.start, -r.end))
        apart: list[Replacement] = []
        for replacement in found:
            if not apart or replacement.start >= apart[-1].end:
                apart.append(replacement)
        if len(firm_ids) == 1 and not any(r.firm_id for r in apart) and not self._names_a_firm(claim):
            apart.insert(0, Replacement(claim.start, claim.start, firm_ids[0], None))
        return tuple(apart)

    def _names_a_firm(self, claim: ClaimMark) -> bool:
        position = bisect_left(self._names, (claim.start, 0))
        return position < len(self._names) and self._names[position][0] < claim.end

    def _roles(self, claim: ClaimMark) -> Iterator[Replacement]:
        first = bisect_left(self._references, (claim.start, 0, ""))
        last = bisect_left(self._references, (claim.end, 0, ""))
        for start, end, firm_id in self._references[first:last]:
            yield Replacement(start, end, firm_id, None)

    def _pronouns(self, claim: ClaimMark, voice: Voice | None) -> Iterator[Replacement]:
        written = voice.written if voice else None
        if voice and written and claim.start <= written.start < claim.end:
            yield Replacement(written.start, written.end, None, voice.piece)

    def _dates(self, claim: ClaimMark) -> Iterator[Replacement]:
        """Yield the relative years and days whose date the article's own date decides."""
        first = bisect_left(self._period_starts, claim.start)
        last = bisect_left(self._period_starts, claim.end)
        for period in self._periods[first:last]:
            if period.first is None:
                continue
            year, day = _YEAR.match(period.text), _DAY.match(period.text)
            if year:
                yield Replacement(period.start, period.start + year.end(), None, f"{period.first.year}年")
            elif day and period.first == period.last:
                yield Replacement(period.start, period.start + day.end(), None, _day_words(period.first))


def _day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
