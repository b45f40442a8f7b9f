"""The Ray engine on a real cluster of two nodes: the bytes of a local run, whatever is killed on the way."""

import logging
import os
import signal
import subprocess
import time

import pytest
import ray
from ray.cluster_utils import Cluster

from chaos import result_of, write_articles
from newsextract.errors import ConfigError
from newsextract.run.batch import run_batch

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Ray's own warnings are not ours to mend
_STARTS = 4


@pytest.fixture
def cluster():
    """Start two nodes with a processor each and connect to them.

    Ray gives a node 30 seconds to answer, which a machine that has other things to do may not keep.
    """
    for attempt in range(1, _STARTS + 1):
        nodes = Cluster()
        try:
            for _ in range(2):
                nodes.add_node(num_cpus=1, object_store_memory=100 << 20, include_dashboard=False)
            ray.init(address=nodes.address, log_to_driver=False, logging_level=logging.ERROR)
            break
        except Exception as error:  # noqa: BLE001 - Ray raises the bare class
            ray.shutdown()
            nodes.shutdown()
            if attempt == _STARTS:
                stop = pytest.fail if os.environ.get("CI") else pytest.skip
                stop(f"Ray does not start on this machine now: {error}")
            time.sleep(5 * attempt)
    yield nodes
    ray.shutdown()
    nodes.shutdown()


def processes(words):
    """Return the ids of the processes with ``words`` in their command lines."""
    listing = subprocess.run(["ps", "-wweo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 1) for line in listing.splitlines()]
    return [int(pid) for pid, args in rows if words in args]


class Once:
    """Does something as soon as an article has been extracted."""

    def __init__(self, act):
        self.act = act
        self.done = False

    def __call__(self, progress):
        if progress.characters and not self.done:
            self.done = True
            self.act()


def test_ray_finishes_what_a_local_run_began_with_the_same_bytes_whatever_is_killed(cluster, tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    for number in range(3):
        write_articles(news / f"{number}.jsonl", 80, seed=number)
    (news / "empty.txt").write_bytes(b"")
    inputs = [news, tmp_path / "nowhere"]
    run_batch(inputs, tmp_path / "local")
    out = tmp_path / "out"

    def stop():
        raise KeyboardInterrupt

    def kill_an_actor_and_a_worker():
        workers = set(processes("newsextract.run.worker")) & set(processes(str(out)))
        actors = processes("ray::MapWorker(MapBatches(_Extractor))")
        assert workers
        assert actors
        for pid in (min(workers), actors[-1]):
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(KeyboardInterrupt):
        run_batch(inputs, out, progress=Once(stop))
    killer = Once(kill_an_actor_and_a_worker)

    report = run_batch(inputs, out, workers=2, engine="ray", progress=killer)

    assert killer.done
    assert 0 < report.reused < report.tally.articles
    assert result_of(out) == result_of(tmp_path / "local")


def test_standard_input_is_refused_since_other_machines_cannot_read_it(tmp_path):
    with pytest.raises(ConfigError, match="standard input"):
        run_batch(["-"], tmp_path / "out", engine="ray")
