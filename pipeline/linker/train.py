"""Train the linking networks: a teacher on what rules and readers say, a smaller student on it and on the readers.

python pipeline/linker/train.py teacher NAMES.onnx WORK
python pipeline/linker/train.py student NAMES.onnx WORK

The articles that ``score.py`` asks about are left out.
"""

import copy
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from examples import (
    Answer,
    Batch,
    Example,
    Labels,
    Reader,
    article_hash,
    is_held_out,
    news_articles,
    parse,
    read_labels,
    whole,
)
from networks import NOWHERE, SIZES, Linker, chances
from torch import Tensor, nn
from torch.nn import functional

from newsextract.assemble import link_figures, link_voices
from newsextract.assemble.link_figures import MARKS as FIGURE_MARKS
from newsextract.assemble.link_figures import RULES, FigureWindows
from newsextract.assemble.link_model import LONGEST as LENGTHS
from newsextract.assemble.link_model import Answer as Found
from newsextract.assemble.link_model import likeliest
from newsextract.assemble.link_sentences import sentence_inputs, told_of
from newsextract.assemble.link_voices import MARKS as VOICE_MARKS
from newsextract.assemble.link_voices import VoiceWindows
from newsextract.assemble.priority import points_of
from newsextract.records.fields import CLAIM_TYPES
from newsextract.values.alphabet import Alphabet

NO_VOICES = VoiceWindows(
    [],
    np.zeros((1, 1), dtype=np.int64),
    np.ones((1, 1), dtype=bool),
    *np.zeros((3, 1, 1), dtype=np.int32),
)
"""A window whose answer nobody knows, for a batch without attributed sentences."""
ARTICLES = 6
"""Articles of a batch."""


class Fit(NamedTuple):
    """How long and how fast a network is fitted, and with which chances."""

    epochs: int
    rate: float
    encoder_rate: float
    seed: int = 1


TEACHER_START, TEACHER = Fit(2, 2e-3, 1e-3), Fit(8, 1.5e-3, 5e-4)
START = Fit(2, 2e-3, 2e-3)
STUDENTS = (Fit(7, 1.5e-3, 1.5e-3), Fit(11, 2e-3, 2e-3), Fit(9, 2e-3, 2e-3, seed=7), Fit(10, 2e-3, 2e-3, seed=11))
"""The fits to our labels that begin as one."""
FURTHER = tuple(
    tuple(Fit(epochs, 1.5e-3, 1.5e-3, seed) for seed in seeds) for epochs, seeds in ((7, (21, 22)), (6, (31, 32)))
)
"""Rounds of fits that begin at the mean of those before: the student is the mean of where they began and ended."""
TYPES_WEIGHT, FIRST_WEIGHT = 1.0, 1.5
WINDOW = ("places", "inside", "far", "near", "marks")
OFTEN = 20
"""What the rules say of fewer sentences is not told."""
LONGEST = 2_600
UNKNOWN = 0.02
"""Share of the characters that are made unknown, so that none is relied on."""
TOLD = {"indicator": 0.15, "subject": 0.4, "period": 0.15, "rule": 0.15, "speaker": 0.3}
"""How often the rules' answer is withheld, so that the network learns to find its own."""
_OF_FIELD = {
    "indicator": (("indicator", "last_indicator"), (0,)),
    "subject": (("subject", "subject_firm", "near", "last_subject", "subject_words"), (1, 2, 4)),
    "period": (("period", "last_period"), (3,)),
}
"""The marks and the positions of ``told`` that give an answer of the rules away."""


def labelled(reader: Reader) -> list[Example]:
    """Return the labelled articles."""
    labels, found = read_labels(), []
    for name, text in news_articles():
        for part, columns in labels.get(article_hash(text), []):
            found.append(reader.read(name, text[part], parse(columns, text[part])))
    return found


def taught_by_rules(reader: Reader, avoid: set[str]) -> list[Example]:
    """Return the other articles, with what the rules say for answers."""
    found = []
    for name, text in news_articles():
        if name in avoid or len(text) > LONGEST:
            continue
        example = reader.read(name, text, Labels())
        if example.figures is None:
            continue
        for row, number in enumerate(example.figures.numbers):
            finding = example.findings[number]
            owner = [(finding.subject.start, finding.subject.end)] if finding.subject else []
            owner += example.text.mentions[finding.firm_id] if finding.firm_id else []
            pieces = (finding.mark.indicator, finding.mark.period)
            indicator, period = ([(piece.start, piece.end)] if piece else [] for piece in pieces)
            example.figure_answers[row] = [indicator, owner, period]
        found.append(example)
    return found


def untold(examples: Sequence[Example]) -> None:
    """Take from examples what the rules say, which they are to be answered with."""
    figure = FIGURE_MARKS.index("figure")
    for windows in (example.figures for example in examples if example.figures):
        np.bitwise_and(windows.marks, 1 << figure, out=windows.marks)
        windows.rule[:] = len(RULES)
        windows.told[:] = 0


def taught_by_model(model: Linker, alphabet: Alphabet, raw: list[Example]) -> None:
    """Give raw articles for answers what the model, told what the rules say, makes of them."""
    model.eval()
    for example in raw:
        with torch.no_grad():
            points, nowhere, heard, unheard, _ = model(batch_of([example], alphabet, model.names))
        text, block = example.text, whole(example.text)
        barred = (text.free, text.free, text.inner, text.free)
        if example.figures:
            logs = chances(points, nowhere)
            for n in range(3):
                pair = logs[..., 2 * n : 2 * n + 2]
                found = likeliest(block, example.figures.places, pair, LENGTHS[n], barred[n])
                for row, answer in enumerate(found):
                    example.figure_answers[row][n] = _taken(answer)
        if example.voices:
            logs = chances(heard, unheard)
            found = likeliest(block, example.voices.places, logs, LENGTHS[3], barred[3])
            example.voice_answers[:] = [_taken(answer) for answer in found]


def _taken(answer: Found) -> Answer:
    return [] if answer.nowhere > answer.chance else [(answer.start, answer.end)]


def _stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return tables of different width as one, padded with 0."""
    width = max(part.shape[1] for part in parts)
    return np.concatenate(
        [np.pad(part, [(0, 0), (0, width - part.shape[1])] + [(0, 0)] * (part.ndim - 2)) for part in parts]
    )


def _windows(
    name: str, windows: Sequence[FigureWindows | VoiceWindows], near: tuple[int, ...], marks: int
) -> dict[str, np.ndarray]:
    """Return windows as one batch, with each relation and each mark apart."""
    stacked = {part: _stacked([getattr(window, part) for window in windows]) for part in WINDOW}
    bits = (stacked["marks"][..., None] >> np.arange(marks)) & 1
    relations = np.stack([stacked["far"], *np.unravel_index(stacked["near"], near)], axis=-1)
    found = {**stacked, "marks": bits.astype(np.float32), "relations": relations.astype(np.int64)}
    return {f"{name}_{part}": values for part, values in found.items()}


def _targets(rows: Sequence[Sequence[Answer]], places: np.ndarray, inside: np.ndarray) -> dict[str, np.ndarray]:
    """Return where the answers of each row begin and end, whether they are nowhere, and whether they are known."""
    count = len(rows[0])
    points = np.zeros((len(rows), 2 * count, places.shape[1]), dtype=np.float32)
    nowhere, known = (np.zeros((len(rows), count), dtype=np.float32) for _ in range(2))
    for row, answers in enumerate(rows):
        column = {place: n for n, place in enumerate(places[row][inside[row]].tolist())}
        for number, answer in enumerate(answers):
            if answer is None:
                continue
            held = [(s, e) for s, e in answer if s in column and e - 1 in column]
            nowhere[row, number] = not answer
            known[row, number] = bool(held) or not answer
            for start, end in held:
                points[row, 2 * number, column[start]] = points[row, 2 * number + 1, column[end - 1]] = 1
    return {"points": points, "nowhere": nowhere, "known": known}


def _sentences(examples: Sequence[Example], names: Sequence[str]) -> dict[str, np.ndarray]:
    """Return what is told of the sentences of each text, and what is right."""
    shape = len(examples), max(len(example.claims) for example in examples)
    column = {name: number for number, name in enumerate(names)}
    arrays = {
        "spans": np.zeros((*shape, 2), dtype=np.int64),
        "told": np.zeros((*shape, len(names)), dtype=np.float32),
        "inside": np.zeros(shape, dtype=bool),
        "known": np.zeros(shape, dtype=bool),
        "types": np.zeros((*shape, len(CLAIM_TYPES)), dtype=np.float32),
        "gains": np.zeros(shape, dtype=np.float32),
        "linear": np.zeros(shape, dtype=np.float32),
    }
    for number, example in enumerate(examples):
        end = len(example.claims)
        inputs = sentence_inputs(whole(example.text), example.claims, range(end), column)
        arrays["spans"][number, :end], arrays["told"][number, :end] = inputs.spans, inputs.told
        arrays["inside"][number, :end] = True
        arrays["gains"][number, :end] = example.gains
        for row, (claim, types) in enumerate(zip(example.claims, example.types, strict=True)):
            arrays["linear"][number, row] = points_of(claim.features)
            if types is not None:
                arrays["known"][number, row] = True
                arrays["types"][number, row] = [name in types for name in CLAIM_TYPES]
    return {f"sentence_{name}": values for name, values in arrays.items()}


def batch_of(
    examples: Sequence[Example], alphabet: Alphabet, names: Sequence[str], chance: np.random.Generator | None = None
) -> Batch:
    """Return examples as one batch; with ``chance``, some characters are made unknown and some answers withheld."""
    length = max(len(example.text.text) for example in examples)
    arrays: dict[str, Any] = {
        name: np.zeros((len(examples), length), dtype=np.int64) for name in ("characters", "before", "after")
    }
    arrays["flags"] = np.zeros((len(examples), length, examples[0].text.flags.shape[1]), dtype=np.float32)
    for number, example in enumerate(examples):
        rows = alphabet.encode(example.text.text)
        end = len(rows)
        before, after = alphabet.pair(rows, np.array([0]), np.array([end]))
        if chance is not None:
            rows = np.where(chance.random(end) < UNKNOWN, 1, rows)
        for name, values in (("characters", rows), ("before", before), ("after", after), ("flags", example.text.flags)):
            arrays[name][number, :end] = values
    figures = [(number, example) for number, example in enumerate(examples) if example.figures]
    windows = [example.figures for _, example in figures if example.figures]
    arrays |= _windows("figure", windows, link_figures.NEAR, len(FIGURE_MARKS))
    arrays["figure_spans"] = np.concatenate([window.spans for window in windows])
    for name in ("kind", "rule", "change", "told"):
        arrays[name] = np.concatenate([getattr(window, name) for window in windows])
    arrays["figure_article"] = np.repeat([n for n, _ in figures], [len(window.numbers) for window in windows])
    answers = [answer for _, example in figures for answer in example.figure_answers]
    told = _targets(answers, arrays["figure_places"], arrays["figure_inside"])
    arrays |= {f"figure_{name}_target": values for name, values in told.items()}
    voices = [(n, example) for n, example in enumerate(examples) if example.voices]
    heard = [example.voices for _, example in voices if example.voices] or [NO_VOICES]
    arrays |= _windows("voice", heard, link_voices.NEAR, len(VOICE_MARKS))
    arrays["voice_article"] = np.repeat([n for n, _ in voices] or [0], [len(window.places) for window in heard])
    said = [[answer] for _, example in voices for answer in example.voice_answers] or [[None]]
    told = _targets(said, arrays["voice_places"], arrays["voice_inside"])
    arrays |= {f"voice_{name}_target": values for name, values in told.items()}
    arrays |= _sentences(examples, names)
    if chance is not None:
        _withhold(arrays, chance)
    return {name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in arrays.items()}


def _withhold(arrays: dict[str, Any], chance: np.random.Generator) -> None:
    """Take the rules' answers from some of the windows."""
    figures = len(arrays["told"])
    for name, (marks, told) in _OF_FIELD.items():
        taken = chance.random(figures) < TOLD[name]
        for mark in marks:
            arrays["figure_marks"][taken, :, FIGURE_MARKS.index(mark)] = 0
        for position in told:
            arrays["told"][taken, position] = 0
    arrays["rule"][chance.random(figures) < TOLD["rule"]] = len(RULES)
    taken = chance.random(len(arrays["voice_marks"])) < TOLD["speaker"]
    for mark in ("speaker", "last_speaker", "cue"):
        arrays["voice_marks"][taken, :, VOICE_MARKS.index(mark)] = 0


def loss_of(model: Linker, batch: Batch) -> Tensor:
    """Return how unlikely the right answers are: any of the places where one stands will do."""
    points, nowhere, heard, unheard, judged = model(batch)
    total = _loss(points, nowhere, batch, "figure") + _loss(heard, unheard, batch, "voice")
    return (
        total + TYPES_WEIGHT * _types_loss(judged[..., :-1], batch) + FIRST_WEIGHT * _first_loss(judged[..., -1], batch)
    )


def _types_loss(scores: Tensor, batch: Batch) -> Tensor:
    known = batch["sentence_known"]
    if not known.any():
        return scores.new_zeros(())
    return functional.binary_cross_entropy_with_logits(scores[known], batch["sentence_types"][known]) * len(CLAIM_TYPES)


def _first_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Return how unlikely it is that the sentences to check first are drawn first, and taken one by one."""
    gains, inside = batch["sentence_gains"], batch["sentence_inside"]
    labelled = gains.sum(1) > 0
    if not labelled.any():
        return scores.new_zeros(())
    total = scores + batch["sentence_linear"]
    gains, inside, total = gains[labelled], inside[labelled], total[labelled]
    logs = total.masked_fill(~inside, NOWHERE).log_softmax(-1)
    drawn = -(gains / gains.sum(1, keepdim=True) * logs).sum(1).mean()
    each = functional.binary_cross_entropy_with_logits(total[inside], (gains[inside] > 0).to(total.dtype))
    return drawn + each


def _loss(points: Tensor, nowhere: Tensor, batch: Batch, name: str) -> Tensor:
    total = points.new_zeros(())
    for number in range(nowhere.shape[1]):
        known = batch[f"{name}_known_target"][:, number] > 0
        if not known.any():
            continue
        none = batch[f"{name}_nowhere_target"][known, number, None]
        for side in (2 * number, 2 * number + 1):
            logs = torch.cat([points[known][:, :, side], nowhere[known, number, None]], -1).log_softmax(-1)
            right = torch.cat([batch[f"{name}_points_target"][known, side], none], -1)
            total = total - torch.where(right > 0, logs, torch.full_like(logs, -1e4)).logsumexp(-1).mean()
    return total


def fit(model: Linker, examples: list[Example], alphabet: Alphabet, how: Fit, *, withheld: bool) -> None:
    """Train with AdamW, a short warm-up and a linear decay."""
    torch.manual_seed(how.seed)
    chance, order = np.random.default_rng(how.seed), np.random.default_rng(how.seed + 1)
    examples = [example for example in examples if example.figures]
    steps = how.epochs * -(-len(examples) // ARTICLES)
    inner = {id(parameter) for parameter in model.encoder.parameters()}
    groups = [
        {"params": [p for p in model.parameters() if id(p) in inner], "lr": how.encoder_rate},
        {"params": [p for p in model.parameters() if id(p) not in inner], "lr": how.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / 60) * max(0.02, 1 - step / steps)
    )
    begun, done, total = time.time(), 0, 0.0
    for _ in range(how.epochs):
        model.train()
        ordered = sorted(examples, key=lambda example: len(example.text.text) + order.random() * 200)
        batches = [ordered[n : n + ARTICLES] for n in range(0, len(ordered), ARTICLES)]
        for number in order.permutation(len(batches)):
            loss = loss_of(model, batch_of(batches[number], alphabet, model.names, chance if withheld else None))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total, done = total + loss.item(), done + 1
            if done % 50 == 0:
                print(f"  {done}/{steps} {total / 50:.3f} {time.time() - begun:.0f} s", flush=True)
                total = 0.0


def fitted(model: Linker, examples: list[Example], alphabet: Alphabet, fits: Sequence[Fit]) -> list[dict[str, Tensor]]:
    """Return the weights of fits that each begin at those of ``model``, which keeps its own."""
    ends = []
    for how in fits:
        one = copy.deepcopy(model)
        fit(one, examples, alphabet, how, withheld=True)
        ends.append(one.state_dict())
    return ends


def kept(path: Path, make: Callable[[], list[Example]]) -> list[Example]:
    """Return what ``make`` returns, from ``path`` if it has been made before."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    examples: list[Example] = pickle.loads(path.read_bytes())  # noqa: S301 - what this script wrote
    return examples


def alphabet_of(names: Path) -> Alphabet:
    """Return the alphabet of the model of names, which this one takes over."""
    import onnx  # noqa: PLC0415

    facts = {prop.key: prop.value for prop in onnx.load(str(names)).metadata_props}
    return Alphabet.of(facts["characters"], int(facts["pairs"]))


def told_in(examples: Sequence[Example]) -> list[str]:
    """Return the names of what the rules say often enough to be told."""
    times = Counter(name for example in examples for claim in example.claims for name in told_of(claim))
    return sorted(name for name, count in times.items() if count >= OFTEN)


def loaded(names: Path, work: Path, step: str) -> Linker:
    """Return the network that a step has trained."""
    kept_weights = torch.load(work / f"{step}.pt")
    model = Linker(names, SIZES[step], kept_weights["told"])
    model.load_state_dict(kept_weights["weights"])
    return model.eval()


def mean_of(weights: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of weights that began as one: better on other articles than any of them."""
    return {name: torch.stack([one[name] for one in weights]).mean(0) for name in weights[0]}


def main(step: str, names: Path, work: Path) -> None:
    """Run one step."""
    work.mkdir(parents=True, exist_ok=True)
    alphabet = alphabet_of(names)
    examples = kept(work / "labelled.pickle", lambda: labelled(Reader()))
    chosen = [example for example in examples if not is_held_out(example.id)]
    avoid = {example.id for example in examples}
    raw = kept(work / "raw.pickle", lambda: taught_by_rules(Reader(), avoid))
    torch.manual_seed(1)
    model = Linker(names, SIZES[step], told_in(chosen))
    if step == "teacher":
        untold(raw)
        fit(model, raw, alphabet, TEACHER_START, withheld=False)
        fit(model, chosen, alphabet, TEACHER, withheld=True)
    else:
        taught_by_model(loaded(names, work, "teacher"), alphabet, raw)
        fit(model, raw, alphabet, START, withheld=True)
        model.load_state_dict(mean_of(fitted(model, chosen, alphabet, STUDENTS)))
        for fits in FURTHER:
            model.load_state_dict(mean_of([model.state_dict(), *fitted(model, chosen, alphabet, fits)]))
    torch.save({"told": list(model.names), "weights": model.state_dict()}, work / f"{step}.pt")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
