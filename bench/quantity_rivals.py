"""The rivals of bench/quantities.py: what of them is importable, over texts from standard input.

Reads {"texts": [...]} as JSON, writes {name: [seconds, answers]}. Each gets its models loaded and one warm-up before
the clock starts, and is asked only for what it can do: number with unit (currency, dimension) and percentages,
or money.
"""

import json
import sys
import time
from collections.abc import Callable

WARM_UP = "营收12.5亿元,增长3.5%,面积300平方米"


def recognizers() -> Callable[[str], int]:
    """Return a count of what Recognizers-Text finds: Chinese currencies, dimensions and percentages."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    with_unit = NumberWithUnitRecognizer(Culture.Chinese)
    models = [
        with_unit.get_currency_model(),
        with_unit.get_dimension_model(),
        NumberRecognizer(Culture.Chinese).get_percentage_model(),
    ]
    return lambda text: sum(len(model.parse(text)) for model in models)


def money_of_jionlp() -> Callable[[str], int]:
    """Return a count of what JioNLP finds: money, with its value."""
    import jionlp

    return lambda text: len(jionlp.ner.extract_money(text, with_parsing=True))


RIVALS = {
    "Recognizers-Text, currency + dimension + percentage": recognizers,
    "JioNLP, money": money_of_jionlp,
}


def main() -> None:
    """Time each rival that is there."""
    texts = json.load(sys.stdin)["texts"]
    results = {}
    for name, load in RIVALS.items():
        try:
            run = load()
        except ImportError:
            continue
        run(WARM_UP)
        begun = time.perf_counter()
        answers = sum(map(run, texts))
        results[name] = [time.perf_counter() - begun, answers]
    print(json.dumps(results))


if __name__ == "__main__":
    main()
