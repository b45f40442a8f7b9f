"""The component that marks sentences and quotations, and sets spaCy's sentence starts."""

from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language

from newsextract.layers import has_marks_only, text_of
from newsextract.records.marks import QUOTES, SENTENCES, Quote, Sentence
from newsextract.values.quotes import find_quotes
from newsextract.values.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc


class SentenceFinder:
    """Write the layers ``sentences`` and ``quotes``; ``doc.sents`` follows as far as tokens allow."""

    def __call__(self, doc: "Doc") -> "Doc":
        """Split by characters; a sentence starts at the token that holds its first character."""
        text = text_of(doc)
        sentences = [Sentence(*span) for span in split_sentences(text)]
        SENTENCES.write(doc, sentences)
        QUOTES.write(doc, [Quote(*span) for span in find_quotes(text)])
        if has_marks_only(doc):
            return doc
        starts = doc.to_array("IDX").searchsorted([sentence.start for sentence in sentences], side="right") - 1
        flags = np.full(len(doc), -1, dtype="int64")
        flags[starts] = 1
        flags[:1] = 1
        doc.from_array("SENT_START", flags.view("uint64"))  # type: ignore[arg-type]  # one column is one-dimensional
        return doc


@Language.factory("newsextract_sentences", assigns=["doc.spans", "doc.sents", "token.is_sent_start"])
def make_sentence_finder(nlp: Language, name: str) -> SentenceFinder:
    """Build the component that finds sentences and quotation borders."""
    del nlp, name
    return SentenceFinder()
