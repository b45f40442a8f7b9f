"""Score the networks on held-out names: span F1 by label, and recall of firms that training never named.

python pipeline/ner/score.py teacher|student START.onnx WORK [dev|test]
"""

import pickle
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from examples import LABELS, TAGS, Alphabet, Example
from networks import PAIRS, Student, Teacher
from parts import held_out_names
from train import batches, pad


def transitions() -> np.ndarray:
    """Return (from, to) of 0 where a tag may follow another, and minus a lot where it may not."""
    table = np.full((len(TAGS), len(TAGS)), -1e4, dtype=np.float32)
    for i, one in enumerate(TAGS):
        for j, other in enumerate(TAGS):
            inside = one[0] in "BI"
            same = one[2:] == other[2:] and other[0] in "IE"
            table[i, j] = 0 if (same if inside else other[0] in "OBS") else -1e4
    return table


def decode(scores: np.ndarray, table: np.ndarray) -> list[int]:
    """Return the best path that the table allows, through (time, tag) scores of one sentence."""
    path = np.where([t[0] in "OBS" for t in TAGS], scores[0], -1e4)
    back = []
    for row in scores[1:]:
        ways = path[:, None] + table
        back.append(ways.argmax(0))
        path = ways.max(0) + row
    best = [int(np.where([t[0] in "OES" for t in TAGS], path, -1e5).argmax())]
    for step in reversed(back):
        best.append(int(step[best[-1]]))
    return best[::-1]


def spans_of(tags: list[int]) -> set[tuple[int, int, str]]:
    """Return (start, end, label) of a valid path."""
    found, start = set(), 0
    for position, number in enumerate(tags):
        part, _, label = TAGS[number].partition("-")
        if part in "BS":
            start = position
        if part in "ES":
            found.add((start, position + 1, label))
    return found


def predict(model, alphabet: Alphabet, examples: list[Example]) -> list[set[tuple[int, int, str]]]:
    """Return the spans of each example."""
    model.eval()
    table, found = transitions(), [set() for _ in examples]
    with torch.no_grad():
        for batch in batches([(alphabet.encode(e.text), i) for i, e in enumerate(examples)], 32, None):
            rows = pad([rows for rows, _ in batch])
            if isinstance(model, Teacher):
                scores = model(torch.from_numpy(rows), torch.tensor([len(r) for r, _ in batch]))
            else:
                scores = model(*map(torch.from_numpy, (rows, *alphabet.pair(rows))))
            for i, (own, number) in enumerate(batch):
                found[number] = spans_of(decode(scores[i, : len(own)].numpy(), table))
    return found


def report(examples: list[Example], found: list[set[tuple[int, int, str]]], unseen: set[str]) -> None:
    """Print the figures."""
    right, wanted, given = Counter(), Counter(), Counter()
    hit = asked = 0
    for example, spans in zip(examples, found, strict=True):
        gold = set(example.spans)
        for label in LABELS:
            right[label] += len({s for s in gold & spans if s[2] == label})
            wanted[label] += len({s for s in gold if s[2] == label})
            given[label] += len({s for s in spans if s[2] == label})
        for start, end, label in gold:
            if label == "firm" and example.text[start:end] in unseen:
                asked += 1
                hit += (start, end, label) in spans
    for label in LABELS:
        p, r = right[label] / max(1, given[label]), right[label] / max(1, wanted[label])
        print(f"{label:14} p {p:.3f}  r {r:.3f}  f1 {2 * p * r / max(1e-9, p + r):.3f}  n {wanted[label]}")
    print(f"firms that training never named: recall {hit / max(1, asked):.3f}  n {asked}")


def main(which: str, start: Path, work: Path, part: str = "test") -> None:
    """Print the scores of one network on one part."""
    parts = pickle.loads((work / "parts.pickle").read_bytes())
    teacher = Teacher(start)
    alphabet = Alphabet(teacher.characters, PAIRS)
    model = teacher if which == "teacher" else Student(len(alphabet.characters) + 2)
    model.load_state_dict(torch.load(work / f"{which}.pt"))
    print(which, part, len(parts[part]), "sentences")
    report(parts[part], predict(model, alphabet, parts[part]), held_out_names(parts))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
