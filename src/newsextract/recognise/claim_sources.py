"""Choose, where a sentence is attributed more than once, whose word it is."""

from collections.abc import Sequence
from functools import cache
from typing import get_args

from newsextract.recognise.quotation_cues import speech_verbs
from newsextract.records.fields import Stance
from newsextract.records.marks import Quotation
from newsextract.rules.speaker_words import kind_of_words

_LEAST = 2
"""A quotation that shares fewer characters than this with a sentence is not in it."""
_LOOSE = (".clause.carried", ".block.carried")
"""Rules that carry a speaker over text without quotation marks, where others may be cited as well."""
_RELAYING = frozenset({"报道", "报导", "提及"})
_OUTLETS = frozenset({"报道", "报导", "消息"})
"""By these a source that nothing else is known of is told as an outlet: 据海岚时讯消息."""
_CHAIN = 80
"""An outlet and whom it cites stand within so many characters."""
_SHORT = 16
"""What is cited in fewer characters only leads to the next source (甲公司表示,经询问,乙公司称…)."""


@cache
def _stances() -> dict[str, Stance]:
    names: dict[str, Stance] = {name: name for name in get_args(Stance)}
    return {verb.word: names[verb.stance] for verb in speech_verbs()}


def stance_of(source: Quotation) -> Stance:
    """Return how the source is cited: by the stance of its verb, else as data shows or as somebody states."""
    stance = _stances().get(source.cue.text) if source.cue else None
    return stance or ("shows" if source.style == "data" else "states")


@cache
def _leading_words(style: str) -> frozenset[str]:
    """Return the verbs that lead to the source behind them; an announcement that cites a document stays its own."""
    stances = ("finds",) if style == "data" else ("finds", "announces")
    return frozenset(verb.word for verb in speech_verbs() if verb.stance in stances)


class SourceFinder:
    """The quotations of one text; its sentences must be asked for in reading order."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._next = 0
        self._open: list[Quotation] = []

    def source(self, start: int, end: int) -> Quotation | None:
        """Return the quotation that says whose word the sentence [start, end) is, or None."""
        near = [q for q in self._reaching(start, end) if _within(q, start, end)]
        if not near:
            return None
        around = [q for q in near if q.start <= start + 1 and q.end >= end - 1 and q.speaker]
        if around and around[0].style == "direct" and not around[0].rule.endswith(_LOOSE):
            return around[0]  # whom a speaker cites in his turn does not speak here
        own = [q for q in near if q.cue and start <= q.cue.start < end and not q.rule.endswith(".quoted")]
        if around and not own:
            return around[0]
        return self._chosen(own or near)

    def _reaching(self, start: int, end: int) -> list[Quotation]:
        while self._next < len(self._quotations) and self._quotations[self._next].start <= end:
            self._open.append(self._quotations[self._next])
            self._next += 1
        self._open = [quotation for quotation in self._open if quotation.end >= start]
        return self._open

    def _chosen(self, near: list[Quotation]) -> Quotation:
        for position, quotation in enumerate(near[:-1]):
            following = near[position + 1]
            leads = quotation.cue is not None and quotation.cue.text in _leading_words(following.style)
            short = quotation.style != "direct" and following.style != "data" and following.rule != "verb.judge"
            short = short and following.start - quotation.start < _SHORT
            outlet = following.start - quotation.start < _CHAIN and _is_outlet(quotation)
            told = outlet or following.speaker is None or kind_of_words(following.speaker.text) != "outlet"
            if not ((leads or short or outlet) and following.speaker and told):
                return quotation
        return near[-1]


def _is_outlet(quotation: Quotation) -> bool:
    """Say whether only an outlet is cited (据央视,甲国发言人表示…), which has it from the next source."""
    speaker = quotation.speaker
    if speaker is None:
        return False
    cue = quotation.cue.text if quotation.cue else ""
    kind = kind_of_words(speaker.text)
    cites = quotation.rule.startswith("cite.")
    return (kind == "outlet" and (cites or cue in _RELAYING)) or (kind is None and cites and cue in _OUTLETS)


def _within(quotation: Quotation, start: int, end: int) -> bool:
    shared = min(quotation.end, end) - max(quotation.start, start)
    cue = quotation.cue
    return shared >= _LEAST or (cue is not None and start <= cue.start < end and quotation.start <= end)
