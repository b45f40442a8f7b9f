"""What the linking model is told of a sentence: where it stands, and by name all that the rules left on it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from newsextract.assemble.link_figures import Floats
from newsextract.assemble.link_text import Block, Places
from newsextract.records.marks import ClaimMark


class SentenceInputs(NamedTuple):
    """Inputs of the model for the sentences of a block: one row a sentence."""

    numbers: Sequence[int]
    """Which sentences they are."""
    spans: Places
    """(sentences, 2): where they begin and end within the block."""
    told: Floats
    """(sentences, names of the model)."""


def told_of(claim: ClaimMark) -> dict[str, float]:
    """Return by name what the rules say of a sentence: its types, rules and features, and which parts they found."""
    parts = {"has.speaker": claim.speaker, "has.cue": claim.cue, "has.content": claim.content}
    flags = [*claim.rules, *(f"is.{name}" for name in claim.types), *(name for name in parts if parts[name])]
    return {**claim.features, **dict.fromkeys(flags, 1.0)}


def sentence_inputs(
    block: Block, claims: Sequence[ClaimMark], numbers: Sequence[int], names: Mapping[str, int]
) -> SentenceInputs:
    """Return the inputs of the sentences with ``numbers``; ``names`` are the columns of what is told."""
    asked = [claims[number] for number in numbers]
    told = np.zeros((len(asked), len(names)), dtype=np.float32)
    for row, claim in enumerate(asked):
        for name, value in told_of(claim).items():
            if name in names:
                told[row, names[name]] = value
    return SentenceInputs(numbers, block.spans(asked), told)
