"""Turns a small network of random weights into checks of its graph; knows nothing about the bundled model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from assistant.index.bert import BertShape, build_bert
from assistant.index.bundled_model import LAYER_NAMES
from assistant.index.int8.graph import INPUT, bert_graph, quantise
from assistant.index.int8.network import open_session
from tests.engines import needs_int8

SHAPE = BertShape(hidden=64, layers=2, heads=4, feed_forward=128, positions=32, token_types=2, epsilon=1e-12)


def network() -> Any:
    torch.manual_seed(1)
    bert = build_bert(SHAPE, torch.nn.Embedding(50, SHAPE.hidden))
    for name, parameter in bert.named_parameters():
        torch.nn.init.normal_(parameter, 1.0 if name.endswith("LayerNorm.weight") else 0.0, 0.2)
    return bert.eval().requires_grad_(False)


def graph_of(bert: Any) -> bytes:
    state = {name: value.numpy() for name, value in bert.state_dict().items()}
    layers = [
        {
            f"{short}.{one}": state[f"encoder.layer.{at}.{long}.{kind}"]
            for short, long in LAYER_NAMES.items()
            for one, kind in (("w", "weight"), ("b", "bias"))
        }
        for at in range(SHAPE.layers)
    ]
    first = (state["embeddings.LayerNorm.weight"], state["embeddings.LayerNorm.bias"])
    return bert_graph(SHAPE, first, layers)


def test_the_same_weights_give_the_same_bytes() -> None:
    assert graph_of(network()) == graph_of(network())


@needs_int8
@pytest.mark.parametrize("length", [1, 2, 31])
def test_the_graph_gives_nearly_what_the_network_gives(length: int) -> None:
    bert = network()
    ids = torch.randint(0, 50, (1, length), generator=torch.Generator().manual_seed(length))
    expected = bert(ids, torch.ones_like(ids)).numpy()
    places = bert.embeddings.position_embeddings.weight[:length] + bert.embeddings.token_type_embeddings.weight[0]
    summed = (bert.embeddings.word_embeddings(ids) + places).numpy()
    (found,) = open_session(graph_of(bert)).run(None, {INPUT: summed})
    assert expected.shape == found.shape
    cosines = (expected * found).sum(-1) / np.linalg.norm(expected, axis=-1) / np.linalg.norm(found, axis=-1)
    assert cosines.min() > 0.998


def test_quantised_by_hand() -> None:
    whole, scales = quantise(np.array([[1.27, -0.635, 0.004], [0, 0, 0]], np.float32))
    assert whole.tolist() == [[127, 0], [-64, 0], [0, 0]]
    assert whole.dtype == np.int8
    assert scales == pytest.approx([0.01, 1.0])
