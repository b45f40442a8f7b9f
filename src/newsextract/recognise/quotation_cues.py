"""Find the words that cite somebody: 表示, 指出, 数据显示."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from ahocorasick_rs import AhoCorasick, MatchKind

from newsextract.errors import RuleError
from newsextract.rules.lexicon import read_lexicon

Frame = Literal["open", "marked", "colon", "judge", "data"]

_GUARD_CHARS = 6
"""The longest word in the lexicon's not_after and not_before columns is shorter than this."""


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A row of ``lexicons/speech_verbs.tsv``."""

    word: str
    stance: str
    frame: Frame
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None

    def stands_alone(self, text: str, start: int, end: int) -> bool:
        """Say whether ``text[start:end]`` is the verb, not a part of another word (被称为, 小说)."""
        if self.not_after and self.not_after.search(text[max(0, start - _GUARD_CHARS) : start]):
            return False
        return not (self.not_before and self.not_before.match(text, end))


@dataclass(frozen=True, slots=True)
class Cue:
    """A speech verb where it stands."""

    start: int
    end: int
    verb: SpeechVerb


def _verb(row: dict[str, str]) -> SpeechVerb:
    frames = {name: name for name in get_args(Frame)}
    if row["frame"] not in frames:
        raise RuleError(f"lexicons/speech_verbs.tsv: {row['word']}: frame {row['frame']} is none of {list(frames)}")
    after, before = row["not_after"], row["not_before"]
    return SpeechVerb(
        row["word"],
        row["stance"],
        frames[row["frame"]],
        re.compile(f"(?:{after})$") if after != "-" else None,
        re.compile(f"(?:{before})") if before != "-" else None,
    )


@cache
def speech_verbs() -> tuple[SpeechVerb, ...]:
    """Return the lexicon of speech verbs, in the order of the file.

    Raises:
        RuleError: a row has an unknown frame.
    """
    return tuple(_verb(row) for row in read_lexicon("speech_verbs"))


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick([verb.word for verb in speech_verbs()], matchkind=MatchKind.LeftmostLongest)


def find_cues(text: str) -> list[Cue]:
    """Return the speech verbs of ``text`` in reading order: the longest at each place, without overlaps."""
    verbs = speech_verbs()
    return [
        Cue(start, end, verbs[number])
        for number, start, end in _automaton().find_matches_as_indexes(text)
        if verbs[number].stands_alone(text, start, end)
    ]
