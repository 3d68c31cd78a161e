"""Turns the weights of a BERT encoder into an ONNX graph whose matrix products are of whole numbers of eight bits.

Knows nothing about tokenizers, about files, or about what runs the graph. The same weights give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.bert import BertShape

GRAPH_VERSION = 2  # part of what a kept graph is known by: raise it with every change here
OPSET, IR_VERSION = 20, 10
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
        self.epsilon = self.constant("epsilon", np.array(shape.epsilon * shape.hidden, np.float32))
        self.tiny = self.constant("tiny", np.array(1e-6, np.float32))
        self.split = self.constant("split", np.array([shape.hidden] * 3, np.int64))

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
        inner = self.linear(f"{at}.fi", hidden, weights["fi.w"], weights["fi.b"])
        inner = self.add("Gelu", [inner], f"{at}.gelu", OWN)
        outer = self.linear(f"{at}.fo", inner, weights["fo.w"], weights["fo.b"])
        summed = self.add("Add", [hidden, outer], f"{at}.fed")
        return self.norm(f"{at}.oln", summed, (weights["oln.w"], weights["oln.b"]))

    def linear(self, at: str, hidden: str, weights: Array, bias: Array) -> str:
        """A product whose rows are first divided by their greatest number. The library scales all rows together, and
        one token's numbers may dwarf those of the others: the cosine to the exact vectors would be 0.997."""
        whole, scales = quantise(weights)
        greatest = self.add("ReduceMax", [hidden, self.last], f"{at}.greatest", keepdims=1)
        least = self.add("ReduceMin", [hidden, self.last], f"{at}.least", keepdims=1)
        negative = self.add("Neg", [least], f"{at}.negative")
        size = self.add("Max", [greatest, negative, self.tiny], f"{at}.size")
        even = self.add("Div", [hidden, size], f"{at}.even")
        given = [even, self.constant(f"{at}.w", whole), self.constant(f"{at}.s", scales), ""]
        product = self.add("DynamicQuantizeMatMul", given, f"{at}.product", OWN)
        sized = self.add("Mul", [product, size], f"{at}.sized")
        return self.add("Add", [sized, self.constant(f"{at}.b", bias)], at)

    def norm(self, at: str, hidden: str, weights: tuple[Array, Array]) -> str:
        """Layer normalisation in single steps, which run four times faster than the library's one operator."""
        scale, shift = weights
        root = np.float32(np.sqrt(self.shape.hidden))  # the sum of squares stands for their mean
        mean = self.add("ReduceMean", [hidden, self.last], f"{at}.mean", keepdims=1)
        centred = self.add("Sub", [hidden, mean], f"{at}.centred")
        squares = self.add("ReduceSumSquare", [centred, self.last], f"{at}.squares", keepdims=1)
        safe = self.add("Add", [squares, self.epsilon], f"{at}.safe")
        length = self.add("Sqrt", [safe], f"{at}.length")
        unit = self.add("Div", [centred, length], f"{at}.unit")
        scaled = self.add("Mul", [unit, self.constant(f"{at}.scale", scale * root)], f"{at}.scaled")
        return self.add("Add", [scaled, self.constant(f"{at}.shift", shift)], at)


def _split_node(whole: str, lengths: str, parts: Sequence[str]) -> Any:
    from onnx import helper

    return helper.make_node("Split", [whole, lengths], list(parts), name=f"{whole}.split", axis=-1)
