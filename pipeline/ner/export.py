"""Write the student as ONNX: embeddings, products and what goes into them in 8-bit integers, sums in floats.

    python pipeline/ner/export.py START.onnx WORK pipeline/models/ner.onnx

The scales of the activations are fixed here, from sentences of dev, and not taken from each batch: what the model says
of a sentence must not depend on the sentences beside it. For the same reason the sentences of a batch are equally
long: there is no padding. Weights use 7 bits, so that no processor's sums overflow.
"""

import json
import pickle
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from examples import TAGS, Alphabet
from networks import DILATIONS, PAIRS, Student, Teacher
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from train import batches, pad

OPSET = 17
RUNTIME_DOMAIN = "com.microsoft"
"""Of the operators that are the ONNX runtime's own."""
PERCENTILE = 99.95
"""Activations beyond it are clipped: a scale for the largest would leave no steps for the usual ones."""


def linear_parts(model: Student) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (inputs x outputs, outputs) of each product, normalisation folded in, neighbours' weights stacked."""

    def array(tensor: torch.Tensor) -> np.ndarray:
        return tensor.detach().numpy().astype(np.float32)

    parts = [(array(model.inputs.weight)[:, :, 0].T, array(model.inputs.bias))]
    for convolution, norm in zip(model.convolutions, model.norms, strict=True):
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = array(convolution.weight * scale[:, None, None])
        bias = array((convolution.bias - norm.running_mean) * scale + norm.bias)
        parts.append((np.concatenate([weight[:, :, turn].T for turn in range(3)]), bias))
    parts.append((array(model.output.weight)[:, :, 0].T, array(model.output.bias)))
    return parts


def activation_scales(model: Student, alphabet: Alphabet, texts: list[str]) -> list[float]:
    """Return the step of 8-bit activations before each product; the first are signed, the others never negative."""
    seen: list[list[np.ndarray]] = [[] for _ in range(len(DILATIONS) + 2)]
    hooked: list[nn.Module] = [model.inputs, *model.convolutions, model.output]
    handles = [
        module.register_forward_pre_hook(
            lambda _, args, number=number: seen[number].append(args[0].abs().numpy().ravel())
        )
        for number, module in enumerate(hooked)
    ]
    with torch.no_grad():
        for batch in batches([(alphabet.encode(text),) for text in texts], 64, None):
            rows = pad([item[0] for item in batch])
            model(*map(torch.from_numpy, (rows, *alphabet.pair(rows))))
    for handle in handles:
        handle.remove()
    limits = [float(np.percentile(np.concatenate(values), PERCENTILE)) for values in seen]
    return [limits[0] / 127, *(limit / 255 for limit in limits[1:])]


class Graph:
    """Collects nodes and tensors."""

    def __init__(self) -> None:
        self.nodes, self.tensors = [], []

    def constant(self, name: str, values: object, dtype: type) -> str:
        """Add a tensor and return its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(np.array(values, dtype=dtype)), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Add a node and return its output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def table(self, name: str, weights: torch.Tensor, scale: float) -> str:
        """Add an embedding in steps of ``scale``, 128 for nothing: looked up, it is what the first product takes."""
        steps = np.rint(weights.detach().numpy().astype(np.float16).astype(np.float32) / np.float32(scale))
        return self.constant(name, np.clip(steps + 128, 0, 255), np.uint8)

    def rounded(self, name: str, state: str, scale: float) -> str:
        """Add the state, which is never negative, in steps of ``scale``, as 8-bit integers."""
        zero = self.constant(f"{name}_zero", 0, np.uint8)
        return self.add("QuantizeLinear", [state, self.constant(f"{name}_scale", scale, np.float32), zero], f"{name}_8")

    def product(self, name: str, rounded: str, part: tuple[np.ndarray, np.ndarray], scale: float) -> str:
        """Add state x weight + bias, in integers but for the last step: the runtime does all of it in one pass."""
        weight, bias = part
        steps = np.abs(weight).max(axis=0) / 63
        whole = self.constant(f"{name}_w", np.round(weight / steps), np.int8)
        scales = [self.constant(f"{name}_one", 1, np.float32), self.constant(f"{name}_steps", steps * scale, np.float32)]
        bias_name = self.constant(f"{name}_b", bias, np.float32)
        inputs = [rounded, whole, *scales, f"{name}_zero", "", bias_name]
        return self.add("MatMulIntegerToFloat", inputs, f"{name}_out", domain=RUNTIME_DOMAIN)


def with_neighbours(graph: Graph, state: str, number: int) -> str:
    """Put beside each character's state those of the characters ``DILATIONS[number]`` before and behind it."""
    reach = DILATIONS[number]
    padded = graph.add(
        "Pad", [state, graph.constant(f"pad{number}", [0, reach, 0, 0, reach, 0], np.int64)], f"padded{number}"
    )
    end = graph.constant(f"end{number}", [-2 * reach], np.int64)
    begin = graph.constant(f"begin{number}", [2 * reach], np.int64)
    before = graph.add("Slice", [padded, "zero_64", end, "time_axis"], f"before{number}")
    behind = graph.add("Slice", [padded, begin, "far", "time_axis"], f"behind{number}")
    return graph.add("Concat", [before, state, behind], f"three{number}", axis=2)


def build(model: Student, scales: list[float]) -> onnx.GraphProto:
    """Return the graph: three (sentence, time) inputs, (sentence, time, tag) log chances and the best tag out."""
    graph, parts = Graph(), linear_parts(model)
    for name, value in (("zero_64", 0), ("time_axis", 1), ("far", 2**31)):
        graph.constant(name, [value], np.int64)
    graph.constant("in_zero", 128, np.uint8)
    characters = graph.table("character_table", model.characters.weight, scales[0])
    pairs = graph.table("pair_table", model.pairs.weight, scales[0])
    looked_up = [
        graph.add("Gather", [characters, "characters"], "character"),
        *(graph.add("Gather", [pairs, rows], f"pair_{rows}") for rows in ("before", "after")),
    ]
    linear = graph.product("in", graph.add("Concat", looked_up, "joined", axis=2), parts[0], scales[0])
    state = graph.add("Relu", [linear], "state")
    for number in range(len(DILATIONS)):
        three = with_neighbours(graph, graph.rounded(f"c{number}", state, scales[number + 1]), number)
        linear = graph.product(f"c{number}", three, parts[number + 1], scales[number + 1])
        state = graph.add("Add", [state, graph.add("Relu", [linear], f"relu{number}")], f"state{number}")
    linear = graph.product("out", graph.rounded("out", state, scales[-1]), parts[-1], scales[-1])
    graph.add("LogSoftmax", [linear], "scores", axis=2)
    graph.add("ArgMax", ["scores"], "best", axis=2, keepdims=0)
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT32, ["n", "t"]) for n in ("characters", "before", "after")
    ]
    outputs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", "t", len(TAGS)]),
        helper.make_tensor_value_info("best", TensorProto.INT64, ["n", "t"]),
    ]
    return helper.make_graph(graph.nodes, "newsextract_ner", inputs, outputs, graph.tensors)


def main(start: Path, work: Path, target: Path) -> None:
    """Write the model and compare its tags with torch's."""
    import onnxruntime

    teacher = Teacher(start)
    model = Student(len(teacher.characters) + 2)
    model.load_state_dict(torch.load(work / "student.pt"))
    model.eval()
    alphabet = Alphabet(teacher.characters, PAIRS)
    parts = pickle.loads((work / "parts.pickle").read_bytes())
    scales = activation_scales(model, alphabet, [e.text for e in parts["dev"] if e.text])
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME_DOMAIN, 1)]
    proto = helper.make_model(build(model, scales), opset_imports=opsets, ir_version=9)
    helper.set_model_props(proto, {"characters": teacher.characters, "pairs": str(PAIRS), "tags": json.dumps(TAGS)})
    onnx.checker.check_model(proto)
    onnx.save(proto, str(target))
    session, same, total = onnxruntime.InferenceSession(str(target)), 0, 0
    for rows in (alphabet.encode(e.text)[None] for e in parts["test"] if e.text):
        before, after = alphabet.pair(rows)
        feeds = zip(("characters", "before", "after"), (rows, before, after), strict=True)
        best = session.run(["best"], {name: array.astype(np.int32) for name, array in feeds})[0]
        with torch.no_grad():
            expected = model(*map(torch.from_numpy, (rows, before, after))).argmax(-1).numpy()
        same, total = same + int((best == expected).sum()), total + rows.size
    print(
        f"{target}: {target.stat().st_size / 1e6:.1f} MB; the same tag as before rounding for {same} of {total} characters"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
