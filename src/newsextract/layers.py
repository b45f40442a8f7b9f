"""The layers of marks on a spaCy Doc: who writes, who reads.

A mark is a frozen value with exact character offsets (``start``, ``end``, half open) into ``doc.text``. A
component writes its marks as one layer; the same spans appear in ``doc.spans[name]`` for any spaCy tool, widened to
token borders where the tokenizer cuts across them. Marks, not Span objects, carry the fields that later stages need.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar


class Mark(Protocol):
    """What every mark has."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...

    @property
    def label(self) -> str:
        """What ``doc.spans`` shows for the mark."""
        ...


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True, slots=True)
class Layer(Generic[M]):
    """A named layer of marks of one type, kept on the Doc in reading order."""

    name: str
    written_by: str

    def write(self, doc: Any, marks: Iterable[M]) -> None:  # noqa: ANN401 - a spaCy Doc; spaCy stays out of this layer
        """Replace the layer on ``doc`` by ``marks``, sorted by start and then longest first."""
        ordered = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
        doc.user_data["newsextract", self.name] = ordered
        if has_marks_only(doc):
            return
        spans = (doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand") for m in ordered)
        doc.spans[self.name] = [span for span in spans if span is not None]

    def read(self, doc: Any) -> tuple[M, ...]:  # noqa: ANN401 - a spaCy Doc
        """Return the marks of this layer, or none when its component has not run."""
        marks: tuple[M, ...] = doc.user_data.get(("newsextract", self.name), ())
        return marks

    def written(self, doc: Any) -> bool:  # noqa: ANN401 - a spaCy Doc
        """Say whether the component of this layer has run on ``doc``."""
        return ("newsextract", self.name) in doc.user_data


MARKS_ONLY_KEY = ("newsextract", "marks only")


def has_marks_only(doc: Any) -> bool:  # noqa: ANN401 - a spaCy Doc
    """Say whether only our own stages look at ``doc``: they read marks, so that it needs no spans or sentence starts.

    Who makes the Doc says so in ``doc.user_data``: a span for each mark takes longer than finding many of them.
    """
    return MARKS_ONLY_KEY in doc.user_data


WORD_ENDS_KEY = ("newsextract", "word ends")


def word_ends_of(doc: Any) -> list[int]:  # noqa: ANN401 - a spaCy Doc
    """Return where the words of ``doc`` end, a space behind one included, in rising order: hints, as all words are."""
    if WORD_ENDS_KEY not in doc.user_data:
        ends = doc.to_array(["LENGTH", "SPACY"]).sum(axis=1).cumsum().tolist() if len(doc) else []
        doc.user_data[WORD_ENDS_KEY] = ends
    ends_found: list[int] = doc.user_data[WORD_ENDS_KEY]
    return ends_found


READ_KEY = ("newsextract", "quantities as read")
"""Quantities that the tokenizer set apart in ``doc.text``, before the words around them were asked."""

TEXT_KEY = ("newsextract", "text")


def text_of(doc: Any) -> str:  # noqa: ANN401 - a spaCy Doc
    """Return the text that rules match: ``doc.text`` simplified and half width, character for character.

    In our own pipeline the Doc is built on normalised text. In somebody else's the component
    ``newsextract_normalise`` stores a folded text of the same length; without it the text is taken as it is.
    """
    if TEXT_KEY not in doc.user_data:
        doc.user_data[TEXT_KEY] = doc.text  # spaCy joins the tokens anew each time it is asked
    text: str = doc.user_data[TEXT_KEY]
    return text


LOCALE_KEY = ("newsextract", "locale")
REFERENCE_KEY = ("newsextract", "reference")


def locale_of(doc: Any) -> str:  # noqa: ANN401 - a spaCy Doc
    """Return the article's locale (zh-CN, zh-TW, zh-HK): what a bare 元 means; zh-CN where nobody has said."""
    locale: str = doc.user_data.get(LOCALE_KEY, "zh-CN")
    return locale


def reference_of(doc: Any) -> date | None:  # noqa: ANN401 - a spaCy Doc
    """Return the day that 今年 and 昨日 count from, or None when the article's date is unknown."""
    reference: date | None = doc.user_data.get(REFERENCE_KEY)
    return reference
