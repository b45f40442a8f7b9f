"""The linking network: an encoder of characters, and two heads that point at places around a figure or a sentence."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from examples import AGAINST, Batch
from torch import Tensor, nn
from torch.nn import functional

from newsextract.records.fields import CLAIM_TYPES

DILATIONS = (1, 2, 4, 8, 1)
CHARACTER_SIZE, PAIR_SIZE = 96, 48
NOWHERE = -1e4
"""The score of a place outside of a window."""


class Size(NamedTuple):
    """How large a network is."""

    hidden: int
    """Of the states of characters."""
    state: int
    """Of the states of windows."""
    figures: tuple[int, ...]
    """Dilations of the convolutions over a figure's window."""
    voices: tuple[int, ...]
    sentence: int
    """Of the states of sentences."""


SIZES = {"teacher": Size(160, 64, (1, 2, 4, 8), (1, 3), 128), "student": Size(96, 32, (1, 3, 9), (1, 3), 96)}
HEADS = 4
"""Weights of each character of a sentence: each for a part of its state."""
ANSWERS = len(CLAIM_TYPES) + 1
SURE = 2.0
"""How far the network begins on the rules' side."""
LIMIT = 8.0


class Encoder(nn.Module):
    """Reads characters, and what lies on them. It begins with the tables of the model of names, or with all of it."""

    def __init__(self, names: Path, size: Size) -> None:
        super().__init__()
        hidden = size.hidden
        weights = {t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(str(names)).graph.initializer}
        rows, pairs = weights["character_table"].shape[0], weights["pair_table"].shape[0]
        self.characters = nn.Embedding(rows, CHARACTER_SIZE)
        self.pairs = nn.Embedding(pairs, PAIR_SIZE)
        self.inputs = nn.Linear(CHARACTER_SIZE + 2 * PAIR_SIZE, hidden)
        self.flags = nn.Linear(AGAINST["flags"], hidden, bias=False)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(hidden, hidden, 3, padding=dilation, dilation=dilation) for dilation in DILATIONS
        )
        self.dropout = nn.Dropout(0.2)
        self._begin_as(weights)

    def _begin_as(self, weights: dict[str, np.ndarray]) -> None:
        """Take over the weights, which are 8-bit steps: the tables in thirty-seconds, and the products if they fit."""

        def product(name: str, factor: float) -> Tensor:
            return torch.tensor(weights[f"{name}_w"].astype(np.float32) * weights[f"{name}_steps"][None] * factor)

        with torch.no_grad():
            for table, name in ((self.characters, "character_table"), (self.pairs, "pair_table")):
                table.weight.copy_(torch.tensor((weights[name].astype(np.float32) - 128) / 32))
            nn.init.zeros_(self.flags.weight)
            if len(weights["in_b"]) != len(self.inputs.bias):
                return
            self.inputs.weight.copy_(product("in", 32).T)
            self.inputs.bias.copy_(torch.tensor(weights["in_b"]))
            for number, convolution in enumerate(self.convolutions):
                scale = float(weights[f"c{number}_scale"].reshape(-1)[0])
                three = product(f"c{number}", 1 / scale).reshape(3, *convolution.weight.shape[:2])
                convolution.weight.copy_(three.permute(2, 1, 0))
                convolution.bias.copy_(torch.tensor(weights[f"c{number}_b"]))

    def forward(self, batch: Batch) -> Tensor:
        """Return (articles, characters, hidden) states; rows of 0 are padding and do not reach their neighbours."""
        inside = (batch["characters"] != 0).unsqueeze(1).float()
        parts = [self.characters(batch["characters"]), self.pairs(batch["before"]), self.pairs(batch["after"])]
        states = self.inputs(self.dropout(torch.cat(parts, -1))) + self.flags(batch["flags"])
        states = functional.relu(states).transpose(1, 2) * inside
        for convolution in self.convolutions:
            states = (states + functional.relu(convolution(states))) * inside
        return states.transpose(1, 2)


class Pointer(nn.Module):
    """Scores the places of windows: where the answer to a question begins and ends, or that it is nowhere."""

    def __init__(
        self, size: Size, relations: tuple[int, ...], marks: int, answers: int, dilations: tuple[int, ...]
    ) -> None:
        super().__init__()
        state = size.state
        self.place = nn.Linear(size.hidden, size.state)
        self.relations = nn.ModuleList(nn.Embedding(steps, state) for steps in relations)
        self.marks = nn.Linear(marks, state, bias=False)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(state, state, 3, padding=dilation, dilation=dilation) for dilation in dilations
        )
        self.points = nn.Linear(state, 2 * answers)
        self.nowhere = nn.Linear(2 * state, answers)
        self.dropout = nn.Dropout(0.2)
        for table in self.relations:
            nn.init.normal_(table.weight, 0, 0.1)

    def forward(
        self, states: Tensor, asked: Tensor, relations: Tensor, marks: Tensor, inside: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return (windows, places, 2 * answers) scores and (windows, answers) of being nowhere.

        ``states`` are those of the windows' places after ``place``, ``asked`` (windows, state) is what is asked about.
        """
        states = states + asked[:, None] + self.marks(marks)
        for number, table in enumerate(self.relations):
            states = states + table(relations[..., number])
        held = inside[:, None].to(states.dtype)
        states = functional.relu(states).transpose(1, 2) * held
        for convolution in self.convolutions:
            states = (states + functional.relu(convolution(states))) * held
        states = states.transpose(1, 2)
        points = self.points(self.dropout(states)).masked_fill(~inside[..., None], NOWHERE)
        return points, self.nowhere(self.dropout(torch.cat([states.amax(1), asked], -1)))


class Judge(nn.Module):
    """Weighs what the rules say of each sentence of a text against its words and its neighbours."""

    def __init__(self, size: Size, told: Sequence[str]) -> None:
        super().__init__()
        hidden, state = size.hidden, size.sentence
        self.weight = nn.Linear(hidden, HEADS)
        self.value = nn.Linear(hidden, hidden)
        self.place = nn.Linear(hidden, state)
        self.told = nn.Linear(len(told), state, bias=False)
        self.whole = nn.Linear(2 * state, state)
        self.convolutions = nn.ModuleList(nn.Conv1d(state, state, 3, padding=reach, dilation=reach) for reach in (1, 2))
        self.answers = nn.Linear(state, ANSWERS)
        self.skip = nn.Linear(len(told), ANSWERS, bias=False)
        self.dropout = nn.Dropout(0.2)
        with torch.no_grad():
            nn.init.normal_(self.told.weight, 0, 0.1)
            nn.init.normal_(self.weight.weight, 0, 0.02)
            self.skip.weight.zero_()
            self.answers.bias.fill_(-SURE)
            self.answers.bias[-1] = 0
            for number, name in enumerate(CLAIM_TYPES):
                if f"is.{name}" in told:
                    self.skip.weight[number, list(told).index(f"is.{name}")] = 2 * SURE

    def forward(self, states: Tensor, spans: Tensor, told: Tensor, inside: Tensor) -> Tensor:
        """Return (texts, sentences, ANSWERS) scores: of each type, then how pressing it is.

        Args:
            states: (texts, characters, hidden) of the encoder.
            spans: (texts, sentences, 2) where sentences begin and end.
            told: (texts, sentences, names) what the rules say.
            inside: (texts, sentences) False where a row is padding.
        """
        place = torch.arange(states.shape[1])
        within = ((place >= spans[..., :1]) & (place < spans[..., 1:])).to(states.dtype)
        weight = self.weight(states).clamp(-LIMIT, LIMIT).exp()
        value = self.value(states)
        spread = weight.repeat_interleave(value.shape[-1] // HEADS, -1)
        pooled = (within @ (spread * value)) / (within @ spread).clamp(min=1e-6)
        held = inside[..., None].to(states.dtype)
        read = functional.relu(self.place(self.dropout(pooled)) + self.told(self.dropout(told))) * held
        mean = read.sum(1, keepdim=True) / held.sum(1, keepdim=True).clamp(min=1)
        both = torch.cat([mean, read[:, :1]], -1)
        read = (read + functional.relu(self.whole(both))) * held
        read = read.transpose(1, 2)
        for convolution in self.convolutions:
            read = (read + functional.relu(convolution(read))) * held.transpose(1, 2)
        return self.answers(self.dropout(read.transpose(1, 2))) + self.skip(told)


class Linker(nn.Module):
    """Reads a text once, judges its sentences, and points for each of its figures and attributed sentences."""

    def __init__(self, names: Path, size: Size, told: Sequence[str]) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(names, size)
        self.figures = Pointer(size, (43, 8, 7, 4, 7), AGAINST["figure_marks"], 3, size.figures)
        self.figure = nn.Linear(size.hidden, size.state)
        self.kind = nn.Embedding(AGAINST["kinds"], size.state)
        self.rule = nn.Embedding(AGAINST["rules"], size.state)
        self.change = nn.Embedding(3, size.state)
        self.told = nn.Linear(AGAINST["told"], size.state)
        self.voices = Pointer(size, (43, 7, 4), AGAINST["voice_marks"], 1, size.voices)
        self.sentence = nn.Parameter(torch.zeros(size.state))
        self.judge = Judge(size, told)
        self.names = tuple(told)
        for table in (self.kind, self.rule, self.change):
            nn.init.normal_(table.weight, 0, 0.1)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return the scores of the figures' windows and of nowhere, those of the voices' windows, and of sentences."""
        state = self.size.state
        states = self.encoder(batch)
        dropped = self.figures.dropout(states)
        shared = torch.cat([self.figures.place(dropped), self.figure(states), self.voices.place(dropped)], -1)
        length = shared.shape[1]
        flat = shared.reshape(-1, shared.shape[-1])
        seen = functional.embedding(batch["figure_article"][:, None] * length + batch["figure_places"], flat)
        asked = self._figure(seen[..., state : 2 * state], batch)
        heard = functional.embedding(batch["voice_article"][:, None] * length + batch["voice_places"], flat)
        return (
            *self.figures(
                seen[..., :state], asked, batch["figure_relations"], batch["figure_marks"], batch["figure_inside"]
            ),
            *self.voices(
                heard[..., 2 * state :],
                self.sentence.expand(len(heard), -1),
                batch["voice_relations"],
                batch["voice_marks"],
                batch["voice_inside"],
            ),
            self.judge(states, batch["sentence_spans"], batch["sentence_told"], batch["sentence_inside"]),
        )

    def _figure(self, states: Tensor, batch: Batch) -> Tensor:
        """Return what is known of each figure: its own characters, kind, rule, change, and what the rules told."""
        own = batch["figure_marks"][..., AGAINST["figure_mark"]].unsqueeze(-1)
        mean = (states * own).sum(1) / own.sum(1).clamp(min=1)
        tables = self.kind(batch["kind"]) + self.rule(batch["rule"]) + self.change(batch["change"])
        return mean + tables + self.told(batch["told"])


def chances(points: Tensor, nowhere: Tensor) -> np.ndarray:
    """Return the logarithms of the chances of places, and at last of nowhere, as the written network gives them."""
    last = nowhere.repeat_interleave(2, -1)[:, None]
    logs: np.ndarray = torch.cat([points, last], 1).log_softmax(1).numpy()
    return logs
