"""The component that marks quotations: direct, indirect and mixed speech, and data sources, with who is cited."""

from bisect import bisect_left
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.language import Language

from newsextract.layers import text_of
from newsextract.recognise.quotation_cues import find_cues
from newsextract.recognise.quotation_frames import FrameFinder
from newsextract.recognise.quotation_names import Names
from newsextract.recognise.quotation_spread import Spreader
from newsextract.records.marks import ENTITIES, FIRMS, QUOTATIONS, QUOTES, SENTENCES, Quote, Sentence
from newsextract.values.quotes import find_quotes
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc


_SPEAKING = frozenset({"firm", "organisation", "government", "person"})
_LEAST = 2
"""A name of one character is not looked for elsewhere."""


class QuotationFinder:
    """Write the layer ``quotations``: for each sentence or part of one that is attributed, who is cited by what."""

    def __call__(self, doc: "Doc") -> "Doc":
        """Find the frames of every sentence, then spread them over quotations, blocks and semicolons."""
        text = text_of(doc)
        sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text))
        quotes = QUOTES.read(doc) if QUOTES.written(doc) else tuple(Quote(*span) for span in find_quotes(text))
        finder = FrameFinder(text, Names(_names(doc, text)))
        spreader = Spreader(text, sentences, [quote for quote in quotes if quote.level == 0])
        cues = find_cues(text)
        starts = [cue.start for cue in cues]
        for sentence in sentences:
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            spreader.add(sentence, finder.find(sentence.start, sentence.end, cues[first:last]))
        QUOTATIONS.write(doc, spreader.finish())
        return doc


def _names(doc: "Doc", text: str) -> list[tuple[int, int]]:
    """Return where firms, persons and institutions are named: what the model sees once is found everywhere."""
    spans = {(mark.start, mark.end) for mark in FIRMS.read(doc)}
    speaking = {
        text[entity.start : entity.end]
        for entity in ENTITIES.read(doc)
        if entity.label in _SPEAKING and entity.start < entity.end
    }
    words = sorted(word for word in speaking if len(word) >= _LEAST)
    if words:
        automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
        spans.update((start, end) for _, start, end in automaton.find_matches_as_indexes(text))
    return _outermost(spans)


def _outermost(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in reading order without those inside another: the model sometimes sees half a firm's name."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found


@Language.factory("newsextract_quotations", assigns=["doc.spans"])
def make_quotation_finder(nlp: Language, name: str) -> QuotationFinder:
    """Build the component that finds quotations."""
    del nlp, name
    return QuotationFinder()
