"""Chinese news to validated records of firms, metrics and claims, tied to the exact characters of the original."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsextract.normalise import Normalised, normalise  # not lazy: the module of the same name would hide it later

if TYPE_CHECKING:
    from newsextract.errors import NewsExtractError
    from newsextract.read import read_articles
    from newsextract.records import Article, ArticleRecord, Period, Quantity, Reject
    from newsextract.run.extractor import Extractor, load
    from newsextract.values.periods import find_periods
    from newsextract.values.quantities import find_quantities

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArticleRecord",
    "Extractor",
    "NewsExtractError",
    "Normalised",
    "Period",
    "Quantity",
    "Reject",
    "find_periods",
    "find_quantities",
    "load",
    "normalise",
    "read_articles",
]

_HOME = {
    "Article": "newsextract.records",
    "ArticleRecord": "newsextract.records",
    "Extractor": "newsextract.run.extractor",
    "NewsExtractError": "newsextract.errors",
    "Period": "newsextract.records",
    "Quantity": "newsextract.records",
    "Reject": "newsextract.records",
    "find_periods": "newsextract.values.periods",
    "find_quantities": "newsextract.values.quantities",
    "load": "newsextract.run.extractor",
    "read_articles": "newsextract.read",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: importing one name must not load spaCy for another
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'newsextract' has no attribute {name!r}")
