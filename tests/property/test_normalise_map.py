"""The map from normalised text back to the original."""

import importlib
import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsextract.normalise import normalise
from newsextract.values.widths import fold_widths

# Characters that change width or length, quotation marks, both scripts, conversion slips, and OpenCC's phrase traps.
PIECES = [
    *"營收達１２．５億元㎡℃㎏㈱％，。：「」『』“”\u3000\u200b\ufeff\r\n\t𠮷😀乾預户戶説說里裏裡發髮",
    "計畫", "藉由", "復甦", "瞭解", "著名", "隨著", "乾隆", "\r\n", "覆蓋", "回覆", "彷彿", "AI", "8K", "①", "½", "龜", "臺灣",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


@given(source=texts, data=st.data())
def test_every_normalised_span_comes_from_a_span_whose_normalisation_contains_it(source, data):
    whole = normalise(source)
    if not whole.text:
        return
    end = data.draw(st.integers(1, len(whole.text)), label="end")
    start = data.draw(st.integers(0, end - 1), label="start")

    span = whole.to_original(start, end)

    assert 0 <= span.start < span.end <= len(source)
    part = normalise(source[span.start : span.end], locale=whole.locale)
    assert whole.text[start:end] in _convert_like(whole, part)


@given(source=texts)
def test_the_whole_text_maps_to_all_of_the_original_that_is_visible(source):
    whole = normalise(source)

    if whole.text:
        span = whole.to_original(0, len(whole.text))
        assert normalise(source[span.start : span.end], locale=whole.locale).text.strip("\n") == whole.text.strip("\n")


@given(source=st.text(max_size=80))
def test_any_text_can_be_normalised_and_normalising_twice_changes_nothing(source):
    once = normalise(source)

    twice = normalise(once.text, locale=once.locale)

    assert len(once.text) == len(twice.text)


@given(source=texts)
def test_neighbouring_characters_map_in_order(source):
    whole = normalise(source)

    spans = [whole.to_original(i, i + 1) for i in range(len(whole.text))]

    assert all(a.start <= b.start and a.end <= b.end for a, b in itertools.pairwise(spans))


def _convert_like(whole, part):
    """The part's text under the whole's OpenCC configuration: a short piece may not show which script it is in."""
    module = importlib.import_module("newsextract.normalise")
    return module._convert(fold_widths(part.original)[0], whole.conversion)
