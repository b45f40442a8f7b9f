"""Train, dev and test of the labelled sentences, by the names of firms: what test holds out, training never names."""

import random

from examples import Example

SEED = 20261122


def split(examples: list[tuple[str, Example]]) -> dict[str, list[Example]]:
    """Return train, dev and test. No firm name of ``test`` that is held out occurs in ``train`` in any sentence.

    Names are held out by lot; the sentences that hold one are the test.
    """
    chance = random.Random(SEED)
    names = sorted({e.text[a:b] for _, e in examples for a, b, label in e.spans if label == "firm" and b - a > 1})
    held = {name for name in names if chance.random() < 0.12}
    parts: dict[str, list[Example]] = {"train": [], "dev": [], "test": []}
    for _, example in examples:
        firms = {example.text[a:b] for a, b, label in example.spans if label == "firm"}
        if firms & held:
            parts["test"].append(example)
        elif not any(name in example.text for name in held if len(name) > 2):
            parts["dev" if chance.random() < 0.06 else "train"].append(example)
    return parts


def held_out_names(parts: dict[str, list[Example]]) -> set[str]:
    """Return the firm names of test that no sentence of train marks as a firm."""

    def names(part: str) -> set[str]:
        return {e.text[a:b] for e in parts[part] for a, b, label in e.spans if label == "firm"}

    return names("test") - names("train") - names("dev")
