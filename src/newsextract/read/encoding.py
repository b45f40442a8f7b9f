"""Choose the codec of bytes: strictly, never lossy, and with a sentence that says how."""

import codecs
import re
from dataclasses import dataclass

from newsextract.errors import ArticleError
from newsextract.read.binary import check_controls, check_magic, has_controls
from newsextract.read.mixture import explain_undecodable, refuse_mixture
from newsextract.read.plausibility import read_as_chinese
from newsextract.read.trials import (
    CONVINCING_SHARE,
    SAMPLE_BYTES,
    Trial,
    decode_strictly,
    first_bad_byte,
    take_sample,
    try_legacy,
)

_BOMS = (  # UTF-32 before UTF-16, whose little-endian mark it begins with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PURE_ASCII = "pure ASCII"
_DECLARED = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "xgbk": "gb18030",
    "gb231280": "gb18030", "windows936": "gb18030", "csgb2312": "gb18030", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "cp950": "big5hkscs", "xxbig5": "big5hkscs", "big5eten": "big5hkscs",
    "windows950": "big5hkscs", "utf8": "utf-8", "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be",
}  # fmt: skip
_PLAUSIBLE_SHARE = 0.5
_AMBIGUOUS_MARGIN = 10.0
_CJK = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec that decodes the bytes strictly, and why it was chosen.

    ``open(path, encoding=codec, newline="")`` gives exactly the text: a byte order mark is told by ``utf-8-sig``,
    ``utf-16`` and ``utf-32``. GB2312 and GBK are read as ``gb18030`` and Big5 as ``big5hkscs``, which hold them.
    """

    codec: str
    how: str
    warnings: tuple[str, ...] = ()


def choose_encoding(data: bytes, *, declared: str | None = None, complete: bool = True) -> Encoding:
    """Return the codec of ``data``, which it decodes strictly.

    In this order: a byte order mark; UTF-16 where there are zero bytes; UTF-8; then GB18030 or Big5-HKSCS, whichever
    decodes strictly and reads more like Chinese, with the declared charset and cchardet's opinion as hints.

    Args:
        data: the file, or the beginning of it.
        declared: the charset that a ``<meta>`` names. It is believed only where it decodes and reads as well.
        complete: false where ``data`` was cut off and may end inside a character.

    Raises:
        ArticleError: ``binary`` or ``undecodable``; the message names the first bad byte.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _by_mark(data, codec, complete=complete)
    check_magic(data)
    if b"\0" in data:
        return _with_zero_bytes(data, complete=complete)
    if has_controls(data):
        wide = _wide_without_zeros(data, complete=complete)
        if wide is not None:
            return wide
        check_controls(data)
    bad = first_bad_byte(data, "utf-8", complete=complete)
    hint = _DECLARED.get(re.sub(r"[^a-z0-9]", "", declared.lower())) if declared else None
    if bad is None:
        return _utf8(data, hint, declared, complete=complete)
    return _legacy(data, bad, hint, declared, complete=complete)


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, Encoding]:
    """Return the text of ``data``, without a byte order mark, and its encoding.

    Raises:
        ArticleError: as ``choose_encoding``.
    """
    encoding = choose_encoding(data, declared=declared)
    return data.decode(encoding.codec), encoding


def _by_mark(data: bytes, codec: str, *, complete: bool) -> Encoding:
    bad = first_bad_byte(data, codec, complete=complete)
    if bad is not None:
        raise ArticleError(
            "undecodable",
            f"begins with the byte order mark of {codec}, but byte {bad} (0x{data[bad]:02X}) is not valid in it: "
            "the file is damaged or was cut off; save it again as UTF-8",
        )
    return Encoding(codec, "byte order mark")


def _with_zero_bytes(data: bytes, *, complete: bool) -> Encoding:
    """UTF-16 without a mark, or a binary file: text in any other encoding has no zero bytes."""
    trials = [
        (read_as_chinese(text[:SAMPLE_BYTES]).log_likelihood, codec)
        for codec in ("utf-16-le", "utf-16-be")
        if (text := decode_strictly(data, codec, complete=complete)) is not None and _is_text(text)
    ]
    if not trials:
        raise ArticleError(
            "binary",
            f"a binary file: zero byte at {data.index(0)}, and the bytes are not UTF-16 text; give text, HTML or JSON",
        )
    codec = max(trials)[1]
    return Encoding(codec, f"zero bytes and no byte order mark; decodes strictly and reads as text in {codec}")


def _is_text(text: str) -> bool:
    """Say whether nearly all characters are ASCII or Chinese, and none is a control character."""
    sample = text[:SAMPLE_BYTES]
    reading = read_as_chinese(sample)
    ours = len(sample) - reading.characters + reading.common_share * reading.characters
    return ours >= CONVINCING_SHARE * len(sample) - 1 and not re.search("[\0-\x08\x0e-\x1a\x7f]", sample)


def _utf8(data: bytes, hint: str | None, declared: str | None, *, complete: bool) -> Encoding:
    if data.isascii():
        return Encoding("utf-8", PURE_ASCII)
    said = f", as declared ({declared})" if hint == "utf-8" else ""
    text = codecs.getincrementaldecoder("utf-8")("strict").decode(data, complete)
    if _CJK.search(text):
        return Encoding("utf-8", f"decodes strictly as UTF-8{said}")
    # Two-byte sequences only: a few characters of GBK can look like that.
    sample = take_sample(data)
    for trial in try_legacy(data, sample, None, "", complete=complete):
        if trial.bad is None and trial.reading.common_share >= 0.95 and hint != "utf-8":
            return Encoding(
                trial.codec,
                f"valid as UTF-8 too, but only {trial.codec} makes Chinese of it",
                (f"ambiguous encoding: {trial.codec} chosen, utf-8 possible (no Han character in it)",),
            )
    return Encoding("utf-8", f"decodes strictly as UTF-8{said}")


def _legacy(data: bytes, bad: int, hint: str | None, declared: str | None, *, complete: bool) -> Encoding:
    import cchardet  # noqa: PLC0415 - only files that are not UTF-8 pay for it

    sample = take_sample(data)
    detected = cchardet.detect(sample)["encoding"] or "nothing"
    opinion = _DECLARED.get(re.sub(r"[^a-z0-9]", "", detected.lower()), "")
    best, second = try_legacy(data, sample, hint, opinion, complete=complete)
    if best.bad is not None or best.reading.common_share < CONVINCING_SHARE:
        wide = _wide_without_zeros(data, complete=complete)
        if wide is not None:
            return wide
    if best.bad is not None or best.reading.common_share < _PLAUSIBLE_SHARE:
        raise ArticleError("undecodable", explain_undecodable(data, bad, best, second, detected))
    refuse_mixture(data, best.codec)
    return _chosen(bad, best, second, hint, declared, detected)


def _chosen(bad: int, best: Trial, second: Trial, hint: str | None, declared: str | None, detected: str) -> Encoding:
    warnings = []
    if second.bad is not None:
        other = f"{second.codec} fails at byte {second.bad}"
    else:
        other = f"{second.codec} decodes too, with {second.reading.common_share:.0%}"
        margin = best.score - second.score
        if margin < _AMBIGUOUS_MARGIN:
            warnings.append(
                f"ambiguous encoding: {best.codec} chosen, {second.codec} reads nearly as well "
                f"({margin:.1f} nats apart); save the file as UTF-8 to be sure"
            )
    said = ""
    if declared:
        agrees = hint == best.codec or (hint == "big5hkscs" and best.codec == "cp950")
        said = f"; declared {declared}" + ("" if agrees else ", not believed")
        if not agrees:
            warnings.append(f"encoding: declared {declared}, but the bytes read as {best.codec}")
    how = (
        f"not UTF-8 (byte {bad}); decodes strictly as {best.codec}, {best.reading.common_share:.0%} of it common "
        f"Chinese characters; {other}{said}; cchardet says {detected}"
    )
    return Encoding(best.codec, how, tuple(warnings))


def _wide_without_zeros(data: bytes, *, complete: bool) -> Encoding | None:
    """Return UTF-16 for Chinese text without any ASCII, or None."""
    found = []
    for codec in ("utf-16-le", "utf-16-be"):
        text = decode_strictly(data, codec, complete=complete)
        if text:
            reading = read_as_chinese(text[:SAMPLE_BYTES])
            if reading.common_share >= CONVINCING_SHARE and _is_text(text):
                found.append((reading.log_likelihood, codec))
    if not found:
        return None
    codec = max(found)[1]
    return Encoding(codec, f"no byte order mark and no zero bytes; only {codec} makes Chinese of the bytes")
