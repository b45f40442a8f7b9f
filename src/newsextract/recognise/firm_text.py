"""One article as the firm finder sees it: characters, word borders, and the model's names."""

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from newsextract.layers import text_of
from newsextract.records.marks import ENTITIES, Entity
from newsextract.rules.firm_names import common_verbs, common_words, name_lexicon

_NAME_PUNCTUATION = "·&-.'’"


@dataclass(frozen=True)
class FirmText:
    """Text, words and names of one article."""

    text: str
    words: tuple[str, ...]
    entities: tuple[Entity, ...]

    @cached_property
    def borders(self) -> frozenset[int]:
        """Where words begin or end; every position where the Doc has no real words."""
        if len(self.words) * 8 < len(self.text):
            return frozenset(range(len(self.text) + 1))
        found, position = [0], 0
        for word in self.words:
            position += len(word)
            found.append(position)
        return frozenset(found)

    def hard_left(self, position: int) -> bool:
        """Say whether something that is no part of a name stands before ``position``: a name may well begin here."""
        return position == 0 or not is_name_character(self.text[position - 1])

    def hard_right(self, position: int) -> bool:
        """Say whether something that is no part of a name stands at ``position``."""
        return position >= len(self.text) or not is_name_character(self.text[position])

    def word_before(self, position: int) -> str:
        """Return the word that ends at ``position``, or an empty string when none does."""
        if position not in self.borders or position == 0:
            return ""
        start = position - 1
        while start > 0 and start not in self.borders and position - start < 6:
            start -= 1
        return self.text[start:position]

    def cuts_common_word(self, start: int, end: int) -> bool:
        """Say whether ``text[start:end]`` begins or ends inside an ordinary word: 工行 in 施工行业."""
        if start in self.borders and end in self.borders:
            return False
        cut = [self._word_around(p) for p in (start, end) if p not in self.borders]
        return any(word in common_words() or word in name_lexicon().places for word in cut)

    def _word_around(self, position: int) -> str:
        start, end = position, position
        while start not in self.borders and position - start < 6:
            start -= 1
        while end not in self.borders and end - position < 6:
            end += 1
        return self.text[start:end]

    def follows_left_word(self, position: int, *, within_name: bool = False) -> bool:
        """Say whether a word stands before ``position`` after which a name can begin: 收购, 由, 制造商.

        ``within_name``: not when the word is also part of long names (投资 in 星河股权投资中心).
        """
        lexicon = name_lexicon()
        word = self.word_before(position)
        longer = [self.text[position - size : position] for size in (4, 3, 2) if position >= size]
        if word not in lexicon.left_words:
            word = next((w for w in longer if w in lexicon.left_words), word)
        if word in lexicon.left_words or (len(word) >= 2 and word[-1] in "商厂"):
            return not (within_name and (word in lexicon.kinds or word in lexicon.places))
        return position > 0 and self.text[position - 1] in "由向与对被" and self.hard_left(position - 1)

    def follows_verb(self, position: int) -> bool:
        """Say whether a verb, an adverb or a preposition stands right before ``position``."""
        return self.word_before(position) in common_verbs()


def is_name_character(c: str) -> bool:
    """Say whether ``c`` may stand inside a name: a Han character, a letter, a digit."""
    return c.isalnum() or c in _NAME_PUNCTUATION


def read_text(doc: Doc) -> FirmText:
    """Return what the firm finder wants to know of ``doc``."""
    text = text_of(doc)
    words = tuple(token.text_with_ws for token in doc)
    return FirmText(text, words, ENTITIES.read(doc))
