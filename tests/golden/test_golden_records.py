"""Whole articles of the corpus to whole records: what changes here is reviewed in the diff.

``pytest tests/golden --update-golden`` rewrites the records. They show what is extracted today, mistakes included;
``corpus/gold`` says what should be.
"""

import json
from pathlib import Path

import pytest
import simplejson

from newsextract.read import read_articles
from newsextract.records import Article
from newsextract.resources import data_root

CASES = Path(__file__).parent / "cases"
ARTICLES = (
    "cn-announcement-acquisition", "cn-earnings-city-bank", "cn-earnings-contradiction", "cn-funding-robot",
    "cn-ipo-prospectus", "cn-market-close", "cn-startup-satellite", "hk-earnings-retail", "hk-ipo-medical",
    "tw-earnings-packaging", "tw-market-close", "hkconv-vision",
)  # fmt: skip


@pytest.fixture(scope="session")
def corpus() -> dict[str, Article]:
    found = read_articles([data_root() / "corpus" / "articles"])
    golds = [
        json.loads(p.read_text(encoding="utf-8")) for p in sorted((data_root() / "corpus" / "gold").glob("*.json"))
    ]
    ids = {gold["text"]: gold["id"] for gold in golds}
    return {ids[a.text]: a for a in found if isinstance(a, Article)}


@pytest.mark.parametrize("name", ARTICLES)
def test_record_is_as_reviewed(name, corpus, extractor, request):
    record = simplejson.loads(extractor.extract(corpus[name]).to_json(), use_decimal=True)
    record["article"]["source"] = Path(record["article"]["source"]).name
    for volatile in ("pipeline", "text"):
        del record[volatile]
    path = CASES / f"{name}.json"
    now = simplejson.dumps(record, use_decimal=True, ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")

    assert now == path.read_text(encoding="utf-8")
