"""The versions that a run depends on."""

import platform
from importlib.metadata import PackageNotFoundError, version

import newsextract

_LIBRARIES = ("spacy", "onnxruntime", "opencc", "jieba", "rjieba", "trafilatura", "pydantic", "sqlalchemy")


def library_versions() -> dict[str, str]:
    """Return the versions of newsextract, Python and the libraries that do the work; optional ones only where there."""
    versions = {"newsextract": newsextract.__version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions
