"""Find quotations that end a sentence without any word that cites: 他从此严守纪律，“跌破一成就卖。”: so he says."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from newsextract.recognise.quotation_frame import TRAILING, Frame
from newsextract.recognise.quotation_names import Names
from newsextract.recognise.quotation_speakers import person_in, role_at
from newsextract.records.marks import Piece

_LEAST = 8
"""A shorter quotation may be a saying or a name."""
_MOST = 600
_SENTENCE_ENDS = "。!?…"


def find_trailing(text: str, start: int, end: int, names: Names, taken: AbstractSet[int]) -> Iterator[Frame]:
    """Yield a frame for each quotation of whole sentences that a comma of [start, end) leads to.

    Its speaker is whom the sentence names first, or None: then it is whoever spoke last.

    Args:
        text: normalised.
        start: where the sentence begins.
        end: where it ends.
        names: of the text.
        taken: where other frames have content.
    """
    opening = text.find("“", start + 1, end)
    while opening >= 0:
        closing = text.find("”", opening, opening + _MOST)
        whole = closing - opening > _LEAST and text[closing - 1] in _SENTENCE_ENDS
        if whole and text[opening - 1] in ",，" and not taken & {opening, opening + 1}:
            speaker = _subject(text, start, opening, names)
            yield Frame(speaker.start if speaker else opening, opening, speaker, None, "direct", TRAILING)
        opening = text.find("“", opening + 1, end)


def _subject(text: str, start: int, end: int, names: Names) -> Piece | None:
    person = person_in(text, start, end) or role_at(text, start, end)
    if person:
        return person
    name = names.first_in(start, end)
    if name is None or text[name[0] - 1 : name[0]] == "《":
        return None  # whose paper asked him
    return Piece(*name, text[name[0] : name[1]])
