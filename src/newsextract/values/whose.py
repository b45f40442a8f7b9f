"""Whose 元 an amount is in, where the words around it say so: 人民币(下同)2亿元, 50元(人民币), 北向资金净流入41亿元."""

import re

from newsextract.records.quantity import Quantity

CODES = {
    "人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港币": "HKD", "港元": "HKD", "美元": "USD", "美金": "USD",
    "日元": "JPY", "日圆": "JPY", "欧元": "EUR", "新加坡元": "SGD", "新元": "SGD",
    "澳门元": "MOP", "加元": "CAD", "澳元": "AUD",
}  # fmt: skip
"""The names that brackets and sentences give to currencies."""
_NAMES = "|".join(CODES)
_ALIKE = re.compile(rf"({_NAMES})[,、. ]?[(]?(?:以下?|[,、. ])?(?:下同|同)[)]")
_UNITS_ALIKE = re.compile(
    rf"(?P<before>{_NAMES})? ?[0-9][0-9,.]* ?[百千十万亿兆]*(?:元|(?P<after>{_NAMES}))? ?"
    r"[(](?:以下|下述|下列)?(?:金额|货币|币别|币种)?(?:单位)?(?:皆|均|都|相|以?下)同[)]"
)
"""人民币2,082亿元(以下单位皆同): the amount before the bracket says in what."""
_BRACKET = re.compile(rf" ?[(](?:以)?({_NAMES})(?! ?[0-9约])")
_OF_MAINLAND = re.compile(
    "人民币|北向资金|陆股通|沪股通|深股通|沪市|深市|沪深|两市|人民银行|中国央行|中国人行|逆回购|MLF|A股"
)
_OF_OTHERS = re.compile("新台币|台币|台湾|台股|台资|国银|我国|港元|港币|美元|金管会")
_END = re.compile("[。!?\n]")
_SENTENCE = 120


def declared(text: str) -> list[tuple[int, str]]:
    """Return from where on every 元 of ``text`` is of which currency: 人民币(下同), 人民币3亿元(以下单位皆同)."""
    if "同)" not in text:
        return []
    said = [(match.start(), CODES[match[1]]) for match in _ALIKE.finditer(text)]
    for match in _UNITS_ALIKE.finditer(text):
        name = match["after"] or match["before"]
        if name:
            said.append((match.start(), CODES[name]))
    return sorted(said)


def said_after(text: str, quantity: Quantity) -> str | None:
    """Return the currency that brackets after the amount name: 50元(人民币)."""
    match = _BRACKET.match(text, quantity.end)
    return CODES[match[1]] if match else None


def said_by_sentence(text: str, quantity: Quantity) -> str | None:
    """Return CNY where the sentence speaks of the mainland's currency, bank or markets, and of no others since."""
    start = max(0, quantity.start - _SENTENCE)
    ends = [end.end() for end in _END.finditer(text, start, quantity.start)]
    before = text[ends[-1] if ends else start : quantity.start]
    cue = max((match.end() for match in _OF_MAINLAND.finditer(before)), default=None)
    if cue is None or _OF_OTHERS.search(before, cue):
        return None
    return "CNY"
