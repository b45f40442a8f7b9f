"""Quality on gold articles: the project's own corpus, and the articles beside the checkout where they are.

usage: python bench/quality.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOLD = (ROOT / "corpus" / "gold", ROOT.parent / "shared" / "gold")


def main() -> None:
    """Extract the gold texts and print the figures of ``newsextract evaluate``."""
    from texts import gold_to_articles

    for folder in filter(Path.is_dir, GOLD):
        with tempfile.TemporaryDirectory() as work:
            articles, out = Path(work) / "articles.jsonl", Path(work) / "out"
            articles.write_text(gold_to_articles(folder), encoding="utf-8")
            command = [sys.executable, "-m", "newsextract"]
            subprocess.run([*command, "run", articles, "-o", out], check=True, stderr=subprocess.DEVNULL)
            print(f"\n{folder.parent.name}/{folder.name}")
            subprocess.run([*command, "evaluate", out / "records", folder], check=True)


if __name__ == "__main__":
    main()
