"""The names in an article that a figure may belong to, and whether they stand as a subject where they are written."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Literal, NamedTuple

from newsextract.assemble.findings import FirmGroup
from newsextract.layers import text_of
from newsextract.records.marks import ENTITIES, Piece
from newsextract.rules.firm_names import common_words
from newsextract.rules.lexicon import read_lexicon
from newsextract.rules.phrases import is_verb, last_word, occurrences

NameKind = Literal["firm", "reference", "person", "product", "place", "body"]

_OBLIQUE = re.compile(
    r"(?:占|记者|编辑|作者|发言人|代言人|联系人|联络人|讯|向|与|由|被|对|较|比|给|跟|同|从|给予|授予|超越|超过|领先|击败|收购|并购|入股|投资|参股|持有|减持|增持|来自|据|根据|援引|受|为|因|替|包括"
    r"|例如|如|以及|低于|高于|优于|购买|买进|买入|卖出|加码|抛售|相当于|折合|导入|取得|获得|获|联合|针对|至|到|在|于|关于|透过|通过|经由|进入|付运至|输入|销往|出口|打入)(?:了|过)?[“‘\"(《]?(?:日本|美国|中国|韩国|德国|国际|知名|全球)?$"
)
_SOURCE = (
    r"[/／]|[(][^()]{0,20}[)](?:讯|电|报道|综合)|[”’\"]?[^,，。;\n]{0,12}?(?:预计|预估|预测|报道|报导|获悉|讯|统计|数据|报告|消息|记者|研报|分析"
    r"|\d日[^,，。]{0,4}电|介绍|质疑|直言|不讳言|补充|强调|(?:说|称|认为|又指)[,，:：「“]|"
)
"""What follows a name that only says who says so; the verbs of speech that need nothing after them go in the end."""
_OPENING = re.compile(r"[\s“‘\"0-9年月日]|今年|上半年|下半年|其中|而|但|目前|事实上|第?[一二三四]季度?")
_RELATION = re.compile(
    r"(?:[(（][^()]{0,14}[)）])?(?:的)?(?:(?:旗下|下属|所属|一致行动人|(?:全资|控股|参股)?子公司|关联方|母公司|(?:控股|第一|最)?大?股东|实际控制人|实控人|董事长"
    r"|创始人|总裁|总经理|负责人|品牌|自研|自有|推出)(?:的)?)?|[^,，的、]{1,6}的[“‘\"]?"
)
"""What makes of the first of two names a modifier of the second: 甲旗下乙, 甲的董事长乙, 甲持股的乙."""
_LETTING = frozenset(
    (
        "同意",
        "允许",
        "批准",
        "要求",
        "促使",
        "导致",
        "希望",
        "建议",
        "准许",
        "敦促",
        "预计",
        "确保",
        "据悉",
        "然而",
        "虽然",
        "尽管",
        "其中",
    )
)
"""Words after which a clause with its own subject follows."""
_REGIONS = frozenset(("全球", "国内", "海外", "京津冀", "全国", "世界", "大陆", "内地"))
"""Ordinary words that are places as well."""
_OUTSIDER = re.compile(
    r"(?![^,，。;\n]{0,10}(?:披露|发布|公布|宣布|公告))[^,，。;\n]{0,14}?(?:分析|策略师|研究|首席经济|预测|预估|调查|统计|数据|报告显示|报道|报导|记者|讯|获悉)"
)
_REPORTING = re.compile(r"(?:证券|投顾|研究院|研究所|咨询|资本|基金|日报|晚报|时报|周刊|新闻|通讯社|财经|网)$")
_LONGEST_ROLE = 8
"""Characters of the noun that says what one name is to another."""
_NO_ROLE = re.compile("[,，、的了着过是有在将被对向从由和与]")
_LISTING = frozenset("、和与及")
_PUNCTUATION = re.compile("[,，。;:!?、\n”’]")
_DEFINED = re.compile(r"[(](?:以下)?(?:合)?(?:简称|称)(?:为)?[^()]{2,60}[)]|[(]下称[^()]{2,60}[)]")
_TERM = re.compile('[“‘"]([^“”‘’"]{2,12})[”’"]')
_WORK = re.compile("《[^《》\n]{2,20}》(?!(?:杂志|周刊|[^,，。]{0,6}(?:报道|报导|记者|消息)))")
_TERM_PLACES = 200
"""Places of one defined term that are looked at."""
_MODEL = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{2,20}")


class Name(NamedTuple):
    """One place where somebody or something is named that can have figures."""

    start: int
    end: int
    kind: NameKind
    firm_id: str | None

    @property
    def is_firm(self) -> bool:
        """Whether it is a firm or stands for one."""
        return self.firm_id is not None


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of an article in reading order."""

    text: str
    names: Sequence[Name]
    starts: Sequence[int]

    def between(self, start: int, end: int) -> list[Name]:
        """Return the names that lie wholly between two positions."""
        found = self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [name for name in found if name.end <= end]

    def subjects(self, start: int, end: int, clause: int | None = None) -> list[Name]:
        """Return those of the names between two positions that are neither objects nor only sources.

        ``clause``: where the clause begins, if before ``start``: a place is a subject only at its head.
        """
        head = start if clause is None else clause
        found = [name for name in self.between(start, end) if not self.is_oblique(name) and not self.is_source(name)]
        if any(name.is_firm for name in found):
            return [name for name in found if name.kind != "place"]
        return [name for name in found if name.kind in {"person", "product"} or self.opens(name, head)]

    def opens(self, name: Name, start: int) -> bool:
        """Whether a place begins its clause: elsewhere it only says where."""
        market = self.text.startswith(("市场", "地区"), name.end)
        return not market and not _OPENING.sub("", self.text[start : name.start])

    def is_oblique(self, name: Name) -> bool:
        """Say whether a name follows a word that makes it an object: 向, 收购, 超越, or another object and 、."""
        before = self.text[max(0, name.start - 8) : name.start]
        if _OBLIQUE.search(before):
            return True
        if before[-1:] in _LISTING:
            number = bisect_left(self.starts, name.start)
            other = self.names[number - 1] if number else None
            return other is not None and other.end == name.start - 1 and self.is_oblique(other)
        stretch = _PUNCTUATION.split(before.rstrip('“‘"(《 '))[-1]
        word = last_word(stretch.rstrip("了过着"))
        return len(word) > 1 and is_verb(word) and word not in _speech_verbs() and word not in _LETTING

    def is_source(self, name: Name) -> bool:
        """Say whether a name only says who says so: 某某指出."""
        return name.kind != "product" and bool(_source().match(self.text, name.end, name.end + 20))

    def last_of_chain(self, names: Sequence[Name]) -> Name:
        """Return the owner where names stand one upon the other: 甲旗下乙 is 乙, 甲一致行动人乙 is 乙."""
        name = names[0]
        for other in names[1:]:
            between = self.text[name.end : other.start]
            if other.kind == "place" or (name.kind == "place" and between) or "、" in between or len(between) > 16:
                break
            if (
                not _RELATION.fullmatch(between)
                and not _is_role(between)
                and not (other.kind == "product" and _is_nominal(between))
            ):
                break
            name = other
        return name

    def piece(self, name: Name) -> Piece:
        """Return where a name stands."""
        return Piece(name.start, name.end, self.text[name.start : name.end])


@cache
def _source() -> re.Pattern[str]:
    rows = read_lexicon("speech_verbs")
    verbs = sorted(
        (row["word"] for row in rows if row["frame"] in {"open", "data"} and len(row["word"]) > 1),
        key=len,
        reverse=True,
    )
    return re.compile(_SOURCE + "|".join(map(re.escape, verbs)) + ")")


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("speech_verbs"))


def _is_role(between: str) -> bool:
    """Whether 的 and a noun stand between two names: 甲的采购业务乙."""
    noun = between[1:]
    plain = 2 <= len(noun) <= _LONGEST_ROLE and not is_verb(last_word(noun))
    return plain and between[0] == "的" and not _NO_ROLE.search(noun)


def _is_nominal(between: str) -> bool:
    return len(between) <= 12 and not re.search(r"[,，的了将在是有带推]", between)


def list_names(doc: Any, firms: Sequence[FirmGroup]) -> NameList:  # noqa: ANN401 - a spaCy Doc
    """Return the firms of ``doc``, their stand-ins, and the persons, places and products that are no part of one."""
    text = text_of(doc)
    named = [Name(mark.start, mark.end, "firm", firm.id) for firm in firms for mark in firm.marks]
    named += [Name(mark.start, mark.end, "reference", firm.id) for firm in firms for mark in firm.references]
    taken = sorted((name.start, name.end) for name in named)
    for entity in ENTITIES.read(doc):
        number = bisect_left(taken, (entity.end, 0))
        if number and taken[number - 1][1] > entity.start:
            continue
        written = text[entity.start : entity.end]
        if entity.label == "place" and written in common_words() and written not in _REGIONS:
            continue
        if entity.label in {"person", "place"} and written.isalpha() and len(written) > 1:
            named.append(Name(entity.start, entity.end, entity.label, None))
        elif entity.label in {"government", "organisation"} and written[0] not in "为由向对与":
            named.append(Name(entity.start, entity.end, "body", None))
        elif entity.label == "product" and _MODEL.fullmatch(text, entity.start, entity.end):
            named.append(Name(entity.start, entity.end, "product", None))
    inside = {name.start for name in named}
    named += [Name(*work.span(), "product", None) for work in _WORK.finditer(text) if work.start() + 1 not in inside]
    terms = _defined_terms(text, named)
    ends = {term.end for term in terms}
    return in_order(text, [*(name for name in named if name.kind == "firm" or name.end not in ends), *terms])


def _defined_terms(text: str, named: Sequence[Name]) -> list[Name]:
    """The places where a term stands that brackets after a firm's name define: (以下简称“甲科技”或“标的公司”)."""
    firms = {name.end: name.firm_id for name in named if name.is_firm}
    taken = {name.start for name in named if name.kind == "firm"}
    defined = {
        term: owner
        for bracket in _DEFINED.finditer(text)
        if (owner := firms.get(bracket.start()))
        for term in _TERM.findall(bracket.group())
    }
    found: list[Name] = []
    ends: set[int] = set()
    for term in sorted(defined, key=len, reverse=True):  # 公司 at the end of 标的公司 is not the company itself
        places = islice(occurrences(text, term), _TERM_PLACES)
        free = [(start, end) for start, end in places if start not in taken and end not in ends]
        found += [Name(start, end, "reference", defined[term]) for start, end in free]
        ends.update(end for _, end in free)
    return found


def is_outsider(text: str, name: Name) -> bool:
    """Say whether a firm that is cited there speaks of others: a paper, a broker, an analyst."""
    return bool(_REPORTING.search(text, name.start, name.end) or _OUTSIDER.match(text, name.end, name.end + 24))


def in_order(text: str, names: list[Name]) -> NameList:
    """Return names in reading order, the longer first."""
    names.sort(key=lambda name: (name.start, -name.end))
    return NameList(text, names, [name.start for name in names])
