"""Score a linking network, and the rules alone, on the labelled articles that training left out.

    python pipeline/linker/score.py teacher|student NAMES.onnx WORK

An answer is right if its words are those of the label or of the same firm, or one is within the other and not much
longer: as ``newsextract evaluate`` compares. Figures and sentences whose label is "unsaid" are not asked about.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from examples import FIELDS, Example, Span, is_held_out, whole
from networks import SIZES, Linker
from train import alphabet_of, batch_of, kept

from newsextract.assemble.link_figures import FigureWindows
from newsextract.assemble.link_model import LONGEST, likeliest
from newsextract.assemble.link_voices import VoiceWindows
from newsextract.evaluate.compare import same_words
from newsextract.records.marks import Piece
from newsextract.values.alphabet import Alphabet

Asked = Iterator[tuple[str, bool, bool]]


def _forms(example: Example, span: Span) -> set[str]:
    """Return the words of a place, and of all that names the same firm."""
    firm = example.text.firm_at.get(span)
    return {example.text.text[start:end] for start, end in (span, *(example.text.mentions[firm] if firm else ()))}


def _is_right(example: Example, words: str, piece: Piece | None) -> bool:
    wanted = {form for span in example.original.find(words) for form in _forms(example, span)}
    given = _forms(example, (piece.start, piece.end)) if piece else set()
    return any(same_words(one, other) for one in wanted for other in given)


def judge(model: Linker, alphabet: Alphabet, example: Example) -> Asked:
    """Yield (field, whether the rules are right, whether the model is) of each label that says something."""
    with torch.no_grad():
        points, nowhere, heard, unheard = (scores.numpy() for scores in model(batch_of([example], alphabet)))

    def pointed(windows: FigureWindows | VoiceWindows, scores: tuple[np.ndarray, ...], number: int) -> Iterable[Piece]:
        allowed = example.text.inner if number == FIELDS.index("period") else example.text.free
        for answer in likeliest(example.text, whole(example.text), windows.places, scores, LONGEST[number], allowed):
            yield Piece(answer.start, answer.end, example.text.text[answer.start : answer.end])

    said = {example.original.place(label.start): label.answers for label in example.labels.figures}
    for number, name in enumerate(FIELDS if example.figures else ()):
        scores = points[..., 2 * number], points[..., 2 * number + 1], nowhere[:, number]
        for row, piece in enumerate(pointed(example.figures, scores, number)):
            finding = example.findings[row]
            words = said.get(finding.mark.start, (None, None, None))[number]
            told = (finding.mark.indicator, finding.subject, finding.mark.period)[number]
            if words:
                yield name, _is_right(example, words, told), _is_right(example, words, piece)
    speakers = {example.original.place(label.start): label.speaker for label in example.labels.voices}
    asked = [example.claims[number] for number in example.voices.numbers] if example.voices else []
    found = pointed(example.voices, (heard[..., 0], heard[..., 1], unheard[:, 0]), 3) if asked else ()
    for claim, piece in zip(asked, found, strict=True):
        words = speakers.get(claim.start)
        if words:
            yield "speaker", _is_right(example, words, claim.speaker), _is_right(example, words, piece)


def main(step: str, names: Path, work: Path) -> None:
    """Print the share of right answers, of the rules and of the network."""
    model, alphabet = Linker(names, SIZES[step]), alphabet_of(names)
    model.load_state_dict(torch.load(work / f"{step}.pt"))
    model.eval()
    examples = [e for e in kept(work / "labelled.pickle", list) if is_held_out(e.id) and (e.figures or e.voices)]
    asked, rules, network = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        for name, by_rules, by_network in judge(model, alphabet, example):
            asked[name] += 1
            rules[name] += by_rules
            network[name] += by_network
    print(f"{len(examples)} articles")
    for name, count in asked.items():
        print(f"{name:10} {count:5}  rules {rules[name] / count:.3f}  network {network[name] / count:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
