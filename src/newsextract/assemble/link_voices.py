"""What the linking model is asked of an attributed sentence: where around it the one who is cited may stand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsextract.assemble.link_figures import bits_on, packed, padded, spans_of, steps_from
from newsextract.assemble.link_text import Block, Counts, LinkText, Places
from newsextract.records.marks import ClaimMark, Piece

BEHIND, AHEAD, LONGEST = 112, 40, 200
"""Characters before and behind a sentence, and of the sentence itself, that belong to its window."""
_BACK = 20
"""Claims before one in which the last speaker is looked for: what is further away is outside of the window."""
MARKS = ("speaker", "last_speaker", "cue", "sentence")
"""What the rules said of the sentence and of the attributed one before it, where it lies in the window."""
NEAR = (7, 4)
"""Steps of the sentences and paragraphs between a place and the sentence."""


class VoiceWindows(NamedTuple):
    """Inputs of the model for the attributed sentences of a block: one row a sentence, padded behind."""

    numbers: Sequence[int]
    """Which claims they are."""
    places: Places
    """(sentences, window) places within the block."""
    inside: NDArray[np.bool_]
    """(sentences, window): False where a row is padded."""
    far: Counts
    """(sentences, window): distance, in steps."""
    near: Counts
    """(sentences, window): sentences and paragraphs between, in steps: one number for both (NEAR)."""
    marks: Counts
    """(sentences, window): the MARKS that lie there, a bit each."""


def voice_windows(
    text: LinkText, block: Block, claims: Sequence[ClaimMark], numbers: Sequence[int]
) -> VoiceWindows | None:
    """Return the windows of the sentences with ``numbers``, which begin in ``block``, or None where there are none."""
    if not numbers:
        return None
    asked = [claims[number] for number in numbers]
    rows = []
    for claim in asked:
        first = block.local(max(0, claim.start - BEHIND))
        last = block.local(min(claim.end, claim.start + LONGEST)) + AHEAD
        rows.append(np.arange(first, min(last, block.local(block.last))))
    places, inside = padded(rows)
    own = block.spans(asked)
    start, end = own[:, :1], own[:, 1:]
    read = block.places
    at, whole = read[start], read[places]
    steps = (
        np.clip(text.sentence[at] - text.sentence[whole], -2, 4) + 2,
        np.clip(text.paragraph[at] - text.paragraph[whole], -1, 2) + 1,
    )
    spans = {
        "speaker": spans_of([claims[number].speaker for number in numbers], block),
        "last_speaker": spans_of([_last_speaker(claims, number) for number in numbers], block),
        "cue": spans_of([claims[number].cue for number in numbers], block),
        "sentence": (start, end),
    }
    marks = bits_on(places, spans, MARKS)
    return VoiceWindows(numbers, places, inside, steps_from(places, start, end), packed(steps, NEAR), marks)


def _last_speaker(claims: Sequence[ClaimMark], number: int) -> Piece | None:
    """Return who was cited last before a claim."""
    before = (claims[earlier].speaker for earlier in range(number - 1, max(-1, number - _BACK), -1))
    return next((speaker for speaker in before if speaker), None)
