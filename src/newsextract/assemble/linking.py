"""What the linking model makes of figures and speakers: what the rules said, weighed against what stands around."""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from newsextract.assemble.cast import Cast
from newsextract.assemble.findings import FirmGroup, MetricFinding
from newsextract.assemble.link_figures import figure_windows
from newsextract.assemble.link_model import Answer, load_link_model
from newsextract.assemble.link_text import Block, LinkText, describe
from newsextract.assemble.link_voices import voice_windows
from newsextract.records.marks import CLAIMS, ClaimMark, Piece
from newsextract.resources import pipeline_file
from newsextract.rules.phrases import cut, is_verb, noun_phrase_length
from newsextract.rules.speaker_words import kind_of_words

_UNSAID = math.log(0.6)
"""A figure loses what the rules said of it only where the model is rather sure that the text does not say it."""
_TABLE = "metric.table"
"""The rule of figures whose line and column say what they are."""
_LIKELY = math.log(0.5)
_LINKS = "“”‘’\"'《》()的 "
"""What may stand between a firm's name and the borders of a stretch that means the firm."""
_LEAST_THING = 2
_LEADING = frozenset("的了着过和与及或令使让将把被对向在从由而但则也都为是,，、 ")
_TRAILING = frozenset("的了着过就能在是为达至到并也都则而和与及,，、 ")
_ADVERBS = frozenset("已都给没曾仍还不也就被")
_CLOCK, _CLOCK_LENGTH = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)"), 8
_YEAR = 4
"""Digits of a year, the only bare number that is a time."""
_JOINED = re.compile("[、和与及/]")


def link(
    doc: Any,  # noqa: ANN401 - a spaCy Doc
    firms: Sequence[FirmGroup],
    metrics: Sequence[MetricFinding],
    cast: Cast,
) -> tuple[tuple[MetricFinding, ...], tuple[ClaimMark, ...]]:
    """Return the metrics and the claims of ``doc`` with indicators, subjects, periods and speakers as the model reads.

    The rules' answers are what the model is told first; where it finds a better one it is taken, and the metric's
    ``rule`` says so. Figures, types of claims, changes and everything else stay as they are.
    """
    claims = CLAIMS.read(doc)
    if not metrics and not any("attributed" in claim.types for claim in claims):
        return tuple(metrics), claims
    text = describe(doc, firms, cast)
    model = load_link_model(pipeline_file("models", "linker.onnx"))
    linked = list(metrics)
    said: dict[int, Answer] = {}
    starts = [finding.mark.start for finding in metrics]
    begins = [claim.start for claim in claims]
    for block in text.blocks(starts):
        figures = figure_windows(text, block, metrics, range(0) if block.dense else _own(starts, block))
        voices = voice_windows(text, block, claims, _own(begins, block))
        answers = model.answer(text, block, figures, voices)
        for number, found in zip(figures.numbers if figures else (), answers.figures, strict=True):
            if metrics[number].mark.rule != _TABLE:
                linked[number] = _figure(text, metrics[number], *found)
        said |= dict(zip(voices.numbers if voices else (), answers.voices, strict=True))
    return tuple(linked), _heard(text, claims, said)


def _own(starts: Sequence[int], block: Block) -> range:
    """Return the numbers of those that begin in a block."""
    return range(bisect_left(starts, block.start), bisect_left(starts, block.end))


def _heard(text: LinkText, claims: Sequence[ClaimMark], said: Mapping[int, Answer]) -> tuple[ClaimMark, ...]:
    """Return the claims with their speakers; who goes on speaking, does so by the name that he began with."""
    heard: list[ClaimMark] = []
    settled: dict[Piece, Piece | None] = {}
    for number, claim in enumerate(claims):
        told, answer = claim.speaker, said.get(number)
        speaker = settled.get(told, told) if told else None
        if answer and (told is None or told not in settled) and _may_correct(claim, answer):
            speaker = _piece(text, answer, told)
        if told:
            settled.setdefault(told, speaker)
        heard.append(claim if speaker == told else replace(claim, speaker=speaker))
    return tuple(heard)


def _may_correct(claim: ClaimMark, answer: Answer) -> bool:
    """Whether the model's word counts: it does not see a speaker who is far, and a sentence names its own best."""
    told = claim.speaker
    if told is None:
        return answer.chance > max(answer.nowhere, _LIKELY)
    own = claim.start <= told.start < claim.end
    if own and kind_of_words(told.text) == "pronoun":
        return False  # who 他 is, is settled with the voices
    return (
        answer.chance > answer.nowhere and claim.start <= answer.start < claim.end and (own or answer.chance > _LIKELY)
    )


def _piece(text: LinkText, answer: Answer, told: Piece | None) -> Piece | None:
    """Return what an answer points at; what the rules ``told`` where they are the same."""
    if answer.nowhere > max(answer.chance, _UNSAID):
        return None
    start, end = answer.start, answer.end
    if (start, end) not in text.firm_at:
        start, end = _trimmed(text.text, start, end)
    if told and told.start <= start and end <= told.end and len(told.text) - (end - start) <= 1:
        return told  # 标利率 of 得标利率 is cut from it
    return Piece(start, end, text.text[start:end])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the words at its borders that only link: 令同店 is 同店."""
    words = cut(text[start:end])
    while len(words) > 1 and words[0] in _LEADING:
        start += len(words.pop(0))
    while len(words) > 1 and words[-1] in _TRAILING:
        end -= len(words.pop())
    return start, end


def _figure(
    text: LinkText, finding: MetricFinding, indicator: Answer, subject: Answer, period: Answer
) -> MetricFinding:
    mark = finding.mark
    piece = _piece(text, indicator, mark.indicator)
    mark = replace(
        mark,
        indicator=piece,
        period=_time(text, period, mark.period),
        rule=mark.rule if piece == mark.indicator else "link.indicator",
    )
    owner = _piece(text, subject, finding.subject)
    if owner is None or owner == finding.subject:
        return replace(finding, mark=mark, subject=owner, firm_id=finding.firm_id if owner else None)
    owner, firm_id = _owner(text, owner)
    return replace(finding, mark=mark, subject=owner, firm_id=firm_id)


def _time(text: LinkText, answer: Answer, told: Piece | None) -> Piece | None:
    """Return the time that an answer points at; no bare number is one, but for a year or a part of 09:37."""
    piece = _piece(text, answer, told)
    if piece is None or not piece.text.isdecimal() or len(piece.text) == _YEAR:
        return piece
    for clock in _CLOCK.finditer(text.text, max(0, piece.start - _CLOCK_LENGTH), piece.end + _CLOCK_LENGTH):
        if clock.start() <= piece.start and piece.end <= clock.end():
            return Piece(clock.start(), clock.end(), clock.group())
    return told


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
