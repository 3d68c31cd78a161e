"""Turns a question and passages into a score for every sentence and for whether the passage answers.

Knows nothing about retrieval, about the wording of answers, or about how its weights were trained.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answering.evidence_windows import Window, best_span, build_windows
from assistant.errors import ModelError
from assistant.index.bundled_model import PAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import torch

    from assistant.index.bundled_model import BundledModel

WEIGHTS_PATH = Path(__file__).with_name("evidence_weights.safetensors")
FORMAT_VERSION = "1"
BATCH_WINDOWS = 4


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """`score` is a logit, comparable between passages; `span` the characters of its likeliest answer."""

    score: float
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PassageReading:
    """Scores in the order of the sentences, and the logit that the passage answers the question."""

    sentences: tuple[SentenceScore, ...]
    answers: float


class EvidenceReader:
    """Reads question and passage together; shares the default model's embeddings and lower layers."""

    def __init__(self, tokenizer: Any, net: Any) -> None:
        self._tokenizer = tokenizer
        self._net = net
        # a batch a thread: threads inside a batch would wait for each other at every layer
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, "evidence", _one_thread_each)

    @classmethod
    def load(cls, base: BundledModel, path: Path | None = None) -> EvidenceReader:
        """The trained layers over the bundled model; refused unless the file has its recorded hash."""
        from safetensors.torch import load

        path = path or WEIGHTS_PATH
        state = {name: value.float() for name, value in load(_read_checked(path)).items()}
        net = build_net(base.bert, trained_layers(state))
        net.trained.load_state_dict(state)
        return cls(base.tokenizer, net.eval().requires_grad_(False).settle())

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[PassageReading]:
        """One reading per (title, sentences), in their order; an empty passage answers nothing (-inf)."""
        windows = build_windows(self._tokenizer, question, passages)
        flat = [window for group in windows for window in group]
        by_length = sorted(range(len(flat)), key=lambda place: len(flat[place].ids))
        batches = [by_length[first : first + BATCH_WINDOWS] for first in range(0, len(flat), BATCH_WINDOWS)]
        texts = [[flat[place] for place in batch] for batch in batches]
        found_scores = self._workers.map(partial(_score_windows, self._net), texts)
        scored: dict[int, _WindowScores] = {}
        for batch, scores in zip(batches, found_scores, strict=True):
            scored |= zip(batch, scores, strict=True)
        readings, place = [], 0
        for (_, sentences), group in zip(passages, windows, strict=True):
            found = [(window, scored[place + index]) for index, window in enumerate(group)]
            readings.append(_merge_windows(sentences, found))
            place += len(group)
        return readings


def _one_thread_each() -> None:
    import torch

    torch.set_num_threads(1)


@dataclass(frozen=True, slots=True)
class _WindowScores:
    answers: float
    units: list[float]
    tokens: list[float]


def _score_windows(net: Any, windows: Sequence[Window]) -> list[_WindowScores]:
    import torch

    with torch.inference_mode():
        ids, units = pad_windows(windows)
        tokens, sentences, nulls = net(ids, units)
        answers = torch.logsumexp(sentences, dim=1) - nulls
    rows = zip(windows, answers.tolist(), sentences.tolist(), tokens.tolist(), strict=True)
    return [_WindowScores(answer, scores[: len(window.units)], logits) for window, answer, scores, logits in rows]


def _merge_windows(sentences: Sequence[str], found: list[tuple[Window, _WindowScores]]) -> PassageReading:
    best: dict[int, SentenceScore] = {}
    for window, scores in found:
        for unit, score in zip(window.units, scores.units, strict=True):
            if unit.sentence not in best or score > best[unit.sentence].score:
                logits = scores.tokens[unit.start : unit.end]
                best[unit.sentence] = SentenceScore(score, best_span(logits, unit.offsets, sentences[unit.sentence]))
    empty = SentenceScore(float("-inf"), None)
    answers = max((scores.answers for _, scores in found), default=float("-inf"))
    return PassageReading(tuple(best.get(index, empty) for index in range(len(sentences))), answers)


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


def trained_layers(state: Mapping[str, Any]) -> int:
    """How many layers a trained state holds."""
    return len({name.split(".")[1] for name in state if name.startswith("layers.")})


def _read_checked(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        card = json.loads(path.with_suffix(".json").read_text("utf-8"))
        intact = card["sha256"] == hashlib.sha256(content).hexdigest() and card["format"] == FORMAT_VERSION
    except (OSError, ValueError, KeyError, TypeError):
        intact = False
    if not intact:
        raise ModelError(
            en=f"The evidence model {path.name!r} is missing or altered: run `make install` again.",
            fr=f"Le modèle de lecture {path.name!r} est absent ou altéré : relancez `make install`.",
        )
    return content


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
