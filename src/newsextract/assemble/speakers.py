"""Settle who speaks: pronouns to persons named before, persons to the firm that they speak for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from newsextract.assemble.findings import FirmGroup, Voice
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
_THEY = ("他们", "她们")
_SEVERAL = frozenset({"anonymous", "organisation", "firm"})
"""Kinds of speakers that 他们 may stand for."""
_GOES_ON = 400
"""Characters within which 他 is the one who spoke last, though another person is mentioned in between."""
_LEAST_NAME = 2
_MOST_NAME = 4
_TITLE_CHARS = 24
"""The longest stretch of titles between a firm and the name of the person who speaks for it."""
_FOREIGN = re.compile(r"[A-Z][\w.' -]{1,40}|[一-龥]{1,8}(?:·[一-龥]{1,8}){1,3}")
_POINTING = re.compile(r"(?:这|那|该)(?:[一两几]?[位名个家])?|上述|前述")
_POINTER = 4
_POINTED = re.compile(rf"(?:{_POINTING.pattern})\Z")
"""The same, right before a name: its last characters, at most ``_POINTER``."""
_MENTIONS = 20
"""So many places of a name are looked at for the title that brings its bearer in."""
_ROLE_STOPS = ",，。;:!?\n的、“”()和与"
_STOPS = frozenset(",，。;:!?\n")


class _Introduction(NamedTuple):
    role: Piece | None = None
    firm_id: str | None = None


@dataclass(slots=True)
class _Known:
    last_person: Piece | None = None
    last_heard: int = 0
    """Where the last person spoke last, by name or as 他."""
    last_several: Piece | None = None
    firms_of: dict[str, str] = field(default_factory=dict)
    introductions: dict[str, _Introduction] = field(default_factory=dict)


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
        written = piece
        if piece.text in _HE:
            piece = self._person_before(piece.start) or piece
        elif piece.text in _THEY:
            several = self._known.last_several
            near = several is not None and 0 <= piece.start - several.start <= _GOES_ON
            piece = several if several is not None and near else piece
        elif self._points_back(piece):
            piece = self._known.last_person or piece
        kind = self._kind(piece)
        firm_id = self._firm(piece, kind)
        person = kind == "person"
        if person:
            self._known.last_person, self._known.last_heard = piece, written.start
        if kind in _SEVERAL or (person and kind_of_words(piece.text) == "title"):
            self._known.last_several = piece
        if person or kind == "anonymous":
            pointed = _POINTING.match(piece.text)
            called = piece.text[pointed.end() :] if pointed else piece.text
            pointed = pointed or _POINTED.search(self._text, max(0, piece.start - _POINTER), piece.start)
            if firm_id and not pointed:
                self._known.firms_of[called] = firm_id
            elif person or pointed:
                firm_id = firm_id or self._known.firms_of.get(called)
        introduced = self._introduced(piece.text) if person else None
        return Voice(
            piece,
            kind,
            firm_id or (introduced.firm_id if introduced else None),
            introduced.role if introduced else None,
            written if written != piece else None,
        )

    def _points_back(self, piece: Piece) -> bool:
        """Say whether 该策略师 or the like stands for the one who, named, spoke last, shortly before."""
        spoken = self._known.last_person
        pointed = _POINTING.match(piece.text)
        if spoken is None or pointed is None or kind_of_words(spoken.text) == "title":
            return False
        title = piece.text[pointed.end() :]
        near = 0 <= piece.start - self._known.last_heard <= _GOES_ON
        return near and kind_of_words(title) == "title" and self._is_called(spoken.text, title)

    def _is_called(self, name: str, title: str) -> bool:
        """Say whether the text somewhere brings in the bearer of ``name`` by ``title``."""
        start = self._text.find(name)
        for _ in range(_MENTIONS):
            if start < 0:
                return False
            if title in self._text[max(0, start - _TITLE_CHARS) : start]:
                return True
            start = self._text.find(name, start + len(name))
        return False

    def _introduced(self, name: str) -> _Introduction:
        """Return by which title and for which firm the article first brings a person in."""
        if name not in self._known.introductions:
            self._known.introductions[name] = self._introduction(name)
        return self._known.introductions[name]

    def _introduction(self, name: str) -> _Introduction:
        start = self._text.find(name)
        for _ in range(_MENTIONS):
            if start < 0:
                break
            role = self._role(start)
            if role:
                return _Introduction(role, self._firm(Piece(start, start + len(name), name), "person"))
            start = self._text.find(name, start + len(name))
        return _Introduction()

    def _role(self, start: int) -> Piece | None:
        """Return the title that stands right before ``start``: after the firm that it is of, or after a 的."""
        floor = max(0, start - _TITLE_CHARS)
        floor = max([floor, *(self._text.rfind(mark, floor, start) + 1 for mark in _ROLE_STOPS)])
        number = bisect_left(self._firm_starts, start) - 1
        if number >= 0:
            floor = max(floor, min(self._firms[number][1], start))
        end = start - len(self._text[floor:start]) + len(self._text[floor:start].rstrip())
        words = self._text[floor:end]
        return Piece(floor, end, words) if words and kind_of_words(words) == "title" else None

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
