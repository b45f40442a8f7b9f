"""Every rule takes what it says it takes and leaves what it says it leaves."""

import pytest

from newsextract.recognise.claim_events import event_triggers
from newsextract.resources import data_root
from newsextract.rules.table import read_rules

_NOT_TABLES = {"fragments", "priority"}
TABLES = sorted(p.stem for p in (data_root() / "pipeline" / "rules").glob("*.toml") if p.stem not in _NOT_TABLES)
RULES = [pytest.param(rule, id=f"{table}:{rule.id}") for table in TABLES for rule in read_rules(table)]


@pytest.mark.parametrize("rule", RULES)
def test_rule_accepts_its_examples(rule):
    missed = [text for text in rule.accept if not (rule.may_match(text) and rule.pattern.search(text))]

    assert not missed


@pytest.mark.parametrize("rule", RULES)
def test_rule_leaves_its_counter_examples(rule):
    taken = [text for text in rule.reject if rule.may_match(text) and rule.pattern.search(text)]

    assert not taken


def test_rule_ids_are_unique_over_all_tables():
    ids = [rule.id for table in TABLES for rule in read_rules(table)]

    assert len(set(ids)) == len(ids)


def test_what_rules_out_a_trigger_of_an_event_is_a_valid_pattern():
    for trigger in event_triggers():
        assert not trigger.is_ruled_out("", "", 0)
