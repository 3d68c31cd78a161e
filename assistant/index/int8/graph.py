"""Turns the weights of a BERT encoder into an ONNX graph whose matrix products are of whole numbers of eight bits.

Knows nothing about tokenizers, about files, or about what runs the graph. The same weights give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.bert import BertShape

GRAPH_VERSION = 3  # part of what a kept graph is known by: raise it with every change here
OPSET, IR_VERSION = 20, 10
LEAST_GELU = 0.17  # no value of GELU lies further below zero
ZERO = 128  # what stands for zero in bytes without a sign
OWN = "com.microsoft"  # onnxruntime's own operators, in every build of it for processors
INPUT, OUTPUT = "embedded", "hidden"
Array = NDArray[np.float32]
Weights = Mapping[str, Array]  # of one layer, by the short names of the weight file: "q.w", "q.b", ... "oln.b"


def bert_graph(shape: BertShape, first_norm: tuple[Array, Array], layers: Sequence[Weights]) -> bytes:
    """A graph from summed embeddings (1, tokens, hidden) to token vectors of the same shape, for one text at a time."""
    from onnx import TensorProto, helper

    graph = _Graph(shape)
    hidden = graph.norm("embeddings", INPUT, first_norm)
    for number, weights in enumerate(layers):
        hidden = graph.layer(f"layer{number}", hidden, weights)
    graph.add("Identity", [hidden], OUTPUT)
    wide: list[str | int | None] = ["one", "tokens", shape.hidden]
    given = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, wide)
    made = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, wide)
    model = helper.make_model(
        helper.make_graph(graph.nodes, "bert", [given], [made], graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(OWN, 1)],
        ir_version=IR_VERSION,
    )
    return bytes(model.SerializeToString(deterministic=True))


def quantise(weights: Array) -> tuple[NDArray[np.int8], Array]:
    """A matrix [out, in] as whole numbers [in, out] and what each output's are times: the greatest becomes 127."""
    scales = np.abs(weights).max(axis=1) / np.float32(127)
    scales[scales == 0] = 1
    return np.ascontiguousarray(np.rint(weights / scales[:, None]).astype(np.int8).T), scales


class _Graph:
    def __init__(self, shape: BertShape) -> None:
        self.shape = shape
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.last = self.constant("last_axis", np.array([-1], np.int64))
        self.split = self.constant("split", np.array([shape.hidden] * 3, np.int64))
        self.one = self.constant("one", np.array(1, np.float32))
        self.zero = self.constant("zero", np.array(ZERO, np.uint8))
        self.step = self.constant("step", np.array(1 / 127, np.float32))
        self.tiny = self.constant("tiny", np.array(1e-6, np.float32))
        self.least_gelu = self.constant("least_gelu", np.array(LEAST_GELU, np.float32))
        tokens = self.add("Shape", [INPUT], "tokens", start=1, end=2)
        self.zeros = self.add("Expand", [self.constant("a_zero", np.array([ZERO], np.uint8)), tokens], "zeros")

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def layer(self, at: str, hidden: str, weights: Weights) -> str:
        query_key_value = {kind: np.concatenate([weights[f"{one}.{kind}"] for one in "qkv"]) for kind in "wb"}
        together = self.linear(f"{at}.qkv", hidden, query_key_value["w"], query_key_value["b"])
        parts = [f"{at}.{one}" for one in "qkv"]
        self.nodes.append(_split_node(together, self.split, parts))
        mixed = self.add("MultiHeadAttention", parts, f"{at}.mixed", OWN, num_heads=self.shape.heads)
        attended = self.linear(f"{at}.ao", mixed, weights["ao.w"], weights["ao.b"])
        summed = self.add("Add", [hidden, attended], f"{at}.attended")
        hidden = self.norm(f"{at}.aln", summed, (weights["aln.w"], weights["aln.b"]))
        sizes = self.greatest(f"{at}.fi", hidden, self.least(f"{at}.fi", hidden))
        inner = self.linear_by_rows(f"{at}.fi", hidden, sizes, weights["fi.w"], weights["fi.b"])
        inner = self.add("Gelu", [inner], f"{at}.gelu", OWN)
        sizes = self.greatest(f"{at}.fo", inner, self.least_gelu)
        outer = self.linear_by_rows(f"{at}.fo", inner, sizes, weights["fo.w"], weights["fo.b"])
        summed = self.add("Add", [hidden, outer], f"{at}.fed")
        return self.norm(f"{at}.oln", summed, (weights["oln.w"], weights["oln.b"]))

    def linear(self, at: str, hidden: str, weights: Array, bias: Array) -> str:
        """A product of the library's own, which scales all rows together."""
        whole, scales = quantise(weights)
        given = [hidden, self.constant(f"{at}.w", whole), self.constant(f"{at}.s", scales), ""]
        return self.add("DynamicQuantizeMatMul", [*given, self.constant(f"{at}.b", bias)], at, OWN)

    def linear_by_rows(self, at: str, hidden: str, sizes: str, weights: Array, bias: Array) -> str:
        """A product each of whose rows has its own scale. In the feed-forward layers one token's numbers dwarf those of
        the others: scaled together, the cosine to the exact vectors would be 0.997."""
        whole, scales = quantise(weights)
        steps = self.add("Mul", [sizes, self.step], f"{at}.steps")
        row_steps = self.add("Reshape", [steps, self.last], f"{at}.row_steps")
        small = self.add("QuantizeLinear", [hidden, row_steps, self.zeros], f"{at}.small", axis=1)
        given = [small, self.constant(f"{at}.w", whole), self.one, self.constant(f"{at}.s", scales), self.zero]
        product = self.add("MatMulIntegerToFloat", given, f"{at}.product", OWN)
        sized = self.add("Mul", [product, steps], f"{at}.sized")
        return self.add("Add", [sized, self.constant(f"{at}.b", bias)], at)

    def greatest(self, at: str, hidden: str, least: str) -> str:
        """The size of each row's greatest number; `least` says how far its numbers go below zero."""
        greatest = self.add("ReduceMax", [hidden, self.last], f"{at}.greatest", keepdims=1)
        return self.add("Max", [greatest, least, self.tiny], f"{at}.size")

    def least(self, at: str, hidden: str) -> str:
        least = self.add("ReduceMin", [hidden, self.last], f"{at}.least", keepdims=1)
        return self.add("Neg", [least], f"{at}.negative")

    def norm(self, at: str, hidden: str, weights: tuple[Array, Array]) -> str:
        scale, shift = (
            self.constant(f"{at}.{name}", one) for name, one in zip(("scale", "shift"), weights, strict=True)
        )
        return self.add("LayerNormalization", [hidden, scale, shift], at, epsilon=self.shape.epsilon)


def _split_node(whole: str, lengths: str, parts: Sequence[str]) -> Any:
    from onnx import helper

    return helper.make_node("Split", [whole, lengths], list(parts), name=f"{whole}.split", axis=-1)
