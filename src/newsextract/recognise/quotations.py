"""The component that marks quotations: direct, indirect and mixed speech, and data sources, with who is cited."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.language import Language

from newsextract.layers import text_of
from newsextract.recognise.quotation_cues import find_cues
from newsextract.recognise.quotation_frames import FrameFinder, Names
from newsextract.recognise.quotation_spread import Spreader
from newsextract.records.marks import ENTITIES, FIRMS, QUOTATIONS, QUOTES, SENTENCES, Quote, Sentence
from newsextract.values.quotes import find_quotes
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc


class QuotationFinder:
    """Write the layer ``quotations``: for each sentence or part of one that is attributed, who is cited by what."""

    def __call__(self, doc: "Doc") -> "Doc":
        """Find the frames of every sentence, then spread them over quotations, blocks and semicolons."""
        text = text_of(doc)
        sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text))
        quotes = QUOTES.read(doc) if QUOTES.written(doc) else tuple(Quote(*span) for span in find_quotes(text))
        finder = FrameFinder(text, Names(_names(doc)))
        spreader = Spreader(text, sentences, [quote for quote in quotes if quote.level == 0])
        cues = find_cues(text)
        starts = [cue.start for cue in cues]
        for sentence in sentences:
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            spreader.add(sentence, finder.find(sentence.start, sentence.end, cues[first:last]))
        QUOTATIONS.write(doc, spreader.finish())
        return doc


def _names(doc: "Doc") -> Sequence[tuple[int, int]]:
    spans = set(_speaking_entities(doc)) | {(mark.start, mark.end) for mark in FIRMS.read(doc)}
    return sorted(spans)


def _speaking_entities(doc: "Doc") -> Iterator[tuple[int, int]]:
    for entity in ENTITIES.read(doc):
        if entity.label in ("firm", "organisation", "government", "person"):
            yield entity.start, entity.end


@Language.factory("newsextract_quotations", assigns=["doc.spans"])
def make_quotation_finder(nlp: Language, name: str) -> QuotationFinder:
    """Build the component that finds quotations."""
    del nlp, name
    return QuotationFinder()
