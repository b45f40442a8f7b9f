"""The text that benchmarks run on: real news where it lies beside the checkout, else the project's own corpus."""

import json
from itertools import islice
from pathlib import Path

from newsextract.read import read_articles
from newsextract.records import Article

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "data" / "news"


def read_texts(limit: int) -> tuple[str, list[Article]]:
    """Return where the text is from, and up to ``limit`` articles of it, both scripts in turn."""
    files = [NEWS / "throughput.jsonl.gz", NEWS / "hant.jsonl.gz"]
    if not all(map(Path.exists, files)):
        files = [ROOT / "corpus" / "articles"]
    share = -(-limit // len(files))
    articles = [a for f in files for a in islice((a for a in read_articles([f]) if isinstance(a, Article)), share)]
    return " and ".join(f.name for f in files), articles


def gold_to_articles(folder: Path) -> str:
    """Return the texts of a folder of gold files as JSON lines of articles."""
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return "".join(json.dumps({"id": g["id"], "text": g["text"]}, ensure_ascii=False) + "\n" for g in golds)
