"""What the linking model is asked of an attributed sentence: where around it the one who is cited may stand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsextract.assemble.link_figures import Floats, padded, spans_of, steps_from
from newsextract.assemble.link_text import Block, LinkText, Places
from newsextract.records.marks import ClaimMark, Piece

BEHIND, AHEAD, LONGEST = 112, 40, 200
"""Characters before and behind a sentence, and of the sentence itself, that belong to its window."""
_BACK = 20
"""Claims before one in which the last speaker is looked for: what is further away is outside of the window."""
MARKS = ("speaker", "last_speaker", "cue", "sentence")
"""What the rules said of the sentence and of the attributed one before it, where it lies in the window."""


class VoiceWindows(NamedTuple):
    """Inputs of the model for the attributed sentences of a block: one row a sentence, padded behind."""

    numbers: Sequence[int]
    """Which claims they are."""
    places: Places
    """(sentences, window) places within the block."""
    inside: NDArray[np.bool_]
    """(sentences, window): False where a row is padded."""
    relations: Places
    """(sentences, window, 3): distance, and sentences and paragraphs between, in steps."""
    marks: Floats
    """(sentences, window, MARKS)."""


def voice_windows(text: LinkText, block: Block, claims: Sequence[ClaimMark], own: range) -> VoiceWindows | None:
    """Return the windows of those claims of ``own``, which begin in ``block``, that are attributed, or None."""
    numbers = [number for number in own if "attributed" in claims[number].types]
    if not numbers:
        return None
    asked = [claims[number] for number in numbers]
    rows = []
    for claim in asked:
        first = block.local(max(0, claim.start - BEHIND))
        last = block.local(min(claim.end, claim.start + LONGEST)) + AHEAD
        rows.append(np.arange(first, min(last, block.local(block.last))))
    places, inside = padded(rows)
    start = np.array([block.local(claim.start) for claim in asked])[:, None]
    end = np.array([block.local(claim.end - 1) + 1 for claim in asked])[:, None]
    read = block.places
    at, whole = read[start], read[places]
    relations = np.stack(
        [
            steps_from(places, start, end),
            np.clip(text.sentence[at] - text.sentence[whole], -2, 4) + 2,
            np.clip(text.paragraph[at] - text.paragraph[whole], -1, 2) + 1,
        ],
        axis=-1,
    ).astype(np.int64)
    return VoiceWindows(numbers, places, inside, relations, _marks(block, claims, numbers, places, (start, end)))


def _marks(
    block: Block, claims: Sequence[ClaimMark], numbers: Sequence[int], places: Places, sentence: tuple[Places, Places]
) -> Floats:
    spans = {
        "speaker": spans_of([claims[number].speaker for number in numbers], block),
        "last_speaker": spans_of([_last_speaker(claims, number) for number in numbers], block),
        "cue": spans_of([claims[number].cue for number in numbers], block),
        "sentence": sentence,
    }
    marks = np.zeros((*places.shape, len(MARKS)), dtype=np.float32)
    for number, name in enumerate(MARKS):
        start, end = spans[name]
        marks[:, :, number] = (places >= start) & (places < end)
    return marks


def _last_speaker(claims: Sequence[ClaimMark], number: int) -> Piece | None:
    """Return who was cited last before a claim."""
    before = (claims[earlier].speaker for earlier in range(number - 1, max(-1, number - _BACK), -1))
    return next((speaker for speaker in before if speaker), None)
