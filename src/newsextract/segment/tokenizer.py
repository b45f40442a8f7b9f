"""Words: jieba between what must stay whole."""

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsextract.errors import ConfigError
from newsextract.layers import READ_KEY, WORD_ENDS_KEY
from newsextract.records.quantity import Quantity
from newsextract.rules.lexicon import read_lexicon
from newsextract.values.quantities import read_quantities

Backend = Literal["auto", "jieba", "rjieba"]
Cut = Callable[[str], list[str]]

_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002fa1f]+"
_PIECE = re.compile(rf"(?P<han>{_HAN})|[A-Za-z]+|\d+|.", re.DOTALL)

_ADDED_FREQUENCY = 20_000
"""High enough for an added word to win over its parts, and the same for both implementations."""


class JiebaTokenizer:
    """Cut text into words, keeping quantities and the words of ``lexicons/words.tsv`` whole.

    Only runs of Han characters go to jieba: on those its two implementations agree, and Latin letters, digits and
    punctuation are cut the same way whichever runs. The dictionary is this object's own.
    """

    def __init__(self, vocab: Vocab, backend: Backend = "auto") -> None:
        self.vocab = vocab
        self.backend = backend

    def __call__(self, text: str) -> Doc:
        """Return the Doc of ``text``; its tokens joined are ``text`` again."""
        quantities = read_quantities(text)
        words = list(self._words(text, quantities))
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc.user_data[READ_KEY] = quantities  # type: ignore[index]  # spaCy itself uses tuples as keys
        return doc

    def whole(self, text: str) -> Doc:
        """Return a Doc with ``text`` as its only token and the borders of its words beside it, for marks alone."""
        quantities = read_quantities(text)
        doc = Doc(self.vocab, words=[text] if text else [], spaces=[False] if text else [])
        doc.user_data[READ_KEY] = quantities  # type: ignore[index]
        doc.user_data[WORD_ENDS_KEY] = list(accumulate(map(len, self._words(text, quantities))))  # type: ignore[index]
        return doc

    def words(self, text: str) -> Iterator[str]:
        """Yield the words of ``text``, which joined are ``text`` again."""
        return self._words(text, read_quantities(text))

    def _words(self, text: str, quantities: list[Quantity]) -> Iterator[str]:
        cut = load_cut(self.backend)
        last = 0
        for quantity in quantities:
            yield from _cut_mixed(text[last : quantity.start], cut)
            yield text[quantity.start : quantity.end]
            last = quantity.end
        yield from _cut_mixed(text[last:], cut)

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to save: the dictionary is jieba's and the lexicon the package's."""

    def from_disk(self, path: object, **_: object) -> "JiebaTokenizer":
        """Nothing to load."""
        del path
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> "JiebaTokenizer":
        """Nothing to load."""
        del data
        return self


def _cut_mixed(text: str, cut: Cut) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        if match.lastgroup == "han":
            yield from cut(match.group())
        else:
            yield match.group()


@cache
def load_cut(backend: Backend) -> Cut:
    """Return the function that cuts a run of Han characters into words, with the lexicon's words added.

    Raises:
        ConfigError: ``rjieba`` was asked for by name and is not installed.
    """
    added = [row["word"] for row in read_lexicon("words")]
    if backend != "jieba":
        try:
            return _load_rjieba(added)
        except ImportError as error:
            if backend == "rjieba":
                raise ConfigError("backend rjieba: pip install 'newsextract[fast]', or use backend jieba") from error
    return _load_jieba(added)


def _load_rjieba(added: list[str]) -> Cut:
    import rjieba  # noqa: PLC0415 - optional

    tokenizer = rjieba.Jieba()
    for word in added:
        tokenizer.add_word(word, _ADDED_FREQUENCY, "n")
    cut: Cut = tokenizer.cut
    return cut


def _load_jieba(added: list[str]) -> Cut:
    import jieba  # noqa: PLC0415 - its dictionary takes most of a second

    jieba.setLogLevel(logging.WARNING)  # it logs each loading at DEBUG, to standard error
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in added:
        tokenizer.add_word(word, _ADDED_FREQUENCY, "n")
    cut: Cut = tokenizer.lcut
    return cut


def make_jieba_tokenizer(backend: Backend = "auto") -> Callable[[Language], JiebaTokenizer]:
    """Return the factory that a config names as ``newsextract.JiebaTokenizer.v1``."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, backend)

    return create
