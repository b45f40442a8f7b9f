"""Claims against gold, sentence by sentence: that there is one, its types, speaker and firms, and its priority."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from newsextract.errors import EvaluationError
from newsextract.evaluate.compare import fold, overlap, same_words
from newsextract.evaluate.forms import gold_forms, party_forms
from newsextract.evaluate.gold import GoldArticle, Span, locate
from newsextract.evaluate.tally import Answers, Difference, Matches
from newsextract.records import ArticleRecord, Firm
from newsextract.records.fields import CLAIM_TYPES, ClaimType
from newsextract.values.sentences import split_sentences

_RANKED = 5


@dataclass(slots=True)
class _Sentence:
    """All that one side says of the claims of a sentence."""

    types: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    firms: set[str] = field(default_factory=set)
    """Names of gold firms, or ids of a record's firms."""
    score: Decimal = Decimal(0)


_Sentences = dict[int, _Sentence]


class ClaimScorer:
    """Adds up claim sentences, types, speakers, firms and ranks over articles."""

    def __init__(self) -> None:
        self.sentences = Matches()
        self.types = {name: Matches() for name in CLAIM_TYPES}
        self.firms = Matches()
        self.speaker = Answers()
        self.ranks: list[float] = []

    def add(self, gold: GoldArticle, record: ArticleRecord) -> Iterator[Difference]:
        """Count one article; yield what differs."""
        spans = [(sentence.start, sentence.end) for sentence in split_sentences(gold.text)]
        wanted, optional = _read_gold(gold, spans)
        found = _read_record(record, spans)
        if gold.judged:
            judged = {i for span in gold.judged.claims for i in covered_sentences(spans, span)}
            found = {i: sentence for i, sentence in found.items() if i in judged}
        if gold.priority:
            self.ranks.append(_ndcg(_gains(gold, spans), found))
        extra, missed = found.keys() - wanted.keys() - optional, wanted.keys() - found.keys()
        self.sentences.add(len(wanted) - len(missed), len(extra), len(missed))
        for kind, side, indices in (("claim+", found, extra), ("claim-", wanted, missed)):
            for i in sorted(indices):
                yield Difference(gold.id, kind, f"{sorted(side[i].types)} {gold.text[slice(*spans[i])]}")
        for name in CLAIM_TYPES:
            for kind, i in self._add_type(name, wanted, found, optional):
                yield Difference(gold.id, kind, gold.text[slice(*spans[i])])
        self._add_parties(gold, record, wanted, found)

    def _add_type(
        self, name: ClaimType, wanted: _Sentences, found: _Sentences, optional: set[int]
    ) -> Iterator[tuple[str, int]]:
        asked = {i for i, sentence in wanted.items() if name in sentence.types}
        given = {i for i, sentence in found.items() if name in sentence.types and i not in optional}
        self.types[name].add(len(asked & given), len(given - asked), len(asked - given))
        yield from ((f"type+{name}", i) for i in sorted(given - asked))
        yield from ((f"type-{name}", i) for i in sorted(asked - given))

    def _add_parties(self, gold: GoldArticle, record: ArticleRecord, wanted: _Sentences, found: _Sentences) -> None:
        forms = {firm.name: {fold(name) for name in (firm.name, *firm.surfaces)} for firm in gold.firms}
        optional = {firm.name for firm in gold.firms if firm.optional}
        spared = {form for name in optional for form in forms[name]}
        named = {firm.id: _names(firm) for firm in record.firms if fold(firm.name) not in spared}
        for i, sentence in wanted.items():
            mine = found.get(i, _Sentence())
            for speaker in sentence.speakers:
                asked = gold_forms(gold, speaker)
                self.speaker.add(right=any(same_words(one, other) for one in asked for other in mine.speakers))
            firms = [forms.get(name, {fold(name)}) for name in sorted(sentence.firms - optional)]
            self._add_firms(firms, [named[key] for key in sorted(mine.firms) if key in named])

    def _add_firms(self, wanted: list[set[str]], found: list[set[str]]) -> None:
        free = list(found)
        for names in wanted:
            match = next((other for other in free if names & other), None)
            if match is not None:
                free.remove(match)
        hits = len(found) - len(free)
        self.firms.add(hits, len(free), len(wanted) - hits)


def _names(firm: Firm) -> set[str]:
    return {fold(firm.name), *(fold(mention.text) for mention in firm.mentions)}


def covered_sentences(spans: list[Span], claim: Span) -> Iterator[int]:
    """Yield the indices of the sentences that a claim covers: at least half of the shorter of the two is shared."""
    for i, span in enumerate(spans):
        shared = overlap(span, claim)
        if shared and 2 * shared >= min(span[1] - span[0], claim[1] - claim[0]):
            yield i


def _read_gold(gold: GoldArticle, spans: list[Span]) -> tuple[_Sentences, set[int]]:
    """Return the sentences that must be found, and those that may be."""
    sentences: _Sentences = {}
    optional: set[int] = set()
    placed = locate(gold.text, ((claim.sentence, claim.span) for claim in gold.claims))
    for claim, span in zip(gold.claims, placed, strict=True):
        for i in covered_sentences(spans, span) if span else ():
            if claim.optional:
                optional.add(i)
                continue
            sentence = sentences.setdefault(i, _Sentence())
            sentence.types.update(claim.types)
            sentence.firms.update(claim.firms)
            if claim.speaker and not sentence.speakers:
                sentence.speakers.add(claim.speaker)
    return sentences, optional - sentences.keys()


def _read_record(record: ArticleRecord, spans: list[Span]) -> _Sentences:
    sentences: _Sentences = {}
    for claim in record.claims:
        for i in covered_sentences(spans, (claim.start, claim.end)):
            sentence = sentences.setdefault(i, _Sentence())
            sentence.types.update(claim.types)
            sentence.speakers |= party_forms(record, claim.speaker)
            sentence.firms.update(claim.firm_ids)
            sentence.score = max(sentence.score, claim.score)
    return sentences


def _gains(gold: GoldArticle, spans: list[Span]) -> dict[int, float]:
    index = {span: i for i, span in enumerate(spans)}
    try:
        return {index[start, end]: gain for start, end, gain in gold.priority}
    except KeyError as error:
        raise EvaluationError(
            f"{gold.id}: priority names {error}, which is no sentence: correct the gold file"
        ) from error


def _ndcg(gains: dict[int, float], found: _Sentences) -> float:
    """Return how much of the best possible gain the five sentences with the highest scores have."""
    order = sorted(found, key=lambda i: (-found[i].score, i))
    best = _discounted(sorted(gains.values(), reverse=True))
    return _discounted(gains.get(i, 0.0) for i in order[:_RANKED]) / best if best else 0.0


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(list(gains)[:_RANKED]))
