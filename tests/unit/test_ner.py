"""Names by the model that is shipped."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsextract.errors import ConfigError
from newsextract.recognise.ner import make_entity_finder
from newsextract.recognise.ner_model import load_model
from newsextract.records.marks import ENTITIES

VOCAB = Vocab()


def document(text):
    return Doc(VOCAB, words=list(text), spaces=[False] * len(text))


def names(doc):
    return [(doc.text[mark.start : mark.end], mark.label) for mark in ENTITIES.read(doc)]


@pytest.fixture(scope="module")
def finder():
    return make_entity_finder(None, "ner", None)


def test_persons_and_places_are_found(finder):
    found = dict(names(finder(document("昨天,王小明在北京接受了记者的采访。"))))

    assert found["王小明"] == "person"
    assert found["北京"] == "place"


def test_offsets_count_from_the_beginning_of_the_document(finder):
    doc = finder(document("天气很好。\n\n昨天,王小明在北京接受了记者的采访。"))

    assert (10, 13) in {(mark.start, mark.end) for mark in ENTITIES.read(doc)}


def test_documents_read_together_are_read_as_alone(finder):
    texts = ["王小明在北京。", "", "陈红去了上海,李强留在广州。" * 3, "天气很好。"]

    together = [names(doc) for doc in finder.pipe(document(text) for text in texts)]

    assert together == [names(finder(document(text))) for text in texts]


def test_sentence_of_any_length_is_read_to_its_end(finder):
    doc = finder(document("价格上涨" * 400 + ",王小明在北京说"))

    assert "北京" in dict(names(doc))


def test_unknown_characters_do_no_harm(finder):
    assert all(name for name, _ in names(finder(document("𠮷\U0001f600。"))))


def test_file_that_is_no_model_is_named(tmp_path):
    broken = tmp_path / "ner.onnx"
    broken.write_bytes(b"no model")

    with pytest.raises(ConfigError, match=r"ner\.onnx"):
        load_model(broken)
