"""Settle what an amount counts by the amounts around it: 7.35港元跌到3.91元, 20亿(约新台币88亿元)."""

import re
from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter

from newsextract.records.quantity import Quantity
from newsextract.values.amounts import is_paid
from newsextract.values.units import HOME
from newsextract.values.whose import declared, said_after, said_by_sentence

_CONVERTED = re.compile(r"[^0-9,。;!?\n(]{0,4}\(")
_CONVERSION = 3  # characters between the bracket and the amount in it: 约, 折合
_EXCHANGE = re.compile("[兑合折换算(=]|A股|[。!?;\n]")
_BETWEEN_PRICES = frozenset({"percent", "duration"})
_PRICE = 10_000
_ALSO_AT_HOME = frozenset({"TWD", "HKD"})  # where news of the mainland writes 元 for its currency, too
_REACHED = re.compile("[,，、]?[^。!?;\n0-9]{0,10}(?:首次|首度|历史性|一举|再次|正式|已经?|累计)[^。!?;\n0-9]{0,4}")
_FORECAST = re.compile("[^。!?;\n]{0,8}(?:预期|前值|预估|修正|上期|去年同期|前期|此前)[^。!?;\n0-9]{0,6}")


def settle(text: str, quantities: list[Quantity], home: str) -> list[Quantity]:
    """Return the quantities with every ``home`` replaced by a currency.

    An amount that the text converts into the home currency in brackets is in another one; a price takes the foreign
    currency that its sentence has just named; a bare amount that is compared with a count is a count.
    """
    settled: list[Quantity] = []
    converted: str | None = None
    declarations = declared(text)
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        into_home = quantity.kind == "money" and _is_converted(text, quantity, following, home)
        if quantity.unit == HOME:
            currency = said_after(text, quantity) or ((converted or "CNY") if into_home else None)
            if currency is None:
                currency = _named_before(text, settled, quantity) or _said(text, quantity, home, declarations)
            counts = not into_home and _is_compared_with_count(text, settled, quantity)
            kept = replace(quantity, unit=settled[-1].unit, kind="count") if counts else None
            settled.append(kept or replace(quantity, unit=currency))
            continue
        if into_home and quantity.unit != home:
            converted = quantity.unit
        settled.append(quantity)
    return settled


def _said(text: str, quantity: Quantity, home: str, declarations: list[tuple[int, str]]) -> str:
    latest = bisect_right(declarations, quantity.end, key=itemgetter(0))
    if latest:
        return declarations[latest - 1][1]
    return (said_by_sentence(text, quantity) if home in _ALSO_AT_HOME else None) or home


def _is_converted(text: str, quantity: Quantity, following: Quantity | None, home: str) -> bool:
    """Whether brackets after the amount say what it is in the home currency: (约新台币440亿)."""
    if following is None or following.kind != "money" or following.unit != home:
        return False
    bracket = _CONVERTED.match(text, quantity.end)
    return bracket is not None and following.start <= bracket.end() + _CONVERSION


def _named_before(text: str, settled: list[Quantity], price: Quantity) -> str | None:
    """The currency of the price before, if percentages only stand between."""
    if (
        not settled
        or "元" not in price.text
        or not _is_price(price)
        or _EXCHANGE.search(text, settled[-1].end, price.start)
    ):
        return None
    for earlier in reversed(settled[-3:]):
        if earlier.kind == "money":
            return earlier.unit if _is_price(earlier) else None
        if earlier.kind not in _BETWEEN_PRICES:
            return None
    return None


def _is_price(quantity: Quantity) -> bool:
    value = quantity.value if quantity.value is not None else quantity.high
    return value is not None and abs(value) < _PRICE


def _is_compared_with_count(text: str, settled: list[Quantity], amount: Quantity) -> bool:
    """人数报183.4万,预期182万; 达到1080万单,首次突破千万: both are counts."""
    if not settled or settled[-1].kind != "count" or "元" in amount.text:
        return False
    earlier = settled[-1]
    if earlier.unit is None:
        return _FORECAST.fullmatch(text, earlier.end, amount.start) is not None
    if not _REACHED.fullmatch(text, earlier.end, amount.start) or is_paid(text, amount.start, amount.end):
        return False
    if not earlier.value or not amount.value:
        return False
    return abs((amount.value / earlier.value).log10()) <= 1
