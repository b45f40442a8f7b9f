"""Several reviewers at once, and decisions that outlive another extraction."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from newsextract.store.jsonl import read_records
from review_hands import key_of, press_and_go_on
from review_site import load_records, standing_decisions

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = "宁光科技成为国内首家通过认证的厂商。公司2024年营收达12.5亿元，同比增长30%。李伟说：“这是全球首款产品。”\n"


def test_two_reviewers_decide_at_once_and_see_each_others_work(desk_of, corpus_records):
    desk = desk_of(corpus_records(4))
    mine, theirs = desk.open(reviewer="李岳"), desk.open(reviewer="陳默")

    decided = {"李岳": [], "陳默": []}
    for _ in range(5):
        decided["李岳"].append(press_and_go_on(mine, "a"))
        decided["陳默"].append(press_and_go_on(theirs, "x"))
    expect(mine.locator("[data-count=decided]")).not_to_have_text("0")
    mine.wait_for_load_state("networkidle")
    theirs.wait_for_load_state("networkidle")

    made = standing_decisions(desk.db_url)
    assert {who: [one.claim_key for one in made if one.reviewer == who] for who in decided} == decided
    mine.goto(desk.address + "/dashboard")
    expect(mine.get_by_role("row", name="李岳 · 陳默")).to_contain_text("5")


def test_a_view_of_ones_own_work_shows_what_only_others_decided(desk_of, corpus_records):
    desk = desk_of(corpus_records(2))
    mine, theirs = desk.open(reviewer="李岳"), desk.open(reviewer="陳默")
    key = press_and_go_on(theirs, "a")
    expect(theirs.locator("[data-count=decided]")).to_have_text("1")

    mine.goto(desk.address + "/")
    assert key not in mine.locator(".list .item").evaluate_all("items => items.map(item => item.dataset.key)")
    mine.goto(desk.address + "/?by=me")
    assert key_of(mine) == key


@pytest.fixture
def changed_pipeline(tmp_path):
    """A copy of the package and its rules in which a rule for firsts is no more."""
    copy = tmp_path / "changed"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "pipeline", copy / "pipeline", ignore=shutil.ignore_patterns("training", "ner"))
    rules = copy / "pipeline" / "rules" / "claims.toml"
    text = rules.read_text(encoding="utf-8")
    begin = text.index('[[rule]]\nid = "superlative.first"')
    rules.write_text(text[:begin] + text[text.index("[[rule]]", begin + 1) :], encoding="utf-8")
    return copy


def extract(source, folder, article):
    """Return the records of an article as the pipeline in ``source`` extracts it."""
    subprocess.run(
        [sys.executable, "-m", "newsextract", "run", article, "-o", folder, "--workers", "1"],
        check=True, capture_output=True, cwd=source, env={"PYTHONPATH": str(source / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return list(read_records([folder]))


def test_decisions_outlive_changed_rules_and_what_changed_comes_back(desk_of, changed_pipeline, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    (before,) = extract(ROOT, tmp_path / "before", article)
    (after,) = extract(changed_pipeline, tmp_path / "after", article)
    old, new = ({claim.key: claim for claim in record.claims} for record in (before, after))
    withdrawn = old.keys() - new.keys()
    changed = {key for key in old.keys() & new.keys() if set(old[key].types) != set(new[key].types)}
    kept = (old.keys() & new.keys()) - changed  # scores may differ: the model reads an article as a whole
    assert changed | withdrawn
    assert kept
    desk = desk_of([before])
    page = desk.open(reviewer="李岳")
    for _ in range(len(old) - 1):
        press_and_go_on(page, "a")
    page.keyboard.press("a")
    expect(page.locator("[data-count=decided]")).to_have_text(str(len(old)))

    load_records(desk.db_url, [after])
    page.goto(desk.address + "/?status=changed")

    assert len(standing_decisions(desk.db_url)) == len(old)
    expect(page.locator("[data-count=changed]")).to_have_text(str(len(changed)))
    if changed:
        expect(page.locator(".changed-box")).to_contain_text("李岳")
        expect(page.locator(".changed-box del").first).to_be_visible()
    page.goto(desk.address + "/?status=decided")
    assert kept <= set(page.locator(".list .item").evaluate_all("items => items.map(item => item.dataset.key)"))
    page.goto(desk.address + "/dashboard")
    expect(page.locator("#withdrawn .item")).to_have_count(len(withdrawn))
    for key in withdrawn:
        page.goto(f"{desk.address}/claims/{key}")
        expect(page.locator(".pane")).to_contain_text(old[key].text)
