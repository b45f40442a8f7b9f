"""One place that cites somebody."""

from dataclasses import dataclass
from typing import Literal

from newsextract.records.marks import Piece

Style = Literal["direct", "indirect", "mixed", "data"]

TRAILING = "quotation.trailing"
"""The rule of a quotation that ends a sentence without words that cite: those of the next sentence know better."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One place that cites somebody."""

    start: int
    content: int
    """Where what is cited begins; for a frame that closes a quotation, where the frame ends."""
    speaker: Piece | None
    cue: Piece | None
    style: Style
    rule: str
    closes: bool = False
    """Nothing follows: the frame belongs to the quotation before it (“…”，他说。)."""
