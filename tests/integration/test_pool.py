"""Worker processes and articles that they do not survive."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from frail_worker import DEADLY, ENDLESS
from newsextract.errors import NewsExtractError, StoreError
from newsextract.run.batches import Keyed, cut_batches
from newsextract.run.extractor import article_of
from newsextract.run.pool import Extracted, Lost, Pool
from newsextract.store.journal import Journal

FRAIL = (sys.executable, str(Path(__file__).parents[1] / "frail_worker.py"))


def batch_of(*texts):
    return [Keyed(bytes([number] * 16), article_of(text)) for number, text in enumerate(texts)]


def run(tmp_path, batch, seconds=600.0, command=FRAIL):
    """Return the events of a pool over one batch, and the keys of the outcomes that it left."""
    with closing(Pool(1, tmp_path, "w", seconds, command)) as pool:
        events = list(pool.run([batch]))
    with Journal(tmp_path, sorted(tmp_path.iterdir())) as journal:
        return events, [item.key[0] for item in batch if journal.find(item.key)]


def test_an_article_that_ends_its_workers_is_rejected_and_its_neighbours_are_done(tmp_path):
    events, done = run(tmp_path, batch_of("甲公司签约。", f"这是{DEADLY}的。", "乙公司签约。"))

    (lost,) = [event for event in events if isinstance(event, Lost)]
    assert done == [0, 2]
    assert (lost.item.key[0], lost.reject.stage, lost.reject.reason) == (1, "extract", "worker_died")
    assert "SIGKILL" in lost.reject.message


def test_an_article_that_takes_too_long_is_rejected_and_its_neighbours_are_done(tmp_path):
    events, done = run(tmp_path, batch_of("甲公司签约。", "乙公司签约。", f"这是{ENDLESS}的。"), seconds=10.0)

    (lost,) = [event for event in events if isinstance(event, Lost)]
    assert done == [0, 1]
    assert (lost.item.key[0], lost.reject.reason) == (2, "too_slow")
    assert "10 s" in lost.reject.message


def test_workers_that_do_not_start_end_the_run(tmp_path):
    with pytest.raises(NewsExtractError, match="end before they are ready"):
        run(tmp_path, batch_of("甲公司签约。"), command=(sys.executable, "-c", "raise SystemExit(3)"))


def test_a_folder_that_cannot_be_written_ends_the_run(tmp_path):
    with (
        closing(Pool(1, tmp_path / "nowhere", "w", 600.0, FRAIL)) as pool,
        pytest.raises(StoreError, match="nowhere"),
    ):
        list(pool.run([batch_of("甲公司签约。")]))


def test_empty_batches_start_no_worker(tmp_path):
    with closing(Pool(1, tmp_path, "w", command=("false",))) as pool:
        assert list(pool.run([[], []])) == []


def test_every_article_is_extracted_by_some_worker(tmp_path):
    items = batch_of(*(f"第{number}家公司签约。" for number in range(80)))
    with closing(Pool(2, tmp_path, "w", 600.0, FRAIL)) as pool:
        events = list(pool.run(cut_batches(items)))

    assert all(isinstance(event, Extracted) for event in events)
    assert sorted(item.key for event in events for item in event.batch) == [item.key for item in items]
    assert sum(event.tally.records for event in events) == 80
