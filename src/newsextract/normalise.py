"""Original text to the text that rules read: simplified, half width, with a map back to the original.

OpenCC's ``t2s``, ``tw2s`` and ``hk2s`` keep the length of what they convert, so offsets only shift where folding
widths or dropping invisible characters changed it. Where OpenCC looked at a whole phrase (計畫 becomes 计划 although
畫 alone becomes 画), the phrase is one unit of the map: half of it maps back to all of it.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from newsextract.errors import ConfigError
from newsextract.records.fields import Locale, Script
from newsextract.rules.lexicon import read_lexicon
from newsextract.values.characters import CharacterMap, CharacterSet
from newsextract.values.widths import fold_widths, fold_widths_in_place

_EVIDENCE_CHARS = 20_000
"""Script and locale are judged on the beginning of a text: an article does not change its script later on."""

_HK_FORMS = "説裏衞啓着"
"""Character forms that Hong Kong writes and Taiwan does not (說裡衛啟著); mainland converters often produce them."""

_PHRASE_CHARS = 6
"""OpenCC's longest phrases that change a character against its usual form."""


class OriginalSpan(NamedTuple):
    """A stretch of the original text, in code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as rules read it, and the way back.

    ``text`` is simplified, with half-width letters, digits and punctuation (the full-width comma ， stays, since a
    comma between digits means something else), “” for 「」 and ‘’ for 『』, and without invisible characters.
    """

    text: str
    original: str
    script: Script
    locale: Locale
    conversion: str
    """The OpenCC configuration used: t2s, tw2s or hk2s."""
    starts: Sequence[int] | None = None
    """For each character of ``text``, where in ``original`` begins what it was made from; None: at the same place."""
    ends: Sequence[int] | None = None

    def to_original(self, start: int, end: int) -> OriginalSpan:
        """Return the span of ``original`` that ``text[start:end]`` was made from.

        The span's own normalisation contains ``text[start:end]``: a span that takes half of what was made as one (the
        2 of ㎡, written m2 in ``text``) gets all of it.

        Raises:
            ValueError: not 0 <= start < end <= len(text).
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        if self.starts is None or self.ends is None:
            return OriginalSpan(start, end)
        return OriginalSpan(self.starts[start], self.ends[end - 1])


def normalise(text: str, *, locale: Locale | None = None) -> Normalised:
    """Return ``text`` simplified and folded, with its script, its locale and the map back.

    Args:
        text: any text; lone surrogates are treated as unknown characters.
        locale: zh-CN, zh-TW or zh-HK where it is known; else judged from the text's own words and character forms.
    """
    script = detect_script(text)
    locale = locale or detect_locale(text, script)
    conversion = _conversion_for(text, script, locale)
    folded, starts, ends = fold_widths(text)
    converted = _convert(folded, conversion)
    units = _phrase_units(folded, converted, conversion)
    if units:
        starts, ends = _join_units(units, len(folded), starts, ends)
    return Normalised(converted, text, script, locale, conversion, starts, ends)


def simplify(text: str) -> str:
    """Return ``text`` in simplified script, character for character: for comparing words across scripts."""
    return _convert(text, "t2s")


def detect_script(text: str) -> Script:
    """Return which script ``text`` is in, by its characters that only one script has; hans when there are none."""
    only_traditional, only_simplified = _characters_of_scripts()
    sample = text[:_EVIDENCE_CHARS]
    traditional, simplified = only_traditional.count(sample), only_simplified.count(sample)
    if traditional <= simplified / 9:
        return "hans"
    return "hant" if simplified <= traditional / 9 else "mixed"


def detect_locale(text: str, script: Script) -> Locale:
    """Return where ``text`` is from; simplified text is taken for the mainland's.

    Source: ``pipeline/lexicons/locale_cues.tsv``; the largest sum of weights wins. A text without
    any cue is taken for Taiwan's, where most news in traditional script is from.
    """
    if script == "hans":
        return "zh-CN"
    sample = text[:_EVIDENCE_CHARS]
    scores: dict[Locale, float] = {"zh-TW": 0.5, "zh-HK": 0.0, "zh-CN": 0.0}
    for cue, cue_locale, weight in _locale_cues():
        if cue in sample:
            scores[cue_locale] += weight * min(3, sample.count(cue))
    return max(scores, key=scores.__getitem__)


def _conversion_for(text: str, script: Script, locale: Locale) -> str:
    if script == "hans":
        return "t2s"
    if locale == "zh-TW":
        return "tw2s"
    hong_kong_forms = sum(map(text[:_EVIDENCE_CHARS].count, _HK_FORMS))
    return "hk2s" if locale == "zh-HK" or hong_kong_forms else "t2s"


@cache
def _locale_cues() -> tuple[tuple[str, Locale, float], ...]:
    locales: dict[str, Locale] = {"zh-CN": "zh-CN", "zh-TW": "zh-TW", "zh-HK": "zh-HK"}
    return tuple((row["cue"], locales[row["locale"]], float(row["weight"])) for row in read_lexicon("locale_cues"))


# --- OpenCC


@cache
def _converter(conversion: str) -> Callable[[str], str]:
    try:
        from opencc import OpenCC  # noqa: PLC0415 - loaded when first needed
    except ImportError as error:
        raise ConfigError(f"opencc cannot be imported ({error}): pip install 'opencc>=1.1.9,<2'") from error
    if not any("opencc_clib" in base.__module__ for base in OpenCC.__mro__):
        raise ConfigError(
            "the installed module 'opencc' is not the one of the PyPI package 'opencc': opencc-py and "
            "opencc-python-reimplemented install a module of the same name. Run: pip uninstall -y opencc-py "
            "opencc-python-reimplemented opencc && pip install 'opencc>=1.1.9,<2'"
        )
    convert: Callable[[str], str] = OpenCC(conversion).convert
    return convert


def _convert(folded: str, conversion: str) -> str:
    converted = _converter(conversion)(folded)
    if len(converted) != len(folded):  # no entry of these configurations does it today; a newer release may
        return _singly(conversion).apply(folded)
    return converted


@cache
def _singly(conversion: str) -> CharacterMap:
    return CharacterMap(_single_characters(conversion))


@cache
def _single_characters(conversion: str) -> dict[int, int]:
    """Return what OpenCC makes of each character that it changes on its own."""
    han = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFADA), *range(0x20000, 0x2FA1E))))
    lines = _converter(conversion)("\n".join(han)).split("\n")
    changed = ((one, other) for one, other in zip(han, lines, strict=True) if one != other and len(other) == 1)
    return {ord(one): ord(other) for one, other in changed}


def _phrase_units(folded: str, converted: str, conversion: str) -> list[tuple[int, int]]:
    """Return the stretches whose conversion depended on the phrase that a character stands in."""
    singly = _singly(conversion).apply(folded)
    if singly == converted:
        return []
    changed = [i for i, (one, other) in enumerate(zip(singly, converted, strict=True)) if one != other]
    units: list[tuple[int, int]] = []
    for index in changed:
        start, end = _smallest_phrase(folded, converted, index, _converter(conversion))
        if units and start < units[-1][1]:
            start = min(start, units.pop()[0])
        units.append((start, end))
    return units


def _smallest_phrase(folded: str, converted: str, index: int, convert: Callable[[str], str]) -> tuple[int, int]:
    for width in range(2, _PHRASE_CHARS + 1):
        for start in range(max(0, index - width + 1), min(index, len(folded) - width) + 1):
            if convert(folded[start : start + width]) == converted[start : start + width]:
                return start, start + width
    return max(0, index - _PHRASE_CHARS), min(len(folded), index + _PHRASE_CHARS)


def _join_units(
    units: list[tuple[int, int]], length: int, starts: Sequence[int] | None, ends: Sequence[int] | None
) -> tuple[Sequence[int], Sequence[int]]:
    joined_starts = array("L", starts if starts is not None else range(length))
    joined_ends = array("L", ends if ends is not None else range(1, length + 1))
    for start, end in units:
        joined_starts[start:end] = array("L", [joined_starts[start]] * (end - start))
        joined_ends[start:end] = array("L", [joined_ends[end - 1]] * (end - start))
    return joined_starts, joined_ends


@cache
def _characters_of_scripts() -> tuple[CharacterSet, CharacterSet]:
    """Return the characters that only traditional, and that only simplified text has.

    GB2312 and Big5 tell apart what OpenCC alone cannot: 后 is simplified for 後, and an empress in both scripts.
    """
    to_traditional = _converter("s2t")
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    traditional = [c for c in common if ord(c) in _single_characters("t2s") and not _encodes(c, "gb2312")]
    as_traditional = to_traditional("\n".join(common)).split("\n")
    simplified = [c for c, t in zip(common, as_traditional, strict=True) if c != t and not _encodes(c, "big5")]
    return CharacterSet(map(ord, traditional)), CharacterSet(map(ord, simplified))


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def simplify_in_place(text: str) -> str:
    """Return ``text`` simplified and half width, character for character, so that offsets stay what they are."""
    singly = fold_widths_in_place(text)
    return _convert(singly, _conversion_for(singly, "hant", detect_locale(singly, "hant")))


def script_forms(text: str) -> tuple[str, ...]:
    """Return ``text`` as it is and in each script and usage of characters: for finding a word however it is written.

    The empty text has no forms.
    """
    if not text:
        return ()
    simplified = simplify(text)
    traditional = [_converter(name)(simplified) for name in ("s2t", "s2tw", "s2hk")]
    as_printed = [form.replace("臺", "台") for form in traditional]  # newspapers write 台積電
    return tuple(dict.fromkeys((text, simplified, *traditional, *as_printed)))
