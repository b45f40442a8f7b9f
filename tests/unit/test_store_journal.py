"""Outcomes that are found again by their keys, whatever happened to the files that hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.errors import StoreError
from newsextract.store.journal import Journal
from newsextract.store.shards import Counts, Outcome, ShardWriter, read_headers

KEY = bytes(range(16))
keys = st.binary(min_size=16, max_size=16)
lines = st.binary(max_size=300).map(lambda data: data.replace(b"\n", b" ") + b"\n")
outcomes = st.builds(Outcome, keys, st.sampled_from(["", "empty"]), lines, st.builds(Counts, *[st.integers(0, 9)] * 4))


def shard(path, *some):
    with ShardWriter(path) as writer:
        writer.write(list(some))
    return path


@given(some=st.lists(outcomes, min_size=1, max_size=8, unique_by=lambda o: o.key), cut=st.integers(0, 3000))
def test_of_a_shard_that_was_cut_off_every_whole_outcome_is_found_and_no_other(tmp_path_factory, some, cut):
    folder = tmp_path_factory.mktemp("shard")
    path = shard(folder / "a.jsonl", *some)
    path.write_bytes(path.read_bytes()[:cut])
    sizes = [len(outcome.header().to_line()) + len(outcome.line) for outcome in some]
    whole = [outcome for number, outcome in enumerate(some, start=1) if sum(sizes[:number]) <= cut]

    with Journal(folder, [path]) as journal:
        assert len(journal) == len(whole)
        assert [journal.find(outcome.key) for outcome in whole] == whole
        assert all(journal.find(outcome.key) is None for outcome in some if outcome not in whole)


@given(some=st.lists(outcomes, min_size=1, max_size=4, unique_by=lambda o: o.key), at=st.integers(0, 1000))
def test_a_damaged_byte_loses_outcomes_and_changes_none(tmp_path_factory, some, at):
    folder = tmp_path_factory.mktemp("shard")
    path = shard(folder / "a.jsonl", *some)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0x15
    path.write_bytes(data)

    with Journal(folder, [path]) as journal:
        found = {outcome.key: journal.find(outcome.key) for outcome in some}

    assert all(found[outcome.key] is None or found[outcome.key].line == outcome.line for outcome in some)


def test_outcomes_of_a_complete_run_are_found_where_its_journal_says(tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "part-00000.jsonl").write_bytes(b"one\ntwo\n")
    outcome = Outcome(KEY, "", b"two\n", Counts(1, 2, 3, 4))
    (tmp_path / "journal.jsonl").write_bytes(outcome.header("records/part-00000.jsonl", 4).to_line())

    with Journal(tmp_path, [tmp_path / "journal.jsonl"]) as journal:
        assert journal.find(KEY) == outcome
        (tmp_path / "records" / "part-00000.jsonl").unlink()
    with Journal(tmp_path, [tmp_path / "journal.jsonl"]) as journal:
        assert journal.find(KEY) is None


def test_a_passing_reject_counts_only_where_there_is_no_other_outcome(tmp_path):
    late = Outcome(KEY, "too_slow", b"late\n")
    done = Outcome(KEY, "", b"done\n")
    first, second = shard(tmp_path / "a.jsonl", late), shard(tmp_path / "b.jsonl", done)

    with Journal(tmp_path, [first], passing=frozenset({"too_slow"})) as journal:
        assert journal.find(KEY) == late
        assert journal.sound_keys(leave_out=frozenset({"too_slow"})).tolist() == []
    with Journal(tmp_path, [first, second], passing=frozenset({"too_slow"})) as journal:
        assert journal.find(KEY) == done


def test_keys_that_begin_alike_are_told_apart(tmp_path):
    some = [Outcome(bytes(8) + bytes([n] * 8), "", b"%d\n" % n) for n in range(5)]

    with Journal(tmp_path, [shard(tmp_path / "a.jsonl", *some)]) as journal:
        assert [journal.find(outcome.key) for outcome in some] == some
        assert journal.find(bytes(16 * [7])) is None


def test_more_files_than_are_kept_open(tmp_path):
    some = [Outcome(bytes([n] * 16), "", b"%d\n" % n) for n in range(100)]
    paths = [shard(tmp_path / f"{n}.jsonl", outcome) for n, outcome in enumerate(some)]

    with Journal(tmp_path, paths) as journal:
        assert [journal.find(outcome.key) for outcome in [*some, *some]] == [*some, *some]


def test_a_shard_is_never_written_to_by_a_second_process(tmp_path):
    shard(tmp_path / "a.jsonl", Outcome(KEY, "", b"x\n"))

    with pytest.raises(StoreError):
        shard(tmp_path / "a.jsonl", Outcome(KEY, "", b"y\n"))


def test_what_is_no_shard_holds_no_outcomes(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'[1]\n{"key": "zz"}\n' + b"[" * 5000)

    assert list(read_headers(tmp_path / "a.jsonl")) == []
