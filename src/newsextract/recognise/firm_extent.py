"""Where the name of a firm begins and ends in the text: with its city, legal form, class of share or branch."""

import re

from newsextract.recognise.firm_suffixes import suffix_end
from newsextract.recognise.firm_text import FirmText
from newsextract.rules.firm_names import LATIN_FORM_WORD, name_kind, name_lexicon

_SHARE = re.compile(r"\*? ?-? ?KY(?![A-Za-z])| ?\*(?=[ (,，、:-])")
_LATIN_FORM = re.compile(rf"(?<=[A-Za-z])[ ,]{{1,2}}{LATIN_FORM_WORD}(?![A-Za-z])\.?")
_PLACE_BRACKET = re.compile(
    r"\((?:中国|亚洲|亚太|香港|台湾|澳门|北京|上海|深圳|新加坡|印尼|日本|美国|泰国|越南|马来西亚|印度|欧洲)\)"
)
_BRANCH = re.compile(r"(?P<where>[一-鿿]{2,4})(?:分行|支行|分公司)|(?P<street>[一-鿿]{2,14}?)证券营业部")
_DOTTED = re.compile(r"[ ,](?:Inc|Corp|Co|Ltd|S\.A|N\.V)$")
_DOT = re.compile(r"\.(?![A-Za-z0-9])")


def whole_start(article: FirmText, start: int) -> int:
    """Return where the name begins with the city of the subsidiary taken in: 郑州富士康."""
    for length in (3, 2):
        city = article.text[max(0, start - length) : start]
        if city in name_lexicon().cities and start - length in article.borders:
            return start - length
    return start


def whole_end(article: FirmText, start: int, end: int) -> int:
    """Return where the name ends with its legal form (X集团, X公司), class of share (X-KY) or branch taken in."""
    share = (
        _SHARE.match(article.text, end)
        or _LATIN_FORM.match(article.text, end)
        or (name_kind(article.text[start:end]) and _PLACE_BRACKET.match(article.text, end))
        or (name_kind(article.text[start:end]) and _branch(article.text, end))
        or (_DOTTED.search(article.text, start, end) and _DOT.match(article.text, end))
    )
    if share:
        return share.end()
    return end if article.text[start:end].endswith("公司") else suffix_end(article, end, any_kind=False)


def _branch(text: str, end: int) -> re.Match[str] | None:
    """Return the branch that follows a name: its place, and what it is: 香港 + 分行, 杭州文一路 + 证券营业部."""
    match = _BRANCH.match(text, end)
    if match is None:
        return None
    known = match["where"] in name_lexicon().places if match["where"] else name_lexicon().leading_place(match["street"])
    return match if known else None
