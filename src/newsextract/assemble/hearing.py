"""Who is cited in each claim once the model was asked: its word where it sees the speaker, else that of the rules."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsextract.assemble.answers import piece_of
from newsextract.assemble.link_model import Answer
from newsextract.assemble.link_text import LinkText
from newsextract.records.marks import ClaimMark, Piece
from newsextract.rules.phrases import noun_phrase_length
from newsextract.rules.speaker_words import kind_of_words

_LIKELY = math.log(0.3)
_SELF = frozenset({"我", "我们", "咱们", "自己", "大家", "你", "你们", "您"})
"""Whom these are, the words around say: they name nobody."""
_FROM = ("从", "据", "由", "向")
"""What stands between the one who asks or hears and the one who says it."""
_NAME_BEFORE = re.compile(r"(?<![\w.'-])(?:[A-Z][\w.'-]{0,20} ){1,3}$", re.ASCII)
_NAME_BEHIND = re.compile(r"(?: [A-Z][\w.'-]{0,20}){1,3}(?![\w.'-])", re.ASCII)
_LONGEST_NAME = 60
_MARKS = frozenset(' ”"’」』)')
"""What parts the words before who speaks from him: 月泉预告熄灯 粉丝."""
_LEAST_NAME = 2
_WITH_TITLE = "colon.person"
"""The rule that reads a name with its title (创始人李岳): it is not mistaken for what stands behind it."""
_REPORTED = "据"
"""How words begin that cite nobody by name (海岚科技据报): whoever stands before them is spoken of."""
_QUOTED = ".quoted"
"""How the rules of a sentence within a quotation end: whoever is named in it is spoken of."""


def heard(text: LinkText, claims: Sequence[ClaimMark], said: Mapping[int, Answer]) -> tuple[ClaimMark, ...]:
    """Return the claims with their speakers; who goes on speaking, does so by the name that he began with.

    Args:
        text: the text.
        claims: with what the rules say.
        said: the model's answers by the number of the claim.
    """
    found: list[ClaimMark] = []
    settled: dict[Piece, Piece | None] = {}
    for number, claim in enumerate(claims):
        told, answer = claim.speaker, said.get(number)
        speaker = settled.get(told, told) if told else None
        if answer and (told is None or told not in settled) and _may_correct(claim, answer):
            speaker = _speaker(text, answer, told)
        if told:
            settled.setdefault(told, speaker)
        found.append(claim if speaker == told else replace(claim, speaker=speaker))
    return tuple(found)


def _may_correct(claim: ClaimMark, answer: Answer) -> bool:
    """Whether the model's word counts: it does not see a speaker who is far, and a sentence names its own best."""
    told = claim.speaker
    if told is None:
        spoken_of = claim.cue and claim.cue.text.startswith(_REPORTED) and answer.end <= claim.cue.start
        return answer.chance > max(answer.nowhere, _LIKELY) and not spoken_of
    own = claim.start <= told.start < claim.end
    if own and kind_of_words(told.text) == "pronoun":
        return False  # who 他 is, is settled with the voices
    if own and _WITH_TITLE in claim.rules:
        return False
    if not own and any(rule.endswith(_QUOTED) for rule in claim.rules):
        return False
    return (
        answer.chance > answer.nowhere and claim.start <= answer.start < claim.end and (own or answer.chance > _LIKELY)
    )


def _speaker(text: LinkText, answer: Answer, told: Piece | None) -> Piece | None:
    """Return who is cited by an answer; what the rules ``told`` where it only adds to it or names its firm."""
    piece = piece_of(text, answer)
    if piece is None or piece == told:
        return piece
    piece = _whole_name(text.text, piece)
    if told and told.start <= piece.start and piece.end < told.end and kind_of_words(piece.text) == "title":
        return told  # 海岚分析师Anna Lindqvist等人, not 海岚分析师
    if piece.text in _SELF or (told and _is_firm_of(text, piece, told)):
        return told
    if (piece.start, piece.end) in text.firm_at:
        return piece
    return told if told and _only_adds(piece, told) else piece


def _whole_name(text: str, piece: Piece) -> Piece:
    """Return a piece with the rest of the Latin name that it begins or ends within: Lindqvist Research."""
    before = _NAME_BEFORE.search(text, max(0, piece.start - _LONGEST_NAME), piece.start)
    behind = _NAME_BEHIND.match(text, piece.end, piece.end + _LONGEST_NAME)
    start = before.start() if before and piece.text[0].isascii() and piece.text[0].isupper() else piece.start
    end = behind.end() if behind and piece.text[-1].isascii() and piece.text[-1].isalpha() else piece.end
    return Piece(start, end, text[start:end])


def _only_adds(piece: Piece, told: Piece) -> bool:
    """Say whether a stretch is who the rules say with words before or behind that belong to the sentence."""
    if told.end == piece.end:
        added = piece.text[: max(0, told.start - piece.start)]
        return added.endswith(_FROM) or not _MARKS.isdisjoint(added)  # 记者从海岚科技获悉: 海岚科技
    if told.start != piece.start:
        return False
    length = noun_phrase_length(piece.text)  # 李岳常常和同行说 is 李岳, 海岚周刊查 is 海岚周刊
    return told.end == piece.end - 1 or _LEAST_NAME <= length < len(piece.text)


def _is_firm_of(text: LinkText, piece: Piece, told: Piece) -> bool:
    """Say whether 海岚科技 is pointed at where the rules say 海岚科技的企业代表 or the 企业代表 behind it."""
    if (piece.start, piece.end) not in text.firm_at or kind_of_words(told.text) not in {"title", "anonymous"}:
        return False
    inside = told.start <= piece.start and piece.end < told.end
    return inside or text.text[piece.end : told.start] in {"", "的"}
