"""The article's text cut at every border of a highlight, so that overlapping highlights become lists on pieces."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from newsextract.records import ArticleRecord

MarkKind = Literal["firm", "reference", "metric"]
RoleKind = Literal["speaker", "cue", "period"]


class Mark(NamedTuple):
    """A highlighted stretch that stands for a firm or a metric."""

    start: int
    end: int
    kind: MarkKind
    id: str


class Role(NamedTuple):
    """A stretch that belongs to a claim or a metric, shown when that is looked at."""

    start: int
    end: int
    kind: RoleKind
    of: str


class _Stretch(NamedTuple):
    """A claim's stretch."""

    start: int
    end: int
    id: str


class Piece(NamedTuple):
    """A stretch of text without a border inside."""

    start: int
    text: str
    claims: tuple[str, ...]
    """Ids, in the order of the record."""
    marks: tuple[Mark, ...]
    """Innermost first."""
    roles: tuple[Role, ...]


Paragraph = list[Piece]


def cut_paragraphs(record: ArticleRecord) -> Iterator[Paragraph]:
    """Yield the lines of the text that are not blank, each cut into pieces; together they hold every character."""
    claims = [_Stretch(claim.start, claim.end, claim.id) for claim in record.claims]
    marks, roles = find_marks(record), _find_roles(record)
    start = 0
    for line in record.text.split("\n"):
        end = start + len(line)
        if line.strip():
            yield _cut(
                line,
                start,
                [claim for claim in claims if claim.start < end and start < claim.end],
                [mark for mark in marks if mark.start < end and start < mark.end],
                [role for role in roles if role.start < end and start < role.end],
            )
        start = end + 1


def find_marks(record: ArticleRecord) -> list[Mark]:
    """Return where firms and metrics stand, shorter ones first."""
    marks = [Mark(m.start, m.end, "firm", firm.id) for firm in record.firms for m in firm.mentions]
    marks += [Mark(r.start, r.end, "reference", firm.id) for firm in record.firms for r in firm.references]
    marks += [Mark(metric.start, metric.end, "metric", metric.id) for metric in record.metrics]
    return sorted(marks, key=lambda mark: (mark.end - mark.start, mark.start, mark.id))


def _find_roles(record: ArticleRecord) -> list[Role]:
    roles = [Role(m.period.start, m.period.end, "period", m.id) for m in record.metrics if m.period]
    for claim in record.claims:
        if claim.speaker:
            roles.append(Role(claim.speaker.start, claim.speaker.end, "speaker", claim.id))
        if claim.cue:
            roles.append(Role(claim.cue.start, claim.cue.end, "cue", claim.id))
    return roles


def _cut(line: str, offset: int, claims: list[_Stretch], marks: list[Mark], roles: list[Role]) -> Paragraph:
    end = offset + len(line)
    borders = {offset, end}
    spans = [(item.start, item.end) for items in (claims, marks, roles) for item in items]
    for first, last in spans:
        borders.update((max(offset, first), min(end, last)))
    return [
        Piece(
            start,
            line[start - offset : stop - offset],
            tuple(claim.id for claim in claims if claim.start <= start and stop <= claim.end),
            tuple(mark for mark in marks if mark.start <= start and stop <= mark.end),
            tuple(role for role in roles if role.start <= start and stop <= role.end),
        )
        for start, stop in pairwise(sorted(borders))
    ]
