"""The network as an ONNX graph: characters and lengths in, one row of tag scores a character out."""

from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Layer(NamedTuple):
    """A bidirectional GRU in ONNX order (gates z, r, h; linear before reset)."""

    inputs: np.ndarray  # (2, 3 * hidden, input)
    recurrent: np.ndarray  # (2, 3 * hidden, hidden)
    bias: np.ndarray  # (2, 6 * hidden)


def save_model(path, *, embedding, layers, output, metadata) -> None:
    """Write the graph: inputs ``characters`` (time, batch) and ``lengths`` (batch), output ``scores`` (time, batch, tag).

    The embedding is stored as 16-bit floats, which the runtime widens once when it loads the model.
    """
    tensors, nodes = [], []

    def constant(name, array, dtype=np.float32):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(array, dtype=dtype), name))
        return name

    constant("embedding_16", embedding, np.float16)
    nodes.append(helper.make_node("Cast", ["embedding_16"], ["embedding"], to=TensorProto.FLOAT))
    nodes.append(helper.make_node("Gather", ["embedding", "characters"], ["layer_0"]))
    for i, layer in enumerate(layers):
        hidden = layer.recurrent.shape[2]
        names = [
            f"layer_{i}",
            constant(f"W{i}", layer.inputs),
            constant(f"R{i}", layer.recurrent),
            constant(f"B{i}", layer.bias),
            "lengths",
        ]
        nodes.append(
            helper.make_node(
                "GRU", names, [f"gru_{i}"], direction="bidirectional", hidden_size=hidden, linear_before_reset=1
            )
        )
        nodes.append(helper.make_node("Transpose", [f"gru_{i}"], [f"both_{i}"], perm=[0, 2, 1, 3]))
        shape = constant(f"shape_{i}", [0, 0, 2 * hidden], np.int64)
        nodes.append(helper.make_node("Reshape", [f"both_{i}", shape], [f"layer_{i + 1}"]))
    weight, bias = output
    nodes.append(helper.make_node("MatMul", [f"layer_{len(layers)}", constant("output_w", weight)], ["linear"]))
    nodes.append(helper.make_node("Add", ["linear", constant("output_b", bias)], ["scores"]))
    graph = helper.make_graph(
        nodes,
        "newsextract_ner",
        [
            helper.make_tensor_value_info("characters", TensorProto.INT32, ["time", "batch"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["time", "batch", len(bias)])],
        tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, path)
