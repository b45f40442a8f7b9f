"""Tie each figure to its indicator, period and change, and to its subject where its own clause names it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import Mark, text_of, word_ends_of
from newsextract.recognise.metric_carry import Memory, find_carried, find_own, is_anaphor, is_of_market
from newsextract.recognise.metric_change import find_basis, find_movement
from newsextract.recognise.metric_idle import is_idle, is_span
from newsextract.recognise.metric_indicator import NO_INDICATOR, Told, is_part
from newsextract.recognise.metric_lists import align, is_bracketed, is_item, is_listed, is_restated, is_told_apart
from newsextract.recognise.metric_period import (
    as_piece,
    continues,
    find_event,
    find_period,
    find_rate,
    find_session,
    goes_on,
    lasts,
    with_listed,
)
from newsextract.recognise.metric_scene import Names, Scene, Shelf, clause_starts
from newsextract.recognise.metric_subject import subject_of
from newsextract.recognise.metric_tables import find_table_metrics
from newsextract.records.marks import (
    ENTITIES,
    FIRMS,
    METRICS,
    PERIODS,
    QUANTITIES,
    REFERENCES,
    SENTENCES,
    MetricMark,
    Sentence,
)
from newsextract.records.quantity import Quantity
from newsextract.rules.indicator_words import find_changes, find_indicators, without
from newsextract.values.sentences import split_sentences

_TIMELESS = frozenset({"metric.counted", "metric.context", NO_INDICATOR})
_MEASURED = frozenset(
    {"metric.noun_before", "metric.noun_after", "metric.noun_near", "metric.verb_after", "metric.carried"}
)
_REMEMBERED = 150
"""Characters after a period in which 同期 still means it."""


class MetricFinder:
    """Reads sentences, quantities, periods and firms; writes metrics."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the metric marks of ``doc``: one for each quantity with a unit that measures something."""
        METRICS.write(doc, list(_read(doc)))
        return doc


@Language.factory("newsextract_metrics", assigns=["doc.spans"])
def make_metric_finder(nlp: Language, name: str) -> MetricFinder:  # noqa: ARG001 - spaCy passes both
    """Return the component that ties figures to indicators. It has no settings."""
    return MetricFinder()


def _read(doc: Doc) -> Iterator[MetricMark]:
    told = {mark.start: mark for mark in find_table_metrics(doc)}
    yield from told.values()
    known = (quantity for quantity in QUANTITIES.read(doc) if quantity.kind != "number")
    quantities = Shelf([quantity for quantity in known if quantity.start not in told])
    if not quantities.marks:
        return
    page = _Page(doc, quantities)
    memory = Memory()
    for sentence in _sentences(doc, page.text):
        inside = list(quantities.after(sentence.start, sentence.end))
        if page.text[sentence.start - 1 : sentence.start] == "\n":
            memory.moved = None
        if inside:
            yield from _tell(page.scene(sentence, inside), memory)
        else:
            opening = next(page.periods.after(sentence.start, sentence.end), None)
            memory.period = opening if opening and lasts(opening) else memory.period


class _Page:
    """A text with the layers that its scenes are cut from."""

    def __init__(self, doc: Doc, quantities: Shelf[Quantity]) -> None:
        self.text = text_of(doc)
        self.word_ends = word_ends_of(doc)
        firms, periods = FIRMS.read(doc), PERIODS.read(doc)
        named: list[Mark] = [*firms, *REFERENCES.read(doc)]
        found = [entity for entity in ENTITIES.read(doc) if entity.label != "time"]
        self.periods = Shelf(periods)
        self.names, self.entities = Names(named), Names([*named, *found])
        known: list[Mark] = [*quantities.marks, *periods, *firms]
        self.masked = without(self.text, ((mark.start, mark.end) for mark in known))

    def scene(self, sentence: Sentence, quantities: Sequence[Quantity]) -> Scene:
        """Return a sentence with its figures; only sentences that have some are searched for indicators."""
        start, end = sentence.start, sentence.end
        return Scene(
            text=self.text,
            sentence=sentence,
            quantities=quantities,
            periods=self.periods,
            hits=Shelf(find_indicators(self.masked[start:end], start)),
            changes=Shelf(find_changes(self.masked[start:end], start)),
            names=self.names,
            entities=self.entities,
            breaks=clause_starts(self.text, start, end),
            word_end=self._word_end,
            floors=[start, *(quantity.end for quantity in quantities[:-1])],
        )

    def _word_end(self, position: int) -> int:
        if not self.word_ends or position >= self.word_ends[-1]:
            return position
        return self.word_ends[bisect_right(self.word_ends, position)]


def _sentences(doc: Doc, text: str) -> Iterator[Sentence]:
    if SENTENCES.written(doc):
        yield from SENTENCES.read(doc)
    else:
        yield from (Sentence(*span) for span in split_sentences(text))


def _tell(scene: Scene, memory: Memory) -> list[MetricMark]:
    marks: list[MetricMark] = []
    last: MetricMark | None = None
    memory.level = None
    for number, quantity in enumerate(scene.quantities):
        if marks and is_restated(scene, number):
            again = replace(
                marks[-1], start=quantity.start, end=quantity.end, quantity=quantity, rule="metric.conversion"
            )
            marks.append(again)
        else:
            marks.append(_tell_one(scene, number, last, memory))
        last = last if is_idle(scene, marks[-1]) else marks[-1]
        memory.level = last if last and last.quantity.kind != "percent" else memory.level
    memory.moved = next((mark for mark in reversed(marks) if mark.change), None)
    return [mark for mark in align(scene, marks) if not is_idle(scene, mark)]


def _tell_one(scene: Scene, number: int, last: MetricMark | None, memory: Memory) -> MetricMark:
    quantity = scene.quantities[number]
    movement = find_movement(scene, number)
    item = _model(scene, number, last, memory) if movement is None else None
    if item is not None:
        return _like(scene, number, item)
    anaphor = last is not None and movement is None and (is_anaphor(scene, number) or is_told_apart(scene, number))
    told = find_own(scene, number, movement, last) if not anaphor else None
    if last and movement is None and is_listed(scene, number) and not (told and told.rule == "metric.noun_after"):
        return replace(last, start=quantity.start, end=quantity.end, quantity=quantity, rule="metric.list")
    told = told or find_carried(scene, number, movement, last, memory) or Told(None, NO_INDICATOR)
    period = find_period(scene, number, is_change=movement is not None)
    if quantity.kind == "duration" and (told.rule not in _MEASURED or is_span(scene, quantity.start)):
        scene.see_through(number)
    lasting = as_piece(memory.period) if _lasts(told, quantity) else None
    if is_of_market(told.piece, movement, scene):
        lasting = memory.session or lasting
    if continues(scene) and quantity.kind != "duration":
        lasting = memory.near or lasting
    subject = subject_of(scene, number, told.piece, movement, rule_id=told.rule)
    event = find_event(scene, number, period)
    if period and goes_on(scene, period) and memory.near and period.start - memory.near.end <= _REMEMBERED:
        lasting, period = with_listed(scene, memory.near), None
    mark = MetricMark(
        start=quantity.start,
        end=quantity.end,
        quantity=quantity,
        indicator=told.piece,
        period=find_rate(scene, number, period) or event or as_piece(period) or find_session(scene, number) or lasting,
        change=movement.change if movement else None,
        basis=find_basis(scene, number, movement, period or memory.period) if movement else None,
        rule=told.rule,
        subject=subject or (last.subject if last and (told.carried or is_part(scene, number)) else None),
    )
    memory.learn(scene, mark, movement, period)
    if anaphor and last and last.quantity.kind == quantity.kind:
        mark = replace(mark, change=last.change, basis=last.basis)
    return mark


def _model(scene: Scene, number: int, last: MetricMark | None, memory: Memory) -> MetricMark | None:
    """Return the figure of which this one is a further case: of the list before it, or in brackets of the sentence."""
    if last and last.rule != "metric.context" and is_item(scene, number) and not is_listed(scene, number):
        return last
    if last and last.change and last.quantity.kind == scene.quantities[number].kind and is_bracketed(scene, number):
        return last
    before = memory.moved
    alone = last is None and before and before.quantity.kind == scene.quantities[number].kind
    return before if alone and is_bracketed(scene, number) else None


def _like(scene: Scene, number: int, model: MetricMark) -> MetricMark:
    quantity = scene.quantities[number]
    subject = subject_of(scene, number, None, None, rule_id=NO_INDICATOR)
    return replace(
        model, start=quantity.start, end=quantity.end, quantity=quantity, subject=subject, rule="metric.carried"
    )


def _lasts(told: Told, quantity: Quantity) -> bool:
    """Whether a figure may take its period from the sentence before: levels and changes, not mere counts."""
    return told.rule not in _TIMELESS and quantity.kind != "duration"
