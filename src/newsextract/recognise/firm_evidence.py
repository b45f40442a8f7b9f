"""Evidence that a name is a firm's, collected over the whole article and weighed by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from newsextract.rules.firm_names import is_ruled_out

THRESHOLD = 2.0
"""What a name must reach. A legal form, a stock code or a sure entry of the gazetteer is enough alone; the model, a
trade word or a cue beside the name is not."""

SURE_MODEL = 2.1
"""From this weight on the model is hardly ever wrong: it overrules what the words of a name suggest."""

CERTAIN_MODEL = 2.3
"""From this weight on it is believed of a name that is all description: 招商物业."""

_BY_LOOKS = (
    "shape.border",
    "shape.trade",
    "shape.noun",
    "shape.place",
    "list",
    "quoted",
    "firm.after.a",
    "firm.before",
)


class Evidence(NamedTuple):
    """One reason to take ``text[start:end]`` for a firm (or, with a negative weight, for something else)."""

    start: int
    end: int
    weight: float
    method: str
    alias_of: str | None = None
    code: str | None = None


@dataclass(slots=True)
class Name:
    """A surface with all that speaks for and against it."""

    text: str
    by_method: dict[str, float] = field(default_factory=dict)
    alias_of: str | None = None
    code: str | None = None
    places: dict[tuple[int, int], None] = field(default_factory=dict)

    def add(self, evidence: Evidence) -> None:
        """Take note of ``evidence``: of several with one method, the strongest counts."""
        known = self.by_method.get(evidence.method, 0.0)
        if abs(evidence.weight) >= abs(known):
            self.by_method[evidence.method] = evidence.weight
        self.alias_of = self.alias_of or evidence.alias_of
        self.code = self.code or evidence.code
        self.places[evidence.start, evidence.end] = None

    @property
    def weight(self) -> float:
        """The sum over the methods."""
        known = self.by_method.get("gazetteer", 0.0) >= THRESHOLD
        return sum(weight for method, weight in self.by_method.items() if not (known and weight < 0))

    @property
    def is_said(self) -> bool:
        """Say whether a source names it that is not fooled by words that look like another thing's name."""
        return "gazetteer" in self.by_method and max(self.by_method.values()) >= THRESHOLD

    @property
    def is_ruled_out(self) -> bool:
        """Say whether its words forbid it."""
        model = self.by_method.get("model", 0.0)
        return is_ruled_out(
            self.text, sure=self.alias_of is not None or model >= SURE_MODEL, certain=model >= CERTAIN_MODEL
        )

    @property
    def is_named(self) -> bool:
        """Say whether more than shape and context speak for it, so that its brand alone may be looked for."""
        return any(not method.startswith(_BY_LOOKS) and weight >= 1 for method, weight in self.by_method.items())

    @property
    def method(self) -> str:
        """The method that speaks loudest."""
        return max(sorted(self.by_method), key=lambda method: self.by_method[method])


class EvidenceBook:
    """All names of one article, by surface."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.names: dict[str, Name] = {}

    def add(self, evidence: Evidence) -> None:
        """Enter one piece of evidence under its surface."""
        surface = self._text[evidence.start : evidence.end]
        if surface != surface.rstrip():
            evidence = evidence._replace(end=evidence.start + len(surface.rstrip()))
            surface = surface.rstrip()
        self.names.setdefault(surface, Name(surface)).add(evidence)

    def add_all(self, found: Iterable[Evidence]) -> None:
        """Enter several pieces of evidence."""
        for evidence in found:
            self.add(evidence)

    def accepted(self) -> dict[str, Name]:
        """Return the names whose evidence suffices."""
        return {
            surface: name
            for surface, name in self.names.items()
            if name.weight >= THRESHOLD and (name.is_said or not name.is_ruled_out)
        }
