"""What a batch leaves out, and what it reads once, changes no mark."""

import pytest
import spacy

from newsextract.layers import MARKS_ONLY_KEY, READ_KEY, word_ends_of
from newsextract.recognise.quantities import candidate_metrics
from newsextract.records.marks import QUANTITIES, SENTENCES

TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "newsextract.JiebaTokenizer.v1"}}}
TEXTS = ["易思维2024年营收达12.5亿元,同比增长三成。净利润约3亿美元。", "營收達新台幣３．５億元，年增３０％。", ""]


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("zh", config=TOKENIZER)
    pipeline.add_pipe("newsextract_sentences")
    pipeline.add_pipe("newsextract_quantities")
    return pipeline


@pytest.mark.parametrize("text", TEXTS)
def test_a_doc_with_marks_only_has_the_same_marks_and_no_spans(nlp, text):
    whole, lean = nlp(text), nlp.make_doc(text)
    lean.user_data[MARKS_ONLY_KEY] = True
    for _, component in nlp.pipeline:
        lean = component(lean)

    assert QUANTITIES.read(lean) == QUANTITIES.read(whole)
    assert SENTENCES.read(lean) == SENTENCES.read(whole)
    assert not lean.spans
    assert [span.text for span in whole.spans["sentences"]] == [text[m.start : m.end] for m in SENTENCES.read(whole)]


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_tokenizer_read_is_what_the_component_finds_alone(nlp, text):
    assert list(QUANTITIES.read(nlp(text))) == candidate_metrics(text)


def test_quantities_of_the_raw_text_do_not_survive_its_simplification():
    pipeline = spacy.blank("zh", config=TOKENIZER)
    pipeline.add_pipe("newsextract_normalise")
    pipeline.add_pipe("newsextract_quantities")

    (mark,) = QUANTITIES.read(pipeline("估值達3億美元。"))

    assert (mark.text, mark.unit) == ("3亿美元", "USD")


def test_word_ends_are_those_of_the_tokens(nlp):
    doc = nlp.make_doc(TEXTS[0])

    assert word_ends_of(doc) == [token.idx + len(token.text_with_ws) for token in doc]


@pytest.mark.parametrize("text", TEXTS)
def test_a_doc_of_one_token_knows_the_same_words_and_quantities(nlp, text):
    whole, words = nlp.tokenizer.whole(text), nlp.make_doc(text)

    assert whole.text == text
    assert word_ends_of(whole) == word_ends_of(words)
    assert whole.user_data[READ_KEY] == words.user_data[READ_KEY]
