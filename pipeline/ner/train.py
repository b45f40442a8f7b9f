"""Train the teacher on labels, and the student on what the teacher says of raw news.

python pipeline/ner/train.py teacher START.onnx WORK
python pipeline/ner/train.py student START.onnx WORK
"""

import pickle
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from coin import Coiner
from examples import TAGS, Alphabet, Example, allowed_tags, news_sentences, own_examples, public_examples
from networks import PAIRS, Student, Teacher
from parts import SEED, held_out_names, split
from torch import nn

from newsextract.normalise import normalise

LONGEST = 160
TEACHER_EPOCHS, STUDENT_EPOCHS = 3, 4
RAW_CHARACTERS = 4_000_000


def batches(items: list, size: int, chance: random.Random | None) -> list[list]:
    """Return the items in batches of like length; shuffled if there is a ``chance``."""
    ordered = sorted(items, key=lambda item: len(item[0]) + (chance.random() * 12 if chance else 0))
    found = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    if chance:
        chance.shuffle(found)
    return found


def pad(rows: list[np.ndarray], fill: float = 0) -> np.ndarray:
    """Return arrays of different length as one, padded behind."""
    shape = (len(rows), max(map(len, rows)), *rows[0].shape[1:])
    padded = np.full(shape, fill, dtype=rows[0].dtype)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded


def fit(model: nn.Module, loss_of, items: list, epochs: int, rates: list[dict], size: int = 64) -> None:
    """Train with AdamW, a short warm-up and a linear decay."""
    chance = random.Random(SEED)
    steps = epochs * -(-len(items) // size)
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / 200) * max(0.02, 1 - step / steps)
    )
    begun, done = time.time(), 0
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for batch in batches(items, size, chance):
            loss = loss_of(batch, chance)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            done += 1
            if done % 100 == 0:
                print(
                    f"  {done}/{steps} {total / max(1, done - epoch * steps // epochs):.4f} {time.time() - begun:.0f} s",
                    flush=True,
                )


def train_teacher(start: Path, work: Path) -> None:
    """Fit the teacher to our labels, twice as often with coined names, and to the public sets' partial ones."""
    parts = split(own_examples())
    held = held_out_names(parts)
    (work / "parts.pickle").write_bytes(pickle.dumps(parts))
    coiner = Coiner(SEED)
    with_firms = [e for e in parts["train"] if any(label == "firm" for *_, label in e.spans)]
    renamed = [coiner.substitute(e) for e in with_firms]
    public = [e for name in ("finre", "uner_gsdsimp") for e in public_examples(name)]
    public = [e for e in public if not any(name in e.text for name in held if len(name) > 2)]
    examples = [e for e in (*parts["train"], *parts["train"], *renamed, *public) if 0 < len(e.text) <= LONGEST]
    print(
        {name: len(part) for name, part in parts.items()},
        len(held),
        "names held out;",
        len(renamed),
        "renamed,",
        len(public),
        "public",
    )
    torch.manual_seed(SEED)
    model = Teacher(start)
    alphabet = Alphabet(model.characters, PAIRS)
    items = [(alphabet.encode(e.text), allowed_tags(e)) for e in examples]

    def loss_of(batch, chance):
        rows, allowed = pad([rows for rows, _ in batch]), torch.from_numpy(pad([tags for _, tags in batch]))
        rows = np.where((np.random.default_rng(chance.getrandbits(32)).random(rows.shape) < 0.02) & (rows > 0), 1, rows)
        scores = model(torch.from_numpy(rows), torch.tensor([len(r) for r, _ in batch]))
        logs = scores.log_softmax(-1)
        kept = torch.where(allowed > 0, logs, torch.full_like(logs, -1e4)).logsumexp(-1)
        decided = (allowed.sum(-1) > 0) & (allowed.sum(-1) < len(TAGS))
        return -(kept * decided).sum() / decided.sum()

    new = [*model.output.parameters()]
    old = [p for name, p in model.named_parameters() if not name.startswith("output")]
    fit(model, loss_of, items, TEACHER_EPOCHS, [{"params": old, "lr": 1e-3}, {"params": new, "lr": 2e-3}])
    torch.save(model.state_dict(), work / "teacher.pt")


def raw_texts(avoid: set[str], held: set[str]) -> list[str]:
    """Return sentences of the news, normalised, without those of dev and test and those that name a held-out firm."""
    texts = sorted({normalise(sentence).text for _, sentence in news_sentences().values()} - avoid)
    random.Random(SEED).shuffle(texts)
    long_names = [name for name in held if len(name) > 2]
    chosen, total = [], 0
    for text in texts:
        if 6 <= len(text) <= LONGEST and not any(name in text for name in long_names):
            chosen.append(text)
            total += len(text)
        if total > RAW_CHARACTERS:
            break
    return chosen


def soft_labels(model: Teacher, alphabet: Alphabet, texts: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return each text's rows and what the teacher thinks of each character."""
    model.eval()
    found = []
    with torch.no_grad():
        for batch in batches([(alphabet.encode(text),) for text in texts], 64, None):
            rows = [item[0] for item in batch]
            chances = model(torch.from_numpy(pad(rows)), torch.tensor([len(r) for r in rows])).softmax(-1).numpy()
            found += [(row, chances[i, : len(row)].astype(np.float16)) for i, row in enumerate(rows)]
    return found


def train_student(start: Path, work: Path) -> None:
    """Fit the student to the teacher on raw news and on coined names, and to our labels."""
    parts = pickle.loads((work / "parts.pickle").read_bytes())
    teacher = Teacher(start)
    teacher.load_state_dict(torch.load(work / "teacher.pt"))
    alphabet = Alphabet(teacher.characters, PAIRS)
    avoid = {e.text for part in ("dev", "test") for e in parts[part]}
    texts = raw_texts(avoid, held_out_names(parts))
    coiner = Coiner(SEED + 1)
    own = [e for e in parts["train"] if 0 < len(e.text) <= LONGEST]
    with_firms = [e for e in own if any(label == "firm" for *_, label in e.spans)]
    renamed = [coiner.substitute(e) for e in with_firms]
    items = soft_labels(teacher, alphabet, texts)
    items += [
        (alphabet.encode(e.text), allowed_tags(e).astype(np.float16))
        for e in (*own, *own, *renamed)
        if len(e.text) <= LONGEST
    ]
    print(len(texts), "raw sentences,", len(items), "in all", flush=True)
    torch.manual_seed(SEED)
    model = Student(len(alphabet.characters) + 2)

    def loss_of(batch, chance):
        rows, wanted = pad([rows for rows, _ in batch]), torch.from_numpy(pad([tags for _, tags in batch])).float()
        rows = np.where((np.random.default_rng(chance.getrandbits(32)).random(rows.shape) < 0.02) & (rows > 0), 1, rows)
        before, after = alphabet.pair(rows)
        logs = model(*map(torch.from_numpy, (rows, before, after))).log_softmax(-1)
        return -(wanted * logs).sum() / (rows > 0).sum()

    fit(model, loss_of, items, STUDENT_EPOCHS, [{"params": model.parameters(), "lr": 2e-3}])
    torch.save(model.state_dict(), work / "student.pt")


if __name__ == "__main__":
    step, start_path, work_path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    work_path.mkdir(parents=True, exist_ok=True)
    {"teacher": train_teacher, "student": train_student}[step](start_path, work_path)
