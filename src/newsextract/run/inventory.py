"""What the installation extracts with: versions, pipeline, model, rules, words."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from newsextract.normalise import simplify
from newsextract.resources import data_root
from newsextract.rules.lexicon import read_lexicon
from newsextract.run.fingerprint import fingerprint
from newsextract.run.versions import library_versions


def take_inventory() -> dict[str, Any]:
    """Return what ``newsextract info`` prints.

    Raises:
        ConfigError: pipeline data are missing, or another package's ``opencc`` is installed.
        RuleError: a rule table or lexicon cannot be read.
    """
    pipeline = data_root() / "pipeline"
    return {
        "fingerprint": fingerprint(),
        "versions": library_versions(),
        "opencc": _opencc_in_use(),
        "pipeline": str(pipeline),
        "models": {path.name: f"{path.stat().st_size / 1e6:.1f} MB" for path in _files(pipeline / "models", "*.onnx")},
        "rules": {path.stem: count for path in _files(pipeline / "rules", "*.toml") if (count := _count_rules(path))},
        "words": {name: len(read_lexicon(name)) for name in _lexicons(pipeline / "lexicons")},
    }


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _lexicons(folder: Path) -> list[str]:
    return sorted({path.name.split(".")[0] for path in folder.glob("*.tsv*")})


def _count_rules(path: Path) -> int:
    return len(tomllib.loads(path.read_text(encoding="utf-8")).get("rule", ()))


def _opencc_in_use() -> str:
    simplify("漢")  # says so when it is the wrong one
    return str(Path(sys.modules["opencc"].__file__ or "").parent)
