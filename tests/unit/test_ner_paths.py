import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsextract.recognise.ner_paths import TagRules, mend_paths

RULES = TagRules(("O", "B-firm", "I-firm", "E-firm", "S-firm", "B-place", "I-place", "E-place", "S-place"))


def makes_sense(path):
    return (
        RULES.first[path[0]] and RULES.last[path[-1]] and all(RULES.follows[a, b] for a, b in itertools.pairwise(path))
    )


@st.composite
def scored_sentences(draw):
    """Scores of all characters, and where each sentence begins and ends."""
    lengths = np.array(draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)))
    flat = draw(st.lists(st.integers(-50, 0), min_size=int(lengths.sum()) * 9, max_size=int(lengths.sum()) * 9))
    ends = lengths.cumsum()
    return np.array(flat, dtype=np.float32).reshape(-1, 9), ends - lengths, ends


@given(scored_sentences())
def test_every_mended_path_makes_sense(case):
    scores, starts, ends = case

    path = mend_paths(scores.argmax(1), scores, starts, ends, RULES)

    assert all(makes_sense(path[start:end]) for start, end in zip(starts, ends, strict=True))


@given(scored_sentences())
def test_sentences_mended_together_are_mended_as_alone(case):
    scores, starts, ends = case

    path = mend_paths(scores.argmax(1), scores, starts, ends, RULES)

    for start, end in zip(starts, ends, strict=True):
        own, borders = scores[start:end], (np.array([0]), np.array([end - start]))
        assert (path[start:end] == mend_paths(own.argmax(1), own, *borders, RULES)).all()


@given(scored_sentences())
def test_no_other_path_that_makes_sense_is_likelier(case):
    scores, starts, ends = case
    one = scores[: ends[0]]

    path = mend_paths(scores.argmax(1), scores, starts, ends, RULES)[: ends[0]]

    def score(tags):
        return sum(one[i, tag] for i, tag in enumerate(tags))

    tried = [[tag] for tag in np.flatnonzero(RULES.first)]
    for _ in range(1, len(one)):
        ways = {t: max((p for p in tried if RULES.follows[p[-1], t]), key=score, default=None) for t in range(9)}
        tried = [[*p, t] for t, p in ways.items() if p]
    assert score(path) >= max(score(p) for p in tried if RULES.last[p[-1]])
