"""Write the student as ONNX: 16-bit embeddings, normalisation folded into the convolutions.

python pipeline/ner/export.py START.onnx WORK pipeline/models/ner.onnx
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

OPSET = 17


class Graph:
    """Collects nodes and tensors."""

    def __init__(self) -> None:
        self.nodes, self.tensors = [], []

    def constant(self, name: str, array: np.ndarray) -> str:
        """Add a tensor and return its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Add a node and return its output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def look_up(graph: Graph, name: str, table: torch.Tensor, rows: str) -> str:
    """Gather rows of a table that is stored in 16 bits; the runtime widens it once, when it loads the model."""
    narrow = graph.constant(f"{name}_16", table.detach().numpy().astype(np.float16))
    if not any(node.output[0] == name for node in graph.nodes):
        graph.add("Cast", [narrow], name, to=TensorProto.FLOAT)
    return graph.add("Gather", [name, rows], f"{name}_of_{rows}")


def build(model: Student) -> onnx.GraphProto:
    """Return the graph: three (sentence, time) inputs, (sentence, time, tag) log chances and the best tag out."""
    graph, floats = Graph(), lambda tensor: tensor.detach().numpy().astype(np.float32)
    zero = graph.constant("zero", np.array(0, dtype=np.int32))
    graph.add("Not", [graph.add("Equal", ["characters", zero], "padding")], "inside")
    axis = graph.constant("axis", np.array([1], dtype=np.int64))
    mask = graph.add("Unsqueeze", [graph.add("Cast", ["inside"], "inside_float", to=TensorProto.FLOAT), axis], "mask")
    parts = [look_up(graph, "character_table", model.characters.weight, "characters")]
    graph.tensors.append(numpy_helper.from_array(floats(model.pairs.weight).astype(np.float16), "pair_table_16"))
    graph.add("Cast", ["pair_table_16"], "pair_table", to=TensorProto.FLOAT)
    parts += [graph.add("Gather", ["pair_table", rows], f"pair_{rows}") for rows in ("before", "after")]
    joined = graph.add("Transpose", [graph.add("Concat", parts, "joined", axis=2)], "turned", perm=[0, 2, 1])
    weights = [graph.constant("in_w", floats(model.inputs.weight)), graph.constant("in_b", floats(model.inputs.bias))]
    state = graph.add("Relu", [graph.add("Conv", [joined, *weights], "in_linear")], "in_relu")
    state = graph.add("Mul", [state, mask], "state")
    for number, (convolution, norm) in enumerate(zip(model.convolutions, model.norms, strict=True)):
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = floats(convolution.weight * scale[:, None, None])
        bias = floats((convolution.bias - norm.running_mean) * scale + norm.bias)
        names = [graph.constant(f"w{number}", weight), graph.constant(f"b{number}", bias)]
        reach = DILATIONS[number]
        linear = graph.add("Conv", [state, *names], f"linear{number}", dilations=[reach], pads=[reach, reach])
        added = graph.add("Add", [state, graph.add("Relu", [linear], f"relu{number}")], f"added{number}")
        state = graph.add("Mul", [added, mask], f"state{number}")
    names = [graph.constant("out_w", floats(model.output.weight)), graph.constant("out_b", floats(model.output.bias))]
    scores = graph.add("Transpose", [graph.add("Conv", [state, *names], "out")], "turned_back", perm=[0, 2, 1])
    graph.add("LogSoftmax", [scores], "scores", axis=2)
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
    """Write the model and check it against torch."""
    import onnxruntime

    teacher = Teacher(start)
    model = Student(len(teacher.characters) + 2)
    model.load_state_dict(torch.load(work / "student.pt"))
    model.eval()
    proto = helper.make_model(build(model), opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    helper.set_model_props(proto, {"characters": teacher.characters, "pairs": str(PAIRS), "tags": json.dumps(TAGS)})
    onnx.checker.check_model(proto)
    onnx.save(proto, str(target))
    alphabet = Alphabet(teacher.characters, PAIRS)
    text = pickle.loads((work / "parts.pickle").read_bytes())["dev"][0].text
    rows = alphabet.encode(text)[None]
    before, after = alphabet.pair(rows)
    feeds = {
        name: array.astype(np.int32)
        for name, array in zip(("characters", "before", "after"), (rows, before, after), strict=True)
    }
    scores = onnxruntime.InferenceSession(str(target)).run(["scores"], feeds)[0]
    with torch.no_grad():
        expected = model(*map(torch.from_numpy, (rows, before, after))).log_softmax(-1).numpy()
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, largest difference {np.abs(scores - expected).max():.1e}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
