"""Units, currencies and classifiers: what a word after a number says it counts."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from newsextract.records.fields import Kind
from newsextract.rules.lexicon import read_lexicon

HOME = "home"
"""The code of a 元 that does not say whose."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written. ``grammar`` is how the number before it is read.

    measure: any number. money, percent, ratio: any number, even straight after Latin letters. tenths: 成 and 折.
    doublings: 番. calendar: 年 月 日, which also write dates. age: 岁. degrees: 度. barrel: 桶. notches: 码. mega: 兆.
    classifier, noun, people: counts. loose, solid: counts that need a written-out number. device: counts that a model
    number may precede. item: 则. points: 点, which also tells the time. never: a word that only begins like a unit
    (升至, 台湾).
    """

    written: str
    symbol: str
    kind: Kind
    grammar: str
    scale: Decimal = Decimal(1)

    @property
    def counts(self) -> bool:
        """Whether the unit of the quantity is the word as the text writes it; every other unit is a known symbol."""
        return self.kind == "count"


Table = dict[str, tuple[Unit, ...]]


def _by_first(units: list[Unit]) -> Table:
    table: dict[str, list[Unit]] = {}
    for unit in units:
        table.setdefault(unit.written[0], []).append(unit)
    return {first: tuple(sorted(rows, key=lambda u: -len(u.written))) for first, rows in table.items()}


@cache
def unit_table() -> Table:
    """Return every unit that may follow a number, by its first character, longest first."""
    units = [
        Unit(row["written"], row["symbol"], row["kind"], row["class"], Decimal(row["scale"]))  # type: ignore[arg-type]
        for row in read_lexicon("units")
    ]
    units += [
        Unit(row["written"], row["code"], "money", "money", Decimal(row["scale"]))
        for row in read_lexicon("currencies")
        if row["place"] != "before"
    ]
    units += [Unit(row["written"], row["written"], "count", row["class"]) for row in read_lexicon("classifiers")]
    return _by_first(units)


@cache
def noun_table() -> Table:
    """Return the counted nouns by first character: what may follow 个."""
    return _by_first(
        [u for units in unit_table().values() for u in units if u.grammar in {"noun", "people", "solid", "device"}]
    )


def match_unit(text: str, at: int, table: Table) -> Unit | None:
    """Return the longest unit written at ``at``; Latin units end where the letters end."""
    for unit in table.get(text[at : at + 1], ()):
        if text.startswith(unit.written, at):
            end = at + len(unit.written)
            if unit.written[-1].isascii() and unit.written[-1].isalpha() and letter_or_digit(text, end):
                continue
            return unit
    return None


def letter_or_digit(text: str, at: int) -> bool:
    """Whether an ASCII letter or digit stands at ``at``."""
    return at < len(text) and text[at].isascii() and text[at].isalnum()
