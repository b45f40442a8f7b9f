"""Invariants of find_quantities and find_periods."""

import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.rules.lexicon import read_lexicon
from newsextract.validate import known_units
from newsextract.values.folding import fold
from newsextract.values.numerals import parse_run
from newsextract.values.periods import find_periods
from newsextract.values.quantities import find_quantities

DIGITS = "零一二三四五六七八九"
LONGEST = 40  # characters of a number
PIECES = st.sampled_from(
    [
        "0",
        "1",
        "9",
        "12",
        "2019",
        "3.5",
        "1,234",
        "一",
        "两",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "兆",
        "几",
        "数",
        "半",
        "多",
        "余",
        "年",
        "月",
        "日",
        "元",
        "美元",
        "%",
        "家",
        "个",
        "个百分点",
        "成",
        "折",
        "倍",
        "分之",
        "至",
        "-",
        "~",
        "约",
        "超过",
        "以上",
        "左右",
        "第",
        "负",
        "US$",
        "HK$",
        ",",
        "。",
        "(",
        ")",
        "去年",
        "上半年",
        "季度",
        "Q3",
        "截至",
        "底",
        "的",
        "公司",
        "億",
        "萬",
        "點",
        "兩",
        "零下",
        "度",
        "位数",
        "翻",
        "番",
    ]
)
NEWS_LIKE = st.lists(PIECES, max_size=25).map("".join)


def in_chinese(number):
    """Write a whole number below 10^16 in Chinese numerals, as a reader would say it."""
    if number == 0:
        return "零"
    groups = []
    scale = 0
    while number:
        number, group = divmod(number, 10_000)
        groups.append((group, ["", "万", "亿", "万亿"][scale]))
        scale += 1
    words = ""
    gap = False
    high = False
    for group, word in reversed(groups):
        if group == 0:
            gap = True
            continue
        if words and (gap or group < 1000):
            words += "零"
        if word == "万亿":
            high = True
            words += four_digits(group, first=not words) + "万"
            gap = False
            continue
        if word == "亿" and high:
            words += four_digits(group, first=False)
            high = False
            words += "亿"
        else:
            if high:
                words = words.rstrip("零") + "亿零" if group < 1000 or gap else words + "亿"
                high = False
            words += four_digits(group, first=not words) + word
        gap = False
    return words.rstrip("零") + ("亿" if high else "")


def four_digits(group, *, first):
    words = ""
    zero = False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // place % 10
        if digit == 0:
            zero = bool(words)
            continue
        words += ("零" if zero else "") + DIGITS[digit] + unit
        zero = False
    return words[1:] if first and words.startswith("一十") else words


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_a_number_comes_back_from_chinese_numerals(number):
    numeral = parse_run(in_chinese(number))

    assert numeral is not None
    assert numeral.low == numeral.high == number


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_an_amount_comes_back_from_every_way_of_writing_it(number):
    for written in (f"{number}元", f"{number:,}元", in_chinese(number) + "元"):
        if written in {"万元", "千元", "百元", "亿元"} or (number < 10 and not written[0].isdigit()):
            continue
        (quantity,) = find_quantities(f"共计{written}。")

        assert quantity.value == number, written
        assert quantity.text == written


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9999), places=2), st.sampled_from(["万", "亿", "万亿"]))
def test_a_decimal_amount_is_exact(number, scale):
    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]

    (quantity,) = find_quantities(f"投资{number}{scale}元")

    assert quantity.value == number * factor
    assert "E" not in str(quantity.value)


@given(st.integers(min_value=2, max_value=9), st.integers(min_value=1, max_value=10**20 - 1))
def test_a_fraction_has_a_value(divisor, over):
    (quantity,) = find_quantities(f"{in_chinese(divisor)}分之{over}以上")

    assert abs(Fraction(quantity.value) - Fraction(over, divisor)) < Fraction(1, 10**11)


@given(st.one_of(st.text(max_size=200), NEWS_LIKE), st.booleans())
def test_spans_are_verbatim_in_order_and_apart(text, bare):
    found = find_quantities(text, bare=bare)

    assert all(text[q.start : q.end] == q.text and q.start < q.end for q in found)
    assert all(q.unit_span is None or text[slice(*q.unit_span)] == q.unit for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(NEWS_LIKE, st.booleans())
def test_a_quantity_has_a_value_or_a_low_and_a_high(text, bare):
    for q in find_quantities(text, bare=bare):
        assert (q.value is None) != (q.low is None)
        assert (q.low is None) == (q.high is None)
        assert q.low is None or q.low < q.high
        assert q.kind == "number" or q.unit or q.kind == "count"


WITHOUT_UNITS_OF_THE_TABLE = {"count", "other", "number"}
TRADITIONAL = {ord(row["simplified"]): row["traditional"][0] for row in read_lexicon("characters")}
UNITS = sorted({row["written"] for name in ("units", "currencies") for row in read_lexicon(name)})
AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from(["", "约", "超过", "最高", "每", "HK$", "摄氏", "升值", "评分", "时速", "人民币"]),
        st.sampled_from(
            ["3", "12", "3.5", "2,000", "1 万", "三", "两", "半", "十几", "数百", "百", "五万", "三分之二", "千分之六"]
        ),
        st.sampled_from(["", "多", "余", "来", "几", " ", "个", "多个", "个半", "至5", "-9", "、4"]),
        st.sampled_from(UNITS),
        st.sampled_from(["", "多", "余", "来", "半", "许", "左右", "以上", "起", "/天", "5", "(人民币)", "。"]),
    ).map("".join),
    min_size=1,
    max_size=4,
).map("".join)


@given(st.one_of(AMOUNTS, AMOUNTS.map(lambda text: text.translate(TRADITIONAL)), NEWS_LIKE, st.text(max_size=100)))
def test_every_unit_but_those_of_counts_is_a_known_one(text):
    for locale in ("zh-CN", "zh-TW", "zh-HK"):
        for q in find_quantities(text, locale=locale, bare=True):
            assert q.kind in WITHOUT_UNITS_OF_THE_TABLE or q.unit in known_units(), q


@given(st.one_of(st.text(max_size=200), NEWS_LIKE), st.one_of(st.none(), st.dates()))
def test_periods_are_verbatim_in_order_and_apart(text, reference):
    found = find_periods(text, reference=reference)

    assert all(text[p.start : p.end] == p.text and p.start < p.end for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(NEWS_LIKE, st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_a_period_never_ends_before_it_begins(text, reference):
    for p in find_periods(text, reference=reference):
        assert p.first is None or p.last is None or p.first <= p.last, p
        assert p.how


@given(NEWS_LIKE)
def test_both_scripts_say_the_same(text):
    traditional = text.translate({ord(row["simplified"]): row["traditional"][0] for row in read_lexicon("characters")})

    simplified = find_quantities(fold(text))
    found = find_quantities(traditional)

    assert [(q.start, q.end, q.value, q.low, q.high, q.kind, q.qualifier) for q in found] == [
        (q.start, q.end, q.value, q.low, q.high, q.kind, q.qualifier) for q in simplified
    ]


@given(st.text(max_size=100))
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


HOSTILE = (
    "1", "一", "1,", "1,111", "万", "亿 ", "3.5亿元", "第", "一二三", "1-", "2019年", "年", "半", "分之", "1/", "至3", "(", "数",
    "1.", "自a", "a1", "约", " ", "-1", "3至", "1元。人民币(下同)", "最高可罚1元", "分别不超过1元、", "升值1分", "1 万 1",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: "-".join(f"{ord(c):x}" for c in piece))
def test_a_text_twice_as_long_takes_twice_the_steps(piece):
    short, long = (count_calls(piece * (length // len(piece))) for length in (4_000, 8_000))

    assert long < 2.5 * short + 1000


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: "-".join(f"{ord(c):x}" for c in piece))
def test_a_long_hostile_text_ends_in_a_moment(piece):
    text = piece * (100_000 // len(piece))
    began = process_time()

    find_quantities(text)
    find_periods(text)

    assert process_time() - began < 15  # a second in fact; minutes if a pattern backtracked over the text


def count_calls(text):
    """Count function calls: work that does not depend on the machine."""
    count = 0

    def step(*_):
        nonlocal count
        count += 1

    sys.setprofile(step)
    try:
        find_quantities(text)
        find_periods(text)
    finally:
        sys.setprofile(None)
    return count
