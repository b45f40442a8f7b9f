"""One article as the firm finder sees it: characters, word borders, words that bound names, and the model's names."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from newsextract.layers import text_of
from newsextract.records.marks import ENTITIES, Entity
from newsextract.rules.firm_names import common_verbs, common_words, name_lexicon

_NAME_PUNCTUATION = "·&-.'’"
_PREPOSITIONS = "由向与对被"
_LONGEST_WORD = 6
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

    def follows_left_word(self, position: int, *, within_name: bool = False) -> bool:
        """Say whether a word stands before ``position`` after which a name can begin: 收购, 由, 制造商.

        ``within_name``: not when the word is also part of long names (投资 in 星河股权投资中心).
        """
        return position in (self._bounds.inside_names if within_name else self._bounds.left)

    def follows_verb(self, position: int) -> bool:
        """Say whether a verb, an adverb or a preposition stands right before ``position``."""
        return position in self._bounds.verbs

    def cuts_common_word(self, start: int, end: int) -> bool:
        """Say whether the stretch begins or ends inside an ordinary word or a name of the model: 工行 in 施工行业."""
        if self._cuts_name(start, end):
            return True
        open_ends = [position for position in (start, end) if position not in self.borders]
        if len(open_ends) == 2 and not any(position in self.borders for position in range(start, end)):
            return True
        words = [self._word_around(position) for position in open_ends]
        return any(word in common_words() or word in name_lexicon().places for word in words)

    def _cuts_name(self, start: int, end: int) -> bool:
        """Say whether a name of the model goes on over both borders, or over one of them and not to the other."""
        around = self._names_at.get(start), self._names_at.get(end - 1)
        return any(
            name is not None and (name[0] < start or end < name[1]) and name[0] != start and name[1] != end
            for name in around
        )

    @cached_property
    def _names_at(self) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for entity in self.entities:
            found.update(dict.fromkeys(range(entity.start, entity.end), (entity.start, entity.end)))
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
        text, lexicon, verbs = self.text, name_lexicon(), common_verbs()
        left, inside_names, behind_verbs = set(), set(), set()
        ends = sorted(self.borders) if isinstance(self.borders, frozenset) else ()
        for start, end in pairwise(ends):
            word = text[start:end]
            if word in lexicon.left_words or (end - start >= 2 and word[-1] in "商厂"):
                left.add(end)
                if word not in _part_of_names():
                    inside_names.add(end)
            if word in verbs:
                behind_verbs.add(end)
        automaton, words = _long_left_words()
        for number, _, end in automaton.find_matches_as_indexes(text):  # jieba may have cut them apart
            left.add(end)
            if words[number] not in _part_of_names():
                inside_names.add(end)
        for end in self._behind_prepositions():
            left.add(end)
            inside_names.add(end)
        return _Bounds(left, inside_names, behind_verbs)

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


@cache
def _part_of_names() -> frozenset[str]:
    """Return the words that bound names in running text and yet are part of legal names: 投资, 显示."""
    lexicon = name_lexicon()
    named = lexicon.kinds.keys() | lexicon.places | lexicon.generics
    return frozenset(word for word in lexicon.left_words & named if len(word) >= 2)


@cache
def _long_left_words() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(sorted(word for word in name_lexicon().left_words if len(word) >= 2))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words


def is_name_character(c: str) -> bool:
    """Say whether ``c`` may stand inside a name: a Han character, a letter, a digit."""
    return c.isalnum() or c in _NAME_PUNCTUATION


def read_text(doc: Doc) -> FirmText:
    """Return what the firm finder wants to know of ``doc``."""
    lengths = doc.to_array(["LENGTH", "SPACY"])
    ends = (lengths[:, 0] + lengths[:, 1]).cumsum() if len(doc) else lengths[:0, 0]
    return FirmText(text_of(doc), tuple(ends.tolist()), ENTITIES.read(doc))
