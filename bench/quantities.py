"""Characters a second of find_quantities, beside the rivals that an interpreter can import, in one run on one core.

usage: python bench/quantities.py [ARTICLES] [--rivals PYTHON]     (default 100, and this interpreter)

The rivals are no dependency. To compare with them, give them an environment of their own:

    python -m venv rivals && rivals/bin/pip install 'emoji<2' recognizers-text-suite==1.0.2a2 jionlp==1.5.31
    python bench/quantities.py --rivals rivals/bin/python
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from texts import read_texts

from newsextract import find_quantities

WORKER = Path(__file__).with_name("quantity_rivals.py")


def time_ours(texts: list[str]) -> tuple[float, int]:
    """Return the seconds that find_quantities takes over ``texts``, and how many quantities it finds."""
    find_quantities("营收12.5亿元")
    begun = time.perf_counter()
    found = sum(len(find_quantities(text)) for text in texts)
    return time.perf_counter() - begun, found


def time_rivals(python: str, texts: list[str]) -> dict[str, tuple[float, int]]:
    """Return the same for each rival that ``python`` can import, in a process of its own on the same core."""
    done = subprocess.run(
        [python, WORKER], input=json.dumps({"texts": texts}), capture_output=True, text=True, check=True
    )
    return {name: tuple(row) for name, row in json.loads(done.stdout.splitlines()[-1]).items()}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description="Speed of find_quantities beside other libraries.")
    options.add_argument("articles", nargs="?", type=int, default=100)
    options.add_argument("--rivals", metavar="PYTHON", default=sys.executable, help="an interpreter that has them")
    given = options.parse_args()
    where, articles = read_texts(given.articles)
    texts = [article.text for article in articles]
    chars = sum(map(len, texts))
    print(f"{len(articles)} articles, {chars:,} characters of {where}; one core\n")
    print(f"{'':<52}{'characters/s':>14}{'found':>8}{'ours / it':>11}")
    seconds, found = time_ours(texts)
    print(f"{'newsextract.find_quantities':<52}{chars / seconds:>14,.0f}{found:>8,}{'':>11}")
    for name, (taken, answers) in time_rivals(given.rivals, texts).items():
        print(f"{name:<52}{chars / taken:>14,.0f}{answers:>8,}{taken / seconds:>11,.1f}")


if __name__ == "__main__":
    main()
