"""The sentence encoder as graphs for ONNX Runtime: the shared lower layers, and a top that gives the vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from nlu.components.weights import HEADS, SIZE, TUNED_LAYERS, Dense, Layer, Weights

PIECES, MASK = "pieces", "mask"
"""The inputs: the numbers of the word pieces, and 1 for each that is not padding; texts x pieces."""
VALUES, VECTORS = "values", "vectors"
"""What the lower layers hand to a top: texts x pieces x columns; what that gives: texts x columns."""
WHOLE = TensorProto.INT32
AXES = {
    PIECES: ["texts", "pieces"],
    MASK: ["texts", "pieces"],
    VALUES: ["texts", "pieces", SIZE],
    VECTORS: ["texts", SIZE],
}
EPSILON = 1e-12
RUNTIME = "com.microsoft"
"""The domain of ONNX Runtime's own operators, each of which does several steps at once."""
OPSETS = {"": 18, RUNTIME: 1}
VERSION = 9
"""The version of the format that these operators need."""


class Graph:
    """Collects operations; each method takes names of values and returns the name of its result."""

    def __init__(self) -> None:
        """Nothing is computed yet."""
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, array: np.ndarray) -> str:
        """A value that does not depend on the input."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def apply(self, operator: str, *inputs: str, domain: str = "", into: str = "", **settings: float) -> str:
        """What an operator makes of its inputs."""
        into = into or f"value_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [into], domain=domain, **settings))
        return into

    def times(self, value: str, dense: Dense) -> str:
        """A value times a matrix; the bias is left to the next operation."""
        return self.apply("MatMul", value, self.constant(dense.weight))

    def embed(self, own: Weights) -> str:
        """The first values of word pieces."""
        tables = [own.words, own.positions, own.segments, own.norm.weight, own.norm.bias]
        inputs = [PIECES, "", *map(self.constant, tables)]
        outputs = ["embedded", "not_used"]
        settings = {"domain": RUNTIME, "epsilon": EPSILON}
        self.nodes.append(helper.make_node("EmbedLayerNormalization", inputs, outputs, **settings))
        return outputs[0]

    def layer(self, value: str, own: Layer) -> str:
        """What a layer makes of a value."""
        asked = [own.query, own.key, own.value]
        matrix = self.constant(np.concatenate([dense.weight for dense in asked], axis=1))
        bias = self.constant(np.concatenate([dense.bias for dense in asked]))
        mixed = self.apply("Attention", value, matrix, bias, MASK, domain=RUNTIME, num_heads=HEADS)
        value = self._added(value, self.times(mixed, own.mixed), own.mixed_norm, own.mixed.bias)
        wide = self.apply("BiasGelu", self.times(value, own.wide), self.constant(own.wide.bias), domain=RUNTIME)
        return self._added(value, self.times(wide, own.narrow), own.norm, own.narrow.bias)

    def through(self, layers: Sequence[Layer], value: str) -> str:
        """What layers make of a value, one after the other."""
        for layer in layers:
            value = self.layer(value, layer)
        return value

    def _added(self, one: str, other: str, norm: Dense, bias: np.ndarray) -> str:
        """The sum of two values and a bias, normalized."""
        settings = [self.constant(array) for array in (norm.weight, norm.bias, bias)]
        return self.apply("SkipLayerNormalization", one, other, *settings, domain=RUNTIME, epsilon=EPSILON)

    def pooled(self, value: str, into: str) -> str:
        """The mean of the word pieces of each text, of length 1."""
        mask = self.apply("Cast", MASK, to=TensorProto.FLOAT)
        mask = self.apply("Unsqueeze", mask, self.constant(np.array([2])))
        total = self.apply("ReduceSum", self.apply("Mul", value, mask), self.constant(np.array([1])), keepdims=0)
        return self.apply("LpNormalization", total, axis=-1, p=2, into=into)

    def written(self, inputs: Mapping[str, int], output: str) -> bytes:
        """The whole as ONNX Runtime reads it; `inputs` with the types of their numbers."""
        given = [helper.make_tensor_value_info(name, kind, AXES[name]) for name, kind in inputs.items()]
        result = [helper.make_tensor_value_info(output, TensorProto.FLOAT, AXES[output])]
        made = helper.make_graph(self.nodes, "encoder", given, result, self.constants)
        opsets = [helper.make_opsetid(*opset) for opset in OPSETS.items()]
        found: bytes = helper.make_model(made, opset_imports=opsets, ir_version=VERSION).SerializeToString()
        return found


def lower(own: Weights) -> bytes:
    """The graph of the shared layers with its weights, as ONNX Runtime reads it: word pieces in, values out."""
    graph = Graph()
    value = graph.through(own.layers[:-TUNED_LAYERS], graph.embed(own))
    graph.apply("Identity", value, into=VALUES)
    return graph.written({PIECES: WHOLE, MASK: WHOLE}, VALUES)


def top(layers: Sequence[Layer]) -> bytes:
    """The graph of some top layers: values in, vectors out."""
    graph = Graph()
    graph.pooled(graph.through(layers, VALUES), into=VECTORS)
    return graph.written({VALUES: TensorProto.FLOAT, MASK: WHOLE}, VECTORS)
