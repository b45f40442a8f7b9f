"""Who is who in an article: the names that can have figures, and the firm or place that it is about."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from newsextract.assemble.findings import FirmGroup
from newsextract.assemble.metric_names import Name, NameList, in_order, is_outsider, list_names
from newsextract.layers import text_of
from newsextract.records.marks import REFERENCES, SENTENCES, Sentence
from newsextract.values.sentences import split_sentences

_MAIN_PLACE = 3
"""Times that a text names the place that it is about, at least."""


class Cast(NamedTuple):
    """Who can have figures in an article, and the firm that it is about."""

    names: NameList
    main: FirmGroup | None


def cast_of(doc: Any, firms: Sequence[FirmGroup]) -> Cast:  # noqa: ANN401 - a spaCy Doc
    """Return the names of ``doc``, each stand-in with its firm, and its main firm."""
    sentences = SENTENCES.read(doc) or tuple(Sentence(*span) for span in split_sentences(text_of(doc)))
    names = list_names(doc, firms)
    main = main_firm(names, firms, sentences)
    return Cast(give_to_main(doc, names, main), main)


def give_to_main(doc: Any, names: NameList, main: FirmGroup | None) -> NameList:  # noqa: ANN401 - a spaCy Doc
    """Return the names with the main firm as owner of the stand-ins that are nobody's, or a mere source's.

    After 某报记者注意到 the word 公司 is the firm that the article is about, not the paper.
    """
    if main is None:
        return names
    balance: Counter[str | None] = Counter()
    outsiders: set[str | None] = set()
    for name in names.names:
        if name.kind == "firm":
            balance[name.firm_id] += -1 if names.is_source(name) else 1
            if is_outsider(names.text, name):
                outsiders.add(name.firm_id)
    known = {name.end for name in names.names if name.kind == "reference"}
    free = [mark for mark in REFERENCES.read(doc) if mark.end not in known]
    kept = [
        name._replace(firm_id=main.id)
        if name.kind == "reference" and name.firm_id in outsiders and balance[name.firm_id] <= 0
        else name
        for name in names.names
    ]
    return in_order(names.text, [*kept, *(Name(mark.start, mark.end, "reference", main.id) for mark in free)])


def main_firm(names: NameList, firms: Sequence[FirmGroup], sentences: Sequence[Sentence]) -> FirmGroup | None:
    """Return the firm that the article is about, or None: the most named, if often or at the beginning.

    A name in the headline or first sentence counts twice; a name that is only a source does not count.
    """
    opening = sentences[min(1, len(sentences) - 1)].end if sentences else 0
    weights = {firm.id: 0 for firm in firms}
    for name in names.names:
        if name.firm_id in weights and not names.is_source(name):
            weights[name.firm_id] += 2 if name.start < opening else 1
    best = max(firms, key=lambda firm: weights[firm.id], default=None)
    if best is None or weights[best.id] < 3:
        return None
    opens = any(mark.start < opening for mark in best.marks)
    return best if opens or 4 * weights[best.id] >= sum(weights.values()) else None


def main_place(names: NameList, sentences: Sequence[Sentence]) -> Name | None:
    """Return the place that a text without a main firm is about.

    It is named at the beginning; where the text names firms it must be named often as well.
    """
    opening = sentences[min(1, len(sentences) - 1)].end if sentences else 0
    counts = Counter(names.text[name.start : name.end] for name in names.names if name.kind == "place")
    first = next((name for name in names.names if name.kind == "place" and name.start < opening), None)
    if first is None:
        return None
    if not any(name.is_firm for name in names.names):
        return first
    written = names.text[first.start : first.end]
    return first if counts[written] >= _MAIN_PLACE and counts[written] == max(counts.values()) else None
