"""What sentences claim and on whose word, phenomenon by phenomenon: the table in data/claims.tsv."""

import csv
from pathlib import Path

import pytest

from claim_docs import claims_of

TABLE = Path(__file__).parent / "data" / "claims.tsv"
FIRMS = [
    "晨光电子",
    "北辰科技",
    "远策咨询",
    "鹭汇证券",
    "北湾证券",
    "东湾证券",
    "南岭证券",
    "大榆证券",
    "澄晶半导体",
    "海岚科技",
    "沛夏电商股份有限公司",
    "晨光电器有限公司",
    "栖鸟优选",
    "远帆汽车",
    "天眼查",
]
PERSONS = [
    "周越",
    "林家明",
    "何文静",
    "魏明远",
    "杨文远",
    "彭立德",
    "艾尔文",
    "丽莎·格兰特",
    "马克·李",
    "崔明远",
    "陈立文",
]


def read_table():
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [pytest.param(row, id=f"row-{number}") for number, row in enumerate(rows, start=1)]


def listed(cell):
    return set() if cell == "-" else set(cell.split(","))


@pytest.mark.parametrize("row", read_table())
def test_claims_are_of_the_types_and_on_the_word_that_the_table_says(row):
    text = row["text"].replace("\\n", "\n")

    claims = claims_of(text, firms=FIRMS, persons=PERSONS)

    types = {name for claim in claims for name in claim.types}
    speakers = [claim.speaker.text for claim in claims if claim.speaker]
    assert listed(row["types"]) <= types
    assert not listed(row["not"]) & types
    assert row["speaker"] in ("-", "0") or row["speaker"] in speakers
    assert row["speaker"] != "0" or not speakers
