"""Training examples: the labelled articles of the news beside the checkout, through the extractor's own windows."""

import gzip
import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import torch

import newsextract
from newsextract.assemble import link_figures, link_voices
from newsextract.assemble.cast import cast_of
from newsextract.assemble.findings import MetricFinding
from newsextract.assemble.firms import group_firms
from newsextract.assemble.link_figures import FigureWindows, figure_windows
from newsextract.assemble.link_text import FLAGS, Block, LinkText, describe
from newsextract.assemble.link_voices import VoiceWindows, voice_windows
from newsextract.assemble.metrics import own_metrics
from newsextract.normalise import Normalised, normalise
from newsextract.records.fields import CLAIM_TYPES, ClaimType
from newsextract.records.marks import CLAIMS, ClaimMark

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"
AGAINST = {
    "flags": len(FLAGS),
    "figure_marks": len(link_figures.MARKS),
    "figure_mark": link_figures.MARKS.index("figure"),
    "kinds": len(link_figures.KINDS),
    "rules": len(link_figures.RULES) + 1,
    "told": 6,
    "voice_marks": len(link_voices.MARKS),
}
"""Sizes of what the network is told, as the extractor makes it."""
FIELDS = ("indicator", "subject", "period")
LETTERS: dict[str, ClaimType] = dict(zip("ascqeft", CLAIM_TYPES, strict=True))
HELD_OUT = 26
"""Of 256."""
LONGEST = 30
"""Characters of an answer."""

Span = tuple[int, int]
Answer = list[Span] | None
"""The places that are right; an empty list: it is nowhere; None: the label says nothing that the window holds."""
Batch = dict[str, torch.Tensor]


class FigureLabel(NamedTuple):
    """What a reader says of the figure at a place: words of the article, or None where it is unsaid."""

    start: int
    answers: tuple[str | None, str | None, str | None]


class VoiceLabel(NamedTuple):
    """Whom a reader takes an attributed sentence from: words of the article, or None where nobody is named."""

    start: int
    speaker: str | None


class SentenceLabel(NamedTuple):
    """What a reader says that a sentence claims, if anything, and whether the guidelines leave that open."""

    start: int
    types: tuple[ClaimType, ...]
    optional: bool


@dataclass
class Labels:
    """The labels of one article."""

    figures: list[FigureLabel] = field(default_factory=list)
    voices: list[VoiceLabel] = field(default_factory=list)
    sentences: list[SentenceLabel] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    """Where the sentences begin that a reader would check first, the most pressing first."""


@dataclass
class Example:
    """One article with its windows, and the right answers of each."""

    id: str
    text: LinkText
    figures: FigureWindows | None
    voices: VoiceWindows | None
    findings: Sequence[MetricFinding]
    claims: Sequence[ClaimMark]
    original: "Original"
    figure_answers: list[list[Answer]]
    voice_answers: list[Answer]
    labels: Labels
    types: list[tuple[ClaimType, ...] | None]
    """What each sentence claims, where that is known."""
    gains: list[float]
    """How pressing each is: 5 for the first of a reader's five, 1 for the last."""


def is_held_out(name: str) -> bool:
    """Say whether an article is one of those that are only scored: one in ten, by its id."""
    return hashlib.sha256(name.encode()).digest()[0] < HELD_OUT


class Original:
    """An article's original text, and where in the normalised one its characters are."""

    def __init__(self, texts: Normalised) -> None:
        self.text = texts.original
        self._starts = [texts.to_original(n, n + 1).start for n in range(len(texts.text))]

    def place(self, position: int) -> int:
        """Return the place in the normalised text."""
        return bisect_right(self._starts, position) - 1

    def find(self, words: str) -> list[Span]:
        """Return where in the normalised text ``words`` of the original stand."""
        found = (match.span() for match in re.finditer(re.escape(words), self.text))
        return [(self.place(start), self.place(end - 1) + 1) for start, end in found]


def article_hash(text: str) -> str:
    """Return the key that labels.tsv.gz finds an article by."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def news_articles() -> Iterator[tuple[str, str]]:
    """Yield (id, headline and text) of the news beside the checkout."""
    for name in ("throughput", "hant"):
        with gzip.open(SHARED / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                headed = row["title"] and not row["text"].startswith(row["title"])
                yield row["id"], f"{row['title']}\n{row['text']}" if headed else row["text"]


def read_labels() -> dict[str, list[tuple[slice, list[str]]]]:
    """Return article hash -> the parts of the article that were labelled, each with its columns of labels.tsv.gz.

    A row begins with the hash alone (all of the article), ``hash:end`` or ``hash:begin:end``, in characters.
    """
    found: dict[str, list[tuple[slice, list[str]]]] = {}
    with gzip.open(HERE / "labels.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            key, *columns = line.rstrip("\n").split("\t")
            key, *borders = key.split(":")
            part = slice(*map(int, borders)) if borders else slice(None)
            found.setdefault(key, []).append((part, columns))
    return found


def parse(columns: Sequence[str], text: str) -> Labels:
    """Return the labels of an article.

    Args:
        columns: ``start:indicator,subject,period`` and ``start:speaker``, spans or -; ``start:types``, letters or -,
            and ? where the guidelines leave it open; the starts of the sentences to check first.
        text: the article.
    """

    def words(span: str) -> str | None:
        start, _, end = span.partition("-")
        return text[int(start) : int(end)] if start else None

    labels = Labels()
    for entry in columns[0].split():
        start, _, spans = entry.partition(":")
        one, two, three = (words(span) for span in spans.split(","))
        labels.figures.append(FigureLabel(int(start), (one, two, three)))
    for entry in columns[1].split():
        start, _, span = entry.partition(":")
        labels.voices.append(VoiceLabel(int(start), words(span)))
    for entry in columns[2].split():
        start, _, letters = entry.partition(":")
        types = tuple(name for letter, name in LETTERS.items() if letter in letters)
        labels.sentences.append(SentenceLabel(int(start), types, letters.endswith("?")))
    labels.first = [int(start) for start in columns[3].split()]
    return labels


def whole(text: LinkText) -> Block:
    """Return a text as one block: those of training are short."""
    return Block(0, len(text.text), 0, 0, len(text.text))


class Reader:
    """Runs the extractor's own stages, and keeps what they say before anything is linked."""

    def __init__(self) -> None:
        self._extractor = newsextract.load()

    def read(self, name: str, text: str, labels: Labels) -> Example:
        """Return an article as an example."""
        texts = normalise(text)
        nlp = self._extractor.nlp
        with nlp.memory_zone():
            doc = self._extractor.make_doc(texts)
            for _, component in nlp.pipeline:
                doc = component(doc)
            firms = group_firms(doc)
            cast = cast_of(doc, firms)
            findings, claims = own_metrics(doc, firms, cast), CLAIMS.read(doc)
            link_text = describe(doc, firms, cast)
        block = whole(link_text)
        figures = figure_windows(link_text, block, findings, range(len(findings)))
        original = Original(texts)
        cited = {original.place(label.start) for label in labels.voices}
        asked = [n for n, claim in enumerate(claims) if "attributed" in claim.types or claim.start in cited]
        voices = voice_windows(link_text, block, claims, asked)
        example = Example(name, link_text, figures, voices, findings, claims, original, [], [], labels, [], [])
        _answer(example)
        _judge(example)
        return example


def _answer(example: Example) -> None:
    by_start = {example.original.place(label.start): label.answers for label in example.labels.figures}
    for row, number in enumerate(example.figures.numbers if example.figures else ()):
        mark = example.findings[number].mark
        said = by_start.get(mark.start)
        window = set(example.figures.places[row][example.figures.inside[row]].tolist())
        answers = (
            [_figure_answer(example, mark.start, name, words, window) for name, words in zip(FIELDS, said, strict=True)]
            if said
            else [None] * 3
        )
        example.figure_answers.append(answers)
    heard = {example.original.place(label.start): label.speaker for label in example.labels.voices}
    for row, number in enumerate(example.voices.numbers if example.voices else ()):
        claim = example.claims[number]
        window = set(example.voices.places[row][example.voices.inside[row]].tolist())
        answer: Answer = None
        if claim.start in heard:
            words = heard[claim.start]
            spans = _held(_same_firm(example.text, example.original.find(words)), window) if words else []
            inside = [span for span in spans if claim.start <= span[0] < claim.end]
            answer = (inside or spans or None) if words else []
        example.voice_answers.append(answer)


def _judge(example: Example) -> None:
    known = {example.original.place(label.start): label for label in example.labels.sentences}
    first = {example.original.place(start): 5.0 - rank for rank, start in enumerate(example.labels.first[:5])}
    for claim in example.claims:
        label = known.get(claim.start)
        example.types.append(label.types if label and not label.optional else None)
        example.gains.append(first.get(claim.start, 0.0))


def _figure_answer(example: Example, start: int, name: str, words: str | None, window: set[int]) -> Answer:
    if words is None:
        return []
    spans = example.original.find(words)
    if name == "subject":
        return _held(_same_firm(example.text, spans), window) or None
    spans = _held(spans, window)
    number = example.text.sentence[start]
    near = [span for span in spans if example.text.sentence[span[0]] == number]
    if name == "period":
        near = [span for span in near if span[0] < start] or near
    return near or spans or None


def _same_firm(text: LinkText, spans: list[Span]) -> list[Span]:
    """Return spans with every other place that names or points at the firm that one of them names."""
    firms = {text.firm_at[span] for span in spans if span in text.firm_at}
    return sorted({*spans, *(span for firm in firms for span in text.mentions[firm])})


def _held(spans: list[Span], window: set[int]) -> list[Span]:
    return [s for s in spans if s[0] in window and s[1] - 1 in window and s[1] - s[0] <= LONGEST]
