"""Promises about the shape of the code, each with its checker."""

import ast
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
COMPONENTS = (
    "claims", "firms", "metrics", "ner", "normalise", "periods", "quantities", "quotations", "sentences",
)  # fmt: skip


def test_imports_go_down_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_pipeline_holds_data_and_no_code_but_the_training_projects():
    code = [p.relative_to(ROOT / "pipeline") for p in (ROOT / "pipeline").rglob("*.py")]
    code = [path for path in code if path.parts[0] not in {"ner", "linker"}]

    assert code == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "src" / "newsextract").as_posix())
def test_a_file_is_one_idea_of_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_functions_have_at_most_50_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]

    assert long == []


def test_registered_component_names_are_a_promise():
    ours = {e.name for e in entry_points(group="spacy_factories") if e.value.startswith("newsextract.")}

    assert ours == {f"newsextract_{name}" for name in COMPONENTS}


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_runs_in_somebody_elses_blank_pipeline(name):
    import spacy

    nlp = spacy.blank("zh")
    nlp.add_pipe(f"newsextract_{name}")

    doc = nlp("易思维公司2024年营收达12.5亿元，同比增长30%。李伟说：“前景很好。”")

    assert doc.text.startswith("易思维")


def test_importing_the_package_loads_no_heavy_library():
    heavy = "{'spacy', 'onnxruntime', 'opencc', 'jieba', 'rjieba', 'trafilatura', 'sqlalchemy', 'numpy'}"
    code = f"import sys, newsextract, newsextract.cli; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
