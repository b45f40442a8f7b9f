"""Normalising as a spaCy component, for Docs that hold text as people write it."""

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import READ_KEY, TEXT_KEY
from newsextract.normalise import simplify_in_place


class Simplifier:
    """Store a simplified, half-width text for the other components to match; offsets stay those of ``doc.text``.

    Our own pipeline makes its Docs of normalised text and does not need it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Leave the Doc's own text as it is."""
        doc.user_data[TEXT_KEY] = simplify_in_place(doc.text)  # type: ignore[index]  # spaCy itself uses tuples as keys
        doc.user_data.pop(READ_KEY, None)  # type: ignore[call-overload]  # they were read in another text
        return doc


@Language.factory("newsextract_normalise", assigns=[])
def make_simplifier(nlp: Language, name: str) -> Simplifier:
    """Build the component that lets the others read traditional and full-width text."""
    del nlp, name
    return Simplifier()
