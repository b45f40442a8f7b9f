"""A load leaves the database to others now and then, and loses little time by it."""

from hypothesis import given
from hypothesis import strategies as st

from newsextract.store.turns import Turns


@given(st.lists(st.floats(0, 30), max_size=50))
def test_a_load_pauses_at_most_a_twentieth_of_its_time_and_after_every_two_seconds_of_work(batches):
    pauses, held = [], 0.0
    turns = Turns(pauses.append)

    for seconds in batches:
        before = len(pauses)
        turns.worked(seconds)
        held = 0.0 if len(pauses) > before else held + seconds
        assert held < 2.000001

    assert sum(pauses) <= 0.05 * sum(batches) + 1e-9
    assert set(pauses) <= {0.1}
