"""The fields of firms, metrics and claims in words for people: the same in the terminal and on the page."""

from decimal import Decimal

from newsextract.records import ArticleRecord, Metric

_SIGNS = {"about": "≈ ", "over": "> ", "under": "< ", "at_least": "≥ ", "at_most": "≤ ", "several": "several "}
_BASES = {"yoy": "on the year before", "mom": "on the month before", "qoq": "on the quarter before", "other": ""}


def value_words(metric: Metric) -> str:
    """Return the figure in base units, e.g. ``≈ 30,000,000 像素`` or ``3.5–5 %``."""
    if metric.value is not None:
        number = _grouped(metric.value)
    else:
        number = "–".join(_grouped(bound) if bound is not None else "…" for bound in (metric.low, metric.high))
    return f"{_SIGNS.get(metric.qualifier, '')}{number} {metric.unit}".rstrip()


def change_words(metric: Metric) -> str:
    """Return direction and basis, e.g. ``▲ on the year before``; an empty string for a level."""
    sign = {"increase": "▲", "decrease": "▼", None: ""}[metric.change]
    return f"{sign} {_BASES[metric.basis] if metric.basis else ''}".strip()


def firm_names(record: ArticleRecord) -> dict[str, str]:
    """Return the names of the record's firms by id."""
    return {firm.id: firm.name for firm in record.firms}


def headline(record: ArticleRecord) -> str:
    """Return the title, or where there is none the first line of the text, or the id."""
    first = next((line.strip() for line in record.text.split("\n") if line.strip()), "")
    return record.article.title or first[:60] or record.article.id


def _grouped(number: Decimal) -> str:
    return f"{number:,f}"
