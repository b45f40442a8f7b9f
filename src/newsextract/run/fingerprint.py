"""What a record depends on besides its article, as one hash."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import newsextract
from newsextract.resources import data_root

_DECIDING_PACKAGES = ("jieba", "opencc", "spacy", "trafilatura")
"""Libraries whose releases may change what is extracted. Not rjieba: its cuts equal jieba's, and tests hold that."""


@cache
def fingerprint() -> str:
    """Return 16 hexadecimal digits that change with the code, the config, a rule, a lexicon, the model or a library."""
    digest = hashlib.sha256(newsextract.__version__.encode())
    for package in _DECIDING_PACKAGES:
        digest.update(f"{package} {_version(package)}\n".encode())
    code = Path(newsextract.__file__).parent
    for root, pattern in ((code, "*.py"), (data_root() / "pipeline", "*")):
        for path in sorted(root.rglob(pattern)):
            relative = path.relative_to(root)
            if path.is_file() and "_data" not in relative.parts and relative.parts[0] not in {"ner", "eval"}:
                digest.update(f"{relative.as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
