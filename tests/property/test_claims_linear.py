"""Quotations and claims take time in proportion to the text, whatever it is made of."""

import time

import pytest
import spacy

FEW, MANY = 12_000, 96_000


@pytest.fixture(scope="module")
def components():
    nlp = spacy.blank("zh")
    return nlp, [nlp.create_pipe(name) for name in ("newsextract_quotations", "newsextract_claims")]


def seconds(components, text):
    nlp, pipes = components
    doc = nlp.make_doc(text)
    begun = time.process_time()
    for pipe in pipes:
        doc = pipe(doc)
    return time.process_time() - begun


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("将", id="will"),
        pytest.param("从1", id="from"),
        pytest.param("已于", id="already"),
        pytest.param("股价涨", id="market"),
        pytest.param("若甲,", id="condition"),
        pytest.param("“", id="quotes"),
        pytest.param("(", id="brackets"),
        pytest.param("据甲", id="cited"),
        pytest.param("周越:\n", id="labels"),
        pytest.param("说", id="verbs"),
        pytest.param("去年", id="years"),
    ],
)
def test_eight_times_the_text_takes_about_eight_times_as_long(components, unit):
    few = min(seconds(components, unit * (FEW // len(unit))) for _ in range(2))

    many = seconds(components, unit * (MANY // len(unit)))

    assert many < 30 * few + 0.5
