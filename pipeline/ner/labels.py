"""Pack labels made by reading into labels.tsv.gz: a hash of the sentence and offsets, none of its text.

    python pipeline/ner/labels.py SENTENCES.json LABELS.tsv... [SENTENCES.json LABELS.tsv...]

SENTENCES.json: a list of (article id, sentence). LABELS.tsv: ``number<TAB>F:name|L:place``, a name standing for all its
occurrences in the sentence that lie in no longer name, or ``name@2`` for the second one only; ``-`` for none.
"""

import gzip
import json
import re
import sys

from examples import HERE, sentence_hash


def read_spans(sentence: str, labels: str) -> list[tuple[int, int, str]]:
    """Return (start, end, letter) of a line's labels, longest names first, none overlapping."""
    named = []
    for item in labels.split("|") if labels != "-" else []:
        letter, _, name = item.partition(":")
        turn = re.fullmatch(r"(.+)@(\d+)", name)
        named.append((turn[1], letter, int(turn[2])) if turn else (name, letter, 0))
    taken, spans = [False] * len(sentence), []
    for name, letter, turn in sorted(named, key=lambda item: (-len(item[0]), item[2] == 0)):
        for number, match in enumerate(re.finditer(re.escape(name), sentence), start=1):
            if turn in (0, number) and not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * len(name)
                spans.append((match.start(), match.end(), letter))
    return sorted(spans)


def main(arguments: list[str]) -> None:
    """Write labels.tsv.gz."""
    rows, sentences = {}, []
    for argument in arguments:
        if argument.endswith(".json"):
            with open(argument, encoding="utf-8") as file:
                sentences = json.load(file)
            continue
        with open(argument, encoding="utf-8") as file:
            for line in filter(str.strip, file):
                number, labels = line.rstrip("\n").split("\t")
                sentence = sentences[int(number) % 10_000][1]
                spans = read_spans(sentence, labels)
                rows[sentence_hash(sentence)] = " ".join(f"{a}-{b}-{letter}" for a, b, letter in spans)
    with gzip.GzipFile(HERE / "labels.tsv.gz", "wb", mtime=0) as out:
        out.write("".join(f"{key}\t{spans}\n" for key, spans in sorted(rows.items())).encode())
    print(f"{len(rows)} sentences, {sum(len(s.split()) for s in rows.values())} names")


if __name__ == "__main__":
    main(sys.argv[1:])
