"""A pattern compiled for searching finds what it would find anyway."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.rules.patterns import compile_pattern

PATTERNS = [
    "(?<!不)增长|下[降滑]|(?:约|近)?[0-9]+%",
    "(?:的|了)?公司(?!法)",
    r"\s+|[,，](?!\d)",
    "(?<=增)长{1,2}|[^,，]{2}公司",
    "(?P<one>[0-9一二])(?P<two>成)?|(?i:ipo)",
    "x*",
    "^增|公司$",
    "[-^\\]]增|(?>长+)%",
    "(增)(?(1)长|公)",
    "(?i)IPO|(?<!约)[a-c]",
    "",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(st.sampled_from("不增长下降约近09%的了公司法,， x一成^]-IPOipoa")))
def test_a_pattern_compiled_for_searching_has_the_same_matches_and_groups(pattern, text):
    plain, quick = re.compile(pattern), compile_pattern(pattern)

    assert [(m.span(), m.groupdict()) for m in quick.finditer(text)] == [
        (m.span(), m.groupdict()) for m in plain.finditer(text)
    ]
    assert quick.groups == plain.groups


def test_only_patterns_that_the_engine_is_slow_with_get_a_look_ahead():
    kept = ["增长|下降", "[0-9]%", "(?:增|减)长", "[一-龥]{2,4}公司", "(?i)ipo|(?<!x)a", "x*"]
    slow = ["(?<!不)增长|下降", "(?:约|近)?[0-9]+%"]

    assert [compile_pattern(pattern).pattern for pattern in kept] == kept
    assert [compile_pattern(pattern).pattern[:3] for pattern in slow] == ["(?="] * 2


def test_an_invalid_pattern_is_an_error():
    with pytest.raises(re.error):
        compile_pattern("(增")
