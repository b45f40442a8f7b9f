"""The scorer, figure by figure, on gold annotations small enough to count by hand."""

import json

import pytest

from builders import TEXT, make_claim, make_firm, make_growth, make_metric, make_quoted_claim, make_record, span_of
from newsextract.errors import EvaluationError
from newsextract.evaluate.compare import same_number, same_words
from newsextract.evaluate.firms import find_mentions
from newsextract.evaluate.gate import check_floors, gold_digest, pin_floors
from newsextract.evaluate.gold import GoldArticle, read_gold
from newsextract.evaluate.score import evaluate
from newsextract.records import FirmMention, Speaker, Subject


def gold_metric(quote, **changes):
    span = span_of(quote)
    fields = {"quote": quote, "span": [span["start"], span["end"]], "low": None, "high": None, "qualifier": "exact"}
    return fields | changes


def gold_claim(sentence, types, **changes):
    span = span_of(sentence)
    return {"sentence": sentence, "span": [span["start"], span["end"]], "types": types, "firms": ["蓝鲸制造"]} | changes


SENTENCE = "蓝鲸制造股份有限公司(688001.SH)昨日公告，2024年营收28.80亿元，同比增长12.5%。"
QUOTED = "“这家企业在国内市占率第一😀。”"
GOLD = {
    "id": "g1",
    "text": TEXT,
    "firms": [{"name": "蓝鲸制造股份有限公司", "surfaces": ["蓝鲸制造股份有限公司", "蓝鲸制造"]}],
    "metrics": [
        gold_metric(
            "28.80亿元",
            value=2880000000,
            unit="CNY",
            kind="money",
            indicator="營收",
            subject="蓝鲸制造",
            period="2024年",
        ),
        gold_metric("12.5%", value=12.5, unit="%", kind="percent", change="increase", basis="yoy"),
    ],
    "claims": [
        gold_claim(SENTENCE, ["quantity", "comparison"]),
        gold_claim(QUOTED, ["attributed", "superlative"], speaker="總經理陳默"),
    ],
    "priority": [[span_of(SENTENCE)["start"], span_of(SENTENCE)["end"], 1.0]],
}


def make_gold(**changes):
    return GoldArticle.model_validate(GOLD | changes)


def score(record, **changes):
    return evaluate([record], [make_gold(**changes)])


def values(scores):
    return {name: figure.value for name, figure in scores.figures.items()}


def test_a_record_that_says_what_gold_says_scores_one_everywhere():
    scores = score(make_record())

    empty = {"type:event", "type:forecast", "type:statement"}
    assert {
        name: value for name, value in values(scores).items() if name not in empty | {"claim_types_macro"}
    } == dict.fromkeys(scores.figures.keys() - empty - {"claim_types_macro"}, 1.0)
    assert scores.figures["claim_types_macro"].value == pytest.approx(4 / 7)
    assert scores.differences == ()


def test_an_empty_record_misses_everything():
    scores = score(make_record(firms=(), metrics=(), claims=()))

    assert set(values(scores).values()) == {0.0}
    kinds = [difference.kind for difference in scores.differences]
    assert kinds.count("firm-") == 2
    assert kinds.count("metric-") == 2
    assert kinds.count("claim-") == 2


def test_a_mention_with_other_borders_is_missed_and_spurious():
    firm = make_firm(mentions=(FirmMention(**span_of("蓝鲸制造𠮷"), method="x"),))

    scores = score(make_record(firms=(firm,)))

    assert scores.figures["firm_mentions"].value == 0.0
    assert scores.figures["firm_entities"].value == 1.0
    assert [(d.kind, d.text) for d in scores.differences] == [
        ("firm+", "蓝鲸制造𠮷"),
        ("firm-", "蓝鲸制造"),
        ("firm-", "蓝鲸制造股份有限公司"),
    ]


def test_longer_surfaces_come_first_and_excepted_spans_are_no_mentions():
    first = span_of("蓝鲸制造")
    firms = [GOLD["firms"][0] | {"except": [[first["start"], first["end"]]]}]

    required, optional = find_mentions(make_gold(firms=firms))

    long = span_of("蓝鲸制造股份有限公司")
    assert required == {(long["start"], long["end"])}
    assert optional == set()


def test_optional_items_count_neither_as_missed_nor_as_spurious():
    optional = {
        "firms": [GOLD["firms"][0] | {"optional": True}],
        "metrics": [metric | {"optional": True} for metric in GOLD["metrics"]],
        "claims": [claim | {"optional": True} for claim in GOLD["claims"]],
    }

    for record in (make_record(), make_record(firms=(), metrics=(), claims=())):
        scores = score(record, **optional)

        assert scores.differences == ()
        assert scores.figures["metric_values"].n == 0


def test_strict_figures_need_unit_and_qualifier():
    record = make_record(metrics=(make_metric(unit="USD"), make_growth().model_copy(update={"qualifier": "about"})))

    scores = score(record)

    assert scores.figures["metric_values"].value == 1.0
    assert scores.figures["metric_strict"].value == 0.0


def test_a_counted_noun_may_say_less():
    metric = make_metric(kind="count", unit="家企业")
    gold = gold_metric("28.80亿元", value=2880000000, unit="家", kind="count")

    scores = score(make_record(metrics=(metric,), claims=()), metrics=[gold])

    assert scores.figures["metric_strict"].value == 1.0


def test_a_subject_is_right_under_any_name_of_the_firm():
    right = make_metric(subject=Subject(text="公司", firm_id="F1"))
    wrong = make_metric(subject=Subject(text="另一家", firm_id=None))

    assert score(make_record(metrics=(right,), claims=())).figures["subject"].value == 1.0
    assert score(make_record(metrics=(wrong,), claims=())).figures["subject"].value == 0.0


def test_a_clause_that_covers_most_of_itself_stands_for_its_sentence():
    clause = make_claim(**span_of("2024年营收28.80亿元"), types=("quantity",), metric_ids=("M1",))

    scores = score(make_record(claims=(clause,)))

    assert scores.figures["type:quantity"].value == 1.0
    assert scores.figures["type:comparison"].recall == 0.0


def test_a_wrong_speaker_is_wrong():
    claim = make_quoted_claim().model_copy(update={"speaker": Speaker(**span_of("表示"), kind="person")})

    assert score(make_record(claims=(make_claim(), claim))).figures["speaker"].value == 0.0


def test_the_order_of_scores_decides_the_rank():
    last = make_claim(score="0.1")

    scores = score(make_record(claims=(last, make_quoted_claim())))

    assert scores.figures["priority_ndcg5"].value == pytest.approx(1 / 1.5849625, abs=1e-6)


def test_a_gold_article_without_record_counts_as_missed():
    other = make_gold(id="g2", text="别的文章。", firms=[], metrics=[], claims=[], priority=[])

    scores = evaluate([make_record()], [make_gold(), other])

    assert scores.unpaired == ("g2",)
    with pytest.raises(EvaluationError, match="no record has the text"):
        evaluate([make_record()], [other])


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("市佔率", "市占率", True),
        ("營收", "Ｑ3营收", True),
        ("营收", "公司在二〇二四年第四季度的全部营收总额", False),
        ("人", "人民", False),
        ("A·B", "ab", True),
        ("", "", False),
        (None, "x", False),
    ],
    ids=["script", "within", "much-longer", "single", "punctuation", "empty", "none"],
)
def test_wordings_agree_across_script_width_and_punctuation(one, other, same):
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_numbers_agree_to_a_millionth():
    assert same_number(None, None)
    assert not same_number(None, 1)
    assert same_number(1_000_000, 1_000_001)
    assert not same_number(1_000_000, 1_000_003)


def test_gold_is_read_from_files_and_folders(tmp_path):
    (tmp_path / "g1.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")

    assert read_gold([tmp_path]) == read_gold([tmp_path / "g1.json"]) == [make_gold()]


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"id": "x"}', json.dumps(GOLD | {"claims": [GOLD["claims"][0] | {"span": [0, 3]}]})],
    ids=["cut", "list", "bare", "moved"],
)
def test_a_file_that_is_no_gold_is_named(tmp_path, content):
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")

    with pytest.raises(EvaluationError, match=r"bad\.json: not a gold annotation"):
        read_gold([tmp_path])


def test_a_missing_or_empty_gold_folder_is_named(tmp_path):
    with pytest.raises(EvaluationError, match="no such file"):
        read_gold([tmp_path / "nowhere"])
    with pytest.raises(EvaluationError, match=r"no \.json files"):
        read_gold([tmp_path])


def test_floors_hold_what_was_pinned_and_name_what_fell(tmp_path):
    path, golds = tmp_path / "floors.json", [make_gold()]
    pin_floors(path, score(make_record()), golds)

    fallen = check_floors(
        path, score(make_record(metrics=(make_metric(),), claims=(make_claim(metric_ids=("M1",)),))), golds
    )

    assert check_floors(path, score(make_record()), golds) == []
    assert "metric_values is 0.6667, below its floor 1.0000" in fallen


def test_floors_are_raised_but_lowered_only_on_purpose(tmp_path):
    path, golds = tmp_path / "floors.json", [make_gold()]
    worse = score(make_record(metrics=()))
    pin_floors(path, score(make_record()), golds)

    pin_floors(path, worse, golds)
    kept = json.loads(path.read_text())["floors"]["metric_values"]
    pin_floors(path, worse, golds, allow_regression=True)

    assert kept == 1.0
    assert json.loads(path.read_text())["floors"]["metric_values"] == 0.0


def test_floors_are_for_the_gold_they_were_measured_on(tmp_path):
    path = tmp_path / "floors.json"
    pin_floors(path, score(make_record()), [make_gold()])

    with pytest.raises(EvaluationError, match="other gold annotations"):
        check_floors(path, score(make_record()), [make_gold(id="g3")])
    assert gold_digest([make_gold()]) != gold_digest([make_gold(id="g3")])


@pytest.mark.parametrize(
    "content", ["{", '{"gold": "x", "articles": 1, "tolerance": 0, "floors": {"f9": 1}}'], ids=["cut", "unknown"]
)
def test_a_file_that_holds_no_floors_is_named(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content)

    with pytest.raises(EvaluationError, match="not a file of floors"):
        check_floors(path, score(make_record()), [make_gold()])
