"""The scores of the corpus hold the floors that are pinned in ``pipeline/eval/floors.json``."""

from newsextract.evaluate.gate import check_floors
from newsextract.evaluate.gold import read_gold
from newsextract.evaluate.score import evaluate_records
from newsextract.resources import data_root, pipeline_file
from newsextract.run.batch import run_batch


def test_no_score_of_the_corpus_is_below_its_floor(tmp_path):
    golds = read_gold([data_root() / "corpus" / "gold"])
    run_batch([data_root() / "corpus" / "articles"], tmp_path / "out")

    scores = evaluate_records([tmp_path / "out"], golds)

    assert scores.unpaired == ()
    assert check_floors(pipeline_file("eval", "floors.json"), scores, golds) == []
