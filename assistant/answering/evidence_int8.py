"""Turns windows of token ids into their scores with the evidence network in eight bits, without torch.

Knows nothing about passages or retrieval. The same layers and heads as the exact network: tests hold the two together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.evidence_model import WindowScores, trained_layers
from assistant.index.bundled_model import LAYER_NAMES
from assistant.index.bundled_weights import BUNDLED_SHA256
from assistant.index.int8.model import KINDS, Int8Model, open_network

if TYPE_CHECKING:
    from assistant.answering.evidence_windows import Window

Array = NDArray[np.float32]


class Int8Scorer:
    """The trained layers, safetensors bytes, in place of the upper layers of the eight-bit bundled model."""

    def __init__(self, base: Int8Model, content: bytes) -> None:
        from safetensors.numpy import load

        state = load(content)
        heads = {name.removeprefix("heads."): value for name, value in state.items() if name.startswith("heads.")}
        self._heads = {name: value.astype(np.float32) for name, value in heads.items()}
        source = hashlib.sha256(BUNDLED_SHA256.encode() + content).hexdigest()
        depth = base.weights.shape.layers
        self._network = open_network(
            "evidence", source, base.weights, lambda: _upper_layers(state, depth), base.network.embeddings
        )

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """In the order of the windows."""
        longest_first = sorted(range(len(windows)), key=lambda place: -len(windows[place].ids))
        rows = [windows[place].ids for place in longest_first]
        found = self._network.each(rows, lambda row, hidden: self._judge(windows[longest_first[row]], hidden))
        scored = dict(zip(longest_first, found, strict=True))
        return [scored[place] for place in range(len(windows))]

    def _judge(self, window: Window, hidden: Array) -> WindowScores:
        tokens = self._head("token", hidden)[:, 0]
        means = np.stack([hidden[unit.start : unit.end].mean(axis=0) for unit in window.units])
        peaks = np.array([tokens[unit.start : unit.end].max() for unit in window.units])
        units = self._head("sentence", means)[:, 0] + peaks
        null = self._head("null.2", np.tanh(self._head("null.0", hidden[:1])))[0, 0]
        answers = np.logaddexp.reduce(units) - null
        return WindowScores(float(answers), units.tolist(), tokens.tolist())

    def _head(self, name: str, values: Array) -> Array:
        made: Array = values @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return made


def _upper_layers(state: Mapping[str, NDArray[np.floating[Any]]], depth: int) -> dict[int, dict[str, Array]]:
    """The trained layers by their places among all, the last of the network, under the short names of the base's."""
    trained = trained_layers(state)
    return {depth - trained + at: _layer(state, at) for at in range(trained)}


def _layer(state: Mapping[str, NDArray[np.floating[Any]]], at: int) -> dict[str, Array]:
    return {
        f"{kind}.{one}": state[f"layers.{at}.{LAYER_NAMES[kind]}.{suffix}"].astype(np.float32)
        for kind in KINDS
        for one, suffix in (("w", "weight"), ("b", "bias"))
    }
