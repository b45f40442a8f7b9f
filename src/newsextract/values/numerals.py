"""Numbers as Chinese news writes them: 1,234.5, 3万5千, 二十万亿, 三十几万, 两三百.

Everything here takes folded text (see ``folding``). A *run* is the longest stretch of characters that may write one
number; ``parse_run`` gives its value or says that it is none.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

EXACT = Context(prec=80)
"""Wide enough that no sum or product of accepted numbers is ever rounded."""

_LONGEST = 40  # characters of a run: what is longer is a serial number, not a quantity

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_SCORES = {"廿": 20, "卅": 30}

_ARABIC = r"\d{1,3}(?:,\d{3}){1,9}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "〇零一二三四五六七八九两十百千廿卅万亿兆"
_UNIT_AFTER_QIAN = "千(?=瓦|克|赫|卡|帕|伏|焦|比特|字节)"  # 3千瓦 is 3 kW
_UNIT_AFTER_ZHAO = "兆(?=瓦|赫|帕|伏|焦|欧|比特|字节|位元)"

RUN = re.compile(
    rf"(?:{_ARABIC}|(?!{_UNIT_AFTER_QIAN}|{_UNIT_AFTER_ZHAO})[{_HAN}]|[几数](?=[十百千万亿]))"
    rf"(?:(?!{_UNIT_AFTER_QIAN}|{_UNIT_AFTER_ZHAO})[{_HAN}]|{_ARABIC}|(?<=十)几|[多余来](?=[十百千万亿兆])"
    rf"| (?=[十百千]?[万亿]|兆[元美])|点(?=[〇零一二三四五六七八九])){{0,{_LONGEST}}}"
    "|[几数]"
    "|[壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,30}"
)
STARTS = frozenset("0123456789〇零一二三四五六七八九两十百千廿卅万亿兆几数壹贰叁肆伍柒捌玖拾")

_TOKEN = re.compile(rf"(?P<arabic>{_ARABIC})|(?P<digits>[〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖]+)|(?P<other>.)")
_PAIR = re.compile("(?<![〇零一二三四五六七八九])(?:一两|[一二三四五六七八](?=[一二三四五六七八九])|两三|三五)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a run says: a value, or a low and a high (两三百), and how it is blurred."""

    low: Decimal
    high: Decimal
    several: bool = False
    over: bool = False
    about: bool = False
    scales: tuple[int, ...] = ()
    """The multipliers that the run ends in, longest first (三百万: 百万, 万): 至 passes one on to a number before."""
    round: bool = False
    """Begins with a multiplier (百万, 千亿)."""
    bare: bool = False
    """A lone 百, 千, 万 or 亿: a number only when something says so (上百, 万余)."""

    @property
    def large(self) -> bool:
        """Whether it ends in 万, 亿 or 兆: an amount even without a unit."""
        return bool(self.scales) and self.scales[-1] >= 10**4


def parse_run(run: str) -> Numeral | None:
    """Return the value of a run, or None when its characters do not write a number."""
    run = run.replace(" ", "")
    if not run or len(run) > _LONGEST:
        return None
    several = "几" in run or "数" in run
    over, about = "多" in run or "余" in run, "来" in run
    plain = re.sub("[多余来]", "", run)
    if several:
        plain = re.sub("(?<=十)几", "", plain).replace("几", "一").replace("数", "一")
    pair = _PAIR.search(plain) if "点" not in plain else None
    if pair and _is_pair(plain, pair.start()):
        at = pair.start()
        low, high = _value(plain[: at + 1] + plain[at + 2 :]), _value(plain[:at] + plain[at + 1 :])
    else:
        low = high = _value(plain)
    if low is None or high is None:
        return None
    return Numeral(
        low=low,
        high=high,
        several=several,
        over=over,
        about=about,
        scales=_scales(plain),
        round=run[0] in _TENS or run[0] in _LARGE,
        bare=plain in {"百", "千", "万", "亿", "兆", "万亿", "拾", "佰"} and not several,
    )


def _is_pair(run: str, at: int) -> bool:
    """两三, 三五, 七八: two digits that are a range, not a number digit by digit."""
    first, second = _DIGITS[run[at]], _DIGITS[run[at + 1]]
    alone = (at == 0 or run[at - 1] not in _DIGITS) and (at + 2 == len(run) or run[at + 2] not in _DIGITS)
    return alone and (second == first + 1 or (first, second) == (3, 5))


def _scales(run: str) -> tuple[int, ...]:
    scales, scale = [], 1
    for character in reversed(run):
        step = _LARGE.get(character) or _TENS.get(character)
        if step is None:
            break
        scale *= step
        scales.append(scale)
    return tuple(reversed(scales))


def _value(run: str) -> Decimal | None:
    """Read a plain run: digits and multipliers only."""
    if "点" in run:
        return _with_point(run)
    total: list[tuple[Decimal, int]] = []  # what is closed: coefficient and scale
    section, number, smallest, before = Decimal(0), None, 10**4, ""
    for token in _TOKEN.finditer(run):
        word = token.group()
        if token["arabic"] or token["digits"]:
            if number is not None:
                return None
            number = _digits_value(word, before)
            if number is None:
                return None
        elif word in _SCORES:
            if number is not None:
                return None
            section, smallest = EXACT.add(section, Decimal(_SCORES[word])), 10
        elif word in _TENS:
            step = _TENS[word]
            if step >= smallest or (number is None and before in _TENS):
                return None
            section = EXACT.add(section, EXACT.multiply(Decimal(1) if number is None else number, Decimal(step)))
            number, smallest = None, step
        elif word in _LARGE:
            if not _close(total, section, number, before, _LARGE[word]):
                return None
            section, number, smallest = Decimal(0), None, 10**4
        else:
            return None
        before = word[-1]
    return _sum(total, section, number, run, smallest)


def _close(total: list[tuple[Decimal, int]], section: Decimal, number: Decimal | None, before: str, scale: int) -> bool:
    """Multiply what is open by ``scale``; False when the order of multipliers is none (亿万)."""
    if section == 0 and number is None:
        if not total:
            total.append((Decimal(1), scale))
            return True
        coefficient, earlier = total[-1]
        if before not in _LARGE or earlier >= scale:
            return False
        total[-1] = (coefficient, earlier * scale)
        return True
    section = EXACT.add(section, number or Decimal(0))
    while total and total[-1][1] < scale:  # 1万2千亿: the 万 belongs to what is multiplied
        coefficient, earlier = total.pop()
        section = EXACT.add(section, EXACT.multiply(coefficient, Decimal(earlier)))
    if total and total[-1][1] == scale:
        return False
    total.append((section, scale))
    return True


def _sum(
    total: list[tuple[Decimal, int]], section: Decimal, number: Decimal | None, run: str, smallest: int
) -> Decimal:
    value = section
    if number is not None:
        value = EXACT.add(value, EXACT.multiply(number, Decimal(_implied_step(run, total, section, smallest))))
    for coefficient, scale in total:
        value = EXACT.add(value, EXACT.multiply(coefficient, Decimal(scale)))
    return value


def _implied_step(run: str, total: list[tuple[Decimal, int]], section: Decimal, smallest: int) -> int:
    """三千五 is 3500, 九万四 is 94000: a last lone digit counts the next lower place."""
    if len(run) < 3 or run[-1] not in _DIGITS or run[-2] in _DIGITS:
        lone = len(run) > 2 and run[-1].isdigit() and run[-2] in _LARGE
        if not lone:
            return 1
    if section:
        return smallest // 10
    return total[-1][1] // 10 if total and total[-1][1] > 1 else 1


def _digits_value(word: str, before: str) -> Decimal | None:
    if word[0].isdigit() and word[0] not in _DIGITS:
        return Decimal(word.replace(",", ""))
    values = [_DIGITS[c] if c in _DIGITS else _FORMAL[c] for c in word]
    if len(values) > 1 and before and values[0] != 0:
        return None
    if len(values) > 2 and before:
        return None
    return Decimal("".join(map(str, values)))


def _with_point(run: str) -> Decimal | None:
    """三点五亿: whole part, digits after the point, multipliers."""
    match = re.fullmatch("([^点]+)点([〇零一二三四五六七八九]+)([十百千]?(?:万亿|[万亿兆])?)", run)
    if not match:
        return None
    whole = _value(match[1])
    scale = _value(match[3]) if match[3] else Decimal(1)
    if whole is None or scale is None:
        return None
    fraction = Decimal("0." + "".join(str(_DIGITS[c]) for c in match[2]))
    return EXACT.multiply(EXACT.add(whole, fraction), scale)
