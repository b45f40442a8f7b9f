"""One article as the firm finder sees it: characters, word borders, words that bound names, and the model's names."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from newsextract.layers import text_of, word_ends_of
from newsextract.records.marks import ENTITIES, Entity
from newsextract.rules.firm_names import common_verbs, common_words, name_lexicon

_NAME_PUNCTUATION = "·&-.'’"
_LEFT, _INSIDE, _VERB = 1, 2, 4
"""What a word may be: one after which names begin, even legal names; a verb."""
_PREPOSITIONS = "由向与对被"
_COPULAS = "为是与和及"
"""Before a place these end what stands before a name, however jieba cut them: 质权人为中国..."""
_LONGEST_WORD = 6
_OTHERS = frozenset(("person", "place", "government"))
_SURE = 0.6
"""The score from which a longer name of the model that is no firm's is believed: 永辉 in 黄永辉, 南山 in 南山区."""
_NO_TRADERS = frozenset(("招商", "通商"))
"""Words in 商 that are no kind of firm, but a firm's name."""
_LEAST_LONGER = {"product": 0.4, "organisation": 0.5}
"""The score from which a longer name of the model that begins with a firm's is another thing's, by label."""
_LEAST_WHOLE = {"product": 0.6, "place": 0.8}
"""As _LEAST_LONGER, for the name itself."""
_MOST_WORDS = 0.9
"""Words per character above which a Doc was cut into characters, not words."""


@dataclass(frozen=True)
class FirmText:
    """Text, words and names of one article."""

    text: str
    word_ends: tuple[int, ...]
    """Where the words of the Doc end; only positions in ``text`` count, since words are hints."""
    entities: tuple[Entity, ...]

    @cached_property
    def borders(self) -> frozenset[int] | range:
        """Where words begin or end; every position where the Doc has no real words."""
        length = len(self.text)
        if not length / 8 <= len(self.word_ends) <= length * _MOST_WORDS:
            return range(length + 1)
        return frozenset((0, *self.word_ends))

    def hard_left(self, position: int) -> bool:
        """Say whether something that is no part of a name stands before ``position``: a name may well begin here."""
        return position == 0 or not is_name_character(self.text[position - 1])

    def follows_left_word(self, position: int) -> bool:
        """Say whether a word stands before ``position`` after which a name can begin: 收购, 由, 制造商."""
        return position in self._bounds.left

    def last_behind_left_word(self, positions: range, *, within_name: bool) -> int | None:
        """Return the last of ``positions`` behind a word after which a name can begin, or None.

        ``within_name``: not where the word is also part of long names (投资 in 星河股权投资中心).
        """
        words = self._bounds.inside_names if within_name else self._bounds.left
        return max(words.intersection(positions), default=None)

    def follows_verb(self, position: int) -> bool:
        """Say whether a verb, an adverb or a preposition stands right before ``position``."""
        return position in self._bounds.verbs

    def behind_verbs(self, positions: range) -> set[int]:
        """Return those of ``positions`` that ``follows_verb`` says yes to."""
        return self._bounds.verbs.intersection(positions)

    def cuts_common_word(self, start: int, end: int) -> bool:
        """Say whether the stretch begins or ends inside another word or name: 工行 in 施工行业."""
        if self._cuts_name(start, end):
            return True
        open_ends = [position for position in (start, end) if position not in self.borders]
        if len(open_ends) == 2 and end - start == 2:
            return True
        words = [self._word_around(position) for position in open_ends]
        return any(word in common_words() or word in name_lexicon().places for word in words)

    def _cuts_name(self, start: int, end: int) -> bool:
        """Say whether a name of the model goes on over both borders, or over one of them and not to the other."""
        around = self._names_at.get(start), self._names_at.get(end - 1)
        return any(
            name is not None
            and (name.start < start or end < name.end)
            and ((name.start != start and name.end != end) or (name.label in _OTHERS and name.score >= _SURE))
            for name in around
        )

    def name_at(self, position: int) -> Entity | None:
        """Return the name of the model that ``position`` lies in."""
        return self._names_at.get(position)

    def names_other_thing(self, start: int, end: int, *, itself: frozenset[str]) -> bool:
        """Say whether the model reads more here than a firm's name: its index or fund (彭博 + 美元指数), its union.

        ``itself``: the labels that it is believed with of the very name.
        """
        name = self._names_at.get(start)
        if name is None or name.start != start or name.end < end or (name.end == end and name.label not in itself):
            return False
        if name.end > end and self.text.startswith(name_lexicon().right_words, end):
            return False  # 月泉资本 + 领投
        least = _LEAST_WHOLE if name.end == end else _LEAST_LONGER
        return name.score >= least.get(name.label, 1.1)

    @cached_property
    def _names_at(self) -> dict[int, Entity]:
        found: dict[int, Entity] = {}
        for entity in self.entities:
            if entity.label == "time":
                continue  # 上半年今 + 世缘
            found.update(dict.fromkeys(range(entity.start, entity.end), entity))
        return found

    def _word_around(self, position: int) -> str:
        start, end = position, position
        while start not in self.borders and position - start < _LONGEST_WORD:
            start -= 1
        while end not in self.borders and end - position < _LONGEST_WORD:
            end += 1
        return self.text[start:end]

    @cached_property
    def _bounds(self) -> "_Bounds":
        text, kinds = self.text, _kinds_of_words()
        bounds = _Bounds(set(), set(), set())
        ends = sorted(self.borders) if isinstance(self.borders, frozenset) else ()
        for start, end in pairwise(ends):
            word = text[start:end]
            kind = kinds.get(word)
            if kind is not None:
                bounds.add(end, kind)
            elif end - start >= 2 and word[-1] in "商厂" and word not in _NO_TRADERS:
                bounds.add(end, _LEFT | _INSIDE)
        automaton, words = _long_left_words()
        for number, _, end in automaton.find_matches_as_indexes(text):  # jieba may have cut them apart
            bounds.add(end, kinds[words[number]])
        for end in self._behind_prepositions():
            bounds.add(end, _LEFT | _INSIDE)
        return bounds

    def _behind_prepositions(self) -> list[int]:
        """Return where a preposition ends that heads its clause, however jieba cut it: ，由国生资本."""
        text = self.text
        found = []
        for preposition in _PREPOSITIONS:
            position = text.find(preposition)
            while position >= 0:
                if self.hard_left(position) or (preposition == "由" and self._is_preposition(position)):
                    found.append(position + 1)
                position = text.find(preposition, position + 1)
        for copula in _COPULAS:
            position = text.find(copula)
            while position >= 0:
                if name_lexicon().leading_place(text[position + 1 : position + 6]):
                    found.append(position + 1)
                position = text.find(copula, position + 1)
        return found

    def _is_preposition(self, position: int) -> bool:
        """Say whether the 由 at ``position`` is no part of 自由, 理由, 由于: hardly any name has it."""
        return (
            self.text[position - 1] not in "自理缘来因事根" and self.text[position + 1 : position + 2] not in "于此来衷"
        )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Positions behind words that bound names."""

    left: set[int]
    inside_names: set[int]
    verbs: set[int]

    def add(self, position: int, kind: int) -> None:
        """Enter a position by the kind of the word before it."""
        if kind & _LEFT:
            self.left.add(position)
        if kind & _INSIDE:
            self.inside_names.add(position)
        if kind & _VERB:
            self.verbs.add(position)


@cache
def _kinds_of_words() -> dict[str, int]:
    """Return what each word says of the position behind it: a sum of _LEFT, _INSIDE and _VERB."""
    lexicon = name_lexicon()
    part_of_names = lexicon.kinds.keys() | lexicon.places | lexicon.inside_words
    kinds = dict.fromkeys(common_verbs(), _VERB)
    for word in lexicon.left_words:
        inside = 0 if len(word) >= 2 and word in part_of_names else _INSIDE
        kinds[word] = kinds.get(word, 0) | _LEFT | inside
    return kinds


@cache
def _long_left_words() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(sorted(word for word in name_lexicon().left_words if len(word) >= 2))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words


def is_name_character(c: str) -> bool:
    """Say whether ``c`` may stand inside a name: a Han character, a letter, a digit."""
    return c.isalnum() or c in _NAME_PUNCTUATION


def read_text(doc: Doc) -> FirmText:
    """Return what the firm finder wants to know of ``doc``."""
    return FirmText(text_of(doc), tuple(word_ends_of(doc)), ENTITIES.read(doc))
