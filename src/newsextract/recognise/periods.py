"""The spaCy component that marks periods of time."""

from typing import TYPE_CHECKING

from spacy.language import Language

from newsextract.layers import reference_of, text_of
from newsextract.records.marks import PERIODS
from newsextract.values.periods import find_periods

if TYPE_CHECKING:
    from spacy.tokens import Doc


class PeriodFinder:
    """Writes the layer ``periods``."""

    def __call__(self, doc: "Doc") -> "Doc":
        """Mark the periods of ``doc`` and return it."""
        PERIODS.write(doc, find_periods(text_of(doc), reference=reference_of(doc)))
        return doc


@Language.factory("newsextract_periods", assigns=["doc.spans"])
def make_period_finder(nlp: Language, name: str) -> PeriodFinder:  # noqa: ARG001 - spaCy's signature
    """Return the component ``newsextract_periods``."""
    return PeriodFinder()
