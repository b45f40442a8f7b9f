"""Find firms: evidence from many sources is weighed by name; a firm found once is found everywhere in the article."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import locale_of
from newsextract.recognise.firm_evidence import Evidence, EvidenceBook
from newsextract.recognise.firm_lists import from_brackets, from_enumerations
from newsextract.recognise.firm_references import find_references
from newsextract.recognise.firm_rules import FirmRules, firm_rules
from newsextract.recognise.firm_shapes import from_shapes
from newsextract.recognise.firm_sources import (
    from_code_brackets,
    from_codes,
    from_gazetteer,
    from_latin,
    from_model,
    from_quotes,
    from_special_treatment,
)
from newsextract.recognise.firm_spread import forms_to_find, place_marks
from newsextract.recognise.firm_text import FirmText, read_text
from newsextract.records.marks import FIRMS, REFERENCES, FirmMark
from newsextract.rules.gazetteer import Gazetteer, load_gazetteer


class FirmFinder:
    """Write the layers ``firms`` and ``references``."""

    def __init__(self, gazetteer: Gazetteer, rules: FirmRules) -> None:
        self._gazetteer = gazetteer
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write the firms of one document; uses the layer ``entities`` where it was written."""
        article = read_text(doc)
        marks = self._marks(article, locale_of(doc))
        FIRMS.write(doc, marks)
        REFERENCES.write(doc, find_references(article.text, self._rules, marks))
        return doc

    def _marks(self, article: FirmText, locale: str) -> list[FirmMark]:
        book = EvidenceBook(article.text)
        for evidence in self._candidates(article, locale):
            book.add(evidence)
        for evidence in list(self._contexts(article.text, book)):
            book.add(evidence)
        for _ in range(2):  # what one enumeration teaches, the next may need
            for evidence in from_enumerations(article, frozenset(book.accepted())):
                book.add(evidence)
        for evidence in from_brackets(article, self._rules, frozenset(book.accepted())):
            book.add(evidence)
        return place_marks(article, forms_to_find(book.accepted(), article.text), self._rules)

    def _candidates(self, article: FirmText, locale: str) -> Iterator[Evidence]:
        hits = list(self._gazetteer.find(article.text))
        yield from from_gazetteer(article, hits, locale)
        yield from from_codes(article, hits)
        yield from from_model(article, hits)
        yield from from_shapes(article, hits)
        yield from from_latin(article)
        yield from from_quotes(article)
        yield from from_code_brackets(article, self._rules)
        yield from from_special_treatment(article, self._gazetteer)

    def _contexts(self, text: str, book: EvidenceBook) -> Iterator[Evidence]:
        for name in book.names.values():
            for start, end in name.places:
                for rule, match in self._rules.context(text, start, end):
                    code = match.groupdict().get("code")
                    yield Evidence(start, end, rule.options["score"], rule.id, code=code)


@Language.factory("newsextract_firms", assigns=["doc.spans"])
def make_firm_finder(nlp: Language, name: str) -> FirmFinder:  # noqa: ARG001 - spaCy's protocol
    """Build the component ``newsextract_firms`` with the default gazetteer and rules."""
    return FirmFinder(load_gazetteer(), firm_rules())
