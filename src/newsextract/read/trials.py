"""What each codec makes of some bytes: does it decode them, and does the outcome read as Chinese."""

import codecs
import re
from typing import NamedTuple

from newsextract.read.plausibility import Reading, read_as_chinese

LEGACY = ("gb18030", "big5hkscs")
CONVINCING_SHARE = 0.8
"""Of common Chinese characters: text in the right codec is above, in a wrong one nearly always below."""
SAMPLE_BYTES = 65_536
_DECLARED_BONUS = 12.0  # nats: outweighs about three characters, never a paragraph
_CCHARDET_BONUS = 4.0
_BREAK = re.compile(rb"[\n\r<>]+")  # bytes that are never part of a character in UTF-8, GB18030 or Big5


class Trial(NamedTuple):
    """What a codec makes of the bytes."""

    codec: str
    bad: int | None
    """The first byte that the codec refuses, or None."""
    reading: Reading
    score: float


def first_bad_byte(data: bytes, codec: str, *, complete: bool) -> int | None:
    """Return the offset of the first byte that the codec refuses, or None where it takes them all."""
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(data, complete)
    except UnicodeDecodeError as error:
        return error.start + len(data) - len(error.object)  # utf-8-sig takes the mark away before it counts
    return None


def decode_strictly(data: bytes, codec: str, *, complete: bool) -> str | None:
    """Return the text, or None where the codec refuses a byte."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data, complete)
    except UnicodeDecodeError:
        return None


def take_sample(data: bytes) -> bytes:
    """Return the first pieces between tags and line ends that are not pure ASCII: a page's head says nothing."""
    pieces: list[bytes] = []
    size = 0
    for piece in _BREAK.split(data):
        if not piece.isascii():
            pieces.append(piece)
            size += len(piece)
            if size >= SAMPLE_BYTES:
                break
    return b"\n".join(pieces)


def try_legacy(data: bytes, sample: bytes, hint: str | None, opinion: str, *, complete: bool) -> list[Trial]:
    """Return what each legacy codec makes of the bytes, the best first."""
    trials = []
    for name in LEGACY:
        codec = name
        bad = first_bad_byte(data, codec, complete=complete)
        if bad is not None and name == "big5hkscs" and first_bad_byte(data, "cp950", complete=complete) is None:
            codec, bad = "cp950", None  # Windows' Big5 has the euro sign, which HKSCS lacks
        reading = read_as_chinese(sample.decode(codec, errors="replace"))
        score = reading.log_likelihood + _DECLARED_BONUS * (hint == name) + _CCHARDET_BONUS * (opinion == name)
        trials.append(Trial(codec, bad, reading, score))
    return sorted(trials, key=lambda trial: (trial.bad is not None, -trial.score))
