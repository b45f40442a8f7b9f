import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsextract.values.quotes import find_quotes
from newsextract.values.sentences import split_sentences

texts = st.text(alphabet='营收“”‘’「」"。！？!?;；，,1元 \n\r\t😀', max_size=60)


@given(text=texts)
def test_every_visible_character_is_in_exactly_one_sentence(text):
    spans = split_sentences(text)

    covered = "".join(text[s.start : s.end] for s in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@given(text=texts)
def test_sentences_have_no_white_space_around_them(text):
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in split_sentences(text))


@given(text=texts)
def test_splitting_a_sentence_again_gives_it_back(text):
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        assert [(s.start, s.end) for s in split_sentences(sentence)] == [(0, len(sentence))]


@given(text=texts)
def test_quotations_lie_in_the_text_and_nest_or_part(text):
    spans = find_quotes(text)

    assert all(0 <= q.start < q.end <= len(text) for q in spans)
    closed = [q for q in spans if not q.open_ended and text[q.start] != '"']
    for one in closed:
        for other in closed:
            assert (
                one.end <= other.start or other.end <= one.start or one.start <= other.start or other.start <= one.start
            )
