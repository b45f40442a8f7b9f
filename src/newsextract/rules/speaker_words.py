"""The words by which a cited speaker is recognised: titles, documents, institutions, outlets, pronouns."""

from functools import cache

from newsextract.rules.lexicon import read_lexicon

_LONGEST = 8
_QUOTES = '《》“”‘’〈〉"'


@cache
def speaker_words() -> dict[str, str]:
    """Return the words that end (or are) a speaker phrase, with their kind."""
    return {row["word"]: row["kind"] for row in read_lexicon("speaker_words")}


def kind_of_words(words: str) -> str | None:
    """Return the kind of the longest speaker word that ends ``words``, or None. A pronoun must be all of it."""
    lexicon = speaker_words()
    words = words.strip(_QUOTES)
    if words.endswith("们") and words not in lexicon:
        words = words[:-1]
    for length in range(min(_LONGEST, len(words)), 0, -1):
        kind = lexicon.get(words[-length:])
        if kind and (kind != "pronoun" or length == len(words)):
            return kind
    return None
