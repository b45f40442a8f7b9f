"""From accepted names to marks: every place of every form of every firm, longest first."""

import re

from newsextract.recognise.firm_evidence import Name
from newsextract.records.marks import Entity, FirmMark
from newsextract.rules.firm_names import name_lexicon, short_forms, take_apart


def forms_to_find(names: dict[str, Name], text: str) -> dict[str, Name]:
    """Return the surfaces to look for: the accepted names and those of their short forms that occur in ``text``."""
    wanted = dict(names)
    for surface in names:
        for form in short_forms(surface):
            if form in wanted or form not in text:
                continue
            if len(form) >= 3 or take_apart(surface).form or text.count(form) > text.count(surface):
                wanted[form] = Name(form, {"alias": 2.0}, alias_of=surface)
    return wanted


def place_marks(text: str, wanted: dict[str, Name], entities: tuple[Entity, ...]) -> list[FirmMark]:
    """Return a mark for each place of ``wanted``, longest first, where the name stands for the firm."""
    if not wanted:
        return []
    pattern = re.compile("|".join(re.escape(form) for form in sorted(wanted, key=lambda form: (-len(form), form))))
    blocked = _blocked(text, wanted, entities)
    marks = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if _inside_word(text, start, end) or any(
            a <= start and end <= b and (a, b) != (start, end) for a, b in blocked
        ):
            continue
        if text.startswith(name_lexicon().not_after, end):
            continue
        name = wanted[match.group()]
        marks.append(FirmMark(start, end, match.group(), name.method, name.alias_of, name.code))
    return marks


def _blocked(text: str, wanted: dict[str, Name], entities: tuple[Entity, ...]) -> list[tuple[int, int]]:
    """Return the stretches that are the name of something else as a whole."""
    return [
        (entity.start, entity.end)
        for entity in entities
        if entity.label in {"organisation", "place", "person", "government"}
        and text[entity.start : entity.end] not in wanted
        and text.startswith(name_lexicon().not_ends, entity.end - 1)
    ]


def _inside_word(text: str, start: int, end: int) -> bool:
    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    return (start > 0 and latin(text[start - 1]) and latin(text[start])) or (
        end < len(text) and latin(text[end]) and latin(text[end - 1])
    )
