"""Turns a network in training into optimiser steps, averaged weights and a file that can ship.

Knows nothing about data or losses.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import nn

from assistant.answering.evidence_model import FORMAT_VERSION
from assistant.index.bundled_model import BUNDLED_SHA256


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one pool drawn once: drawing afresh costs more than the layers."""

    def __init__(self, pool: torch.Tensor, seed: int) -> None:
        super().__init__()
        self.pool = pool
        self.generator = torch.Generator().manual_seed(seed)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return hidden
        last = self.pool.numel() - hidden.numel()
        first = int(torch.randint(last, (1,), generator=self.generator))
        return hidden * self.pool[first : first + hidden.numel()].view_as(hidden)

    @classmethod
    def install(cls, layers: Any, share: float, seed: int) -> None:
        """In place of the layers' own dropout; attention weights are not dropped."""
        generator = torch.Generator().manual_seed(seed)
        kept = torch.rand(8_000_000, generator=generator) >= share
        pool = (kept / (1 - share)).to(
            torch.bfloat16 if layers[0].output.dense.weight.dtype == torch.bfloat16 else torch.float32
        )
        for place, layer in enumerate(layers):
            layer.attention.output.dropout = cls(pool, seed + 2 * place)
            layer.output.dropout = cls(pool, seed + 2 * place + 1)


class Masters:
    """Float32 copies that AdamW steps on; the network itself multiplies in its own precision."""

    def __init__(self, copies_of: list[nn.Module], rate: float, head_rate: float) -> None:
        self.live = [dict(trained.named_parameters()) for trained in copies_of]
        for parameters in self.live:
            for parameter in parameters.values():
                parameter.requires_grad_(True)
        self.copies = {name: value.detach().float().clone() for name, value in self.live[0].items()}
        groups: dict[tuple[float, float], list[torch.Tensor]] = {}
        for name, value in self.copies.items():
            decay = 0.01 if value.ndim > 1 else 0.0
            groups.setdefault((head_rate if name.startswith("heads") else rate, decay), []).append(value)
        self.optimiser = torch.optim.AdamW(
            [{"params": v, "lr": r, "weight_decay": d, "peak": r} for (r, d), v in groups.items()], fused=True
        )

    def step(self, share: float) -> None:
        """One step at `share` of the peak learning rate, gradients clipped to length one."""
        for name, copy in self.copies.items():
            parameters = [live[name] for live in self.live]
            copy.grad = torch.zeros_like(copy)
            for parameter in parameters:
                if parameter.grad is not None:
                    copy.grad += parameter.grad
                    parameter.grad = None
        torch.nn.utils.clip_grad_norm_(list(self.copies.values()), 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self.optimiser.step()
        with torch.no_grad():
            for live in self.live:
                for name, parameter in live.items():
                    parameter.copy_(self.copies[name])


class Average:
    """A running mean of the weights, steadier than any single step's."""

    def __init__(self, masters: Masters, decay: float) -> None:
        self.masters, self.decay = masters, decay
        self.mean = {name: value.clone() for name, value in masters.copies.items()}

    def update(self, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in self.masters.copies.items():
            self.mean[name].lerp_(value.detach(), 1 - decay)

    def state(self) -> dict[str, torch.Tensor]:
        return {name: value.half().contiguous() for name, value in self.mean.items()}


def save_weights(state: dict[str, torch.Tensor], path: Path, settings: dict[str, str]) -> None:
    """The weights as float16 safetensors and, beside them, a card with their hash; the hash is written last."""
    content = save(state, metadata={"format": FORMAT_VERSION, "base_sha256": BUNDLED_SHA256, **settings})
    card = {
        "format": FORMAT_VERSION,
        "sha256": hashlib.sha256(content).hexdigest(),
        "base_sha256": BUNDLED_SHA256,
        "training": settings,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, data in ((path, content), (path.with_suffix(".json"), json.dumps(card, indent=2).encode())):
        fresh = target.with_suffix(target.suffix + ".tmp")
        fresh.write_bytes(data)
        fresh.replace(target)
