"""Spread frames over what they cite: the sentences of a quotation, a block after a colon, clauses after semicolons."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from newsextract.recognise.quotation_frame import TRAILING, Frame, Style
from newsextract.recognise.quotation_speakers import is_like_a_name
from newsextract.records.marks import Piece, Quotation, Quote, Sentence
from newsextract.rules.speaker_words import kind_of_words

_LONG_ENOUGH = 6
"""Shorter quotations are titles and scare quotes, unless a speech verb stands right beside them."""
_PHRASE = 11
"""A sentence that is all quotation and longer than this is speech."""
_ENOUGH = 100
"""So many characters of a quotation show whether it is speech."""
_CLOSING = 30
"""Within so many characters a sentence that only says who spoke (在业绩会上，王明如此表示。) comes to its speaker."""
_LINES_BACK = 3
"""A quotation that is a line of its own is by whoever spoke in one of so many lines before it."""
_GAP = 2
"""Characters (a comma, a space) that may stand between a quotation and the words that cite it."""

_COLON_BLOCK = 700
"""A colon without quotation marks introduces at most so many characters of its paragraph."""

_ITEM = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、,，]|第[一二三四五六七八九十]|[(]\d{1,2}[)]|[•·■▲◆①-⑩]")
"""How an entry of a list begins."""
_ITEMS = 12
"""A list of somebody's points has so many entries at most."""

_NAME_LENGTHS = (4, 3, 2)
_ANSWER = 3_000
"""A paragraph after a speaker's label in a printed interview is all his, up to so many characters."""


class Spreader:
    """Takes the sentences of one text in order, each with its frames, and gives the quotations."""

    def __init__(self, text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> None:
        self._text = text
        self._quotes = _apart(quotes)
        self._quote_starts = [quote.start for quote in self._quotes]
        self._ends = [sentence.end for sentence in sentences]
        self._sentences: list[tuple[Sentence, list[Frame]]] = []
        self._paragraph_ends = {sentence.paragraph: sentence.end for sentence in sentences}
        self._found: list[Quotation] = []
        self._carried: Frame | None = None
        """Who goes on speaking, up to the character ``_until``."""
        self._until = -1
        self._last: tuple[int, Frame] | None = None
        """The frame that cited last, and the paragraph that it stood in."""
        self._unclosed: Frame | None = None
        """Whose quotation the last paragraph left open."""

    def add(self, sentence: Sentence, frames: list[Frame]) -> None:
        """Take the next sentence."""
        self._sentences.append((sentence, frames))

    def finish(self) -> list[Quotation]:
        """Return the quotations in reading order."""
        for number in range(len(self._sentences)):
            self._read(number)
        return sorted(set(self._found), key=lambda q: (q.start, -q.end, q.rule))

    def _read(self, number: int) -> None:
        sentence, frames = self._sentences[number]
        inside = self._inside(sentence, frames)
        if inside:
            self._found.append(_quotation(sentence.start, min(sentence.end, self._until), inside, "carried"))
        opening = [frame for frame in frames if not frame.closes]
        outside = [frame for frame in opening if not inside or frame.start >= self._until or _is_clause(inside)]
        outside = [frame for frame in outside if frame.rule != TRAILING]  # its quotation is taken below
        self._found += [_quotation(f.content, end, f) for f, end in _with_ends(outside, sentence.end)]
        if self._last and not opening and not inside:
            said = self._last[1].cue
            self._found += [_quotation(f.content, f.content, f, "after") for f in frames if f.cue == said]
        if outside:
            self._last = (sentence.paragraph, outside[-1])
        quoted_until = self._until if inside and not _is_clause(inside) else -1
        for quote in self._speech(sentence, quoted_until):
            self._take_quote(quote, number)
        if self._until <= sentence.end:
            self._carried, self._until = self._go_on(number, inside, opening)

    def _inside(self, sentence: Sentence, frames: list[Frame]) -> Frame | None:
        """Return whose words the sentence goes on with; a source of the article's own ends a block."""
        if self._carried is None or sentence.start >= self._until:
            return None
        if self._carried.rule.endswith(".block") and any(frame.style == "data" for frame in frames):
            self._carried, self._until = None, -1
        return self._carried

    def _take_quote(self, quote: Quote, number: int) -> None:
        sentence = self._sentences[number][0]
        owner = self._owner(quote, number, self._last)
        if owner is None and not self._whole(quote, sentence):
            return
        owner = owner or Frame(quote.start, quote.start + 1, None, None, "direct", "quotation.bare")
        self._found.append(_quotation(quote.start, quote.end, owner, "quoted"))
        self._unclosed = owner if quote.open_ended else None
        if owner.speaker:
            self._last = (sentence.paragraph, owner)
        if quote.end > sentence.end or quote.open_ended:
            self._carried, self._until = owner, quote.end

    def _speech(self, sentence: Sentence, until: int) -> list[Quote]:
        """Return the quotations that begin in the sentence and are speech, not titles or scare quotes."""
        first, last = bisect_left(self._quote_starts, sentence.start), bisect_left(self._quote_starts, sentence.end)
        return [quote for quote in self._quotes[first:last] if quote.start >= until and self._may_be_speech(quote)]

    def _may_be_speech(self, quote: Quote) -> bool:
        end = quote.end if quote.open_ended else quote.end - 1
        inner = self._text[quote.start + 1 : min(end, quote.start + _ENOUGH)]
        if len(inner) < _LONG_ENOUGH:
            return False
        return any(mark in inner for mark in "。!?;…,，") or len(inner) >= 16

    def _whole(self, quote: Quote, sentence: Sentence) -> bool:
        """Say whether the quotation is all of its sentence (or more), so that it must be speech."""
        return quote.start == sentence.start and quote.end >= sentence.end - 1 and quote.end - quote.start > _PHRASE

    def _owner(self, quote: Quote, number: int, last: tuple[int, Frame] | None) -> Frame | None:
        sentence, frames = self._sentences[number]
        before = [f for f in frames if not f.closes and quote.start - _GAP <= f.content <= quote.start + 1]
        named = [f for f in before[-1:] if f.speaker and f.rule != TRAILING]
        cited = named or [f for f in self._frames_after(quote.end) if self._follows(f, quote)]
        if cited:
            return replace(cited[0], style="direct")
        if before:
            near = last is not None and sentence.paragraph - last[0] <= _LINES_BACK
            speaker = before[-1].speaker or (last[1].speaker if near and last else None)
            return replace(before[-1], style="direct", speaker=speaker)
        if self._unclosed and quote.start == sentence.start:
            return replace(self._unclosed, rule="quotation.continued")
        earlier = [f for f in frames if not f.closes and f.content < quote.start and f.speaker]
        if earlier:
            return replace(earlier[-1], style="mixed")
        if last and 0 <= sentence.paragraph - last[0] <= _LINES_BACK and self._whole(quote, sentence):
            return replace(last[1], rule="quotation.continued")
        return None

    def _follows(self, frame: Frame, quote: Quote) -> bool:
        """Say whether the frame says whose the quotation before it was: right behind it, or in a short sentence."""
        if quote.end <= frame.start <= quote.end + _GAP and "\n" not in self._text[quote.end : frame.start]:
            return True
        return frame.closes and quote.end <= frame.start <= quote.end + _CLOSING and frame.content >= quote.end

    def _frames_after(self, end: int) -> list[Frame]:
        """Return the frames of the sentence in which a quotation ends, and of the one after it."""
        position = bisect_left(self._ends, end)
        return [frame for _, frames in self._sentences[position : position + 2] for frame in frames]

    def _go_on(self, number: int, inside: Frame | None, frames: list[Frame]) -> tuple[Frame | None, int]:
        """Return what goes on after the sentence, and to where."""
        sentence = self._sentences[number][0]
        following = self._sentences[number + 1][0] if number + 1 < len(self._sentences) else None
        frame = frames[-1] if frames else inside
        if following is None or frame is None:
            return None, -1
        end = self._text[sentence.start : sentence.end].rstrip("”’」』\"')）】》")
        if end.endswith(":") and following.paragraph > sentence.paragraph:
            return self._block(following, frame)
        if frames and self._introduces(frame):
            reach = _ANSWER if frame.rule == "colon.interview" else _COLON_BLOCK
            stop = min(self._paragraph_ends[sentence.paragraph], sentence.start + reach)
            if sentence.end < stop:
                return replace(frame, rule=frame.rule + ".clause"), stop
        if end.endswith((";", "；")) and following.paragraph == sentence.paragraph:
            return replace(frame, rule=frame.rule.removesuffix(".clause") + ".clause"), following.end
        return None, -1

    def _introduces(self, frame: Frame) -> bool:
        """Say whether a colon opens a stretch without quotation marks, which then goes on over full stops."""
        if self._text[frame.content - 1] != ":":
            return False
        if frame.rule == "colon.headline" and not _is_person(frame.speaker):
            return False  # 甲部:... heads a piece of news
        return self._text[frame.content : frame.content + 2].lstrip()[:1] not in ("“", '"', "‘")

    def _block(self, following: Sentence, frame: Frame) -> tuple[Frame, int]:
        position = bisect_left(self._quote_starts, following.start)
        quoted = position < len(self._quotes) and self._quotes[position].start == following.start
        if not quoted:
            return replace(frame, rule=f"{frame.rule}.block"), self._items_end(following)
        while self._quotes[position].open_ended and position + 1 < len(self._quotes):
            position += 1
        return frame, self._quotes[position].end

    def _items_end(self, first: Sentence) -> int:
        """Return where the paragraph of ``first`` ends, or the list that it is the first entry of."""
        end = self._paragraph_ends[first.paragraph]
        if not _ITEM.match(self._text, first.start):
            return end
        for paragraph in range(first.paragraph + 1, first.paragraph + _ITEMS):
            start = end if paragraph in self._paragraph_ends else len(self._text)
            while start < len(self._text) and self._text[start].isspace():
                start += 1
            if not _ITEM.match(self._text, start):
                break
            end = self._paragraph_ends[paragraph]
        return end


def _apart(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotations without overlaps: one that was never closed ends where the next begins."""
    ends = [min(quote.end, following.start) for quote, following in pairwise(quotes)] + [q.end for q in quotes[-1:]]
    return [replace(quote, end=end) for quote, end in zip(quotes, ends, strict=True)]


def _with_ends(frames: list[Frame], end: int) -> list[tuple[Frame, int]]:
    stops = [frame.start for frame in frames[1:]] + [end] * bool(frames)
    return [(frame, max(frame.content, stop)) for frame, stop in zip(frames, stops, strict=True)]


def _is_person(speaker: Piece | None) -> bool:
    if speaker is None:
        return False
    words = speaker.text
    names = (length for length in _NAME_LENGTHS if is_like_a_name(words[-length:]))
    titled = (kind_of_words(words[:-length]) == "title" for length in names if len(words) > length)
    return is_like_a_name(words) or kind_of_words(words) == "title" or any(titled)


def _is_clause(frame: Frame) -> bool:
    return frame.rule.endswith(".clause")


def _quotation(start: int, end: int, frame: Frame, how: str = "") -> Quotation:
    speaker: Piece | None = frame.speaker
    style: Style = frame.style
    return Quotation(start, end, speaker, frame.cue, style, f"{frame.rule}.{how}" if how else frame.rule)
