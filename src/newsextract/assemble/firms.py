"""Group the places where firms are named into firms, and give role nouns to the firm that they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from spacy.tokens import Doc

from newsextract.assemble.findings import FirmGroup
from newsextract.assemble.firm_references import resolve_references
from newsextract.layers import reference_of
from newsextract.records.findings import Canonical
from newsextract.records.marks import FIRMS, FirmMark, Piece
from newsextract.rules.firm_names import short_forms, take_apart
from newsextract.rules.gazetteer import Entry, Form, gazetteer_of


def group_firms(doc: Doc) -> tuple[FirmGroup, ...]:
    """Return the firms of ``doc``, F1 first named first, each with all its marks and the references that are its own.

    Names are joined where the text defines one as the other's alias, where the gazetteer knows both as one firm's, or
    where one is the short form of the other and of no third. Firms with legal names of their own are never joined.
    """
    marks = FIRMS.read(doc)
    known = {surface: form for surface in {mark.text for mark in marks} if (form := _known(doc, surface))}
    heads = _Families(marks, known).joined()
    members: dict[str, list[FirmMark]] = defaultdict(list)
    for mark in marks:
        members[heads[mark.text]].append(mark)
    ordered = sorted(members.values(), key=lambda group: group[0].start)
    references = resolve_references(doc, ordered)
    return tuple(
        FirmGroup(f"F{number}", _name(group), tuple(group), tuple(owned), _canonical(group, known))
        for number, (group, owned) in enumerate(zip(ordered, references, strict=True), start=1)
    )


class _Families:
    """Surfaces joined into firms: a forest in which the root of a surface stands for its firm."""

    def __init__(self, marks: Iterable[FirmMark], known: Mapping[str, Form]) -> None:
        self._marks = tuple(marks)
        self._surfaces = list(dict.fromkeys(mark.text for mark in self._marks))
        self._parent = {surface: surface for surface in self._surfaces}
        self._legal = {surface: frozenset({surface} if _is_legal(surface) else ()) for surface in self._surfaces}
        self._entries = {
            surface: frozenset(entry.id for entry in known[surface].entries) if surface in known else frozenset()
            for surface in self._surfaces
        }

    def joined(self) -> dict[str, str]:
        """Return for each surface the one that stands for its firm."""
        for mark in self._marks:
            if mark.alias_of in self._parent and "short" not in mark.method:
                self._join(mark.text, mark.alias_of)
        self._join_known()
        self._join_short()
        return {surface: self._root(surface) for surface in self._surfaces}

    def _root(self, surface: str) -> str:
        while self._parent[surface] != surface:
            surface = self._parent[surface]
        return surface

    def _join(self, short: str, full: str) -> None:
        one, other = self._root(short), self._root(full)
        if one == other:
            return
        legal = self._legal[one] | self._legal[other]
        entries = self._entries[one] & self._entries[other] or self._entries[one] | self._entries[other]
        if len({_flat(name) for name in legal}) > 1 or (
            self._entries[one] and self._entries[other] and len(entries) > 1
        ):
            return
        self._parent[one] = other
        self._legal[other], self._entries[other] = legal, entries

    def _join_known(self) -> None:
        by_entry: dict[str, list[str]] = defaultdict(list)
        by_letters: dict[str, list[str]] = defaultdict(list)
        for surface in self._surfaces:
            by_letters[surface.casefold()].append(surface)
            if len(self._entries[surface]) == 1:
                (entry,) = self._entries[surface]
                by_entry[entry].append(surface)
        for group in (*by_entry.values(), *by_letters.values()):
            for surface in group[1:]:
                self._join(surface, group[0])

    def _join_short(self) -> None:
        fits: dict[str, list[str]] = defaultdict(list)
        for surface in self._surfaces:
            for form in short_forms(surface):
                if form in self._parent:
                    fits[form].append(surface)
        for form in sorted(fits, key=lambda form: (-len(form), form)):
            if len({self._root(full) for full in fits[form]}) == 1:
                self._join(form, fits[form][0])


def _is_legal(surface: str) -> bool:
    return "有限" in take_apart(surface).form


def _flat(name: str) -> str:
    return name.replace("(", "").replace(")", "")


def _known(doc: Doc, surface: str) -> Form | None:
    return gazetteer_of(doc).lookup(surface, reference_of(doc))


def _name(group: list[FirmMark]) -> Piece:
    fullest = max(group, key=lambda mark: (_fullness(mark.text), -mark.start))
    return Piece(fullest.start, fullest.end, fullest.text)


def _fullness(name: str) -> int:
    """Return how full a form is: its length, a Han character counting like two letters."""
    return sum(1 if c.isascii() else 2 for c in name)


def _canonical(group: list[FirmMark], known: Mapping[str, Form]) -> Canonical | None:
    """Return the one entry that the names of a firm stand for; a stock code in the text decides between several."""
    found: dict[str, Entry] = {}
    for mark in group:
        candidates = known[mark.text].candidates if mark.text in known else ()
        if len(candidates) > 1 and mark.code:
            number = mark.code.partition(".")[0].partition("-")[0]
            candidates = tuple(entry for entry in candidates if entry.id.endswith(f":{number}"))
        if len(candidates) == 1:
            found[candidates[0].id] = candidates[0]
    if len(found) != 1:
        return None
    (entry,) = found.values()
    return Canonical(id=entry.id, name=entry.full_name or entry.name, source=entry.source)


def find_ambiguities(doc: Doc, groups: Iterable[FirmGroup]) -> tuple[str, ...]:
    """Return a warning for each firm whose name several entries of the gazetteer have: all named, none guessed."""
    warnings = []
    for group in groups:
        forms = (_known(doc, mark.text) for mark in group.marks) if group.canonical is None else ()
        ids = sorted({entry.id for form in forms if form for entry in form.candidates})
        if len(ids) > 1:
            warnings.append(f"firm {group.id} may be any of {', '.join(ids)} of the gazetteer")
    return tuple(warnings)
