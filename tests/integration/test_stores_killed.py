"""A PostgreSQL server that dies in the middle of a load loses nothing. ``tests/chaos_postgres.py`` does it more often."""

from chaos_postgres import load_through_kills


def test_a_server_killed_twice_during_a_load_leaves_what_a_clean_load_does(postgres):
    outcome = load_through_kills(postgres, batches=4, kills=2, seed=3)

    assert outcome.equal
    assert outcome.retries >= 1
