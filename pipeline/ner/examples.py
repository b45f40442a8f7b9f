"""Training examples: sentences, their tags, and what each source leaves open.

A tag is an index into TAGS (BIOES over LABELS, and O). An example gives each character the set of tags that its source
allows, as a 0/1 row: one tag where the source decides, several where it does not.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsextract.normalise import normalise
from newsextract.values.periods import find_periods
from newsextract.values.sentences import split_sentences

LABELS = ("firm", "organisation", "government", "person", "place", "product", "time")
LETTERS = dict(zip("FOGPLRT", LABELS, strict=True))
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BIES"))
TAG = {tag: number for number, tag in enumerate(TAGS)}

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Example:
    """A normalised sentence with its spans (start, end, label)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    source: str = "own"


def sentence_hash(sentence: str) -> str:
    """Return the key that labels.tsv.gz finds a sentence by."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:20]


def news_sentences() -> dict[str, tuple[str, str]]:
    """Return hash -> (article id, sentence) of the news beside the checkout."""
    found = {}
    for name in ("throughput", "hant"):
        with gzip.open(SHARED / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for span in split_sentences(row["text"]):
                    sentence = row["text"][span.start : span.end]
                    found.setdefault(sentence_hash(sentence), (row["id"], sentence))
    return found


def own_examples() -> list[tuple[str, Example]]:
    """Return (article id, example) of labels.tsv.gz, for the sentences that the news beside the checkout holds."""
    sentences = news_sentences()
    found = []
    with gzip.open(HERE / "labels.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            key, spans = line.rstrip("\n").split("\t")
            if key not in sentences:
                continue
            article, sentence = sentences[key]
            text = normalise(sentence).text
            if len(text) != len(sentence):
                continue  # a handful: characters that change length would move the offsets
            parsed = (span.split("-") for span in spans.split(" ") if span)
            names = [(int(a), int(b), LETTERS[c]) for a, b, c in parsed]
            found.append((article, Example(text, tuple(sorted(names + _times(text, names))))))
    return found


def _times(text: str, names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the periods that rules find: nobody needs to label 2024年上半年 by hand."""
    spans = [(period.start, period.end, "time") for period in find_periods(text)]
    return [span for span in spans if not any(a < span[1] and span[0] < b for a, b, _ in names)]


def public_examples(name: str) -> list[Example]:
    """Return the sentences of a set in ../shared/data/ner (finre, uner_gsdsimp), normalised."""
    found = []
    for line in (SHARED / "ner" / f"{name}.train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = normalise(row["text"]).text
        if len(text) == len(row["text"]):
            found.append(Example(text, tuple(map(tuple, row["spans"])), name.partition("_")[0]))
    return found


def allowed_tags(example: Example) -> np.ndarray:
    """Return (characters, tags) of 0 and 1: what the example's source allows at each character."""
    rows = np.zeros((len(example.text), len(TAGS)), dtype=np.float32)
    rows[:] = _elsewhere(example.source)
    for start, end, label in example.spans:
        labels = _MEANS.get((example.source, label), (label,))
        for position in range(start, end):
            part = "S" if end - start == 1 else "B" if position == start else "E" if position == end - 1 else "I"
            rows[position] = 0
            for one in labels:
                rows[position, TAG[f"{part}-{one}"]] = 1
    return rows


_MEANS = {
    ("finre", "entity"): ("firm", "organisation", "government", "product"),
    ("uner", "org"): ("firm", "organisation", "government"),
    ("uner", "per"): ("person",),
    ("uner", "loc"): ("place",),
}


def _elsewhere(source: str) -> np.ndarray:
    row = np.zeros(len(TAGS), dtype=np.float32)
    row[TAG["O"]] = 1
    if source == "finre":  # only firms of an annotated relation are marked: anything may stand elsewhere
        row[:] = 1
    elif source == "uner":  # encyclopaedia: persons, places and bodies are marked, products and times are not
        for number, tag in enumerate(TAGS):
            row[number] = tag == "O" or tag.endswith(("product", "time"))
    return row


class Alphabet:
    """Characters to rows of the embedding, pairs of characters to hashed rows. 0 pads, 1 is any unknown character."""

    def __init__(self, characters: str, pairs: int) -> None:
        self.characters, self.pairs = characters, pairs
        self.rows = np.ones(0x10000, dtype=np.int64)
        self.rows[[ord(c) for c in characters]] = np.arange(2, len(characters) + 2)

    def encode(self, text: str) -> np.ndarray:
        """Return the row of each character."""
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        return self.rows[np.where(codes < 0x10000, codes, 0)]

    def pair(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the hashed pair that ends, and that begins at each character of (sentences, time) rows."""
        edge = np.zeros((len(rows), 1), dtype=np.int64)
        padded = np.concatenate([edge, rows, edge], axis=1)
        pairs = (padded[:, :-1] * 8191 + padded[:, 1:] * 31) % self.pairs
        return pairs[:, :-1], pairs[:, 1:]
