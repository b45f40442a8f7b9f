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
from networks import DILATIONS, HEADS, LIMIT, NOWHERE, Judge, Linker, Pointer
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from train import batch_of, kept, loaded

from newsextract.values.alphabet import Alphabet

OPSET = 17
RUNTIME_DOMAIN = "com.microsoft"
"""Of the operators that are the ONNX runtime's own."""
PERCENTILE = 99.95
"""Activations beyond it are clipped: a scale for the largest would leave no steps for the usual ones."""
CALIBRATED = 40
"""Articles that the scales are taken from."""
Inputs = dict[str, tuple[int, tuple[str | int, ...]]]
INPUTS: Inputs = {
    "characters": (TensorProto.INT32, (1, "t")),
    "before": (TensorProto.INT32, (1, "t")),
    "after": (TensorProto.INT32, (1, "t")),
    "flags": (TensorProto.FLOAT, (1, "t", AGAINST["flags"])),
    "figure_places": (TensorProto.INT64, ("n", "w")),
    "figure_inside": (TensorProto.BOOL, ("n", "w")),
    "figure_spans": (TensorProto.INT64, ("n", 2)),
    "figure_far": (TensorProto.INT32, ("n", "w")),
    "figure_near": (TensorProto.INT32, ("n", "w")),
    "figure_marks": (TensorProto.INT32, ("n", "w")),
    "kind": (TensorProto.INT64, ("n",)),
    "rule": (TensorProto.INT64, ("n",)),
    "change": (TensorProto.INT64, ("n",)),
    "told": (TensorProto.FLOAT, ("n", AGAINST["told"])),
    "sentence_spans": (TensorProto.INT64, ("s", 2)),
}
VOICE_INPUTS: Inputs = {
    "voice_places": (TensorProto.INT64, ("k", "v")),
    "voice_inside": (TensorProto.BOOL, ("k", "v")),
    "voice_far": (TensorProto.INT32, ("k", "v")),
    "voice_near": (TensorProto.INT32, ("k", "v")),
    "voice_marks": (TensorProto.INT32, ("k", "v")),
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
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
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
            model(batch_of([example], alphabet, model.names))
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


def pointer(graph: Graph, name: str, head: Pointer, states: str, asked: str, most: Sequence[float]) -> str:
    """Add a head over the states of its windows' places and what is asked, and return its output.

    It is (windows, places and one, 2 * answers): the logarithms of the chances to begin and end there, at last nowhere.
    """
    far, *near = head.relations
    tables = {"far": array(far.weight), "near": _combined(near), "marks": _summed(head.marks)}
    said = [
        graph.add("Gather", [graph.constant(f"{name}_{part}_rows", rows), f"{name}_{part}"], f"{name}_{part}_told")
        for part, rows in tables.items()
    ]
    parts = [states, asked, *said]
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
    both = graph.add("Concat", [most, graph.add("Squeeze", [asked, "one_64"], f"{name}_what")], f"{name}_both", axis=1)
    sides = graph.constant(f"{name}_sides", np.repeat(np.arange(head.nowhere.out_features), 2), np.int64)
    none = graph.add("Gather", [graph.linear(f"{name}_nowhere", both, head.nowhere), sides], f"{name}_none", axis=1)
    last = graph.add("Unsqueeze", [none, "one_64"], f"{name}_last")
    return graph.add("LogSoftmax", [graph.add("Concat", [scores, last], f"{name}_all", axis=1)], f"{name}_logs", axis=1)


def _combined(tables: Sequence[nn.Embedding]) -> np.ndarray:
    """Return what all combinations of steps say, in the order of their one number."""
    rows = np.zeros((1, tables[0].embedding_dim), dtype=np.float32)
    for table in tables:
        rows = (rows[:, None] + array(table.weight)[None]).reshape(-1, rows.shape[1])
    return rows


def _summed(marks: nn.Linear) -> np.ndarray:
    """Return what all combinations of marks say, a bit each."""
    bits = (np.arange(1 << marks.in_features)[:, None] >> np.arange(marks.in_features)) & 1
    return bits.astype(np.float32) @ array(marks.weight).T


def _within(graph: Graph, name: str, states: str) -> tuple[str, str]:
    """Add (spans, characters) which characters are in each of the spans called ``name``, and how many."""
    shape = graph.add("Shape", [states], f"{name}_within_shape", start=1, end=2)
    length = graph.add("Squeeze", [shape, "zero_64"], f"{name}_within_length")
    steps = [graph.constant(f"{name}_within_first", 0, np.int64), length]
    steps.append(graph.constant(f"{name}_within_step", 1, np.int64))
    place = graph.add("Range", steps, f"{name}_within_place")
    begins = graph.add("Gather", [f"{name}_spans", "zero_64"], f"{name}_within_begins", axis=1)
    ends = graph.add("Gather", [f"{name}_spans", "one_64"], f"{name}_within_ends", axis=1)
    held = [graph.add("GreaterOrEqual", [place, begins], f"{name}_within_from")]
    held.append(graph.add("Less", [place, ends], f"{name}_within_to"))
    within = graph.add("Cast", [graph.add("And", held, f"{name}_within_held")], f"{name}_within", to=TensorProto.FLOAT)
    size = graph.add("Sub", [ends, begins], f"{name}_within_size")
    return within, graph.add("Cast", [size], f"{name}_within_count", to=TensorProto.FLOAT)


def figures(graph: Graph, model: Linker, state: str, most: Sequence[float]) -> str:
    """Add the head of the figures."""
    seen = _windows(graph, "figure", graph.linear("figure_place", state, model.figures.place))
    within, count = _within(graph, "figure", state)
    own = graph.add("Squeeze", [graph.linear("figure_self", state, model.figure), "zero_64"], "figure_own")
    over = graph.add("Max", [count, graph.constant("least", 1)], "own_count")
    mean = graph.add("Div", [graph.add("MatMul", [within, own], "own_sum"), over], "own_mean")
    tables = {"kind": model.kind, "rule": model.rule, "change": model.change}
    known = [
        graph.add("Gather", [graph.constant(f"{name}_rows", array(table.weight)), name], f"{name}_state")
        for name, table in tables.items()
    ]
    known.append(graph.linear("told", "told", model.told))
    asked = graph.add("Unsqueeze", [graph.add("Sum", [mean, *known], "known"), "one_64"], "asked")
    return pointer(graph, "figure", model.figures, seen, asked, most)


def _windows(graph: Graph, name: str, state: str) -> str:
    flat = graph.add("Squeeze", [state, "zero_64"], f"{name}_flat")
    return graph.add("Gather", [flat, f"{name}_places"], f"{name}_seen")


def judged(graph: Graph, head: Judge, states: str) -> str:
    """Add the head of the sentences; its sums are few, and stay in floats."""
    flat = graph.add("Squeeze", [states, "zero_64"], "judge_flat")
    within, _ = _within(graph, "sentence", states)
    score = graph.linear("judge_weight", flat, head.weight)
    limits = [graph.constant("judge_least", -LIMIT), graph.constant("judge_most", LIMIT)]
    weight = graph.add("Exp", [graph.add("Clip", [score, *limits], "judge_clipped")], "judge_weighed")
    share = head.value.out_features // HEADS
    spread = graph.constant("judge_spread", np.repeat(np.eye(HEADS), share, axis=1))
    value = graph.add(
        "Mul",
        [graph.add("MatMul", [weight, spread], "judge_wide"), graph.linear("judge_value", flat, head.value)],
        "judge_valued",
    )
    total = graph.add("MatMul", [within, value], "judge_total")
    count = graph.add("MatMul", [graph.add("MatMul", [within, weight], "judge_sum"), spread], "judge_count")
    pooled = graph.add(
        "Div", [total, graph.add("Max", [count, graph.constant("judge_tiny", 1e-6)], "judge_over")], "judge_pooled"
    )
    parts = [graph.linear("judge_place", pooled, head.place), graph.linear("judge_told", "sentence_told", head.told)]
    read = graph.add("Relu", [graph.add("Sum", parts, "judge_both")], "judge_read")
    mean = graph.add("ReduceMean", [read], "judge_mean", axes=[0], keepdims=1)
    text = graph.add(
        "Concat", [mean, graph.add("Gather", [read, "zero_64"], "judge_head", axis=0)], "judge_text", axis=1
    )
    known = graph.add("Relu", [graph.linear("judge_whole", text, head.whole)], "judge_known")
    state = graph.add("Unsqueeze", [graph.add("Add", [read, known], "judge_all"), "zero_64"], "judge_state")
    for number, convolution in enumerate(head.convolutions):
        near = graph.neighbours(f"judge_c{number}", state, convolution.dilation[0])
        product = graph.add(
            "MatMul", [near, graph.constant(f"judge_c{number}_w", stacked(convolution))], f"judge_c{number}_product"
        )
        moved = graph.add(
            "Add", [product, graph.constant(f"judge_c{number}_b", array(convolution.bias))], f"judge_c{number}_moved"
        )
        state = graph.add("Add", [state, graph.add("Relu", [moved], f"judge_c{number}_relu")], f"judge_c{number}_state")
    answer = graph.linear("judge_answers", graph.add("Squeeze", [state, "zero_64"], "judge_last"), head.answers)
    return graph.add("Add", [answer, graph.linear("judge_skip", "sentence_told", head.skip)], "judged")


def _begun() -> Graph:
    graph = Graph()
    for name, value in (("zero_64", 0), ("one_64", 1), ("two_64", 2), ("time_axis", 1), ("far", 2**31)):
        graph.constant(name, [value], np.int64)
    return graph


def _finished(graph: Graph, name: str, inputs: Inputs, outputs: Sequence[str]) -> onnx.ModelProto:
    told = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()]
    found = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    built = helper.make_graph(graph.nodes, name, told, found, list(graph.tensors.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME_DOMAIN, 1)]
    return helper.make_model(built, opset_imports=opsets, ir_version=9)


def reader(model: Linker, most: Sequence[float]) -> onnx.ModelProto:
    """Return the network that reads a text: its figures' answers, its states for voices, its judged sentences out."""
    graph = _begun()
    state = encoder(graph, model, most)
    told = figures(graph, model, state, most[len(DILATIONS) + 1 :])
    heard = graph.linear("voice_place", state, model.voices.place)
    inputs = {**INPUTS, "sentence_told": (TensorProto.FLOAT, ("s", len(model.names)))}
    return _finished(graph, "newsextract_linker", inputs, (told, heard, judged(graph, model.judge, state)))


def listener(model: Linker, most: Sequence[float]) -> onnx.ModelProto:
    """Return the network that finds who is cited, in windows of the states that the other gives."""
    graph = _begun()
    heard = _windows(graph, "voice", "heard")
    sentence = graph.constant("sentence", array(model.sentence).reshape(1, 1, -1))
    many = graph.add("Shape", ["voice_places"], "voice_shape", end=1)
    size = graph.constant("sentence_shape", [1, model.size.state], np.int64)
    asked = graph.add("Expand", [sentence, graph.add("Concat", [many, size], "asked_shape", axis=0)], "voice_asked")
    said = pointer(graph, "voice", model.voices, heard, asked, most[-len(model.size.voices) :])
    inputs = {**VOICE_INPUTS, "heard": (TensorProto.FLOAT, (1, "t", model.size.state))}
    return _finished(graph, "newsextract_voices", inputs, (said,))


def main(names: Path, work: Path, target: Path) -> None:
    """Write both networks and compare their answers with torch's."""
    import onnxruntime  # noqa: PLC0415

    model = loaded(names, work, "student")
    facts = {prop.key: prop.value for prop in onnx.load(str(names)).metadata_props}
    alphabet = Alphabet.of(facts["characters"], int(facts["pairs"]))
    examples = [e for e in kept(work / "labelled.pickle", list) if e.figures and e.voices]
    most = limits(model, examples[:CALIBRATED], alphabet)
    read, listen = reader(model, most), listener(model, most)
    told = {"characters": facts["characters"], "pairs": facts["pairs"], "told": " ".join(model.names)}
    helper.set_model_props(read, told)
    voices = target.with_name("voices.onnx")
    onnx.save(read, str(target))
    onnx.save(listen, str(voices))
    sessions = [onnxruntime.InferenceSession(str(path)) for path in (target, voices)]
    same, total, furthest = 0, 0, 0.0
    for example in examples[CALIBRATED : 2 * CALIBRATED]:
        batch = batch_of([example], alphabet, model.names)
        feeds = {name: batch[name].numpy() for name in INPUTS} | {"figure_marks": example.figures.marks}
        feeds |= {name: feeds[name].astype(np.int32) for name in ("characters", "before", "after")}
        feeds |= {"sentence_spans": feeds["sentence_spans"][0], "sentence_told": batch["sentence_told"][0].numpy()}
        points, heard, judged = sessions[0].run(None, feeds)
        windows = {name: batch[name].numpy() for name in VOICE_INPUTS} | {"voice_marks": example.voices.marks}
        (said,) = sessions[1].run(None, {"heard": heard, **windows})
        with torch.no_grad():
            expected, _, voiced, _, weighed = (scores.numpy() for scores in model(batch))
        for ours, theirs in ((points, expected), (said, voiced)):
            same, total = same + int((ours[:, :-1].argmax(1) == theirs.argmax(1)).sum()), total + theirs[:, 0].size
        furthest = max(furthest, float(np.abs(judged - weighed[0]).max()))
    size = sum(path.stat().st_size for path in (target, voices)) / 1e6
    print(
        f"{target}: {size:.1f} MB; {same} of {total} likeliest borders as before rounding; sentences {furthest:.2f} off"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
