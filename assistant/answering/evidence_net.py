"""Turns windows of token ids into their scores with the exact evidence network, in torch; training builds on it too.

Knows nothing about passages, about retrieval, or about where the weights are kept.
"""

from __future__ import annotations

import copy
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.answering.evidence_model import WindowScores, trained_layers
from assistant.index.bundled_tokenizer import PAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from assistant.answering.evidence_windows import Window

BATCH_WINDOWS = 4


class TorchScorer:
    """The trained layers, safetensors bytes, over a network of the bundled model."""

    def __init__(self, bert: Any, content: bytes) -> None:
        from safetensors.torch import load

        state = {name: value.float() for name, value in load(content).items()}
        net = build_net(bert, trained_layers(state))
        net.trained.load_state_dict(state)
        self._net = net.eval().requires_grad_(False).settle()
        # a batch a thread: threads inside a batch would wait for each other at every layer
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, "evidence", _one_thread_each)

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """In the order of the windows."""
        by_length = sorted(range(len(windows)), key=lambda place: len(windows[place].ids))
        batches = [by_length[first : first + BATCH_WINDOWS] for first in range(0, len(windows), BATCH_WINDOWS)]
        found = self._workers.map(self._score_batch, [[windows[place] for place in batch] for batch in batches])
        scored: dict[int, WindowScores] = {}
        for batch, scores in zip(batches, found, strict=True):
            scored |= zip(batch, scores, strict=True)
        return [scored[place] for place in range(len(windows))]

    def _score_batch(self, windows: Sequence[Window]) -> list[WindowScores]:
        import torch

        with torch.inference_mode():
            ids, units = pad_windows(windows)
            tokens, sentences, nulls = self._net(ids, units)
            answers = torch.logsumexp(sentences, dim=1) - nulls
        rows = zip(windows, answers.tolist(), sentences.tolist(), tokens.tolist(), strict=True)
        return [WindowScores(answer, scores[: len(window.units)], logits) for window, answer, scores, logits in rows]


def _one_thread_each() -> None:
    import torch

    torch.set_num_threads(1)


def pad_windows(windows: Sequence[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids [windows, tokens] and, per unit, which tokens are its own [windows, units, tokens]."""
    import torch

    length = max(len(window.ids) for window in windows)
    ids = torch.full((len(windows), length), PAD)
    units = torch.zeros(len(windows), max(len(window.units) for window in windows), length, dtype=torch.bool)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        for place, unit in enumerate(window.units):
            units[row, place, unit.start : unit.end] = True
    return ids, units


def build_net(bert: Any, layers: int) -> Any:
    """The network over the bundled model's, its trained part a copy of the base's last `layers` and new heads."""
    return _net_class()(bert, layers)


@cache
def _net_class() -> Any:
    import torch
    from torch import nn

    class EvidenceNet(nn.Module):
        """Frozen embeddings and lower layers of the base, then `trained`: upper layers and three heads."""

        def __init__(self, bert: Any, layers: int) -> None:
            super().__init__()
            width = bert.shape.hidden
            first = len(bert.encoder["layer"]) - layers
            self.embeddings = bert.embeddings
            self.lower = nn.ModuleList(bert.encoder["layer"][:first])
            heads: dict[str, nn.Module] = {"token": nn.Linear(width, 1), "sentence": nn.Linear(width, 1)}
            heads["null"] = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))
            upper = copy.deepcopy(bert.encoder["layer"][first:])
            self.trained: Any = nn.ModuleDict({"layers": nn.ModuleList(upper), "heads": nn.ModuleDict(heads)})
            self.dtype = torch.float32

        def settle(self) -> EvidenceNet:
            """For asking: bfloat16 where the processor multiplies it natively (about four times faster)."""
            capabilities: Any = getattr(torch.cpu, "get_capabilities", dict)  # older releases cannot tell
            if capabilities().get("amx_bf16"):
                self.dtype = torch.bfloat16
                self.lower = copy.deepcopy(self.lower).to(self.dtype)
                self.trained["layers"].to(self.dtype)
            return self

        def forward(self, ids: torch.Tensor, units: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            """Token logits [windows, tokens], sentence logits [windows, units] (-inf where none), nulls."""
            mask = torch.where(ids == PAD, -30000.0, 0.0)[:, None, None, :].to(self.dtype)
            with torch.no_grad():
                hidden = self.embeddings(ids).to(self.dtype)
                for layer in self.lower:
                    hidden = layer(hidden, mask)
            for layer in self.trained["layers"]:
                hidden = layer(hidden, mask)
            return self.judge(hidden.float(), units)

        def judge(self, hidden: torch.Tensor, units: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            heads = self.trained["heads"]
            tokens = heads["token"](hidden).squeeze(-1)
            weights = units.float()
            means = weights @ hidden / weights.sum(-1, keepdim=True).clamp(min=1)
            peaks = tokens[:, None, :].masked_fill(~units, -30000.0).amax(-1)
            sentences = heads["sentence"](means).squeeze(-1) + peaks
            sentences = sentences.masked_fill(~units.any(-1), -30000.0)
            return tokens, sentences, heads["null"](hidden[:, 0]).squeeze(-1)

    return EvidenceNet
