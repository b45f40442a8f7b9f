"""The article's text as HTML: claims underlined, firms and metrics marked inside them, everything escaped."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from newsextract.records import ArticleRecord, Claim
from newsextract.show.pieces import Mark, Paragraph, Piece, cut_paragraphs

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters that could hide text or turn its direction: shown by name instead."""

_HEADLINE_CHARS = 40
_LINED, _THICK = 0.6, 0.2
"""The shares of claims, by priority, whose underline is a full line, and a thick one; the others' is dotted."""


def visible(text: str) -> str:
    """Return ``text`` escaped for HTML, invisible and direction-turning characters spelt out."""
    return _INVISIBLE.sub(lambda match: _spelt(match.group()), escape(text))


def spelt(text: str) -> str:
    """Return ``text`` with invisible and direction-turning characters as plain words such as [U+202E]; not escaped."""
    return _INVISIBLE.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


def printable(text: str) -> str:
    """Return ``text`` for a terminal: characters that would steer it or hide text are replaced by ``�``."""
    return _INVISIBLE.sub("\ufffd", text)


def render_text(record: ArticleRecord) -> str:
    """Return the paragraphs of the article."""
    writer = _TextWriter(record)
    return "\n".join(writer.paragraph(paragraph, number) for number, paragraph in enumerate(cut_paragraphs(record)))


def begins_with_title(record: ArticleRecord) -> bool:
    """Say whether the first line of the text is the headline, so that no other is needed above it.

    Without a title in the metadata, a short line that ends without a full stop is taken for one.
    """
    first = next((line.strip() for line in record.text.split("\n") if line.strip()), "")
    if record.article.title:
        return first == record.article.title
    return len(first) <= _HEADLINE_CHARS and not first.endswith(("。", "；", "，"))


class _TextWriter:
    """Writes pieces and remembers which ids have had their place, so that links find the first one."""

    def __init__(self, record: ArticleRecord) -> None:
        self._claims = {claim.id: claim for claim in record.claims}
        self._strengths = _strengths(record.claims)
        self._headline_first = begins_with_title(record)
        self._places: dict[str, int] = {}
        self._begun: set[str] = set()
        self._written: set[Mark] = set()

    def paragraph(self, pieces: Paragraph, number: int) -> str:
        groups = groupby(pieces, key=lambda piece: piece.claims)
        inner = "".join(self._claim(claims, list(group)) for claims, group in groups)
        return f"<h1>{inner}</h1>" if number == 0 and self._headline_first else f"<p>{inner}</p>"

    def _claim(self, ids: tuple[str, ...], pieces: list[Piece]) -> str:
        inner = "".join(self._marked(marks, list(group)) for marks, group in groupby(pieces, key=lambda p: p.marks))
        if not ids:
            return inner
        handles = "".join(self._handle(self._claims[key]) for key in ids if key not in self._begun)
        self._begun.update(ids)
        strength = max(self._strengths[key] for key in ids)
        return f'<span class="c s{strength}" data-i="{" ".join(ids)}">{handles}{inner}</span>'

    @staticmethod
    def _handle(claim: Claim) -> str:
        label = escape(f"claim {claim.id}: {', '.join(claim.types)}")
        key = claim.id
        names = f'id="{place_id(key)}" href="#{key}" data-i="{key}" data-n="{key[1:]}" aria-label="{label}"'
        return f'<a class="h" {names}></a>'

    def _marked(self, marks: tuple[Mark, ...], pieces: list[Piece]) -> str:
        inner = "".join(_with_roles(piece) for piece in pieces)
        if not marks:
            return inner
        ids = dict.fromkeys(mark.id for mark in marks)
        kinds = " ".join(dict.fromkeys(mark.kind for mark in marks))
        anchors = "".join(self._anchor(mark) for mark in marks if mark not in self._written)
        self._written.update(marks)
        return f'<a class="m {kinds}" href="#{marks[0].id}" data-i="{" ".join(ids)}">{anchors}{inner}</a>'

    def _anchor(self, mark: Mark) -> str:
        """Return the place that tables link to: t-F1 the first of a firm, t-F1-2 the second, ..."""
        if mark.kind == "reference":
            return ""
        place = self._places[mark.id] = self._places.get(mark.id, 0) + 1
        return f'<i id="{place_id(mark.id, place)}"></i>'


def place_id(key: str, place: int = 1) -> str:
    """Return the HTML id of the ``place``-th occurrence of a firm, metric or claim in the text."""
    return f"t-{key}" if place == 1 else f"t-{key}-{place}"


def _with_roles(piece: Piece) -> str:
    text = visible(piece.text)
    if not piece.roles:
        return text
    kinds = " ".join(dict.fromkeys(role.kind for role in piece.roles))
    return f'<span class="r {kinds}" data-of="{_join(role.of for role in piece.roles)}">{text}</span>'


def _join(ids: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(ids))


def _strengths(claims: Sequence[Claim]) -> dict[str, int]:
    """Return how strong each claim's underline is, 1 to 3: the likelier it is worth a look among its like."""
    ranked = sorted(claims, key=lambda claim: -claim.score)
    places = {claim.id: place / len(ranked) for place, claim in enumerate(ranked)}
    return {key: 1 + (place < _LINED) + (place < _THICK) for key, place in places.items()}


def _spelt(character: str) -> str:
    name = unicodedata.name(character, "control character")
    return f'<span class="ctl" title="{name}">U+{ord(character):04X}</span>'
