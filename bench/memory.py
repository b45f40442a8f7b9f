"""Memory of a worker over a long run: it shall be flat.

usage: python bench/memory.py [ARTICLES]     (default 2000; the articles are read again until there are enough)
"""

import gc
import sys
from itertools import cycle, islice

import psutil
from texts import read_texts

import newsextract

BATCH = 32
LINES = 10


def main() -> None:
    """Print the resident memory after each tenth of the run."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    where, articles = read_texts(wanted)
    extractor, process = newsextract.load(), psutil.Process()
    gc.freeze()
    stream = islice(cycle(articles), wanted)
    print(f"{wanted:,} articles of {where}\n\n{'articles':>10}{'MiB':>8}")
    done, step = 0, -(-wanted // LINES)
    while batch := list(islice(stream, BATCH)):
        for record in extractor.extract_many(batch):
            record.to_json() if hasattr(record, "to_json") else None
        before, done = done, done + len(batch)
        if done // step > before // step or done == wanted:
            print(f"{done:>10,}{process.memory_info().rss / 2**20:>8,.0f}", flush=True)


if __name__ == "__main__":
    main()
