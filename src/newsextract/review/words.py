"""The words of the interface, in English and Chinese; ``words.toml`` has them."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Translator = Callable[..., str]


@cache
def read_words(language: Language) -> Mapping[str, str]:
    """Return the words of a language by their key, e.g. ``nav.queue``."""
    table = tomllib.loads((files("newsextract.review") / "words.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": pair[LANGUAGES.index(language)]
        for section, words in table.items()
        for key, pair in words.items()
    }


def translator(language: Language) -> Translator:
    """Return the function from a key to its words, ``{names}`` in them filled in.

    Raises:
        KeyError: no such key; a test looks up every key that a template names.
    """
    words = read_words(language)

    def translate(key: str, **values: object) -> str:
        return words[key].format(**values) if values else words[key]

    return translate


def choose_language(chosen: str, accepted: str) -> Language:
    """Return the language that was chosen, or else the first that the browser accepts of ours, or else English."""
    offers = [chosen, *(part.partition(";")[0].strip().lower() for part in accepted.split(","))]
    for offer in offers:
        if offer[:2] in LANGUAGES:
            return "zh" if offer[:2] == "zh" else "en"
    return "en"
