"""The component that marks claims: which sentences make one, of what types, how firmly, on whose word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.language import Language

from newsextract.layers import text_of
from newsextract.recognise.claim_events import EventFinder
from newsextract.recognise.claim_evidence import (
    has_dealings,
    is_caption,
    is_general,
    makes_no_claim,
    names_a_product,
    speaks_of_role,
)
from newsextract.recognise.claim_features import FeatureFinder, Setting
from newsextract.recognise.claim_modality import ModalityFinder
from newsextract.recognise.claim_sources import SourceFinder, stance_of
from newsextract.recognise.rule_scanner import Scan, rule_scanner
from newsextract.records.fields import CLAIM_TYPES, ClaimType, Modality
from newsextract.records.marks import (
    CLAIMS,
    ENTITIES,
    FIRMS,
    METRICS,
    QUANTITIES,
    QUOTATIONS,
    REFERENCES,
    SENTENCES,
    ClaimMark,
    Evidence,
    Piece,
    Quotation,
    Sentence,
)
from newsextract.rules.phrases import said_in
from newsextract.rules.speaker_words import kind_of_words
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SUBJECTS = frozenset({"organisation", "government", "place", "person"})
_WHO_ACTS = frozenset({"organisation", "government", "person"})
_TALK = 200
"""Characters before a sentence, in its paragraph, in which the firm is named that the sentence goes on about."""
_OPENING = 24
"""The subject stands among the first characters of what is said."""
_FULL_STOPS = ("。", "!", "?", ";", "…", "”")
_NEARBY = 150
"""Characters before a sentence in which a firm must be named that 公司 or 团队 stands for."""
_LABELS: dict[str, ClaimType] = {name: name for name in CLAIM_TYPES}


class ClaimFinder:
    """Write the layer ``claims``: one mark for each sentence, of no type where it makes no claim."""

    def __init__(self) -> None:
        self._rules = rule_scanner("claims")
        self._modality = ModalityFinder()

    def __call__(self, doc: "Doc") -> "Doc":
        """Judge every sentence by the layers that are there."""
        text = text_of(doc)
        sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text))
        judge = _Judge(doc, text, sentences, self._rules.scan(text))
        modality = self._modality.scan(text)
        claims = []
        for sentence in sentences:
            firmness, rule = self._modality.modality(modality, sentence.start, sentence.end)
            claims.append(judge.claim(sentence, judge.types(sentence), firmness, rule))
        CLAIMS.write(doc, claims)
        return doc


class _Positions:
    """Where the marks of a layer begin, for counting them in a stretch."""

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = sorted(starts)

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a sentence claims, and on whose word."""

    types: dict[ClaimType, str]
    """Each type with the id of the rule that gave it."""
    source: Quotation | None
    words: dict[ClaimType, Piece]
    """The words of the sentence that gave a type."""


class _Judge:
    """All that is known of one text when its sentences are judged."""

    def __init__(self, doc: "Doc", text: str, sentences: Sequence[Sentence], rules: Scan) -> None:
        self._text = text
        self._rules = rules
        self._events = EventFinder(text)
        self._sources = SourceFinder(QUOTATIONS.read(doc))
        metrics = [mark.quantity for mark in METRICS.read(doc)]
        figures = metrics if METRICS.written(doc) else QUANTITIES.read(doc)
        self._figures = {figure.start: figure for figure in figures}
        self._figure_starts = _Positions(list(self._figures))
        self._firms = {mark.start: mark for mark in FIRMS.read(doc)}
        self._firm_starts = _Positions(list(self._firms))
        self._references = {mark.start: mark for mark in REFERENCES.read(doc)}
        self._reference_starts = _Positions(list(self._references))
        self._entities = {e.start: e for e in ENTITIES.read(doc) if e.label in _SUBJECTS and e.start < e.end}
        self._entity_starts = _Positions(list(self._entities))
        self._places = _Positions([e.start for e in self._entities.values() if e.label in ("place", "government")])
        self._named = _Positions([e.start for e in self._entities.values() if e.label in _WHO_ACTS])
        self._last = sentences[-1].start if sentences else 0
        lines = Counter(sentence.paragraph for sentence in sentences)
        self._alone = {paragraph for paragraph, count in lines.items() if count == 1}
        head = next((s for s in sentences if s.paragraph == 0 and 0 in self._alone), None)
        self._features = FeatureFinder(text, text[head.start : head.end] if head else "", self._figures.values())

    def types(self, sentence: Sentence) -> _Found:
        """Return the types of the claim that the sentence makes: none where it makes none."""
        start, end = sentence.start, sentence.end
        source = self._sources.source(start, end)
        words = self._text[start:end]
        alone = sentence.paragraph in self._alone and sentence.paragraph > 0
        figures = self._figure_starts.within(start, end)
        if source is None and not figures and makes_no_claim(words):
            return _Found({}, None, {})
        types: dict[ClaimType, str] = {}
        if source:
            types["attributed"] = source.rule
        matched: dict[ClaimType, Piece] = {}
        for rule, first, last in self._rules.matching(start, end):
            if rule.label == "event" and not self._events.rule_holds(rule.id, first, last, start):
                continue
            types.setdefault(_LABELS[rule.label], rule.id)
            matched.setdefault(_LABELS[rule.label], Piece(first, last, self._text[first:last]))
        if figures:
            types["quantity"] = "quantity.metric"
        heading = sentence.paragraph in self._alone or sentence.paragraph == 0
        event = self._events.first(start, end, headline=heading and not words.endswith(_FULL_STOPS))
        if event:
            types["event"] = f"event.{event.kind}"
            matched["event"] = Piece(event.start, event.end, self._text[event.start : event.end])
        if not types.keys() - {"attributed"} and (source or not (alone and is_caption(words))):
            reason = self._statement(start, end, source)
            if reason:
                types["statement"] = reason
        return _Found(types, source, matched) if types else _Found({}, None, {})

    def _statement(self, start: int, end: int, source: Quotation | None) -> str | None:
        """Return the reason why a sentence of no other type states a fact about a firm or its dealings, if it does."""
        if source and source.start == source.end:
            return None  # it only says who speaks
        if self._about_a_firm(start, end, source):
            return "statement.firm"
        words = self._text[start:end]
        if self._firm_starts.within(start - _NEARBY, start) and speaks_of_role(words):
            return "statement.role"
        return None if source else self._fact(start, end, words)

    def _fact(self, start: int, end: int, words: str) -> str | None:
        """Return the reason why a sentence of the article's own, which names no firm, tells a fact of the talk."""
        if has_dealings(words, names_a_place=bool(self._places.within(start, end))):
            return "statement.institution"
        if is_general(words):
            return None
        if self._named.within(start, min(end, start + _OPENING)):
            return "statement.named"
        talk = max(start - _TALK, self._text.rfind("\n", max(0, start - _TALK), start) + 1)
        if self._firm_starts.within(max(0, talk), start):
            return "statement.topic"
        return "statement.product" if self._firms and names_a_product(words) else None

    def _about_a_firm(self, start: int, end: int, source: Quotation | None) -> bool:
        marks = [*self._firm_starts.within(start, end), *self._reference_starts.within(start, end)]
        speaker = source.speaker if source else None
        return any(speaker is None or not speaker.start <= mark < speaker.end for mark in marks)

    def claim(self, sentence: Sentence, found: _Found, modality: Modality, rule: str | None) -> ClaimMark:
        """Return the mark of a sentence."""
        types = tuple(name for name in CLAIM_TYPES if name in found.types)
        rules = tuple(dict.fromkeys([*(found.types[name] for name in types), *([rule] if rule else [])]))
        source = found.source
        return ClaimMark(
            sentence.start,
            sentence.end,
            types,
            modality,
            rules,
            speaker=source.speaker if source else None,
            cue=source.cue if source else None,
            content=self._content(sentence, source) if source else None,
            stance=stance_of(source) if source else None,
            evidence={name: Evidence(found.types[name], words) for name, words in found.words.items()},
            subject=self._subject(sentence, source),
            features=self._features.features(types, modality, self._setting(sentence, found)),
        )

    def _content(self, sentence: Sentence, source: Quotation) -> Piece | None:
        """Return the part of the sentence that the source said, without the marks and spaces around it."""
        return said_in(self._text, max(sentence.start, source.start), min(sentence.end, source.end))

    def _subject(self, sentence: Sentence, source: Quotation | None) -> Piece | None:
        """Return the first firm, or else the first other name, of what is said rather than of who says it."""
        said = source.start if source and sentence.start < source.start < sentence.end else sentence.start
        speaker = source.speaker if source else None
        relayed = speaker is not None and kind_of_words(speaker.text) == "outlet"  # 据海岚日报报道 tells nothing of it
        for begin in (said,) if relayed else (said, sentence.start):
            names = self._firm_starts.within(begin, sentence.end)
            roles = self._reference_starts.within(begin, sentence.end)
            if names or roles:
                first = min([*names[:1], *roles[:1]])
                mark = self._firms.get(first) or self._references[first]
                return Piece(mark.start, mark.end, mark.text)
        others = self._entity_starts.within(said, min(sentence.end, said + _OPENING))
        if not others:
            return None
        entity = self._entities[others[0]]
        return Piece(entity.start, entity.end, self._text[entity.start : entity.end])

    def _setting(self, sentence: Sentence, found: _Found) -> Setting:
        start, end, source = sentence.start, sentence.end, found.source
        starts = self._figure_starts.within(start, end)
        speaker = source.speaker if source else None
        return Setting(
            start,
            end,
            position=start / self._last if self._last else 0.0,
            headline=sentence.paragraph == 0 and sentence.paragraph in self._alone,
            figures=[self._figures[figure] for figure in starts],
            names_a_firm=bool(self._firm_starts.within(start, end)),
            spoken_by_party=speaker is not None and self._names_a_firm(speaker),
            event=found.types.get("event"),
            direct=source is not None and source.style == "direct",
        )

    def _names_a_firm(self, piece: Piece) -> bool:
        within = self._firm_starts.within(piece.start, piece.end)
        return bool(within or self._reference_starts.within(piece.start, piece.end))


@Language.factory("newsextract_claims", assigns=["doc.spans"])
def make_claim_finder(nlp: Language, name: str) -> ClaimFinder:
    """Build the component that finds claims."""
    del nlp, name
    return ClaimFinder()
