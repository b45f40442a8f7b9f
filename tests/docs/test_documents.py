"""What the documents show runs, and prints what they say it prints."""

import io
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]
_BLOCK = re.compile(r"```python\n(.*?)```(?:\s+```text\n(.*?)```)?", re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
BLOCKS = [
    pytest.param(code, output, id=f"{path.name}-{number}")
    for path in DOCUMENTS
    if path.parent.name != "recipes"  # those want a database: test_recipes.py
    for number, (code, output) in enumerate(_BLOCK.findall(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("code, output", BLOCKS)
def test_python_in_the_documents_runs_and_prints_what_is_shown(code, output):
    printed = io.StringIO()

    with redirect_stdout(printed):
        exec(compile(code, "document", "exec"), {})

    assert not output or printed.getvalue() == output


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_to_files(path):
    links = [link for link in _LINK.findall(path.read_text(encoding="utf-8")) if not link.startswith("http")]

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "newsextract", "--help"], capture_output=True, text=True, check=True)

    commands = re.findall(r"^  ([a-z-]+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)

    assert len(commands) >= 6
    assert [command for command in commands if f"newsextract {command}" not in readme] == []


def test_readme_has_exactly_two_set_up_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    set_up = readme.partition("## Set up")[2].partition("\n## ")[0]

    assert re.findall(r"^    (\S.*)$", set_up, re.MULTILINE) == ["make demo", "make test"]
