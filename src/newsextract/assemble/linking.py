"""What the linking model makes of figures, claims and speakers: what the rules said, weighed against what is around."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from newsextract.assemble.answers import piece_of
from newsextract.assemble.cast import Cast
from newsextract.assemble.findings import FirmGroup, MetricFinding
from newsextract.assemble.hearing import heard
from newsextract.assemble.judging import judge
from newsextract.assemble.link_figures import figure_windows
from newsextract.assemble.link_model import Answer, load_link_model
from newsextract.assemble.link_sentences import sentence_inputs
from newsextract.assemble.link_text import Block, LinkText, describe
from newsextract.assemble.link_voices import voice_windows
from newsextract.records.marks import CLAIMS, ClaimMark, Piece
from newsextract.resources import pipeline_file
from newsextract.rules.phrases import cut, is_verb, noun_phrase_length

_TABLE = "metric.table"
"""The rule of figures whose line and column say what they are."""
_NEIGHBOURS = 2
"""Sentences before and behind a block that its own are judged beside."""
_LINKS = "“”‘’\"'《》()的 "
"""What may stand between a firm's name and the borders of a stretch that means the firm."""
_LEAST_THING = 2
_ADVERBS = frozenset("已都给没曾仍还不也就被")
_CLOCK, _CLOCK_LENGTH = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)"), 8
_YEAR = 4
"""Digits of a year, the only bare number that is a time."""
_AROUND_TIME = 8
"""Characters around a time that still belong to it: 截至评估基准日2025年12月31日."""
_JOINED = re.compile("[、和与及/]")


def link(
    doc: Any,  # noqa: ANN401 - a spaCy Doc
    firms: Sequence[FirmGroup],
    metrics: Sequence[MetricFinding],
    cast: Cast,
) -> tuple[tuple[MetricFinding, ...], tuple[ClaimMark, ...]]:
    """Return the metrics and the claims of ``doc`` as the model reads them.

    The rules' answers are what the model is told first. Where it finds a better indicator, subject, period or speaker
    it is taken; so it is where it judges that a sentence is, or is not, attributed, an event, a forecast or a
    statement. ``rule`` and ``rules`` say so. It adds to the claims' features how pressing each is. Figures, changes,
    superlatives, comparisons and everything else stay as they are.
    """
    claims = CLAIMS.read(doc)
    if not metrics and not claims:
        return tuple(metrics), claims
    text = describe(doc, firms, cast)
    model = load_link_model(pipeline_file("models", "linker.onnx"), pipeline_file("models", "voices.onnx"))
    linked = list(metrics)
    judged = list(claims)
    said: dict[int, Answer] = {}
    starts = [finding.mark.start for finding in metrics]
    begins = [claim.start for claim in claims]
    for block in text.blocks(starts):
        figures = figure_windows(text, block, metrics, range(0) if block.dense else _own(starts, block))
        own = _own(begins, block)
        sentences = sentence_inputs(block, claims, _with_neighbours(own, len(claims)), model.told)
        reading = model.read(text, block, figures, sentences)
        for number, found in zip(figures.numbers if figures else (), reading.figures, strict=True):
            if metrics[number].mark.rule != _TABLE:
                linked[number] = _figure(text, metrics[number], *found)
        for number, scores in zip(sentences.numbers, reading.judged, strict=True):
            if number in own:
                judged[number] = judge(text.text, claims[number], scores)
        voices = voice_windows(text, block, claims, [n for n in own if "attributed" in judged[n].types])
        if voices:
            said |= zip(voices.numbers, model.voices(text, block, reading.heard, voices), strict=True)
    return tuple(linked), tuple(claim for claim in heard(text, judged, said) if claim.types)


def _own(starts: Sequence[int], block: Block) -> range:
    """Return the numbers of those that begin in a block."""
    return range(bisect_left(starts, block.start), bisect_left(starts, block.end))


def _with_neighbours(own: range, count: int) -> Sequence[int]:
    """Return the numbers of a block's sentences, of their neighbours, and of the text's first."""
    near = range(max(0, own.start - _NEIGHBOURS), min(count, own.stop + _NEIGHBOURS))
    return near if near.start == 0 else [0, *near]


def _figure(
    text: LinkText, finding: MetricFinding, indicator: Answer, subject: Answer, period: Answer
) -> MetricFinding:
    mark = finding.mark
    piece = piece_of(text, indicator, mark.indicator)
    mark = replace(
        mark,
        indicator=piece,
        period=_time(text, period, mark.period),
        rule=mark.rule if piece == mark.indicator else "link.indicator",
    )
    owner = piece_of(text, subject, finding.subject)
    if owner is None or owner == finding.subject:
        return replace(finding, mark=mark, subject=owner, firm_id=finding.firm_id if owner else None)
    owner, firm_id = _owner(text, owner)
    return replace(finding, mark=mark, subject=owner, firm_id=firm_id)


def _time(text: LinkText, answer: Answer, told: Piece | None) -> Piece | None:
    """Return the time that an answer points at; no bare number is one, but for a year or a part of 09:37."""
    piece = piece_of(text, answer, told)
    if piece is None:
        return None
    if not piece.text.isdecimal() or len(piece.text) == _YEAR:
        return _first_time(text, piece)
    for clock in _CLOCK.finditer(text.text, max(0, piece.start - _CLOCK_LENGTH), piece.end + _CLOCK_LENGTH):
        if clock.start() <= piece.start and piece.end <= clock.end():
            return Piece(clock.start(), clock.end(), clock.group())
    return told


def _first_time(text: LinkText, piece: Piece) -> Piece:
    """Return a stretch, or the first time in it where most of it is none: 这几天平均消费金额将比去年 is 这几天."""
    known = text.periods(piece.start, piece.end)
    if not known.any() or len(known) - int(known.sum()) <= _AROUND_TIME:
        return piece
    start = piece.start + int(known.argmax())
    last = known[start - piece.start :]
    end = start + (len(last) if last.all() else int(last.argmin()))
    return Piece(start, end, text.text[start:end])


def _owner(text: LinkText, piece: Piece) -> tuple[Piece, str | None]:
    """Return the place that a stretch means and its firm: a mention of a firm, or a thing that one has."""
    firm_id = text.firm_at.get((piece.start, piece.end))
    if firm_id:
        return piece, firm_id
    inside = text.mentions_around(piece.start, piece.end)
    for start, end in sorted(inside, key=lambda span: span[1] != piece.end):  # 甲一致行动人乙 is 乙
        rest = piece.text[: max(0, start - piece.start)] + piece.text[max(0, end - piece.start) :]
        if not rest.strip(_LINKS) or (end == piece.end and not _JOINED.search(rest)):
            return Piece(start, end, text.text[start:end]), text.firm_at[start, end]
        if start == piece.start and len(rest.strip(_LINKS)) >= _LEAST_THING:
            return piece, text.firm_at[start, end]
    length = noun_phrase_length(piece.text)
    after = cut(piece.text[length:])
    if _LEAST_THING <= length < len(piece.text) and (is_verb(after[0]) or after[0] in _ADVERBS):
        piece = Piece(piece.start, piece.start + length, piece.text[:length])  # 指数已站上月线 is 指数
    return piece, None
