"""What a record depends on besides its article, as one hash."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import newsextract
from newsextract.resources import data_root
from newsextract.run.gazetteer_file import gazetteer_digest

_DECIDING_PACKAGES = ("jieba", "opencc", "spacy", "trafilatura")
"""Libraries whose releases may change what is extracted. Not rjieba: its cuts equal jieba's, and tests hold that."""


@cache
def fingerprint(gazetteer: Path | None = None) -> str:
    """Return 16 hexadecimal digits that change with the code, the config, a rule, a lexicon, the model or a library.

    And with what the file ``gazetteer`` says, where there is one.

    Raises:
        ConfigError: that file cannot be read.
    """
    digest = hashlib.sha256(newsextract.__version__.encode())
    if gazetteer:
        digest.update(gazetteer_digest(gazetteer))
    for package in _DECIDING_PACKAGES:
        digest.update(f"{package} {_version(package)}\n".encode())
    code = Path(newsextract.__file__).parent
    for root, pattern in ((code, "*.py"), (data_root() / "pipeline", "*")):
        for path in sorted(root.rglob(pattern)):
            relative = path.relative_to(root)
            if path.is_file() and "_data" not in relative.parts and relative.parts[0] not in {"ner", "linker", "eval"}:
                digest.update(f"{relative.as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
