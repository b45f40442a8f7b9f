"""Docs with firms and persons marked by hand, for tests of quotations and claims."""

import re
from functools import cache

import spacy

from newsextract.assemble.claims import state_claims
from newsextract.assemble.findings import FirmGroup
from newsextract.normalise import normalise
from newsextract.records.marks import (
    CLAIMS,
    ENTITIES,
    FIRMS,
    QUOTATIONS,
    REFERENCES,
    Entity,
    FirmMark,
    Piece,
    ReferenceMark,
)

COMPONENTS = ("newsextract_sentences", "newsextract_quantities")


@cache
def pipeline():
    nlp = spacy.blank("zh")
    before = [nlp.create_pipe(name) for name in COMPONENTS]
    return nlp, before, nlp.create_pipe("newsextract_quotations"), nlp.create_pipe("newsextract_claims")


def read_doc(text, firms=(), persons=(), roles=()):
    """Return ``text`` with its quotations and claims; every occurrence of a name or role is marked."""
    nlp, before, quotations, claims = pipeline()
    text = normalise(text).text
    doc = nlp.make_doc(text)
    for component in before:
        doc = component(doc)
    FIRMS.write(doc, [FirmMark(m.start(), m.end(), m.group(), "test") for name in firms for m in found(name, text)])
    REFERENCES.write(
        doc, [ReferenceMark(m.start(), m.end(), m.group(), "test") for role in roles for m in found(role, text)]
    )
    ENTITIES.write(doc, [Entity(m.start(), m.end(), "person") for name in persons for m in found(name, text)])
    return claims(quotations(doc))


def found(words, text):
    return re.finditer(re.escape(words), text)


def quotations_of(text, **marks):
    return QUOTATIONS.read(read_doc(text, **marks))


def speakers_of(text, **marks):
    """Return (speaker, start of what is cited) for each quotation."""
    return [q.speaker.text if q.speaker else None for q in quotations_of(text, **marks)]


def claims_of(text, **marks):
    """Return the marks of the sentences that the rules take for claims."""
    return claims_in(read_doc(text, **marks))


def claims_in(doc):
    return tuple(claim for claim in CLAIMS.read(doc) if claim.types)


def types_of(sentence, **marks):
    """Return the types of the one sentence's claim, or the empty set."""
    claims = claims_of(sentence, **marks)
    return set(claims[0].types) if claims else set()


def groups_of(doc, aliases=()):
    """Return the firms of ``doc``, one for each name; references go to the first firm."""
    order = list(dict.fromkeys(mark.text for mark in FIRMS.read(doc)))
    groups = []
    for number, name in enumerate(order, start=1):
        marks = tuple(mark for mark in FIRMS.read(doc) if mark.text == name)
        piece = Piece(marks[0].start, marks[0].end, name)
        groups.append(FirmGroup(f"F{number}", piece, marks, REFERENCES.read(doc) if number == 1 else ()))
    return tuple(groups)


def findings_of(text, **marks):
    doc = read_doc(text, **marks)
    return state_claims(doc, groups_of(doc), (), claims_in(doc))
