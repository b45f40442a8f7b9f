"""Files in several encodings, or in none: found, and explained."""

import re

from newsextract.errors import ArticleError
from newsextract.read.plausibility import Reading, read_as_chinese
from newsextract.read.trials import CONVINCING_SHARE, LEGACY, Trial, decode_strictly

_MIXED_MARGIN = 25.0  # nats: some three characters that make sense in one codec and none in the other
_LINE_END = re.compile(rb"[\n\r]")
_CJK = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def explain_undecodable(data: bytes, bad: int, best: Trial, second: Trial, detected: str) -> str:
    """Return where the likeliest encoding fails, and what the next one makes of the bytes."""
    before = data[:bad].decode("utf-8")
    if best.bad is None or len(_CJK.findall(before)) >= 2:
        nearest, runner_up = ("utf-8", bad), best
    else:
        first, other = sorted((best, second), key=lambda trial: -trial.reading.common_share)
        nearest, runner_up = (first.codec, first.bad or 0), other
    codec, offset = nearest
    if runner_up.bad is not None:
        state = f"fails at byte {runner_up.bad}"
    else:
        state = f"decodes, but only {runner_up.reading.common_share:.0%} of it are common Chinese characters"
    line = len(_LINE_END.findall(data[:offset].replace(b"\r\n", b"\n"))) + 1
    cut = " The file may have been cut off." if offset >= len(data) - 3 else ""
    return (
        f"not {codec} at byte {offset} (0x{data[offset]:02X}, line {line}), and runner-up {runner_up.codec} {state};"
        f" cchardet says {detected}.{cut} Mixed or damaged encodings are not guessed: save the file as UTF-8"
    )


def refuse_mixture(data: bytes, codec: str) -> None:
    """Raise where a line reads clearly better in another encoding than the rest of the file.

    GB18030 takes most UTF-8 and Big5 bytes without complaint, so that a strict decode alone would let paragraphs of
    garbage through.
    """
    others = [name for name in ("utf-8", *LEGACY) if name != codec]
    offset = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii():
            own = read_as_chinese(line.decode(codec, errors="replace"))
            if own.common_share < CONVINCING_SHARE:
                for other in others:
                    _refuse_line(line, own, codec, other, f"line {number}, byte {offset + _first_high(line)}")
        offset += len(line) + 1


def _first_high(line: bytes) -> int:
    return next(place for place, byte in enumerate(line) if byte >= 0x80)


def _refuse_line(line: bytes, own: Reading, codec: str, other: str, place: str) -> None:
    text = decode_strictly(line, other, complete=True)
    if text is None:
        return
    reading = read_as_chinese(text)
    if reading.common_share >= CONVINCING_SHARE and reading.log_likelihood > own.log_likelihood + _MIXED_MARGIN:
        raise ArticleError(
            "undecodable",
            f"mixed encodings: the file reads as {codec}, but {place} on reads as {other} (the runner-up). "
            "Mixed encodings are not guessed: save the file as UTF-8",
        )
