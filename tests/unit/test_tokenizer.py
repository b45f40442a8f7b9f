import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from newsextract.normalise import normalise
from newsextract.resources import data_root
from newsextract.segment.tokenizer import JiebaTokenizer
from newsextract.values.quantities import find_quantities


@pytest.fixture(scope="module", params=["jieba", "rjieba"])
def tokenizer(request):
    return JiebaTokenizer(Vocab(), request.param)


def test_quantities_stay_whole(tokenizer):
    text = "公司前三季度营收达1.2万亿元,同比增长2.3个百分点。"

    words = [token.text for token in tokenizer(text)]

    assert "1.2万亿元" in words
    assert "2.3个百分点" in words


def test_lexicon_words_stay_whole(tokenizer):
    assert "净利率" in [token.text for token in tokenizer("净利率提升了")]


def test_latin_letters_and_digits_are_cut_apart(tokenizer):
    assert [token.text for token in tokenizer("300251.SZ")] == ["300251", ".", "SZ"]


@given(text=st.text(alphabet="宁德时代营收达12.5亿元AI 芯片\n，。“”𠮷😀", max_size=50))
def test_words_joined_are_the_text(text):
    doc = JiebaTokenizer(Vocab())(text)

    assert doc.text == text


@given(text=st.text(alphabet="营收达12.5亿元3万至间同比增长%，。 \n", max_size=40))
def test_every_quantity_begins_and_ends_at_a_token(text):
    doc = JiebaTokenizer(Vocab())(text)

    spans = [doc.char_span(q.start, q.end) for q in find_quantities(text)]

    assert None not in spans


def test_both_backends_cut_the_corpus_alike():
    corpus = data_root() / "corpus" / "gold"
    texts = [normalise(path.read_text(encoding="utf-8")).text for path in sorted(corpus.glob("*.json"))]

    jieba, rjieba = (JiebaTokenizer(Vocab(), backend) for backend in ("jieba", "rjieba"))

    assert texts
    assert [list(jieba.words(text)) for text in texts] == [list(rjieba.words(text)) for text in texts]


def test_somebody_elses_jieba_dictionary_is_left_alone():
    import jieba

    JiebaTokenizer(Vocab(), "jieba")("净利率")

    assert jieba.dt.FREQ == {} or "净利率" not in jieba.dt.FREQ


def test_a_saved_pipeline_loads_again(tmp_path):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "newsextract.JiebaTokenizer.v1"}}})
    nlp.add_pipe("newsextract_sentences")

    nlp.to_disk(tmp_path)

    assert [t.text for t in spacy.load(tmp_path)("净利率提升。")] == [t.text for t in nlp("净利率提升。")]
