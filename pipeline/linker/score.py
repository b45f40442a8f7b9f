"""Score a linking network, and the rules alone, on the labelled articles that training left out.

    python pipeline/linker/score.py teacher|student NAMES.onnx WORK

An answer is right if its words are those of the label or of the same firm, or one is within the other and not much
longer: as ``newsextract evaluate`` compares. Figures and sentences whose label is "unsaid" are not asked about.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from examples import FIELDS, Example, Span, is_held_out, whole
from networks import Linker, chances
from train import alphabet_of, batch_of, kept, loaded

from newsextract.assemble.judging import judge as decided
from newsextract.assemble.link_figures import FigureWindows
from newsextract.assemble.link_model import LONGEST, likeliest
from newsextract.assemble.link_voices import VoiceWindows
from newsextract.assemble.priority import points_of
from newsextract.evaluate.compare import same_words
from newsextract.records.fields import CLAIM_TYPES
from newsextract.records.marks import Piece
from newsextract.values.alphabet import Alphabet

FIRST = 5
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
        points, nowhere, heard, unheard, _ = model(batch_of([example], alphabet, model.names))

    def pointed(windows: FigureWindows | VoiceWindows, logs: np.ndarray, number: int) -> Iterable[Piece]:
        barred = example.text.inner if number == FIELDS.index("period") else example.text.free
        for answer in likeliest(whole(example.text), windows.places, logs, LONGEST[number], barred):
            yield Piece(answer.start, answer.end, example.text.text[answer.start : answer.end])

    logs = chances(points, nowhere)
    said = {example.original.place(label.start): label.answers for label in example.labels.figures}
    for number, name in enumerate(FIELDS if example.figures else ()):
        for row, piece in enumerate(pointed(example.figures, logs[..., 2 * number : 2 * number + 2], number)):
            finding = example.findings[row]
            words = said.get(finding.mark.start, (None, None, None))[number]
            told = (finding.mark.indicator, finding.subject, finding.mark.period)[number]
            if words:
                yield name, _is_right(example, words, told), _is_right(example, words, piece)
    speakers = {example.original.place(label.start): label.speaker for label in example.labels.voices}
    asked = [example.claims[number] for number in example.voices.numbers] if example.voices else []
    found = pointed(example.voices, chances(heard, unheard), 3) if asked else ()
    for claim, piece in zip(asked, found, strict=True):
        words = speakers.get(claim.start)
        if words:
            yield "speaker", _is_right(example, words, claim.speaker), _is_right(example, words, piece)


def _sentences(model: Linker, alphabet: Alphabet, examples: Sequence[Example]) -> None:
    """Print F1 of each type, then how well the first five are found, of the rules and with the model."""
    counts: list[Counter[tuple[str, str]]] = [Counter(), Counter()]
    ranked: list[list[float]] = [[], []]
    for example in examples:
        with torch.no_grad():
            scores = model(batch_of([example], alphabet, model.names))[-1][0].numpy()
        judged = [decided(example.text.text, *pair) for pair in zip(example.claims, scores, strict=True)]
        for number, claims in enumerate((example.claims, judged)):
            for types, claim in zip(example.types, claims, strict=True):
                for name in CLAIM_TYPES if types is not None else ():
                    said, right = name in claim.types, name in (types or ())
                    counts[number][name, "both"] += 2 * (said and right)
                    counts[number][name, "all"] += said + right
            if any(example.gains):
                ranked[number].append(
                    _ndcg([points_of(c.features) if c.types else -1e9 for c in claims], example.gains)
                )
    for name in CLAIM_TYPES:
        rules, network = (count[name, "both"] / max(1, count[name, "all"]) for count in counts)
        print(f"{name:12} {counts[0][name, 'all']:5}  rules {rules:.3f}  network {network:.3f}")
    print(f"first five   {len(ranked[0]):5}  rules {np.mean(ranked[0]):.3f}  network {np.mean(ranked[1]):.3f}")


def _ndcg(scores: Sequence[float], gains: Sequence[float]) -> float:
    weights = 1 / np.log2(np.arange(2, 2 + FIRST))
    first = [gains[n] for n in np.argsort(-np.array(scores), kind="stable")[:FIRST]]
    best = sorted(gains, reverse=True)[:FIRST]
    return float((np.array(first) * weights[: len(first)]).sum() / (np.array(best) * weights[: len(best)]).sum())


def main(step: str, names: Path, work: Path) -> None:
    """Print the share of right answers, of the rules and of the network."""
    model, alphabet = loaded(names, work, step), alphabet_of(names)
    examples = [e for e in kept(work / "labelled.pickle", list) if is_held_out(e.id) and (e.figures or e.voices)]
    asked, rules, network = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        for name, by_rules, by_network in judge(model, alphabet, example):
            asked[name] += 1
            rules[name] += by_rules
            network[name] += by_network
    print(f"{len(examples)} articles")
    for name, count in asked.items():
        print(f"{name:12} {count:5}  rules {rules[name] / count:.3f}  network {network[name] / count:.3f}")
    _sentences(model, alphabet, examples)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
