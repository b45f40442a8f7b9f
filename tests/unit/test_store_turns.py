"""A load writes little enough at a time, leaves the database to others, and loses little time where there are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.store.turns import Turns

HELD = st.lists(st.floats(0, 30), max_size=50)


def work(turns, seconds, writes=lambda number: 0):
    for number, held in enumerate(seconds):
        turns.worked(turns.articles, held, writes(number))


@given(HELD)
def test_alone_a_load_pauses_at_most_a_twentieth_of_its_time_and_after_every_two_seconds_of_work(batches):
    pauses, held = [], 0.0
    turns = Turns(200, shares=True, sleep=pauses.append)

    for seconds in batches:
        before = len(pauses)
        turns.worked(turns.articles, seconds, 7)
        held = 0.0 if len(pauses) > before else held + seconds
        assert held < 2.000001

    assert sum(pauses) <= 0.05 * sum(batches) + 1e-9
    assert set(pauses) <= {0.1}


def test_while_others_write_a_load_pauses_after_each_portion_and_alone_again_less_often():
    pauses = []
    turns = Turns(200, shares=True, sleep=pauses.append)

    work(turns, [0.25] * 10, writes=lambda number: number)
    assert len(pauses) >= 9

    work(turns, [0.25] * 121, writes=lambda number: 9)
    before = len(pauses)
    work(turns, [0.25] * 80, writes=lambda number: 9)
    assert len(pauses) - before == 10


@given(per_article=st.floats(0.0001, 0.2))
def test_a_portion_comes_to_take_a_quarter_of_a_second(per_article):
    turns = Turns(200, shares=True, sleep=lambda _: None)

    for _ in range(12):
        turns.worked(turns.articles, turns.articles * per_article, 0)

    assert turns.articles * per_article <= 0.2501 or turns.articles == 1
    assert turns.articles == 200 or (turns.articles + 1) * per_article > 0.2499


def test_a_portion_that_took_long_is_followed_by_a_small_one_at_once():
    turns = Turns(200, shares=True, sleep=lambda _: None)
    work(turns, [0.001] * 5)
    assert turns.articles == 200

    turns.worked(200, 20.0, 0)

    assert turns.articles == 2


def test_a_load_that_keeps_nobody_waiting_writes_as_much_as_it_can_and_never_pauses():
    turns = Turns(200, shares=False, sleep=lambda _: pytest.fail("paused"))

    work(turns, [9.0] * 20, writes=lambda number: number)

    assert turns.articles == 200
