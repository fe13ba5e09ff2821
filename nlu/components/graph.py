"""The sentence encoder as a graph for ONNX Runtime: word pieces in, for each text two vectors of length 1 out.

The lower layers are shared; the top is computed twice: tuned, for what is asked, and as it came, for the meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from nlu.components.weights import HEADS, TUNED_LAYERS, Dense, Layer, Weights

PIECES, MASK = "pieces", "mask"
"""The inputs: the numbers of the word pieces, and 1 for each that is not padding; texts x pieces."""
ASKING, MEANING = "asking", "meaning"
"""The outputs: texts x columns."""
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


def model(own: Weights) -> bytes:
    """The graph with its weights, as ONNX Runtime reads it."""
    graph = Graph()
    shared = _through(graph, own.layers[:-TUNED_LAYERS], graph.embed(own))
    for layers, into in ((own.tuned, ASKING), (own.layers[-TUNED_LAYERS:], MEANING)):
        graph.pooled(_through(graph, layers, shared), into)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["texts", "pieces"]) for name in (PIECES, MASK)]
    size = own.words.shape[1]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", size]) for name in (ASKING, MEANING)]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid(*opset) for opset in OPSETS.items()]
    found: bytes = helper.make_model(made, opset_imports=opsets, ir_version=VERSION).SerializeToString()
    return found


def _through(graph: Graph, layers: Sequence[Layer], value: str) -> str:
    for layer in layers:
        value = graph.layer(value, layer)
    return value
