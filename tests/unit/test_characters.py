"""Texts as arrays of code points."""

from hypothesis import given
from hypothesis import strategies as st

from newsextract.values.characters import CharacterMap, CharacterSet

TEXTS = st.text(st.characters(codec=None))
"""Any code points: lone surrogates, too."""
REPLACED = {ord("國"): ord("国"), ord("Ａ"): ord("A"), 0x20000: ord("x"), ord("y"): 0x2FA1D, 0xD800: 0xFFFD}


@given(TEXTS)
def test_map_gives_what_translate_gives(text):
    assert CharacterMap(REPLACED).apply(text) == text.translate(REPLACED)


@given(TEXTS)
def test_set_counts_its_characters(text):
    assert CharacterSet(REPLACED).count(text) == sum(ord(c) in REPLACED for c in text)
