"""The borders of quotations, closed or not."""

import time

from newsextract.values.quotes import find_quotes


def test_an_unclosed_quotation_ends_with_its_line():
    text = "他说“会涨\n次日跌了"

    (span,) = find_quotes(text)

    assert (text[span.start : span.end], span.open_ended) == ("“会涨", True)


def test_an_unclosed_quotation_on_the_last_line_ends_with_the_text():
    text = "他说“会涨"

    (span,) = find_quotes(text)

    assert span.end == len(text)


def test_unclosed_quotations_on_one_long_line_take_time_in_proportion_to_their_number():
    few, many = "“涨" * 20_000, "“涨" * 200_000
    begun = time.process_time()
    find_quotes(few)
    short = time.process_time() - begun

    begun = time.process_time()
    spans = find_quotes(many)
    long = time.process_time() - begun

    assert len(spans) == 200_000
    assert long < 60 * short + 0.5
