"""The two networks: a recurrent teacher that starts from LAC's weights, and the convolutional student that is shipped."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from examples import TAGS
from torch import Tensor, nn
from torch.nn import functional

HIDDEN = 160
DILATIONS = (1, 2, 4, 8, 1)
CHARACTER_SIZE, PAIR_SIZE, PAIRS = 96, 48, 50_000


class Teacher(nn.Module):
    """Two bidirectional GRUs over characters, as in LAC, with an output layer of our own."""

    def __init__(self, start: Path) -> None:
        super().__init__()
        model = onnx.load(str(start))
        weights = {t.name: onnx.numpy_helper.to_array(t).astype(np.float32) for t in model.graph.initializer}
        facts = {p.key: p.value for p in model.metadata_props}
        self.characters = facts["characters"]
        self.lac_tags = json.loads(facts["tags"])
        table = torch.tensor(weights["embedding_16"])  # row 0 is the unknown character's
        self.embedding = nn.Embedding.from_pretrained(torch.cat([torch.zeros(1, table.shape[1]), table]), freeze=False)
        self.layers = nn.ModuleList(_gru(weights, number) for number in range(2))
        self.dropout = nn.Dropout(0.3)
        self.output = nn.Linear(2 * self.layers[0].hidden_size, len(TAGS))

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return (sentence, time, tag) scores of (sentence, time) rows."""
        inputs = self.dropout(self.embedding(rows))
        packed = nn.utils.rnn.pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
        for layer in self.layers:
            packed = layer(packed)[0]
        states, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=rows.shape[1])
        return self.output(self.dropout(states))


def _gru(weights: dict[str, np.ndarray], number: int) -> nn.GRU:
    """Return ONNX's GRU (gates z, r, h) as torch's (r, z, n)."""
    inputs, recurrent, bias = (weights[f"{kind}{number}"] for kind in "WRB")
    hidden = recurrent.shape[2]
    gru = nn.GRU(inputs.shape[2], hidden, batch_first=True, bidirectional=True)

    def reorder(rows: np.ndarray) -> Tensor:
        z, r, n = np.split(rows, 3)
        return torch.tensor(np.concatenate([r, z, n]))

    with torch.no_grad():
        for direction, suffix in enumerate(("", "_reverse")):
            getattr(gru, f"weight_ih_l0{suffix}").copy_(reorder(inputs[direction]))
            getattr(gru, f"weight_hh_l0{suffix}").copy_(reorder(recurrent[direction]))
            getattr(gru, f"bias_ih_l0{suffix}").copy_(reorder(bias[direction][: 3 * hidden]))
            getattr(gru, f"bias_hh_l0{suffix}").copy_(reorder(bias[direction][3 * hidden :]))
    return gru


class Student(nn.Module):
    """Characters and pairs of neighbours, then a few dilated convolutions: no recurrence, so it runs in parallel."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(rows, CHARACTER_SIZE, padding_idx=0)
        self.pairs = nn.Embedding(PAIRS, PAIR_SIZE)
        self.dropout = nn.Dropout(0.2)
        self.inputs = nn.Conv1d(CHARACTER_SIZE + 2 * PAIR_SIZE, HIDDEN, 1)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, 3, padding=dilation, dilation=dilation) for dilation in DILATIONS
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(HIDDEN) for _ in DILATIONS)
        self.output = nn.Conv1d(HIDDEN, len(TAGS), 1)

    def forward(self, rows: Tensor, before: Tensor, after: Tensor) -> Tensor:
        """Return (sentence, time, tag) scores; rows of 0 are padding and do not reach their neighbours."""
        inside = (rows != 0).unsqueeze(1).to(self.output.weight.dtype)
        parts = [self.characters(rows), self.pairs(before), self.pairs(after)]
        states = functional.relu(self.inputs(self.dropout(torch.cat(parts, -1)).transpose(1, 2))) * inside
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            states = (states + functional.relu(norm(convolution(states)))) * inside
        return self.output(self.dropout(states)).transpose(1, 2)
