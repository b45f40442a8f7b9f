"""What becomes of the rules' claims once the model has judged the sentences."""

import numpy as np
import pytest

from claim_docs import read_doc
from newsextract.assemble.judging import LEARNED, judge
from newsextract.assemble.link_sentences import sentence_inputs, told_of
from newsextract.assemble.link_text import Block
from newsextract.records.fields import CLAIM_TYPES
from newsextract.records.marks import CLAIMS

TEXT = "海岚科技去年收购了东江环保。李岳表示,公司预计今年营收超过3亿元。\n天气很好吗?"
FIRMS = ("海岚科技", "东江环保")


def marks():
    return CLAIMS.read(read_doc(TEXT, firms=FIRMS))


def scores(claim, **changed):
    """Return scores that agree with the rules but for those ``changed``."""
    odds = {name: (2.0 if name in claim.types else -2.0) for name in CLAIM_TYPES} | changed
    return np.array([*(odds[name] for name in CLAIM_TYPES), odds.get("reading", 0.0)], dtype=np.float32)


def test_the_rules_judge_every_sentence():
    deal, forecast, question = marks()

    assert "event" in deal.types
    assert {"attributed", "forecast"} <= set(forecast.types)
    assert question.types == ()


def test_a_model_that_agrees_changes_nothing_but_how_pressing_a_claim_is():
    for claim in marks():
        after = judge(TEXT, claim, scores(claim, reading=0.7))

        assert (after.types, after.rules, after.evidence) == (claim.types, claim.rules, claim.evidence)
        assert after.features == {**claim.features, "reading": 0.7}


@pytest.mark.parametrize("name", sorted(LEARNED))
def test_a_type_that_the_model_finds_is_added_under_its_own_rule(name):
    claim = marks()[2]

    after = judge(TEXT, claim, scores(claim, **{name: 1.0}))

    assert after.types == (name,)
    assert after.rules == (f"link.{name}",)
    assert after.evidence == {}


@pytest.mark.parametrize("name", ["superlative", "comparison", "quantity"])
def test_what_words_alone_tell_is_left_to_the_rules(name):
    claim = marks()[2]

    assert judge(TEXT, claim, scores(claim, **{name: 5.0})).types == ()


def test_what_is_an_event_or_forecast_is_no_plain_statement():
    claim = marks()[2]

    assert judge(TEXT, claim, scores(claim, event=1.0, statement=2.0)).types == ("event",)
    assert judge(TEXT, claim, scores(claim, attributed=1.0, statement=2.0)).types == ("attributed", "statement")


def test_a_type_that_the_model_denies_goes_with_its_rule_and_evidence():
    claim = marks()[0]

    after = judge(TEXT, claim, scores(claim, event=-1.9, statement=1.0))

    assert after.types == ("statement",)
    assert after.rules == ("link.statement",)
    assert "event" in claim.evidence
    assert after.evidence == {}


def test_a_claim_that_is_only_doubted_stays_one():
    claim = marks()[0]

    assert judge(TEXT, claim, scores(claim, event=-1.9)).types == claim.types
    assert judge(TEXT, claim, scores(claim, event=-2.1)).types == ()


def test_words_that_nobody_says_lose_speaker_cue_and_content():
    claim = marks()[1]
    assert claim.speaker
    assert claim.speaker.text == "李岳"

    after = judge(TEXT, claim, scores(claim, attributed=-3.0))

    assert "attributed" not in after.types
    assert (after.speaker, after.cue, after.content, after.stance) == (None, None, None, None)
    assert after.features["attributed"] == 0.0


def test_a_sentence_that_somebody_says_after_all_is_said_whole():
    claim = marks()[2]

    after = judge(TEXT, claim, scores(claim, attributed=3.0))

    assert after.content
    assert after.content.text == "天气很好吗?"
    assert after.stance == "states"


def test_the_model_is_told_by_name_and_does_not_mind_names_that_it_does_not_know():
    claims = marks()
    names = {"is.event": 0, "length": 1, "is.never": 2}
    block = Block(0, len(TEXT), 0, 0, len(TEXT))

    inputs = sentence_inputs(block, claims, [0, 2], names)

    assert inputs.spans.tolist() == [[claims[0].start, claims[0].end], [claims[2].start, claims[2].end]]
    assert inputs.told[:, 0].tolist() == [1.0, 0.0]
    assert inputs.told[:, 2].tolist() == [0.0, 0.0]
    assert inputs.told[0, 1] == pytest.approx(told_of(claims[0])["length"])
