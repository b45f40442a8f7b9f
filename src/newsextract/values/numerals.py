"""Numbers as Chinese news writes them: 1,234.5, 3万5千, 二十万亿, 三十几万, 两三百.

Everything here takes folded text (see ``folding``). A *run* is the longest stretch of characters that may write one
number; ``parse_run`` gives its value or says that it is none.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from itertools import pairwise

EXACT = Context(prec=80)
"""Wide enough that no sum or product of accepted numbers is ever rounded."""

_LONGEST = 40  # characters of a run: what is longer is a serial number, not a quantity

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"参": 3, "叄": 3}
_VALUES = _DIGITS | _FORMAL
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_WRITTEN = str.maketrans("123456789", "一二三四五六七八九")
_SCORES = {"廿": 20, "卅": 30}

_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PREFIXED = (  # where a multiplier belongs to the unit: 3千瓦 is 3 kW, 1.2百分点 is 1.2 pp
    "百(?=分点)|(?<=[0-9])千(?=米)|千(?=[瓦克赫卡帕伏焦]|比特|字节)"
    "|兆(?=[瓦赫帕伏焦欧]|比特|字节|位元|宽带|带宽|光纤|网速)"
)
_HAN = f"(?:(?!{_PREFIXED})[〇零一二三四五六七八九两十百千廿卅万亿兆]|[仟佰](?=[元圆万股美人]))"
_REST = "[0-9] ?千|[0-9]{4} ?[元人名点张吨台辆件家户股口枚颗]"  # 1 万 5 千点, 2 万 9800 颗, as some outlets space them

_ROUND = "(?<=(?<![0-9])[1-9]0)"  # 10几万 says what 十几万 says
_NEXT = {one: other for digits in ("123456789", "一二三四五六七八九") for one, other in pairwise(digits)}
_APART = f"(?:{'|'.join(f'{one}、{other}' for one, other in _NEXT.items())})(?=[百千万亿成])"  # 4、5百元, 七、八成

_DOT = (
    r"(?<=[^\n。:;,、.(][〇零一二三四五六七八九十])\.(?=[〇零一二三四五六七八九])"  # 贬破七.九元, but not 二.三大因素
)

RUN = re.compile(
    rf"(?<=[^\n第])(?<![0-9.,、一二三四五六七八九十百千万亿])(?<!分别)(?<!分别为){_APART}{_HAN}{{0,3}}|(?:{_ARABIC}|(?![〇零](?!点)|[仟佰]){_HAN}|[几数](?=[十百千万亿]))"
    rf"(?:{_HAN}|{_ARABIC}|(?<=[十百千])几|{_ROUND}几|[多余来](?=[十百千万亿兆])|点(?=[〇零一二三四五六七八九])|{_DOT}"
    rf"| (?=[十百千]?[万亿兆])|(?<=[万亿兆]) (?=[0-9]{{1,4}}(?:\.[0-9]{{1,4}})? ?[百千]?[万亿]|{_REST})"
    rf"|(?<=[万亿兆] [0-9]) (?=千)){{0,{_LONGEST}}}"
    "|[几数]"
    "|[壹贰叁叄参肆伍陆柒捌玖拾][零壹贰叁叄参肆伍陆柒捌玖拾佰仟万亿]{1,30}"
)
STARTS = frozenset("0123456789零一二三四五六七八九两十百千廿卅万亿兆几数壹贰叁叄参肆伍陆柒捌玖拾")
"""The characters that a run may begin with, most of them only in company."""

_SIMPLE = re.compile(rf"(?:{_ARABIC})(?: ?[百千]?[万亿兆])?")

_TOKEN = re.compile(rf"(?P<arabic>{_ARABIC})|(?P<digits>[〇零一二三四五六七八九两壹贰叁叄参肆伍陆柒捌玖]+)|.")
_PAIR = re.compile(
    "(?<![〇零一二三四五六七八九])(?:一二|二三|两三|三四|四五|五六|六七|七八|八九|一两|三五)(?![〇零一二三四五六七八九])"
)
_BLUR = re.compile("[多余来]")
_HEADLESS = re.compile("[百千万亿兆][〇零一二两三四五六七八九十0-9]")  # 万一, 千一: words, not numbers
_HAN_DOT = re.compile(r"(?<=[^0-9])\.(?=[^0-9])")
_POINT = re.compile("([^点]+)点([〇零一二三四五六七八九]+)([十百千]?(?:万亿|[万亿兆])?)")


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
    large: bool = False
    """Written with 万, 亿 or 兆: an amount even without a unit."""


@lru_cache(maxsize=4096)
def parse_run(run: str) -> Numeral | None:
    """Return the value of a run, or None when its characters do not write a number."""
    run = run.replace(" ", "")
    if not run or len(run) > _LONGEST:
        return None
    if run[0] in "0123456789" and run.replace(".", "", 1).isdigit():
        return _arabic(run)
    several = "几" in run or "数" in run
    plain = _BLUR.sub("", run)
    plain = _HAN_DOT.sub("点", plain)
    if "、" in plain:
        plain = plain.replace("、", "").translate(_WRITTEN)
    if _HEADLESS.match(plain):
        return None
    if several:
        plain = re.sub("(?<=[十0])几", "", plain).replace("几", "一").replace("数", "一")
    low, high = _ends(plain)
    if low is None or high is None:
        return None
    return Numeral(
        low=low,
        high=high,
        several=several,
        over="多" in run or "余" in run,
        about="来" in run,
        scales=_scales(plain),
        round=run[0] in _TENS or run[0] in _LARGE,
        bare=not several and plain in {"百", "千", "万", "亿", "兆", "万亿"},
        large=any(letter in _LARGE for letter in plain),
    )


def leading_number(text: str, at: int) -> tuple[int, Numeral] | None:
    """Return the end and value of the plain Arabic number at ``at``: what is left when a whole run makes no sense."""
    match = _SIMPLE.match(text, at)
    numeral = parse_run(match.group()) if match else None
    return (match.end(), numeral) if match and numeral else None


def plain(value: Decimal) -> Decimal:
    """Return ``value`` without superfluous zeros: 350000000.0 is 350000000, 5.30 is 5.3."""
    whole = int(value)
    return Decimal(whole) if value == whole else value.normalize(EXACT)


def _arabic(run: str) -> Numeral | None:
    if _is_padded(run):
        return None
    value = Decimal(run.rstrip("0").rstrip(".")) if "." in run else Decimal(run)
    return Numeral(value, value)


def _is_padded(digits: str) -> bool:
    """007, 00919: a code."""
    return len(digits) > 1 and digits[0] == "0" and digits[1] != "."


def _ends(run: str) -> tuple[Decimal | None, Decimal | None]:
    pair = _PAIR.search(run) if "点" not in run else None
    if pair is None:
        value = _value(run)
        return value, value
    at = pair.start()
    return _value(run[: at + 1] + run[at + 2 :]), _value(run[:at] + run[at + 1 :])


def _scales(run: str) -> tuple[int, ...]:
    scales, scale = [], 1
    for character in reversed(run):
        step = _LARGE.get(character) or _TENS.get(character)
        if step is None:
            break
        scale *= step
        scales.append(scale)
    return tuple(reversed(scales))


class _Sum:
    """A number while it is read: closed chunks, the section below 万, the digit that waits for its multiplier."""

    def __init__(self) -> None:
        self.chunks: list[tuple[Decimal, int]] = []
        self.section = Decimal(0)
        self.number: Decimal | None = None
        self.smallest = 10**4
        self.before = ""

    def add_number(self, value: Decimal | None) -> bool:
        if value is None or self.number is not None:
            return False
        self.number = value
        return True

    def add_score(self, value: int) -> bool:
        if self.number is not None or self.section:
            return False
        self.section, self.smallest = Decimal(value), 10
        return True

    def multiply(self, step: int) -> bool:
        """十, 百, 千: only downwards."""
        if step >= self.smallest or (self.number is None and self.before in _TENS):
            return False
        number = Decimal(1) if self.number is None else self.number
        self.section = EXACT.add(self.section, EXACT.multiply(number, Decimal(step)))
        self.number, self.smallest = None, step
        return True

    def close(self, scale: int) -> bool:
        """万, 亿, 兆: multiply what is open; False when the order of multipliers is none (亿万)."""
        if self.number is None and not self.section:
            if not self._lift(scale):
                return False
        elif not self._close_section(scale):
            return False
        self.section, self.number, self.smallest = Decimal(0), None, 10**4
        return True

    def _lift(self, scale: int) -> bool:
        if not self.chunks:
            self.chunks.append((Decimal(1), scale))
            return True
        coefficient, earlier = self.chunks[-1]
        if self.before not in _LARGE or earlier >= scale:
            return False
        self.chunks[-1] = (coefficient, earlier * scale)
        return True

    def _close_section(self, scale: int) -> bool:
        section = EXACT.add(self.section, self.number or Decimal(0))
        while self.chunks and self.chunks[-1][1] < scale:  # 1万2千亿: the 万 is multiplied too
            coefficient, earlier = self.chunks.pop()
            section = EXACT.add(section, EXACT.multiply(coefficient, Decimal(earlier)))
        if self.chunks and self.chunks[-1][1] == scale:
            return False
        self.chunks.append((section, scale))
        return True

    def total(self, run: str) -> Decimal:
        value = self.section
        if self.number is not None:
            value = EXACT.add(value, EXACT.multiply(self.number, Decimal(self._implied_step(run))))
        for coefficient, scale in self.chunks:
            value = EXACT.add(value, EXACT.multiply(coefficient, Decimal(scale)))
        return plain(value)

    def _implied_step(self, run: str) -> int:
        """三千五 is 3500, 九万四 is 94000: a last lone digit counts the next lower place."""
        if len(run) < 3 or not (run[-1] in _DIGITS or run[-1].isdigit()) or not (run[-2] in _LARGE or run[-2] in _TENS):
            return 1
        if self.section:
            return self.smallest // 10
        return self.chunks[-1][1] // 10 if self.chunks else 1


def _value(run: str) -> Decimal | None:
    """Read a run of digits and multipliers only."""
    if "点" in run:
        return _with_point(run)
    number = _Sum()
    for token in _TOKEN.finditer(run):
        word = token.group()
        if token["arabic"]:
            fits = not _is_padded(word) and number.add_number(Decimal(word.replace(",", "")))
        elif token["digits"]:
            fits = number.add_number(_digits(word, number.before))
        elif word in _SCORES:
            fits = number.add_score(_SCORES[word])
        elif word in _TENS:
            fits = number.multiply(_TENS[word])
        else:
            fits = word in _LARGE and number.close(_LARGE[word])
        if not fits:
            return None
        number.before = word[-1]
    return number.total(run)


def _digits(word: str, before: str) -> Decimal | None:
    """Read digits without multipliers: 〇五 after 百 is 5, 二〇一九 alone is 2019."""
    if len(word) > 1 and before and (word[0] not in "零〇" or len(word) > 2):
        return None
    return Decimal("".join(str(_VALUES[character]) for character in word))


def _with_point(run: str) -> Decimal | None:
    match = _POINT.fullmatch(run)
    if not match:
        return None
    whole, scale = _value(match[1]), _value(match[3]) if match[3] else Decimal(1)
    if whole is None or scale is None:
        return None
    fraction = Decimal("0." + "".join(str(_DIGITS[c]) for c in match[2]))
    return plain(EXACT.multiply(EXACT.add(whole, fraction), scale))
