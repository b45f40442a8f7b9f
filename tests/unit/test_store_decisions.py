"""Decisions: appended with what was decided, taken back one by one, kept whatever a load does."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from builders import TEXT, make_claim, make_firm, make_info, make_quoted_claim, make_record, span_of
from newsextract.errors import DecisionError
from newsextract.records import Subject
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.database import Database
from newsextract.store.decisions import decide, read_decisions, read_history, undo
from newsextract.store.review_status import count_statuses, read_status, read_withdrawn, reviewed_claims


@pytest.fixture
def database(tmp_path):
    with Database(f"sqlite:///{tmp_path / 'news.db'}") as opened:
        list(opened.load([make_record()]))
        yield opened


@pytest.fixture
def connection(database):
    with database.writing() as connection:
        yield connection


def reload(database, **changes):
    list(database.load([make_record(**changes)]))


def act(database, key="k-1", verdict="accept", reviewer="ana", **more):
    with database.writing() as connection:
        return decide(connection, key, reviewer=reviewer, verdict=verdict, **more)


def status_of(database, key="k-1", reviewer=None):
    with database.reading() as connection:
        return read_status(connection, key, reviewer)[0]


def test_a_decision_keeps_the_claim_as_it_was(connection):
    decision = decide(connection, "k-2", reviewer="ana", verdict="accept", note="看过")

    kept = decision.snapshot
    assert {"start": kept.start, "end": kept.end, "text": kept.text} == span_of("“这家企业在国内市占率第一😀。”")
    assert (kept.types, kept.speaker, kept.firms) == (
        ("attributed", "superlative"),
        "陈默",
        ("蓝鲸制造股份有限公司",),
    )
    assert kept.article_sha256 == make_info().sha256
    assert kept.fingerprint == "0" * 16
    assert decision.outcome == kept
    assert (decision.note, decision.reviewer, decision.verdict) == ("看过", "ana", "accept")


def test_a_decision_is_timed_in_utc(connection):
    before = datetime.now(UTC)
    decision = decide(connection, "k-1", reviewer="ana", verdict="accept")

    assert before <= decision.decided_at <= datetime.now(UTC)
    assert decision.decided_at.tzinfo == UTC


def test_an_edit_keeps_both_what_was_extracted_and_what_it_became(connection):
    words = span_of("𠮷发布新机")
    edits = ClaimEdits(types=("event",), speaker=None, start=words["start"], end=words["end"])

    decision = decide(connection, "k-2", reviewer="ana", verdict="edit", edits=edits)

    assert decision.snapshot.speaker == "陈默"
    assert decision.outcome.speaker is None
    assert decision.outcome.types == ("event",)
    assert decision.outcome.text == "𠮷发布新机"
    assert decision.outcome.firms == decision.snapshot.firms
    assert list(read_decisions(connection)) == [decision]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"types": ()},
        {"types": None},
        {"types": ("opinion",)},
        {"start": 3},
        {"start": 5, "end": 5},
        {"colour": "red"},
    ],
)
def test_edits_that_say_nothing_or_nonsense_are_refused(fields):
    with pytest.raises(ValidationError):
        ClaimEdits(**fields)


def test_a_span_behind_the_article_is_refused(connection):
    with pytest.raises(DecisionError, match="ends behind the article"):
        decide(connection, "k-1", reviewer="ana", verdict="edit", edits=ClaimEdits(start=0, end=len(TEXT) + 1))


@pytest.mark.parametrize(
    ("key", "changes", "complaint"),
    [
        ("nobody", {}, "no such claim"),
        ("k-1", {"reviewer": " "}, "name of its reviewer"),
        ("k-1", {"verdict": "maybe"}, "is no verdict"),
        ("k-1", {"verdict": "undo"}, "is no verdict"),
        ("k-1", {"verdict": "edit"}, "needs edits"),
        ("k-1", {"edits": ClaimEdits(speaker="x")}, "take none"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_and_nothing_is_kept(connection, key, changes, complaint):
    with pytest.raises(DecisionError, match=complaint):
        decide(connection, key, **({"reviewer": "ana", "verdict": "accept"} | changes))

    assert list(read_decisions(connection)) == []


def test_the_same_request_twice_is_one_decision(database):
    first = act(database, request_id="r1")
    second = act(database, request_id="r1")

    assert first == second
    with database.reading() as connection:
        assert len(read_history(connection, "k-1")) == 1


def test_a_request_id_of_another_decision_is_refused(database):
    act(database, request_id="r1")

    with pytest.raises(DecisionError, match="give a new one"):
        act(database, "k-2", request_id="r1")
    with database.writing() as connection, pytest.raises(DecisionError, match="give a new one"):
        undo(connection, reviewer="ana", request_id="r1")
    assert act(database, "k-2", reviewer="bo", request_id="r1").claim_key == "k-2"


def test_undo_takes_back_the_last_decision_of_this_reviewer_only(database):
    act(database, "k-1")
    mine = act(database, "k-2", "reject")
    act(database, "k-2", "accept", reviewer="bo")

    with database.writing() as connection:
        row = undo(connection, reviewer="ana")

    assert (row.takes_back, row.claim_key, row.verdict) == (mine.id, "k-2", "undo")
    assert (status_of(database, "k-1"), status_of(database, "k-2")) == ("accepted", "accepted")


def test_undo_again_takes_back_the_one_before_until_there_is_none(connection):
    decide(connection, "k-1", reviewer="ana", verdict="accept")
    decide(connection, "k-1", reviewer="ana", verdict="reject")

    assert undo(connection, reviewer="ana").snapshot.text
    assert read_status(connection, "k-1")[0] == "accepted"
    undo(connection, reviewer="ana")
    assert read_status(connection, "k-1") == ("open", None)
    assert undo(connection, reviewer="ana") is None
    assert [row.verdict for row in read_history(connection, "k-1")] == ["accept", "reject", "undo", "undo"]


def test_the_same_undo_twice_takes_back_one(connection):
    decide(connection, "k-1", reviewer="ana", verdict="accept")
    decide(connection, "k-2", reviewer="ana", verdict="accept")

    assert undo(connection, reviewer="ana", request_id="u1") == undo(connection, reviewer="ana", request_id="u1")
    assert read_status(connection, "k-1")[0] == "accepted"


@pytest.mark.parametrize(
    ("verdict", "status"), [("accept", "accepted"), ("reject", "rejected"), ("skip", "skipped"), ("edit", "edited")]
)
def test_a_claim_stands_where_the_last_decision_left_it(database, verdict, status):
    if verdict != "skip":
        act(database, verdict="reject" if verdict == "accept" else "accept", reviewer="bo")
    act(database, verdict=verdict, edits=ClaimEdits(types=("event",)) if verdict == "edit" else None)

    assert status_of(database) == status


def test_a_skip_hides_no_decision(database):
    act(database, verdict="reject")
    act(database, verdict="skip", reviewer="bo")

    assert status_of(database) == "rejected"
    assert status_of(database, reviewer="bo") == "skipped"
    assert status_of(database, reviewer="cy") == "open"


def test_a_claim_that_reads_otherwise_now_comes_back_with_the_earlier_decision(database):
    decision = act(database)

    reload(database, claims=(make_claim(types=("event",)),))

    with database.reading() as connection:
        assert read_status(connection, "k-1") == ("changed", decision)


def test_a_decision_stands_when_only_place_rules_and_priority_change(database):
    act(database)

    reload(database, claims=(make_claim(rules=("claim.other",), score="0.1", **span_of(make_claim().text)),))

    assert status_of(database) == "accepted"


@pytest.mark.parametrize("change", [{"subject": Subject(text="他人")}, {"firm_ids": ()}, {"modality": "planned"}])
def test_subject_firms_and_modality_are_part_of_what_was_decided(database, change):
    act(database)

    reload(database, claims=(make_claim(**change),))

    assert status_of(database) == "changed"


def test_an_edit_that_the_extractor_has_learnt_stays_decided(database):
    act(database, verdict="edit", edits=ClaimEdits(types=("event",)))

    reload(database, claims=(make_claim(types=("event",)),))

    assert status_of(database) == "edited"


def test_a_decided_claim_that_is_no_longer_extracted_is_withdrawn_and_comes_back_decided(database):
    decision = act(database, "k-2", "reject")
    act(database, "k-1", "skip")

    reload(database, claims=())

    with database.reading() as connection:
        assert read_status(connection, "k-2") == ("withdrawn", decision)
        assert read_status(connection, "k-1") == ("open", None)  # a skip decided nothing
        assert read_withdrawn(connection) == [decision]
    reload(database)
    assert status_of(database, "k-2") == "rejected"


def test_counts_name_every_status(database):
    act(database, "k-1", "edit", edits=ClaimEdits(firms=()))
    act(database, "k-2", "reject")
    reload(database, claims=(make_claim(), make_claim(id="C2", key="k-3")))

    with database.reading() as connection:
        assert count_statuses(connection) == {
            "open": 1, "accepted": 0, "rejected": 0, "edited": 1, "skipped": 0, "changed": 0, "withdrawn": 1,
        }  # fmt: skip


def test_queries_join_claims_with_the_decision_that_counts(database):
    from sqlalchemy import select

    from newsextract.store.tables import CLAIMS

    act(database, "k-2", "reject", reviewer="bo")
    reviewed = reviewed_claims()

    with database.reading() as connection:
        query = select(CLAIMS.c.key, reviewed.status, reviewed.decision.c.reviewer).select_from(reviewed.claims)
        rows = connection.execute(query.order_by(CLAIMS.c.key)).all()

    assert rows == [("k-1", "open", None), ("k-2", "rejected", "bo")]


def test_the_view_for_people_shows_no_verdict_that_was_taken_back(database):
    from sqlalchemy import text

    act(database, "k-1", "reject")
    act(database, "k-2", "accept")
    with database.writing() as connection:
        undo(connection, reviewer="ana")
        rows = connection.execute(text("SELECT claim_key, verdict FROM v_claims ORDER BY 1")).all()

    assert rows == [("k-1", "reject"), ("k-2", None)]


def test_a_firm_found_under_a_fuller_name_is_a_change(database):
    act(database)

    reload(database, firms=(make_firm(name="蓝鲸制造"),), claims=(make_claim(), make_quoted_claim()))

    assert status_of(database) == "changed"
