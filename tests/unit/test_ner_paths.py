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
    time, sentences = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    lengths = np.array(draw(st.lists(st.integers(1, time), min_size=sentences, max_size=sentences)))
    values = st.integers(-50, 0)
    flat = draw(st.lists(values, min_size=sentences * time * 9, max_size=sentences * time * 9))
    inside = np.arange(time) < lengths[:, None]
    return np.array(flat, dtype=np.float32).reshape(sentences, time, 9), inside


@given(scored_sentences())
def test_every_mended_path_makes_sense_and_is_empty_behind_its_sentence(case):
    scores, inside = case

    paths = mend_paths(np.where(inside, scores.argmax(2), RULES.outside), scores, inside, RULES)

    assert all(makes_sense(path[mask]) for path, mask in zip(paths, inside, strict=True))
    assert (paths[~inside] == RULES.outside).all()


@given(scored_sentences())
def test_no_other_path_that_makes_sense_is_likelier(case):
    scores, inside = case
    one, length = scores[0], int(inside[0].sum())

    path = mend_paths(np.where(inside, scores.argmax(2), RULES.outside), scores, inside, RULES)[0]

    def score(tags):
        return sum(one[i, tag] for i, tag in enumerate(tags))

    tried = [[tag] for tag in np.flatnonzero(RULES.first)]
    for _ in range(1, length):
        ways = {t: max((p for p in tried if RULES.follows[p[-1], t]), key=score, default=None) for t in range(9)}
        tried = [[*p, t] for t, p in ways.items() if p]
    assert score(path[:length]) >= max(score(p) for p in tried if RULES.last[p[-1]])
