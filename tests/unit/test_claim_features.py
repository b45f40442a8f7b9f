"""The numbers that the review priority of a claim is made of."""

import pytest

from newsextract.recognise.claim_features import FeatureFinder, Setting
from newsextract.values.quantities import find_quantities

TEXT = "海岚科技中标3亿元订单。该公司去年营收20亿元。这笔3亿元的订单将在两年内交付。"
FIRST, SECOND, THIRD = (0, 12), (12, 24), (24, len(TEXT))


def features_of(span):
    figures = [figure for figure in find_quantities(TEXT) if figure.kind == "money"]
    finder = FeatureFinder(TEXT, figures=figures)
    own = [figure for figure in figures if span[0] <= figure.start < span[1]]
    where = Setting(*span, position=0.0, headline=False, figures=own, names_a_firm=True, spoken_by_party=False)
    return finder.features(("quantity",), "asserted", where)


def test_a_figure_that_another_sentence_says_as_well_is_repeated():
    assert features_of(FIRST)["repeated"] == 1.0
    assert features_of(THIRD)["repeated"] == 1.0
    assert features_of(SECOND)["repeated"] == 0.0


def test_magnitude_grows_with_the_digits_of_the_largest_sum():
    assert features_of(FIRST)["magnitude"] == pytest.approx(8.477 / 12, abs=1e-3)
    assert features_of(SECOND)["magnitude"] > features_of(FIRST)["magnitude"]


def test_measures_of_business_count_as_such():
    assert features_of(SECOND)["measure"] == 1.0
