"""Write the linking network as ONNX: the encoder in 8-bit integers, as the model of names is, the heads in floats.

    python pipeline/linker/export.py NAMES.onnx WORK pipeline/models/linker.onnx

The scales of the activations are fixed here, from labelled articles, and not taken from each text. Weights use 7 bits,
so that no processor's sums overflow.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from examples import AGAINST, Example
from networks import DILATIONS, NOWHERE, SIZES, Linker, Pointer
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from train import batch_of, kept

from newsextract.values.alphabet import Alphabet

OPSET = 17
RUNTIME_DOMAIN = "com.microsoft"
"""Of the operators that are the ONNX runtime's own."""
PERCENTILE = 99.95
"""Activations beyond it are clipped: a scale for the largest would leave no steps for the usual ones."""
CALIBRATED = 40
"""Articles that the scales are taken from."""
INPUTS: dict[str, tuple[int, tuple[str | int, ...]]] = {
    "characters": (TensorProto.INT32, (1, "t")),
    "before": (TensorProto.INT32, (1, "t")),
    "after": (TensorProto.INT32, (1, "t")),
    "flags": (TensorProto.FLOAT, (1, "t", AGAINST["flags"])),
    "figure_places": (TensorProto.INT64, ("n", "w")),
    "figure_inside": (TensorProto.BOOL, ("n", "w")),
    "figure_relations": (TensorProto.INT64, ("n", "w", 5)),
    "figure_marks": (TensorProto.FLOAT, ("n", "w", AGAINST["figure_marks"])),
    "kind": (TensorProto.INT64, ("n",)),
    "rule": (TensorProto.INT64, ("n",)),
    "change": (TensorProto.INT64, ("n",)),
    "told": (TensorProto.FLOAT, ("n", AGAINST["told"])),
    "voice_places": (TensorProto.INT64, ("k", "v")),
    "voice_inside": (TensorProto.BOOL, ("k", "v")),
    "voice_relations": (TensorProto.INT64, ("k", "v", 3)),
    "voice_marks": (TensorProto.FLOAT, ("k", "v", AGAINST["voice_marks"])),
}


def array(tensor: torch.Tensor) -> np.ndarray:
    """Return a weight as numbers."""
    return tensor.detach().numpy().astype(np.float32)


class Graph:
    """Collects nodes and tensors."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: object, dtype: type = np.float32) -> str:
        """Add a tensor and return its name."""
        self.tensors[name] = numpy_helper.from_array(np.ascontiguousarray(np.array(values, dtype=dtype)), name)
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Add a node and return its output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, name: str, state: str, layer: nn.Linear) -> str:
        """Add state x weight + bias, in floats."""
        product = self.add("MatMul", [state, self.constant(f"{name}_w", array(layer.weight).T)], f"{name}_product")
        if layer.bias is None:
            return product
        return self.add("Add", [product, self.constant(f"{name}_b", array(layer.bias))], f"{name}_out")

    def neighbours(self, name: str, state: str, reach: int) -> str:
        """Put beside each place's state those of the places ``reach`` before and behind it."""
        pads = self.constant(f"{name}_pads", [0, reach, 0, 0, reach, 0], np.int64)
        padded = self.add("Pad", [state, pads], f"{name}_padded")
        end = self.constant(f"{name}_end", [-2 * reach], np.int64)
        begin = self.constant(f"{name}_begin", [2 * reach], np.int64)
        before = self.add("Slice", [padded, "zero_64", end, "time_axis"], f"{name}_before")
        behind = self.add("Slice", [padded, begin, "far", "time_axis"], f"{name}_behind")
        return self.add("Concat", [before, state, behind], f"{name}_three", axis=2)

    def convolution(self, name: str, state: str, layer: nn.Conv1d, reach: int, most: float) -> str:
        """Add a convolution of a state that is never negative, in steps: 8 bits of the state and 7 of the weights."""
        scale, weight = most / 255, stacked(layer)
        steps = np.abs(weight).max(axis=0) / 63
        zero = self.constant(f"{name}_zero", 0, np.uint8)
        rounded = self.add("QuantizeLinear", [state, self.constant(f"{name}_scale", scale), zero], f"{name}_8")
        weights = self.constant(f"{name}_w", np.round(weight / steps), np.int8)
        scales = [self.constant(f"{name}_one", 1), self.constant(f"{name}_steps", steps * scale)]
        bias = self.constant(f"{name}_b", array(layer.bias))
        inputs = [self.neighbours(name, rounded, reach), weights, *scales, zero, "", bias]
        linear = self.add("MatMulIntegerToFloat", inputs, f"{name}_out", domain=RUNTIME_DOMAIN)
        return self.add("Add", [state, self.add("Relu", [linear], f"{name}_relu")], f"{name}_state")


def stacked(convolution: nn.Conv1d) -> np.ndarray:
    """Return the weights of a convolution as (three neighbours' inputs, outputs)."""
    weight = array(convolution.weight)
    return np.concatenate([weight[:, :, turn].T for turn in range(3)])


def limits(model: Linker, examples: Sequence[Example], alphabet: Alphabet) -> list[float]:
    """Return how large the inputs of the products get that are made in integers."""
    hooked: list[nn.Module] = [model.encoder.inputs, *model.encoder.convolutions]
    hooked += [*model.figures.convolutions, *model.voices.convolutions]
    seen: list[list[np.ndarray]] = [[] for _ in hooked]
    handles = [
        module.register_forward_pre_hook(
            lambda _, args, number=number: seen[number].append(args[0].abs().numpy().ravel()[::7])
        )
        for number, module in enumerate(hooked)
    ]
    with torch.no_grad():
        for example in examples:
            model(batch_of([example], alphabet))
    for handle in handles:
        handle.remove()
    return [float(np.percentile(np.concatenate(values), PERCENTILE)) for values in seen]


def encoder(graph: Graph, model: Linker, most: Sequence[float]) -> str:
    """Add the encoder, and return its states."""
    inner = model.encoder
    scale = most[0] / 127
    tables = {"characters": inner.characters, "pairs": inner.pairs}
    for name, table in tables.items():
        graph.constant(f"{name}_table", np.clip(np.rint(array(table.weight) / scale) + 128, 0, 255), np.uint8)
    looked_up = [graph.add("Gather", ["characters_table", "characters"], "character")]
    looked_up += [graph.add("Gather", ["pairs_table", rows], f"pair_{rows}") for rows in ("before", "after")]
    joined = graph.add("Concat", looked_up, "joined", axis=2)
    weight, bias = array(inner.inputs.weight).T, array(inner.inputs.bias)
    steps = np.abs(weight).max(axis=0) / 63
    zero = graph.constant("in_zero", 128, np.uint8)
    parts = [joined, graph.constant("in_w", np.round(weight / steps), np.int8), graph.constant("in_one", 1)]
    parts += [graph.constant("in_steps", steps * scale), zero, "", graph.constant("in_b", bias)]
    read = graph.add("MatMulIntegerToFloat", parts, "in_out", domain=RUNTIME_DOMAIN)
    flagged = graph.add("Add", [read, graph.linear("flagged", "flags", inner.flags)], "in_flagged")
    state = graph.add("Relu", [flagged], "state")
    for number, (convolution, reach) in enumerate(zip(inner.convolutions, DILATIONS, strict=True)):
        state = graph.convolution(f"c{number}", state, convolution, reach, most[number + 1])
    return state


def pointer(graph: Graph, name: str, head: Pointer, states: str, asked: str, most: Sequence[float]) -> tuple[str, str]:
    """Add a head over the states of its windows' places and what is asked, and return its two outputs."""
    parts = [states, asked, graph.linear(f"{name}_marked", f"{name}_marks", head.marks)]
    parts += [_related(graph, f"{name}_far", f"{name}_relations", head.relations[:1], 0)]
    parts += [_related(graph, f"{name}_near", f"{name}_relations", head.relations[1:], 1)]
    inside = graph.add("Cast", [f"{name}_inside"], f"{name}_in", to=TensorProto.FLOAT)
    held = graph.add("Unsqueeze", [inside, "two_64"], f"{name}_held")
    state = graph.add("Relu", [graph.add("Sum", parts, f"{name}_sum")], f"{name}_first")
    state = graph.add("Mul", [state, held], f"{name}_state")
    for number, convolution in enumerate(head.convolutions):
        added = graph.convolution(f"{name}_c{number}", state, convolution, convolution.dilation[0], most[number])
        state = graph.add("Mul", [added, held], f"{name}_held{number}")
    points = graph.linear(f"{name}_points", state, head.points)
    open_ = graph.add("Unsqueeze", [f"{name}_inside", "two_64"], f"{name}_open")
    scores = graph.add("Where", [open_, points, graph.constant("nowhere", NOWHERE)], f"{name}_scores")
    most = graph.add("ReduceMax", [state], f"{name}_most", axes=[1], keepdims=0)
    what = graph.add("Squeeze", [asked, "one_64"], f"{name}_what")
    both = graph.add("Concat", [most, what], f"{name}_both", axis=1)
    return scores, graph.linear(f"{name}_nowhere", both, head.nowhere)


def _related(graph: Graph, name: str, relations: str, tables: Sequence[nn.Embedding], first: int) -> str:
    """Add what the relations from number ``first`` on say of each place: their tables as one, of all combinations."""
    rows, index = np.zeros((1, tables[0].embedding_dim), dtype=np.float32), ""
    for number, table in enumerate(tables, start=first):
        weight = array(table.weight)
        rows = (rows[:, None] + weight[None]).reshape(-1, weight.shape[1])
        column = graph.constant(f"{name}{number}", [number], np.int64)
        which = graph.add("Gather", [relations, column], f"{name}{number}_which", axis=2)
        if index:
            times = graph.constant(f"{name}{number}_size", [len(weight)], np.int64)
            index = graph.add(
                "Add", [graph.add("Mul", [index, times], f"{name}{number}_times"), which], f"{name}{number}_index"
            )
        else:
            index = which
    flat = graph.add("Squeeze", [index, "two_64"], f"{name}_flat")
    return graph.add("Gather", [graph.constant(f"{name}_rows", rows), flat], f"{name}_related")


def figures(graph: Graph, model: Linker, state: str, most: Sequence[float]) -> tuple[str, str]:
    """Add the head of the figures."""
    seen = _windows(graph, "figure", graph.linear("figure_place", state, model.figures.place))
    own = _windows(graph, "figure_own", graph.linear("figure_self", state, model.figure), places="figure_places")
    column = graph.constant("figure_column", [AGAINST["figure_mark"]], np.int64)
    mark = graph.add("Gather", ["figure_marks", column], "figure_mark", axis=2)
    total = graph.add("ReduceSum", [graph.add("Mul", [own, mark], "own_marked"), "one_64"], "own_sum", keepdims=1)
    count = graph.add("ReduceSum", [mark, "one_64"], "mark_sum", keepdims=1)
    mean = graph.add("Div", [total, graph.add("Max", [count, graph.constant("least", 1)], "own_count")], "own_mean")
    tables = {"kind": model.kind, "rule": model.rule, "change": model.change}
    known = [
        graph.add("Gather", [graph.constant(f"{name}_rows", array(table.weight)), name], f"{name}_state")
        for name, table in tables.items()
    ]
    known.append(graph.linear("told", "told", model.told))
    summed = graph.add("Unsqueeze", [graph.add("Sum", known, "known"), "one_64"], "known_column")
    return pointer(graph, "figure", model.figures, seen, graph.add("Add", [mean, summed], "asked"), most)


def _windows(graph: Graph, name: str, state: str, places: str | None = None) -> str:
    flat = graph.add("Squeeze", [state, "zero_64"], f"{name}_flat")
    return graph.add("Gather", [flat, places or f"{name}_places"], f"{name}_seen")


def build(model: Linker, most: Sequence[float]) -> onnx.GraphProto:
    """Return the graph: a text and its windows in, the scores of the windows' places out."""
    graph = Graph()
    for name, value in (("zero_64", 0), ("one_64", 1), ("two_64", 2), ("time_axis", 1), ("far", 2**31)):
        graph.constant(name, [value], np.int64)
    state = encoder(graph, model, most)
    told = figures(graph, model, state, most[len(DILATIONS) + 1 :])
    heard = _windows(graph, "voice", graph.linear("voice_place", state, model.voices.place))
    sentence = graph.constant("sentence", array(model.sentence).reshape(1, 1, -1))
    many = graph.add("Shape", ["voice_places"], "voice_shape", end=1)
    shape = graph.add(
        "Concat", [many, graph.constant("sentence_shape", [1, model.size.state], np.int64)], "asked_shape", axis=0
    )
    asked = graph.add("Expand", [sentence, shape], "voice_asked")
    said = pointer(graph, "voice", model.voices, heard, asked, most[-len(model.size.voices) :])
    inputs = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in INPUTS.items()]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in (*told, *said)]
    return helper.make_graph(graph.nodes, "newsextract_linker", inputs, outputs, list(graph.tensors.values()))


def main(names: Path, work: Path, target: Path) -> None:
    """Write the model and compare its answers with torch's."""
    import onnxruntime  # noqa: PLC0415

    model = Linker(names, SIZES["student"])
    model.load_state_dict(torch.load(work / "student.pt"))
    model.eval()
    facts = {prop.key: prop.value for prop in onnx.load(str(names)).metadata_props}
    alphabet = Alphabet.of(facts["characters"], int(facts["pairs"]))
    examples = [e for e in kept(work / "labelled.pickle", list) if e.figures and e.voices]
    proto = helper.make_model(
        build(model, limits(model, examples[:CALIBRATED], alphabet)),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME_DOMAIN, 1)],
        ir_version=9,
    )
    helper.set_model_props(proto, {"characters": facts["characters"], "pairs": facts["pairs"]})
    onnx.save(proto, str(target))
    session, same, total = onnxruntime.InferenceSession(str(target)), 0, 0
    for example in examples[CALIBRATED : 2 * CALIBRATED]:
        batch = batch_of([example], alphabet)
        feeds = {name: batch[name].numpy() for name in INPUTS}
        feeds |= {name: feeds[name].astype(np.int32) for name in ("characters", "before", "after")}
        points = session.run(None, feeds)[0]
        with torch.no_grad():
            expected = model(batch)[0].numpy()
        same, total = same + int((points.argmax(1) == expected.argmax(1)).sum()), total + points[:, 0].size
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB; {same} of {total} likeliest borders as before rounding")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
