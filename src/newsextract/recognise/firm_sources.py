"""Where names of firms come from: the gazetteer, the model, legal forms, aliases that the text defines, Latin names."""

import re
from collections.abc import Iterator

from newsextract.recognise.firm_evidence import Evidence
from newsextract.recognise.firm_rules import FirmRules
from newsextract.records.marks import Entity
from newsextract.rules.firm_names import is_never_a_firm, name_kind, name_lexicon
from newsextract.rules.gazetteer import Gazetteer

_FORM = re.compile(r"股份有限公司|有限责任公司|有限公司|集团公司|合伙企业(?:\(有限合伙\))?")
_NAME_RUN = re.compile(r"[一-鿿A-Za-z0-9()·&]{2,40}$")
_CUT = re.compile(
    r".*(?:的|与|和|及|由|被|向|对|为|是|在|于|了|将|让|给|从|把|以|获悉|收购|投资|成立|设立|持有|旗下|子公司|方|家|名|位|称|:|商|者|东|来自|透过|通过|包括)"
)
_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9.])[A-Z][A-Za-z0-9&'’.+-]*(?: (?:[A-Z][A-Za-z0-9&'’.+-]*|of|and|the|de|&)){0,4}(?<![.'’ -])"
)
MODEL_WEIGHT = {"form": 2.5, "group": 2.0, "trade": 2.0, "weak": 1.4, "": 1.4}


def from_gazetteer(text: str, gazetteer: Gazetteer, locale: str) -> Iterator[Evidence]:
    """Yield the known names; those of Taiwan's exchange only where its firms are news."""
    for hit in gazetteer.find(text):
        foreign = locale == "zh-CN" and all(entry.id.startswith("TW:") for entry in hit.form.entries)
        weight = 0.2 if foreign else 0.9 if hit.form.weak else 3.0
        yield Evidence(hit.start, hit.end, weight, "gazetteer")


def from_model(text: str, entities: tuple[Entity, ...]) -> Iterator[Evidence]:
    """Yield the organisations of the model that can be firms, with their borders repaired."""
    for entity in entities:
        if entity.label not in {"firm", "organisation"}:
            continue
        start, end = trim(text, entity.start, entity.end)
        name = text[start:end]
        if len(name) < 2 or is_never_a_firm(name):
            continue
        weight = 2.5 if entity.label == "firm" else MODEL_WEIGHT[name_kind(name)]
        yield Evidence(start, end, weight, "model")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders without brackets that do not match, quotes and white space."""
    while start < end and text[start] in ' “”"‘’()、,，的·-':
        start += 1
    while end > start and text[end - 1] in ' “”"‘’(、,，的·-':
        end -= 1
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end


def from_forms(text: str, entities: tuple[Entity, ...]) -> Iterator[Evidence]:
    """Yield the names that end in a legal form."""
    starts = {entity.end: entity.start for entity in entities if entity.label in {"firm", "organisation"}}
    for match in _FORM.finditer(text):
        run = _NAME_RUN.search(text, max(0, match.start() - 40), match.start())
        if not run:
            continue
        start = _name_start(text, run.start(), match.start(), starts.get(match.end()))
        start, end = trim(text, start, match.end())
        if match.start() - start >= 2:
            yield Evidence(start, end, 3.0, "form")


def _name_start(text: str, first: int, last: int, by_model: int | None) -> int:
    """Return where the name begins whose legal form begins at ``last``."""
    if by_model is not None and first <= by_model <= last - 2:
        before = name_lexicon()
        for length in range(min(before.longest_place, by_model - first), 1, -1):
            if text[by_model - length : by_model] in before.places:
                return by_model - length
        return by_model
    run = text[first:last]
    cut = _CUT.match(run[:-2])
    return first + cut.end() if cut else first


def from_aliases(text: str, rules: FirmRules, names: set[tuple[int, int]]) -> Iterator[Evidence]:
    """Yield the short names that the text defines in brackets after a name."""
    ends = {end: start for start, end in sorted(names, reverse=True)}
    for match in rules.alias.pattern.finditer(text):
        start = ends.get(match.start())
        if start is None:
            continue
        full = text[start : match.start()]
        yield Evidence(*match.span("alias"), rules.alias.options["score"], rules.alias.id, alias_of=full)


def latin_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are written like a Latin name."""
    for match in _LATIN_NAME.finditer(text):
        if len(match.group()) >= 2:
            yield match.span()
