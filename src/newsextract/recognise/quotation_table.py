"""Find what the table ``rules/quotations.toml`` cites: 据行业协会统计, 在她看来."""

import re

from newsextract.recognise.quotation_frame import Frame, Style
from newsextract.recognise.quotation_names import Names
from newsextract.recognise.quotation_speakers import is_like_a_name, speaker_before
from newsextract.recognise.rule_scanner import rule_scanner
from newsextract.records.marks import Piece
from newsextract.rules.speaker_words import kind_of_words
from newsextract.rules.table import Rule

_DATED = re.compile(r"[于在]?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?$|[于在]?\d{1,2}日$")
_ONLY_TIME = re.compile(r"(?:截[至止]|到)?[\d年月日底初末上下半第一二三四季度今去]{1,12}")
_TIMED = re.compile(r"^(?:\d{4}年)?(?:[上下]半年|第?[一二三四]季度|前[一二三四]季度|\d{1,2}月份?)?(?=..)")
"""Before a document, the time that it tells of: 2019年上半年数据."""


class TableReader:
    """Reads the sentences of one text by the table."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._rules = rule_scanner("quotations").scan(text)

    def frames(self, start: int, end: int) -> list[Frame]:
        """Return what the table finds; of two rules that match the same words the first in the table counts."""
        found: list[Frame] = []
        for rule in self._rules.candidates(start, end):
            for match in rule.pattern.finditer(self._text, start, end):
                frame = self._from_match(rule, match)
                if not any(frame.start < other.content and other.start < frame.content for other in found):
                    found.append(frame)
        return found

    def _from_match(self, rule: Rule, match: re.Match[str]) -> Frame:
        groups = match.groupdict()
        speaker = Piece(*match.span("speaker"), groups["speaker"]) if groups.get("speaker") else None
        person = speaker and speaker_before(self._text, speaker.start, speaker.end)
        if person and is_like_a_name(person.text):
            speaker = person
        elif speaker:
            speaker = self._without_title(_TIMED.sub("", speaker.text), speaker)
        cue = Piece(*match.span("cue"), groups["cue"]) if groups.get("cue") else None
        dated = speaker and _DATED.search(speaker.text)
        if speaker and dated and dated.start():
            speaker = Piece(speaker.start, speaker.start + dated.start(), speaker.text[: dated.start()])
        if cue and speaker and _ONLY_TIME.fullmatch(speaker.text):
            speaker = cue  # 据截至6月底的统计: the statistics themselves are the source
        content = match.end() + (1 if self._text[match.end() : match.end() + 1] in (",", "，", ":") else 0)
        style: Style = "data" if rule.label == "data" else "indirect"
        return Frame(match.start(), content, speaker, cue, style, rule.id)

    def _without_title(self, words: str, speaker: Piece) -> Piece:
        """Return ``speaker`` without the time before its ``words``, or only the name behind a title."""
        start = speaker.end - len(words)
        name = self._names.last_in(start, speaker.end)
        if name and name[1] == speaker.end and kind_of_words(self._text[start : name[0]]) == "title":
            start = name[0]
        return Piece(start, speaker.end, self._text[start : speaker.end])
