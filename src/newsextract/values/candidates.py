"""A term with its surroundings, before anybody has said that it is a quantity."""

from typing import NamedTuple

from newsextract.values.affixes import Prefix
from newsextract.values.terms import Term


class Candidate(NamedTuple):
    """What may be a quantity: a term, or two that are the ends of a range, and what stands before them."""

    text: str
    """The folded text that offsets count in."""
    low: Term | None
    """The lower end of a range, as written first."""
    term: Term
    prefix: Prefix

    @property
    def first(self) -> Term:
        """The term that is written first."""
        return self.low or self.term

    @property
    def digits(self) -> str:
        """The first number as written."""
        return self.text[self.first.start : self.first.end]
