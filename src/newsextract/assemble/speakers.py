"""Settle who speaks: pronouns to persons named before, persons to the firm that they speak for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsextract.assemble.findings import FirmGroup
from newsextract.records.fields import SpeakerKind
from newsextract.records.marks import ENTITIES, ClaimMark, Piece
from newsextract.rules.speaker_words import kind_of_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KINDS: dict[str, SpeakerKind] = {
    "title": "person",
    "document": "source",
    "organisation": "organisation",
    "outlet": "outlet",
    "anonymous": "anonymous",
    "firm": "firm",
    "pronoun": "unresolved",
}
_ENTITY_KINDS: dict[str, SpeakerKind] = {
    "person": "person",
    "firm": "firm",
    "organisation": "organisation",
    "government": "organisation",
    "place": "place",
}
_HE = ("他", "她")
_GOES_ON = 400
"""Characters within which 他 is the one who spoke last, though another person is mentioned in between."""
_LEAST_NAME = 2
_MOST_NAME = 4
_TITLE_CHARS = 24
"""The longest stretch of titles between a firm and the name of the person who speaks for it."""
_FOREIGN = re.compile(r"[A-Z][\w.' -]{1,40}|[一-龥]{1,8}(?:·[一-龥]{1,8}){1,3}")
_STOPS = frozenset(",，。;:!?\n")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, settled."""

    piece: Piece
    kind: SpeakerKind
    firm_id: str | None = None


@dataclass(slots=True)
class _Known:
    last_person: Piece | None = None
    firms_of: dict[str, str] = field(default_factory=dict)


class VoiceFinder:
    """Settles the speakers of one article's claims; they must be asked for in reading order."""

    def __init__(self, doc: "Doc", text: str, firms: Sequence[FirmGroup]) -> None:
        self._text = text
        names = [(mark.start, mark.end, group.id, True) for group in firms for mark in group.marks]
        roles = [(mark.start, mark.end, group.id, False) for group in firms for mark in group.references]
        self._firms = sorted(names + roles)
        self._firm_starts = [start for start, _, _, _ in self._firms]
        self._entities = {(entity.start, entity.end): entity.label for entity in ENTITIES.read(doc)}
        self._persons = sorted(span for span, label in self._entities.items() if label == "person")
        self._known = _Known()

    def voice(self, claim: ClaimMark) -> Voice | None:
        """Return who speaks in ``claim``, or None where nobody is named."""
        piece = claim.speaker
        if piece is None:
            return None
        if piece.text in _HE:
            piece = self._person_before(piece.start) or piece
        kind = self._kind(piece)
        firm_id = self._firm(piece, kind)
        if kind == "person":
            self._known.last_person = piece
            if firm_id:
                self._known.firms_of.setdefault(piece.text, firm_id)
            firm_id = firm_id or self._known.firms_of.get(piece.text)
        return Voice(piece, kind, firm_id)

    def _person_before(self, position: int) -> Piece | None:
        """Return the person whom 他 stands for: the last one named, or the last one who spoke if that is later."""
        number = bisect_left(self._persons, (position, position)) - 1
        spoken = self._known.last_person
        if number < 0:
            return spoken
        start, end = self._persons[number]
        if spoken and (spoken.start >= start or position - spoken.start <= _GOES_ON):
            return spoken
        name = self._text[start:end]
        return Piece(start, end, name) if self._could_be_a_name(name) else spoken

    def _could_be_a_name(self, words: str) -> bool:
        return _LEAST_NAME <= len(words) <= _MOST_NAME or _FOREIGN.fullmatch(words) is not None

    def _kind(self, piece: Piece) -> SpeakerKind:
        if any(start == piece.start and end == piece.end for start, end, _, _ in self._overlapping(piece)):
            return "firm"
        label = self._entities.get((piece.start, piece.end))
        if label in _ENTITY_KINDS:
            return _ENTITY_KINDS[label]
        kind = kind_of_words(piece.text)
        if kind:
            return _KINDS[kind]
        if self._after_title(piece):
            return "person"
        if any(end == piece.end for _, end, _, _ in self._overlapping(piece)):
            return "firm"
        return "unresolved"

    def _after_title(self, piece: Piece) -> bool:
        before = self._text[max(0, piece.start - 8) : piece.start].rstrip()
        named = 2 <= len(piece.text) <= 4 or _FOREIGN.fullmatch(piece.text) is not None
        return named and kind_of_words(before) == "title"

    def _overlapping(self, piece: Piece) -> list[tuple[int, int, str, bool]]:
        near = self._firms[bisect_left(self._firm_starts, piece.start - 40) : bisect_left(self._firm_starts, piece.end)]
        return [firm for firm in near if firm[1] > piece.start]

    def _firm(self, piece: Piece, kind: SpeakerKind) -> str | None:
        inside = self._overlapping(piece)
        if inside:
            return inside[0][2]
        if kind in ("outlet", "place", "organisation"):
            return None
        number = bisect_left(self._firm_starts, piece.start) - 1
        if number < 0:
            return None
        _, end, firm_id, _ = self._firms[number]
        between = self._text[end : piece.start]
        if len(between) <= _TITLE_CHARS and not _STOPS.intersection(between):
            return firm_id
        return None
