"""Find the frames that cite: who, by which words, and where what is cited begins."""

import re
from collections.abc import Sequence

from newsextract.recognise.quotation_cues import Cue
from newsextract.recognise.quotation_frame import Frame, Style
from newsextract.recognise.quotation_labels import find_labels
from newsextract.recognise.quotation_names import Names
from newsextract.recognise.quotation_speakers import (
    is_like_a_name,
    person_in,
    phrase_start,
    role_at,
    speaker_before,
)
from newsextract.recognise.quotation_table import TableReader
from newsextract.recognise.quotation_trailing import find_trailing
from newsextract.records.marks import Piece
from newsextract.rules.speaker_words import kind_of_words
from newsextract.values.sentences import headline_part

_AFTER_CUE = re.compile(r"了?\s?(?P<mark>[,，:“\"‘]|[。;!?…)”]|\n|$)?")
_TOLD = re.compile(r"(?:了)?[^,，。;:!?\n“”]{0,12}(?P<mark>[,，:“\"‘]|[。;!?…)”]|\n|$)")
_RELEASING = frozenset({"披露", "发布"})
_RELEASED = re.compile(
    r"了?[^,，。;:!?\n“”的]{0,16}(?:快报|预告|财报|年报|季报|业绩|数据|公告|报告|声明|通知|预案|消息)(?P<mark>[,，:])"
)
_MADE_KNOWN = re.compile(
    r"(?:营收|财报|业绩|[年季]报|数据|结果|名单|成绩单?|报告|方案|细则|预告)(?:今[日天]|昨[日天]|近日|日前|陆续|相继|先后|分别|正式|对外|已经?|将|也|都|均){1,3}(?:公布|发布|披露)$"
)
"""A verb of telling behind what was told, with nobody who tells it: 8月营收陆续公布，."""
_SHORT_QUOTE = re.compile(r"[“\"‘][^，,。!?;…”\"’]{1,9}[”\"’]")
_LISTS = re.compile(
    r"如下|包括|分别|主要|以下|例如|比如|诸如|下图|图|分为|即|如|有|是|为|(?:时间|地点|来源|作者|编辑|电话|责编|记者|标题|链接|网址|邮箱|"
    r"代码|编号|案号|号|简称|全称|名称|价格|关键词|注|附|表\d?|公式|备注|口号|文|摄影|摄|封面|出品|策划|审核|校对|排版)\s?(?:[|:／/].{0,12})?$"
)
_HEADLINE = re.compile(
    r"(?:【|[(]|〈|\d{1,2}[.、])?\s?(?P<speaker>[^,，。;:!?\n“”\"|｜—()]{2,18}?)\s?(?:[(][^()\n\d]{1,8}[)])?\s?:"
)
_ANNOUNCES = re.compile(
    r"\s?(?:拟|将|预计|中标|签订|签署|收到|获|完成|终止|控股股东|股东|子公司|公司|首次|累计|[前上下]?[\d一二三四]|净利|营收|业绩|股价|停牌|复牌)"
)
_FORESEEING = ("起诉书", "判决书", "报告", "研报", "公告", "预告", "研究", "调查", "模型", "白皮书", "招股书")
_LONGEST = 2_000
"""Of a longer sentence, which is none, only so many characters are read: the work for each verb grows with it."""
_FOREIGN_NAME = re.compile(r"(?:[A-Z][\w.'-]{0,20} ){1,3}[A-Z][\w.'-]{0,20}$")
_OUTLET_RULES = frozenset({"cite.outlet", "cite.source", "cite.named"})
"""The rules of 据海岚新闻，and the like: who is named behind it is the subject of what comes next, not the outlet."""
_CLOSERS = ("”", '"', "’")
_DATELINE = re.compile(
    r"[〔【(\[][^〕】)\]\n]{2,30}[〕】)\]]|"
    r"(?!据)[^,，。;:!?\n“”]{2,20}?"
    r"(?:\d{1,2}月\d{1,2}日(?:电|讯|消息|\s?[丨|])|(?<![通资短])讯(?=[ ,，(])|报[道导](?=[ )]))[ ,，]?"
)
_OWN_NOUN = re.compile(r"(?:分析|报[道导]|公告|通报|研究|调查|统计|估算)(?=.)")
_ANALYSTS = ("咨询", "研究", "数据", "证券", "机构", "投顾", "资本", "评级", "报告", "分析师", "专家")
_WHO_SPEAK = frozenset({"organisation", "firm", "outlet", "anonymous", "title", "pronoun"})
_VOICES = 30
_COLON_REACH = 40
_QUOTED = 400
"""A quotation of whole sentences closes within so many characters."""
_FULL_STOPS = "。!?;…"
_AS_FOLLOWS = ("说明如下", "情况如下", "公告如下", "内容如下", "回应如下", "回复如下", "声明如下")
_ITEM = re.compile(r"\s{0,4}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、]")
_BECAUSE = ("因", "因为", "由于")
"""Before somebody's worry or hope: it is a reason, not what the sentence cites."""
_CAUSED = re.compile("引发|引起|导致|加剧|缓解|听取|受到|招致|遭|打消|消除|化解|采纳|提出|回应|面对")
"""Before a noun of opinion (引发市场担忧，): nobody voices it here."""


class FrameFinder:
    """Finds the frames of one text, sentence by sentence."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._table = TableReader(text, names)
        self._labels = find_labels(text, {text[start:end] for start, end in names.spans})
        self._spoken: tuple[str, ...] = ()
        """Who has spoken so far, for sentences that begin with him and cite him only in a later clause."""

    def find(self, start: int, end: int, cues: Sequence[Cue]) -> list[Frame]:
        """Return the frames of the sentence [start, end), whose speech verbs are ``cues``, in reading order."""
        end = min(end, start + _LONGEST)
        cues = [cue for cue in cues if cue.end <= end]
        found = self._table.frames(start, end)
        dateline = _DATELINE.match(self._text, start, end)
        start = floor = dateline.end() if dateline else start
        headline = self._text[end - 2 : end].rstrip("”")[-1:] not in _FULL_STOPS
        for cue in cues:
            taken = any(f.start <= cue.start < f.content or (f.cue and f.cue.end > cue.start >= f.start) for f in found)
            taken = taken or (bool(found) and cue.verb.word in _RELEASING)  # 据统计,二十家公司发布了年报: it is counted
            part = max(floor, headline_part(self._text, start, cue.start)) if headline else floor
            cited = max((f.content for f in found if f.rule in _OUTLET_RULES and f.content <= cue.start), default=start)
            frame = None if taken else self._by_verb(cited, end, cue, part)
            said = self._text[frame.content - 1] in ",，:" if frame else True
            if frame and found and not said and cue.verb.frame == "open" and not self._is_somebody(frame):
                continue  # 教授强调,课程强调语法: things do not speak where somebody speaks of them
            if frame:
                found.append(frame)
                floor = cue.end  # what is cited by one verb does not name the speaker of the next
        colon = self._text.find(":", start, end)
        while colon >= 0:
            if not any(f.content == colon + 1 for f in found):
                frame = self._following(found, colon) or self._by_colon(start, end, colon, cues)
                if frame:
                    found.append(frame)
            colon = self._text.find(":", colon + 1, end)
        found += find_trailing(self._text, start, end, self._names, {frame.content for frame in found})
        found.sort(key=lambda frame: (frame.content, frame.start))
        return found

    def _by_verb(self, start: int, end: int, cue: Cue, floor: int) -> Frame | None:
        frame = cue.verb.frame
        if _MADE_KNOWN.search(self._text, start, cue.end):
            return None
        after, content = self._after(cue, end)
        first = phrase_start(self._text, floor, cue.start)
        if after == "" and first > 0 and self._text[first - 1] in _CLOSERS and frame in ("marked", "colon"):
            after = "end"  # “…”王明说这话的时候: it belongs to the quotation before it
        ends = after == "end"
        if (ends and frame in ("judge", "data")) or not self._marked_enough(frame, after, content):
            return None
        speaker = self._speaker(floor, cue)
        if not self._can_speak(speaker, cue, after):
            bare = speaker is None or self._clause_begins(start, cue.start)
            speaker = self._earlier_subject(start, cue) if bare and self._may_drop_subject(cue, after) else None
            if bare and (self._clause_begins(start, cue.start) or self._text[cue.start - 1 : cue.start] == "有"):
                speaker = self._own_noun(cue, speaker)
            if speaker is None and not (frame == "open" and self._clause_begins(start, cue.start) and not ends):
                return None
        self._remember(speaker)
        piece = Piece(cue.start, cue.end, cue.verb.word)
        style: Style = "data" if frame == "data" else "direct" if after in ("“", '"', ":") else "indirect"
        return Frame(first, content, speaker, piece, style, f"verb.{frame}", closes=ends)

    def _after(self, cue: Cue, end: int) -> tuple[str, int]:
        """Return the mark that follows the verb ("end" where its sentence ends) and where the content begins."""
        shape = _TOLD if cue.verb.word in ("告诉", "告知") else _AFTER_CUE
        match = (cue.verb.word in _RELEASING and _RELEASED.match(self._text, cue.end, end)) or shape.match(
            self._text, cue.end, end
        )
        after = (match["mark"] if match else None) or ""
        if match and after in (",", "，", ":"):
            return after, match.end()
        if after in ("。", ";", "!", "?", "…", ")", "”", "\n") or (match and match.end() >= end):
            return "end", cue.end
        return after, cue.end

    def _marked_enough(self, frame: str, after: str, content: int) -> bool:
        if frame not in ("marked", "colon") or after == "end":
            return True
        if after in ("“", '"', "‘"):  # 说“内卷” mentions a word, 说“我们…” quotes
            return not _SHORT_QUOTE.match(self._text, content)
        return after == ":" or (frame == "marked" and after in (",", "，"))

    def _speaker(self, start: int, cue: Cue) -> Piece | None:
        speaker = speaker_before(self._text, start, cue.start)
        if speaker is None or kind_of_words(speaker.text) == "document":
            return speaker
        name = self._names.last_in(speaker.start, speaker.end)
        if name is None or name[1] != speaker.end or name[0] - speaker.start <= 1:
            return speaker  # a model that sees half a name must not shorten it
        first = _FOREIGN_NAME.search(self._text, speaker.start, speaker.end)
        begin = min(name[0], first.start()) if first else name[0]
        return Piece(begin, name[1], self._text[begin : name[1]])

    def _remember(self, speaker: Piece | None) -> None:
        if speaker and len(speaker.text) > 1 and speaker.text not in self._spoken:
            self._spoken = (speaker.text, *self._spoken[: _VOICES - 1])

    def _can_speak(self, speaker: Piece | None, cue: Cue, after: str) -> bool:
        if speaker is None:
            return False
        kind = kind_of_words(speaker.text)
        named = self._names.first_in(speaker.start, cue.start) is not None
        caused = after in (",", "，") and _CAUSED.match(speaker.text)
        if cue.verb.frame == "judge" and (caused or self._is_aside(speaker)):
            return False
        if cue.verb.frame == "data":
            return kind in ("document", "organisation", "outlet") or named
        if cue.verb.frame == "judge" and kind == "document":
            return speaker.text.endswith(_FORESEEING)
        if cue.verb.frame == "judge" or (cue.verb.frame == "marked" and after in (",", "，")):
            return kind is not None or named or is_like_a_name(speaker.text)
        return True

    def _is_aside(self, speaker: Piece) -> bool:
        """Say whether somebody's judgement is a reason (由于投资人担心) or done to another (被监管部门认定)."""
        return "被" in self._text[speaker.start - 1 : speaker.end] or self._text.endswith(_BECAUSE, 0, speaker.start)

    def _is_somebody(self, frame: Frame) -> bool:
        speaker = frame.speaker
        if speaker is None or kind_of_words(speaker.text) or is_like_a_name(speaker.text):
            return True
        return self._names.first_in(speaker.start, speaker.end) is not None

    def _may_drop_subject(self, cue: Cue, after: str) -> bool:
        frame = cue.verb.frame
        return (
            frame == "open"
            or (frame == "marked" and after in (":", "“", '"'))
            or cue.verb.word == "指"
            or cue.verb.stance == "finds"
        )

    def _own_noun(self, cue: Cue, speaker: Piece | None) -> Piece | None:
        """Return the noun that the verb itself begins with (分析指出, 报道称) where nobody else is named."""
        noun = _OWN_NOUN.match(cue.verb.word)
        if noun is None or (speaker and noun.group() not in ("分析", "报道", "报导")):
            return speaker
        return Piece(cue.start, cue.start + len(noun.group()), noun.group())

    def _clause_begins(self, start: int, position: int) -> bool:
        return phrase_start(self._text, start, position) == position

    def _earlier_subject(self, start: int, cue: Cue) -> Piece | None:
        """Return who the sentence began with: 甲公司昨日开会,称… leaves out its subject."""
        begin = phrase_start(self._text, start, cue.start)
        person = person_in(self._text, start, begin)
        if person:
            return person
        nearest = phrase_start(self._text, start, begin - 1) if begin > start else start
        name = self._names.first_in(nearest, begin) if self._heads(nearest, begin) else None
        name = name or self._names.first_in(start, begin)
        if name:
            return Piece(*name, self._text[name[0] : name[1]])
        spoken = next((words for words in self._spoken if self._text.startswith(words, start)), None)
        return Piece(start, start + len(spoken), spoken) if spoken else role_at(self._text, start, begin)

    def _heads(self, start: int, end: int) -> bool:
        """Say whether a name begins the clause [start, end): then it is the subject of what comes next."""
        name = self._names.first_in(start, end)
        return name is not None and name[0] == start

    def _following(self, found: Sequence[Frame], colon: int) -> Frame | None:
        """Return the frame of a colon after 说明如下, which leads to what the announcement of the sentence says."""
        if not found or found[-1].style == "data" or not self._text.endswith(_AS_FOLLOWS, 0, colon):
            return None
        last = found[-1]
        return Frame(last.start, colon + 1, last.speaker, last.cue, "direct", "colon.verb") if last.speaker else None

    def _by_colon(self, start: int, end: int, colon: int, cues: Sequence[Cue]) -> Frame | None:
        """Read a colon that no speech verb stands right before."""
        label = self._text[start:colon].strip()
        if label in self._labels and self._text[start - 1 : start] in ("\n", ""):
            speaker = Piece(start, start + len(label), label) if self._labels[label] else None
            return Frame(start, colon + 1, speaker, None, "direct", "colon.interview")
        spaced = self._text.rfind(" ", start, colon) + 1  # 月泉預告熄燈 粉絲:最強
        if spaced > start and kind_of_words(self._text[spaced:colon]) in _WHO_SPEAK:
            return self._headline(spaced, end, colon)
        begin = phrase_start(self._text, start, colon)
        if _LISTS.search(self._text, max(begin, colon - 12), colon):
            return None
        near = [c for c in cues if start <= c.start and c.end <= colon <= c.end + _COLON_REACH]
        for cue in reversed(near):
            if cue.verb.frame not in ("open", "marked") or "。" in self._text[cue.end : colon]:
                continue
            speaker = speaker_before(self._text, start, cue.start) or self._earlier_subject(start, cue)
            if speaker:
                piece = Piece(cue.start, cue.end, cue.verb.word)
                return Frame(speaker.start, colon + 1, speaker, piece, "direct", "colon.verb")
        return self._headline(start, end, colon) or self._unknown_verb(begin, end, colon)

    def _headline(self, start: int, end: int, colon: int) -> Frame | None:
        begins = (start, self._text.rfind(" ", start, colon) + 1)
        matches = (_HEADLINE.match(self._text, begin, colon + 1) for begin in begins if begin >= start)
        match = next((match for match in matches if match and match.end() == colon + 1), None)
        if match is None:
            return None
        words = match["speaker"]
        first, last = match.span("speaker")
        name = self._names.first_in(first, last)
        kind = kind_of_words(words)
        whole = name is not None and name[1] == last
        if whole and not words.endswith(_ANALYSTS) and _ANNOUNCES.match(self._text, colon + 1, end):
            return None  # 甲公司:拟收购乙公司 names what the line is about
        if not whole and _ITEM.match(self._text, start):
            return None  # 3.主办机构:甲公司 is an entry of a form
        if not whole and kind not in _WHO_SPEAK:
            return None
        if kind == "outlet" and self._text[start:end].rstrip('”"').endswith("?"):
            return None  # an interviewer's question
        return Frame(first, colon + 1, Piece(first, last, words), None, "direct", "colon.headline")

    def _unknown_verb(self, begin: int, end: int, colon: int) -> Frame | None:
        quoted = self._text[colon + 1 : colon + 2] in ("“", '"') and colon + 8 < end
        person = person_in(self._text, begin, colon) or role_at(self._text, begin, colon)
        form = self._text[colon + 1 : colon + 2].isdigit()  # 公司决定日期:11月12日
        if person and (quoted or (person.end < colon - 1 and not form)):
            return Frame(person.start, colon + 1, person, None, "direct", "colon.person")
        name = self._names.first_in(begin, colon)
        if quoted and name:
            piece = Piece(*name, self._text[name[0] : name[1]])
            return Frame(name[0], colon + 1, piece, None, "direct", "colon.quotation")
        closing = self._text.find("”", colon, colon + _QUOTED) if quoted else -1
        if closing > 0 and self._text[closing - 1] in "。!?…":
            return Frame(colon, colon + 1, None, None, "direct", "colon.somebody")
        return None
