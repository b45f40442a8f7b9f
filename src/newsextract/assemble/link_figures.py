"""What the linking model is asked of a figure: where around it its indicator, its subject and its period may stand."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from newsextract.assemble.findings import MetricFinding
from newsextract.assemble.link_text import Block, Counts, LinkText, Places
from newsextract.records.fields import Kind
from newsextract.records.marks import Piece
from newsextract.rules.phrases import occurrences

BEHIND, AHEAD, HEADLINE, MENTION = 144, 32, 28, 10
"""Characters before and behind a figure, of the headline, and of a name far before it, that belong to its window."""
KINDS: tuple[Kind, ...] = get_args(Kind)
RULES = (
    "metric.carried", "metric.change", "metric.context", "metric.conversion", "metric.counted", "metric.each",
    "metric.list", "metric.noun_after", "metric.noun_before", "metric.noun_near", "metric.verb_after",
    "metric.verb_before", "quantity.bare", "metric.change_after", "metric.change_object", "metric.share",
)  # fmt: skip
"""The rules whose answers the model learned to weigh; any other is one more."""
CHANGES = (None, "increase", "decrease")
DISTANCES = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 56, 80, 112, 160, 240, 400])
"""Steps of the distance from a figure, in characters."""
_STEPS = np.digitize(np.arange(DISTANCES[-1] + 1), DISTANCES)
MARKS = (
    "indicator", "subject", "subject_firm", "period", "near", "last_indicator", "last_subject", "last_period",
    "figure", "subject_words",
)  # fmt: skip
"""What the rules said of a figure and of the one before it, where it lies in the window."""
NEAR = (8, 7, 4, 7)
"""Steps of the clauses, sentences, paragraphs and figures between a place and a figure."""
_BIT = {name: np.int32(1 << number) for number, name in enumerate(MARKS)}
_KIND: dict[str, int] = {kind: number for number, kind in enumerate(KINDS)}
_RULE = {rule: number for number, rule in enumerate(RULES)}
_TIMES = 50
"""Places of one subject's words that are looked at."""

Floats = NDArray[np.float32]


class FigureWindows(NamedTuple):
    """Inputs of the model for the figures of a block: one row a figure, padded behind."""

    numbers: Sequence[int]
    """Which findings they are."""
    places: Places
    """(figures, window) places within the block."""
    inside: NDArray[np.bool_]
    """(figures, window): False where a row is padded."""
    spans: Places
    """(figures, 2): where the figures begin and end within the block."""
    far: Counts
    """(figures, window): distance, in steps."""
    near: Counts
    """(figures, window): clauses, sentences, paragraphs and figures between: one number for the four steps (NEAR)."""
    marks: Counts
    """(figures, window): the MARKS that lie there, a bit each."""
    kind: Places
    rule: Places
    change: Places
    told: Floats
    """(figures, 6): whether the rules gave an indicator, a subject, a firm, a period, a near subject; a main firm."""


def steps_from(places: Places, start: Places, end: Places) -> Counts:
    """Return the step of the distance of each place from its row's span: 0 to 20 before, 21 to 41 behind, 42 in it."""
    before, behind = places < start, places >= end
    distance = np.where(before, start - places, places - end + 1)
    step = _STEPS[np.clip(distance, 0, len(_STEPS) - 1)]
    return np.where(before, step, np.where(behind, 21 + step, 42)).astype(np.int32)


def padded(rows: Sequence[Places]) -> tuple[Places, NDArray[np.bool_]]:
    """Return rows of different length as one table, padded with 0, and where it is not padded."""
    lengths = np.array([len(row) for row in rows])
    inside = np.arange(lengths.max()) < lengths[:, None]
    table = np.zeros(inside.shape, dtype=np.int64)
    table[inside] = np.concatenate(rows)
    return table, inside


def spans_of(pieces: Sequence[Piece | None], block: Block) -> tuple[Places, Places]:
    """Return where pieces begin and end in a block, as columns; nowhere for None."""
    starts = [block.local(piece.start) if piece else 0 for piece in pieces]
    ends = [block.local(piece.end) if piece else 0 for piece in pieces]
    return np.array(starts, dtype=np.int64)[:, None], np.array(ends, dtype=np.int64)[:, None]


def figure_windows(
    text: LinkText, block: Block, findings: Sequence[MetricFinding], numbers: range
) -> FigureWindows | None:
    """Return the windows of the findings with ``numbers``, which begin in ``block``, or None where there are none."""
    if not numbers:
        return None
    asked = [findings[number] for number in numbers]
    before = [findings[number - 1] if number else None for number in numbers]
    places, inside = padded([_window(text, block, finding) for finding in asked])
    spans = block.spans([finding.mark for finding in asked])
    start, end = spans[:, :1], spans[:, 1:]
    return FigureWindows(
        numbers,
        places,
        inside,
        spans,
        steps_from(places, start, end),
        _near(text, block, places, start),
        _marks(text, block, asked, before, places, (start, end)),
        np.array([_KIND.get(finding.mark.quantity.kind, len(KINDS) - 1) for finding in asked]),
        np.array([_RULE.get(finding.mark.rule, len(RULES)) for finding in asked]),
        np.array([CHANGES.index(finding.mark.change) for finding in asked]),
        np.array([_told(finding, text.main) for finding in asked], dtype=np.float32),
    )


def _told(finding: MetricFinding, main: tuple[int, int] | None) -> list[bool]:
    mark = finding.mark
    given = (mark.indicator, finding.subject, finding.firm_id, mark.period, mark.subject, main)
    return [thing is not None for thing in given]


def _window(text: LinkText, block: Block, finding: MetricFinding) -> Places:
    """Return the places around a figure, and before them those of the headline, its subject and the main firm."""
    first = block.local(max(0, finding.mark.start - BEHIND))
    last = min(block.local(block.last), block.local(finding.mark.end) + AHEAD)
    far: list[Places] = []
    begin = max(finding.mark.start - BEHIND, block.first)
    if text.sentences and begin > 0:
        far.append(np.arange(min(text.sentences[0].end, HEADLINE)))
    if finding.subject and finding.subject.start < begin:
        far.append(np.arange(finding.subject.start, min(finding.subject.end, finding.subject.start + MENTION)))
    if text.main:
        start, end = text.main
        far.append(np.arange(start, min(end, start + MENTION)))
    wanted = np.unique(np.concatenate(far)) if far else np.arange(0)
    wanted = wanted[wanted < begin]
    known = wanted[(wanted < block.head) | (wanted >= block.first)]
    local = np.where(known < block.head, known, known - block.first + block.head)
    return np.concatenate([local, np.arange(first, last)])


def _near(text: LinkText, block: Block, places: Places, start: Places) -> Counts:
    read = block.places
    whole, at = read[places], read[start]
    steps = (
        np.clip(text.clause[at] - text.clause[whole], -2, 5) + 2,
        np.clip(text.sentence[at] - text.sentence[whole], -1, 5) + 1,
        np.clip(text.paragraph[at] - text.paragraph[whole], 0, 3),
        np.clip(text.figures[at] - text.figures[whole], -2, 4) + 2,
    )
    return packed(steps, NEAR)


def packed(steps: Sequence[Counts], sizes: Sequence[int]) -> Counts:
    """Return one number for several that are each smaller than one of ``sizes``."""
    index = steps[0]
    for step, size in zip(steps[1:], sizes[1:], strict=True):
        index = index * np.int32(size) + step
    return index


def _marks(
    text: LinkText,
    block: Block,
    asked: Sequence[MetricFinding],
    before: Sequence[MetricFinding | None],
    places: Places,
    figure: tuple[Places, Places],
) -> Counts:
    pieces: dict[str, list[Piece | None]] = {
        "indicator": [finding.mark.indicator for finding in asked],
        "subject": [finding.subject for finding in asked],
        "period": [finding.mark.period for finding in asked],
        "near": [finding.mark.subject for finding in asked],
        "last_indicator": [last.mark.indicator if last else None for last in before],
        "last_subject": [last.subject if last else None for last in before],
        "last_period": [last.mark.period if last else None for last in before],
    }
    spans = {name: spans_of(listed, block) for name, listed in pieces.items()} | {"figure": figure}
    marks = bits_on(places, spans, MARKS)
    words = block.text(text.text)
    seen: dict[str, NDArray[np.bool_]] = {}
    for row, finding in enumerate(asked):
        if finding.firm_id:
            if finding.firm_id not in seen:
                seen[finding.firm_id] = _where(text, finding.firm_id, block, len(words))
            marks[row] |= seen[finding.firm_id][places[row]] * _BIT["subject_firm"]
        if finding.subject and len(finding.subject.text) > 1:
            said = finding.subject.text
            if said not in seen:
                seen[said] = np.zeros(len(words), dtype=np.bool_)
                for span in islice(occurrences(words, said), _TIMES):
                    seen[said][slice(*span)] = True
            marks[row] |= seen[said][places[row]] * _BIT["subject_words"]
    return marks


def bits_on(places: Places, spans: Mapping[str, tuple[Places, Places]], names: Sequence[str]) -> Counts:
    """Return for each place of each row the sum of 1 << n for those names that have it in their span of the row."""
    marks = np.zeros(places.shape, dtype=np.int32)
    for number, name in enumerate(names):
        if name in spans:
            start, end = spans[name]
            rows = np.flatnonzero(end > start)
            if len(rows):
                held = (places[rows] >= start[rows]) & (places[rows] < end[rows])
                marks[rows] |= held * np.int32(1 << number)
    return marks


def _where(text: LinkText, firm_id: str, block: Block, length: int) -> NDArray[np.bool_]:
    """Return where a block names a firm or points at it."""
    on = np.zeros(length, dtype=np.bool_)
    spans = [*text.mentions_around(0, block.head), *text.mentions_around(block.first, block.last)]
    for start, end in (span for span in spans if text.firm_at[span] == firm_id):
        on[block.local(start) : block.local(end)] = True
    return on
