"""Find firms: evidence from many sources is weighed by name; a firm found once is found everywhere in the article."""

import re
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from newsextract.layers import locale_of, text_of
from newsextract.recognise import firm_sources as sources
from newsextract.recognise.firm_evidence import Evidence, EvidenceBook
from newsextract.recognise.firm_rules import FirmRules, firm_rules
from newsextract.recognise.firm_spread import forms_to_find, place_marks
from newsextract.records.marks import ENTITIES, FIRMS, REFERENCES, Entity, FirmMark, ReferenceMark
from newsextract.rules.firm_names import is_never_a_firm
from newsextract.rules.gazetteer import Gazetteer, load_gazetteer

_REFERENCE = re.compile(
    r"(?:该|这家|这间|本)(?:公司|企业|集团|银行|行|机构|厂商|品牌|平台)|(?<![一-鿿A-Za-z])(?:公司|集团)(?![一-鿿]{0,2}(?:法|债))"
)


class FirmFinder:
    """Write the layers ``firms`` and ``references``."""

    def __init__(self, gazetteer: Gazetteer, rules: FirmRules) -> None:
        self._gazetteer = gazetteer
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write the firms of one document; uses the layer ``entities`` where it was written."""
        text = text_of(doc)
        marks = self._marks(text, ENTITIES.read(doc), locale_of(doc))
        FIRMS.write(doc, marks)
        REFERENCES.write(doc, self._references(text, marks))
        return doc

    def _marks(self, text: str, entities: tuple[Entity, ...], locale: str) -> list[FirmMark]:
        book = EvidenceBook(text)
        found = [
            *sources.from_gazetteer(text, self._gazetteer, locale),
            *sources.from_model(text, entities),
            *sources.from_forms(text, entities),
        ]
        spans = {(evidence.start, evidence.end) for evidence in found}
        found += sources.from_aliases(text, self._rules, spans)
        for evidence in found:
            book.add(evidence)
        for evidence in self._contexts(text, sorted(spans | set(sources.latin_names(text)))):
            book.add(evidence)
        accepted = {surface: name for surface, name in book.accepted().items() if not is_never_a_firm(surface)}
        return place_marks(text, forms_to_find(accepted, text), entities)

    def _contexts(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterable[Evidence]:
        for start, end in spans:
            for rule, match in self._rules.context(text, start, end):
                code = match.groupdict().get("code")
                yield Evidence(start, end, rule.options["score"], rule.id, code=code)

    def _references(self, text: str, marks: list[FirmMark]) -> Iterable[ReferenceMark]:
        taken = {position for mark in marks for position in range(mark.start, mark.end)}
        for match in _REFERENCE.finditer(text):
            if match.start() not in taken:
                yield ReferenceMark(match.start(), match.end(), match.group(), "reference.role")


@Language.factory("newsextract_firms", assigns=["doc.spans"])
def make_firm_finder(nlp: Language, name: str) -> FirmFinder:  # noqa: ARG001 - spaCy's protocol
    """Build the component ``newsextract_firms`` with the default gazetteer and rules."""
    return FirmFinder(load_gazetteer(), firm_rules())
