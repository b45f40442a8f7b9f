"""A run over damaged files: each becomes a record or a reject, and its neighbours are what they are alone."""

from damage import check


def test_damaged_files_get_their_outcomes_and_do_not_touch_their_neighbours(tmp_path):
    rejects = check(tmp_path, files=80, seed=7)

    reasons = {reject.source.rsplit("/", 1)[1]: reject.reason for reject in rejects}
    assert reasons["9002-self.txt"] == "unreadable"
    assert reasons["9003-zero.txt"] == "unreadable"
    assert reasons["9004-pipe.txt"] == "unreadable"
    assert reasons["9006-line.jsonl:2"] == "too_large"
    assert reasons["9007-bomb.jsonl.gz:2"] == "bomb"
    assert reasons["9008-bomb.jsonl.zst:2"] == "bomb"
