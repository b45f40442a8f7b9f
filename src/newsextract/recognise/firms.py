"""Find firms: evidence from many sources is weighed by name; a firm found once is found everywhere in the article."""

from collections.abc import Iterable, Iterator
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import locale_of, reference_of
from newsextract.recognise.firm_evidence import Evidence, EvidenceBook, Name
from newsextract.recognise.firm_lists import find_enumerations, from_brackets, from_enumerations
from newsextract.recognise.firm_model import from_model, from_silence
from newsextract.recognise.firm_references import find_references
from newsextract.recognise.firm_rules import FirmRules, firm_rules
from newsextract.recognise.firm_shapes import from_shapes
from newsextract.recognise.firm_sources import (
    from_code_brackets,
    from_codes,
    from_funding,
    from_gazetteer,
    from_latin,
    from_quotes,
    from_special_treatment,
    from_stakes,
)
from newsextract.recognise.firm_spread import forms_to_find, place_marks
from newsextract.recognise.firm_text import FirmText, read_text
from newsextract.records.marks import FIRMS, REFERENCES, FirmMark
from newsextract.rules.firm_names import common_words
from newsextract.rules.gazetteer import GAZETTEER_KEY, Gazetteer, Hit, load_gazetteer
from newsextract.rules.phrases import occurrences

_LIKELY = 1.6
"""What the model must say of a name somewhere for its other places to be looked at."""


class FirmFinder:
    """Write the layers ``firms`` and ``references``."""

    def __init__(self, gazetteer: Gazetteer, rules: FirmRules) -> None:
        self.gazetteer = gazetteer
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write the firms of one document; uses the layer ``entities`` where it was written."""
        article = read_text(doc)
        doc.user_data[GAZETTEER_KEY] = self.gazetteer  # type: ignore[index]  # spaCy itself uses tuples as keys
        marks = self._marks(article, locale_of(doc), reference_of(doc))
        FIRMS.write(doc, marks)
        REFERENCES.write(doc, find_references(article.text, self._rules, marks))
        return doc

    def _marks(self, article: FirmText, locale: str, day: date | None) -> list[FirmMark]:
        hits = list(self.gazetteer.find(article.text, day))
        book = EvidenceBook(article.text)
        book.add_all(self._candidates(article, hits, locale))
        book.add_all(list(self._contexts(article.text, book, hits)))
        book.add_all(list(from_silence(article, book.names.values())))
        lists = find_enumerations(article)
        for _ in range(2 if lists else 0):  # what one enumeration teaches, the next may need
            book.add_all(from_enumerations(article, lists, frozenset(book.accepted())))
        book.add_all(from_brackets(article, self._rules, frozenset(book.accepted())))
        return place_marks(article, forms_to_find(book.accepted(), article.text), self._rules)

    def _candidates(self, article: FirmText, hits: list[Hit], locale: str) -> Iterator[Evidence]:
        yield from from_gazetteer(article, hits, locale)
        yield from from_codes(article, hits)
        yield from from_model(article, hits)
        yield from from_shapes(article, hits)
        yield from from_latin(article)
        yield from from_quotes(article)
        yield from from_code_brackets(article, self._rules, hits)
        yield from from_stakes(article)
        yield from from_funding(article)
        yield from from_special_treatment(article, self.gazetteer)

    def _contexts(self, text: str, book: EvidenceBook, hits: list[Hit]) -> Iterator[Evidence]:
        known = {hit.end: hit.start for hit in hits}
        for name in book.names.values():
            for start, end in _places(text, name):
                ordinary = "gazetteer" not in name.by_method and name.text in common_words()
                for rule, match in self._rules.context(text, start, end):
                    code = match.groupdict().get("code")
                    if ordinary and code is None:
                        continue  # 控股股东爽约
                    if code is None or start >= known.get(end, start):  # the code is the known name's: 权王台积电(2330)
                        yield Evidence(start, end, rule.options["score"], rule.id, code=code)


def _places(text: str, name: Name) -> Iterable[tuple[int, int]]:
    """Return where to look at what stands around a name: wherever it is, if the model takes it for a firm somewhere."""
    if name.by_method.get("model", 0.0) < _LIKELY or "model.other" in name.by_method or name.text in common_words():
        return name.places
    return {**name.places, **dict.fromkeys(occurrences(text, name.text))}


@Language.factory("newsextract_firms", assigns=["doc.spans"])
def make_firm_finder(nlp: Language, name: str) -> FirmFinder:  # noqa: ARG001 - spaCy's protocol
    """Build the component ``newsextract_firms`` with the default gazetteer and rules."""
    return FirmFinder(load_gazetteer(), firm_rules())
