"""Whatever reviewers decide and undo, and whatever is loaded in between: nothing is lost, and the status follows."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import make_claim, make_quoted_claim, make_record
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.database import Database
from newsextract.store.decisions import decide, read_decisions, undo
from newsextract.store.review_status import count_statuses, read_status

KEYS = ("k-1", "k-2")
REVIEWERS = ("ana", "bo")
VERSIONS = {
    "both": (make_claim(), make_quoted_claim()),
    "first": (make_claim(),),
    "other types": (make_claim(types=("event",)), make_quoted_claim()),
    "none": (),
}
DECIDED = {"accept": "accepted", "reject": "rejected", "edit": "edited"}

acts = st.one_of(
    st.tuples(
        st.just("decide"),
        st.sampled_from(KEYS),
        st.sampled_from(REVIEWERS),
        st.sampled_from(["accept", "reject", "edit", "skip"]),
    ),
    st.tuples(st.just("undo"), st.sampled_from(REVIEWERS)),
    st.tuples(st.just("load"), st.sampled_from(sorted(VERSIONS))),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "news.db"
    with Database(f"sqlite:///{path}") as database:
        list(database.load([make_record()]))
    return path


class Model:
    """What should be so, worked out the simple way: a stack of decisions for each reviewer."""

    def __init__(self):
        self.rows = 0
        self.decisions = []  # of all that stand, in order: key, reviewer, verdict, types decided on
        self.loaded = "both"

    def types(self, key):
        return next((claim.types for claim in VERSIONS[self.loaded] if claim.key == key), None)

    def undo(self, reviewer):
        mine = [row for row in self.decisions if row[1] == reviewer]
        if mine:
            self.decisions.remove(mine[-1])
            self.rows += 1

    def status(self, key):
        of_claim = [row for row in self.decisions if row[0] == key]
        verdicts = [row for row in of_claim if row[2] != "skip"]
        if self.types(key) is None:
            return "withdrawn" if verdicts else "open"
        if not of_claim:
            return "open"
        if not verdicts:
            return "skipped"
        _, _, verdict, decided, _ = verdicts[-1]
        kept = {decided, ("event",)} if verdict == "edit" else {decided}
        return DECIDED[verdict] if self.types(key) in kept else "changed"


def perform(act, database, model):
    name, *rest = act
    if name == "load":
        model.loaded = rest[0]
        list(database.load([make_record(claims=VERSIONS[model.loaded])]))
    elif name == "undo":
        model.undo(rest[0])
        with database.writing() as connection:
            undo(connection, reviewer=rest[0])
    elif model.types(rest[0]) is not None:
        key, reviewer, verdict = rest
        edits = ClaimEdits(types=("event",)) if verdict == "edit" else None
        model.rows += 1
        model.decisions.append((key, reviewer, verdict, model.types(key), model.rows))
        with database.writing() as connection:
            for _ in range(2):  # a doubled request
                decide(connection, key, reviewer=reviewer, verdict=verdict, edits=edits, request_id=f"r{model.rows}")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, max_size=12))
def test_any_sequence_of_acts_keeps_every_row_and_gives_the_right_status(template, sequence):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        shutil.copy(template, path)
        with Database(f"sqlite:///{path}") as database:
            model, seen = Model(), []
            for act in sequence:
                perform(act, database, model)
                with database.reading() as connection:
                    rows = list(read_decisions(connection))
                    statuses = {key: read_status(connection, key)[0] for key in KEYS}
                    counts = count_statuses(connection)
                assert rows[: len(seen)] == seen  # what was there is there, as it was
                assert len(rows) == model.rows
                assert statuses == {key: model.status(key) for key in KEYS}
                assert sum(counts.values()) == sum(
                    status != "open" or model.types(key) is not None for key, status in statuses.items()
                )
                seen = rows
