"""The scoreboard: rules, types and reviewers, by what was decided."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import make_claim, make_info, make_quoted_claim, make_record
from newsextract.store.agreement import cohens_kappa, read_activity, read_agreement
from newsextract.store.claim_content import ClaimEdits
from newsextract.store.database import Database
from newsextract.store.decisions import decide, undo
from newsextract.store.scoreboard import read_rule_scores, read_type_scores, wilson_interval

EVENT = {"types": ("event", "quantity"), "rules": ("event.move", "quantity.metric", "modality.planned")}
SAID = {"rules": ("verb.open", "superlative.rank")}


def records(count, **changes):
    return [
        make_record(
            article=make_info(id=f"a-{n}"),
            claims=(
                make_claim(key=f"event-{n}", **(EVENT | changes)),
                make_quoted_claim().model_copy(update={"key": f"said-{n}"} | SAID),
            ),
        )
        for n in range(count)
    ]


@pytest.fixture
def database(tmp_path):
    with Database(f"sqlite:///{tmp_path / 'news.db'}") as opened:
        list(opened.load(records(12)))
        yield opened


def act(database, key, verdict="accept", reviewer="ana", **edits):
    with database.writing() as connection:
        decide(connection, key, reviewer=reviewer, verdict=verdict, edits=ClaimEdits(**edits) if edits else None)


def rule_scores(database, **options):
    with database.reading() as connection:
        return {score.rule: score for score in read_rule_scores(connection, **options)}


def test_a_rejected_claim_counts_against_the_rules_that_found_it(database):
    act(database, "event-0", "reject")
    act(database, "event-1")

    scores = rule_scores(database)

    assert {rule: (score.right, score.wrong) for rule, score in scores.items()} == {
        "event.move": (1, 1),
        "quantity.metric": (1, 1),
    }
    (example,) = scores["event.move"].examples
    assert (example.key, example.verdict) == ("event-0", "reject")
    assert scores["event.move"].blamed_alone == 0


def test_an_edit_counts_against_the_rule_whose_type_was_taken_away(database):
    act(database, "event-0", "edit", types=("quantity",))
    act(database, "said-0", "edit", speaker="别人")
    act(database, "said-1", "edit", types=("superlative",))
    act(database, "said-2", "edit", subject="某某")

    scores = rule_scores(database)

    assert {rule: (score.right, score.wrong) for rule, score in scores.items()} == {
        "event.move": (0, 1),
        "quantity.metric": (1, 0),
        "verb.open": (1, 2),
        "superlative.rank": (3, 0),
    }


def test_a_rule_is_not_blamed_for_what_it_no_longer_finds(database):
    act(database, "event-0", "reject")
    act(database, "event-1", "reject")

    list(database.load(records(1, types=("quantity",), rules=("quantity.metric",))))

    assert {rule: score.wrong for rule, score in rule_scores(database).items()} == {
        "event.move": 1,
        "quantity.metric": 1,
    }


def test_what_is_surely_bad_comes_first_and_is_to_be_retired(database):
    for n in range(12):
        act(database, f"event-{n}", "reject")
        act(database, f"said-{n}", "accept" if n else "reject")

    with database.reading() as connection:
        scores = read_rule_scores(connection, examples=2)

    assert [(score.rule, score.advice) for score in scores] == [
        ("event.move", "retire"),
        ("quantity.metric", "retire"),
        ("superlative.rank", "undecided"),
        ("verb.open", "undecided"),
    ]
    assert len(scores[0].examples) == 2


def test_what_was_taken_back_or_skipped_does_not_count(database):
    act(database, "event-0", "skip")
    act(database, "event-1", "reject")
    with database.writing() as connection:
        undo(connection, reviewer="ana")

    assert rule_scores(database) == {}


def test_scores_of_one_reviewer_leave_out_the_others(database):
    act(database, "event-0", "reject", reviewer="bo")
    act(database, "event-1", "accept")

    assert rule_scores(database, reviewer="ana")["event.move"].wrong == 0
    assert rule_scores(database)["event.move"].wrong == 1


def test_types_have_their_accept_rate(database):
    act(database, "event-0")
    act(database, "event-1", "reject")
    act(database, "said-0", "edit", speaker=None)

    with database.reading() as connection:
        scores = {score.type: score for score in read_type_scores(connection)}

    assert (scores["event"].accepted, scores["event"].rejected, scores["event"].accept_rate) == (1, 1, 0.5)
    assert (scores["attributed"].edited, scores["attributed"].accept_rate) == (1, 0.0)
    assert (scores["forecast"].decided, scores["forecast"].accept_rate) == (0, 0.0)


def test_activity_counts_what_stands_by_day_reviewer_and_verdict(database):
    for n, verdict in enumerate(["accept", "accept", "reject"]):
        act(database, f"event-{n}", verdict)
    act(database, "event-0", "skip", reviewer="bo")
    with database.writing() as connection:
        undo(connection, reviewer="ana")
        activity = read_activity(connection)

    assert [(row.reviewer, row.verdict, row.decisions) for row in activity] == [("ana", "accept", 2), ("bo", "skip", 1)]


def test_agreement_compares_the_last_verdicts_on_the_same_reading(database):
    for n, verdict in enumerate(["accept", "accept", "reject", "reject"]):
        act(database, f"event-{n}", verdict)
    act(database, "event-0", "reject", reviewer="bo")
    for n, verdict in enumerate(["accept", "accept", "reject", "accept"]):
        act(database, f"event-{n}", verdict, reviewer="bo")
    act(database, "said-0", "accept", reviewer="cy")

    with database.reading() as connection:
        (pair,) = read_agreement(connection)

    assert (pair.one, pair.other, pair.claims, pair.agreed) == ("ana", "bo", 4, 3)
    assert pair.kappa == pytest.approx(0.5)


def test_kappa_is_undefined_where_everybody_always_says_the_same():
    assert cohens_kappa(Counter({("accept", "accept"): 9})) is None


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962), (0, 0, 0.0, 1.0)],
    # Agresti and Coull 1998; statsmodels' proportion_confint(method="wilson")
)
def test_the_interval_is_that_of_wilson(right, total, low, high):
    assert wilson_interval(right, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(right, wrong):
    low, high = wilson_interval(right, right + wrong)

    assert 0 <= low <= high <= 1
    if right + wrong:
        assert (
            Decimal(str(round(low, 9)))
            <= Decimal(str(round(right / (right + wrong), 9)))
            <= Decimal(str(round(high, 9)))
        )


@given(st.dictionaries(st.tuples(st.sampled_from("are"), st.sampled_from("are")), st.integers(1, 50), min_size=1))
def test_kappa_is_1_only_for_full_agreement_and_never_more(pairs):
    kappa = cohens_kappa(Counter(pairs))

    if kappa is not None:
        assert -1 <= kappa <= 1
        assert (kappa == 1) == all(one == other for one, other in pairs)
