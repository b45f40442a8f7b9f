"""Group the places where firms are named into firms, and give role nouns to the firm that they stand for."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc

from newsextract.assemble.findings import FirmGroup
from newsextract.layers import text_of
from newsextract.records.findings import Canonical
from newsextract.records.marks import FIRMS, REFERENCES, SENTENCES, FirmMark, Piece, ReferenceMark
from newsextract.rules.firm_names import short_forms
from newsextract.rules.gazetteer import load_gazetteer
from newsextract.values.sentences import split_sentences


def group_firms(doc: Doc) -> tuple[FirmGroup, ...]:
    """Return the firms of ``doc``, F1 first named first, each with all its marks and the references that are its own.

    Names are joined where the text defines one as the other's alias, where one is the short form of the other, or
    where the gazetteer knows both as one firm's. A short form that fits two firms stays apart.
    """
    marks = FIRMS.read(doc)
    families = _families(marks)
    members: dict[str, list[FirmMark]] = defaultdict(list)
    for mark in marks:
        members[families[mark.text]].append(mark)
    ordered = sorted(members.values(), key=lambda group: group[0].start)
    references = _references(doc, ordered)
    return tuple(
        FirmGroup(f"F{number}", _name(group), tuple(group), tuple(references[number - 1]), _canonical(group))
        for number, group in enumerate(ordered, start=1)
    )


def _families(marks: Iterable[FirmMark]) -> dict[str, str]:
    """Return for each surface the surface that stands for its firm."""
    surfaces = list(dict.fromkeys(mark.text for mark in marks))
    parent = {surface: surface for surface in surfaces}

    def root(surface: str) -> str:
        while parent[surface] != surface:
            surface = parent[surface]
        return surface

    def join(short: str, full: str) -> None:
        if root(short) != root(full):
            parent[root(short)] = root(full)

    for mark in marks:
        if mark.alias_of in parent and mark.alias_of:
            join(mark.text, mark.alias_of)
    fits: dict[str, list[str]] = defaultdict(list)
    for surface in surfaces:
        for form in short_forms(surface):
            if form in parent:
                fits[form].append(surface)
    for form, fulls in fits.items():
        if len({root(full) for full in fulls}) == 1:
            join(form, fulls[0])
    _join_known(surfaces, root, join)
    return {surface: root(surface) for surface in surfaces}


def _join_known(surfaces, root, join) -> None:  # type: ignore[no-untyped-def]
    gazetteer = load_gazetteer()
    by_entry: dict[str, str] = {}
    for surface in surfaces:
        form = gazetteer.lookup(surface)
        if form and len(form.entries) == 1:
            other = by_entry.setdefault(form.entries[0].id, surface)
            if other != surface:
                join(surface, other)


def _name(group: list[FirmMark]) -> Piece:
    fullest = max(group, key=lambda mark: (len(mark.text), -mark.start))
    return Piece(fullest.start, fullest.end, fullest.text)


def _canonical(group: list[FirmMark]) -> Canonical | None:
    gazetteer = load_gazetteer()
    entries = {}
    for mark in group:
        form = gazetteer.lookup(mark.text)
        if form and len(form.entries) == 1:
            entries[form.entries[0].id] = form.entries[0]
    if len(entries) != 1:
        return None
    (entry,) = entries.values()
    return Canonical(id=entry.id, name=entry.full_name or entry.name, source=entry.source)


def _references(doc: Doc, groups: list[list[FirmMark]]) -> list[list[ReferenceMark]]:
    """Return for each group the references that stand for it."""
    found: list[list[ReferenceMark]] = [[] for _ in groups]
    sentences = SENTENCES.read(doc) if SENTENCES.written(doc) else split_sentences(text_of(doc))
    named = sorted((mark.start, number) for number, group in enumerate(groups) for mark in group)
    for reference in REFERENCES.read(doc):
        current = next((s for s in sentences if s.start <= reference.start < s.end), None)
        if current is None:
            continue
        before = [(start, number) for start, number in named if start < reference.start]
        same = [number for start, number in before if start >= current.start]
        near = [s for s in sentences if current.paragraph - 1 <= s.paragraph and s.end <= current.start]
        owner = same[-1] if same else None
        for sentence in reversed(near):
            if owner is not None:
                break
            inside = [number for start, number in before if sentence.start <= start < sentence.end]
            owner = inside[0] if inside else None
        if owner is None and groups:
            number, count = Counter(number for _, number in named).most_common(1)[0]
            owner = number if count * 2 > len(named) else None
        if owner is not None:
            found[owner].append(reference)
    return found
