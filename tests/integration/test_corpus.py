"""The corpus holds what corpus/README.md promises, and its gold follows the annotation rules."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from newsextract import Article, Reject, read_articles
from newsextract.normalise import normalise
from newsextract.records.fields import Basis, Change, ClaimType, Kind, Locale, Qualifier
from newsextract.values.sentences import split_sentences

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLES = CORPUS / "articles"
UNITLESS = {"%", "pp", "bp", "x"}


def read_gold(path):
    """A gold file with the spans filled in that its writer left out: the first place that no other row has."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    for rows, key in ((gold["metrics"], "quote"), (gold["claims"], "sentence")):
        taken = {tuple(row["span"]) for row in rows if "span" in row}
        for row in rows:
            if "span" not in row:
                places = (found.span() for found in re.finditer(re.escape(row[key]), gold["text"]))
                row["span"] = next((place for place in places if place not in taken), None)
                assert row["span"], f"{path.name}: not in the text, or used up: {row[key]}"
                taken.add(row["span"])
    return gold


GOLD = [read_gold(path) for path in sorted((CORPUS / "gold").glob("*.json"))]

each_gold = pytest.mark.parametrize("gold", GOLD, ids=[gold["id"] for gold in GOLD])


@pytest.fixture(scope="module")
def read() -> list[Article | Reject]:
    return list(read_articles([ARTICLES]))


def test_the_corpus_has_thirty_articles_or_more_and_half_are_traditional():
    scripts = Counter(normalise(gold["text"]).script for gold in GOLD)

    assert len(GOLD) >= 30
    assert 2 * scripts["hant"] >= len(GOLD)
    assert scripts["hans"] >= 12


def test_ten_files_or_more_are_awkward_to_read():
    awkward = [path for path in ARTICLES.iterdir() if not is_plain_utf8_text(path)]

    assert len(awkward) >= 10


def test_every_article_is_read_and_none_is_rejected(read):
    rejects = [item for item in read if isinstance(item, Reject)]

    assert rejects == []
    assert len(read) == len(GOLD)


def test_the_reader_yields_exactly_the_text_that_was_annotated(read):
    texts = {item.text for item in read}

    missing = [gold["id"] for gold in GOLD if gold["text"] not in texts]

    assert missing == []


def test_gold_files_are_named_by_their_article():
    stems = [path.stem for path in sorted((CORPUS / "gold").glob("*.json"))]

    assert stems == [gold["id"] for gold in GOLD]


def test_no_two_articles_share_a_long_stretch():
    grams: Counter[str] = Counter()
    for gold in GOLD:
        text = re.sub(r"\s", "", gold["text"])
        grams.update({text[i : i + 20] for i in range(len(text) - 19)})

    shared = [gram for gram, count in grams.items() if count > 1]

    assert shared == []


@each_gold
def test_firms_stand_in_the_text_under_each_of_their_forms(gold):
    names = [firm["name"] for firm in gold["firms"]]

    assert len(names) == len(set(names))
    for firm in gold["firms"]:
        assert firm["name"] in firm["surfaces"]
        assert [form for form in firm["surfaces"] if form not in gold["text"]] == []
        assert all(end > start and gold["text"][start:end] for start, end in firm.get("except", []))


@each_gold
def test_metrics_quote_the_text_and_use_the_agreed_values(gold):
    for metric in gold["metrics"]:
        start, end = metric["span"]
        assert gold["text"][start:end] == metric["quote"]
        assert metric["kind"] in get_args(Kind)
        assert metric["qualifier"] in get_args(Qualifier)
        assert metric["change"] in (None, *get_args(Change))
        assert metric["basis"] in (None, *get_args(Basis))
        assert metric["value"] is not None or metric["low"] < metric["high"]


@each_gold
def test_units_fit_their_kind(gold):
    for metric in gold["metrics"]:
        unit, kind = metric["unit"], metric["kind"]
        assert unit, metric["quote"]
        assert (unit in UNITLESS) == (kind in ("percent", "ratio")), metric["quote"]
        # TEU counts containers: the only unit of three capitals that is no currency
        assert bool(re.fullmatch("[A-Z]{3}", unit)) == (kind == "money") or unit == "TEU", metric["quote"]


@each_gold
def test_metrics_do_not_overlap(gold):
    spans = sorted(metric["span"] for metric in gold["metrics"])

    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@each_gold
def test_claims_are_whole_sentences(gold):
    sentences = {(s.start, s.end) for s in split_sentences(gold["text"])}
    spans = [tuple(claim["span"]) for claim in gold["claims"]]

    assert len(spans) == len(set(spans))
    assert set(spans) <= sentences
    assert [gold["text"][start:end] for start, end in spans] == [claim["sentence"] for claim in gold["claims"]]


@each_gold
def test_claims_use_the_agreed_types_and_known_firms(gold):
    names = {firm["name"] for firm in gold["firms"]}

    for claim in gold["claims"]:
        types = set(claim["types"])
        assert types
        assert types <= set(get_args(ClaimType))
        assert "statement" not in types or types <= {"statement", "attributed"}, claim["sentence"]
        assert claim["speaker"] is None or "attributed" in types, claim["sentence"]
        assert set(claim["firms"]) <= names


@each_gold
def test_a_claim_is_a_quantity_exactly_when_it_holds_a_required_metric(gold):
    required = [metric["span"] for metric in gold["metrics"] if not metric.get("optional")]
    counted = set()

    for claim in gold["claims"]:
        start, end = claim["span"]
        held = [span for span in required if start <= span[0] and span[1] <= end]
        counted |= {tuple(span) for span in held}
        assert claim.get("optional") or bool(held) == ("quantity" in claim["types"]), claim["sentence"]
    assert counted == {tuple(span) for span in required}


@each_gold
def test_priority_ranks_five_required_claims(gold):
    required = {tuple(claim["span"]) for claim in gold["claims"] if not claim.get("optional")}
    spans = [(start, end) for start, end, _ in gold["priority"]]

    assert [gain for _, _, gain in gold["priority"]] == [1.0, 0.8, 0.6, 0.4, 0.2]
    assert len(set(spans)) == len(spans)
    assert set(spans) <= required


@each_gold
def test_locale_is_one_of_the_three(gold):
    assert gold["locale"] in get_args(Locale)


def test_one_article_contradicts_itself_on_purpose():
    gold = next(gold for gold in GOLD if gold["id"] == "cn-earnings-contradiction")
    values = {metric["quote"]: metric["value"] for metric in gold["metrics"]}

    growth = 100 * (values["12.5亿元"] / values["11亿元"] - 1)

    assert growth == pytest.approx(13.64, abs=0.01)
    assert values["25%"] == 25


def is_plain_utf8_text(path):
    if path.suffix not in (".txt", ".md"):
        return False
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not raw.startswith(b"\xef\xbb\xbf")
