"""Docs with figures for the tests of metrics: sentences in, marks and findings out."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsextract.assemble.findings import FirmGroup, MetricFinding
from newsextract.assemble.metrics import own_metrics
from newsextract.layers import TEXT_KEY
from newsextract.recognise.metrics import MetricFinder
from newsextract.records.marks import (
    ENTITIES,
    FIRMS,
    METRICS,
    PERIODS,
    QUANTITIES,
    REFERENCES,
    Entity,
    FirmMark,
    MetricMark,
    Piece,
    ReferenceMark,
)
from newsextract.values.periods import find_periods
from newsextract.values.quantities import find_quantities

_VOCAB = Vocab()


def spans(text: str, word: str) -> list[tuple[int, int]]:
    """Return every place of ``word``."""
    found, at = [], text.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return found


def metric_doc(text: str, firms: tuple[str, ...] = (), references: tuple[str, ...] = (), **entities: str) -> Doc:
    """Return a Doc over simplified ``text`` with every layer that metrics read, and the metrics.

    ``entities`` are labels with one name each: ``place="海州"``.
    """
    doc = Doc(_VOCAB, words=list(text), spaces=[False] * len(text))
    doc.user_data[TEXT_KEY] = text
    QUANTITIES.write(doc, find_quantities(text))
    PERIODS.write(doc, find_periods(text))
    FIRMS.write(doc, [FirmMark(s, e, text[s:e], "test") for firm in firms for s, e in spans(text, firm)])
    REFERENCES.write(doc, [ReferenceMark(s, e, text[s:e], "test") for s, e in _apart(text, references)])
    ENTITIES.write(doc, [Entity(s, e, label) for label, name in entities.items() for s, e in spans(text, name)])
    return MetricFinder()(doc)


def _apart(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return every place of ``words`` that lies in no place of a longer one, as references do in articles."""
    found: list[tuple[int, int]] = []
    for word in sorted(words, key=len, reverse=True):
        found += [(s, e) for s, e in spans(text, word) if not any(a <= s and e <= b for a, b in found)]
    return sorted(found)


def metrics_of(text: str, *firms: str) -> dict[str, MetricMark]:
    """Return the metrics of ``text`` by the figure as written."""
    return {mark.quantity.text: mark for mark in METRICS.read(metric_doc(text, firms))}


def groups_of(doc: Doc, meant: str | None = None) -> tuple[FirmGroup, ...]:
    """Return a group for each surface in the layer of firms; stand-ins go to ``meant``, or to the first."""
    groups: dict[str, list[FirmMark]] = {}
    for mark in FIRMS.read(doc):
        groups.setdefault(mark.text, []).append(mark)
    references = REFERENCES.read(doc)
    return tuple(
        FirmGroup(
            f"F{number}",
            Piece(marks[0].start, marks[0].end, text),
            tuple(marks),
            references if text == (meant or next(iter(groups))) else (),
        )
        for number, (text, marks) in enumerate(groups.items(), start=1)
    )


def owners_of(
    text: str, firms: tuple[str, ...] = (), references: tuple[str, ...] = (), **entities: str
) -> dict[str, MetricFinding]:
    """Return the metrics of ``text`` with their owners, by the figure as written."""
    doc = metric_doc(text, firms, references, **entities)
    return {finding.mark.quantity.text: finding for finding in own_metrics(doc, groups_of(doc))}
