"""Turns a question and passages into a score for every sentence and for whether the passage answers.

Knows nothing about retrieval, about the wording of answers, or about how its weights were trained.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.evidence_windows import Window, best_span, build_windows
from assistant.errors import ModelError
from assistant.index.int8.model import Int8Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tokenizers import Tokenizer

    from assistant.index.bundled_model import BundledModel

WEIGHTS_PATH = Path(__file__).with_name("evidence_weights.safetensors")
FORMAT_VERSION = "1"


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


@dataclass(frozen=True, slots=True)
class WindowScores:
    """Logits: that the window answers, that each unit does, and that each token belongs to an answer."""

    answers: float
    units: list[float]
    tokens: list[float]


class EvidenceReader:
    """Reads question and passage together; shares the default model's embeddings and lower layers."""

    def __init__(
        self, tokenizer: Tokenizer, score: Callable[[Sequence[Window]], list[WindowScores]], engine: str = "torch"
    ) -> None:
        self._tokenizer = tokenizer
        self._score = score
        self.engine = engine

    @classmethod
    def load(cls, base: BundledModel | Int8Model, path: Path | None = None) -> EvidenceReader:
        """The trained layers over the bundled model, with the engine of that; refused unless the file has its recorded
        hash. Raises Int8Unusable where the base's engine cannot run these layers."""
        content = read_checked(path or WEIGHTS_PATH)
        if isinstance(base, Int8Model):
            from assistant.answering.evidence_int8 import Int8Scorer

            return cls(base.tokenizer, Int8Scorer(base, content).score, "int8")
        from assistant.answering.evidence_net import TorchScorer

        return cls(base.tokenizer, TorchScorer(base.bert, content).score)

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[PassageReading]:
        """One reading per (title, sentences), in their order; an empty passage answers nothing (-inf)."""
        windows = build_windows(self._tokenizer, question, passages)
        scored = iter(self._score([window for group in windows for window in group]))
        readings = []
        for (_, sentences), group in zip(passages, windows, strict=True):
            found = [(window, next(scored)) for window in group]
            readings.append(_merge_windows(sentences, found))
        return readings


def _merge_windows(sentences: Sequence[str], found: list[tuple[Window, WindowScores]]) -> PassageReading:
    best: dict[int, SentenceScore] = {}
    for window, scores in found:
        for unit, score in zip(window.units, scores.units, strict=True):
            if unit.sentence not in best or score > best[unit.sentence].score:
                logits = scores.tokens[unit.start : unit.end]
                best[unit.sentence] = SentenceScore(score, best_span(logits, unit.offsets, sentences[unit.sentence]))
    empty = SentenceScore(float("-inf"), None)
    answers = max((scores.answers for _, scores in found), default=float("-inf"))
    return PassageReading(tuple(best.get(index, empty) for index in range(len(sentences))), answers)


def read_checked(path: Path) -> bytes:
    """The weights beside their card. Raises ModelError when they are missing or not those that it records."""
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


def trained_layers(state: Iterable[str]) -> int:
    """How many layers a trained state holds, by the names of its tensors."""
    return len({name.split(".")[1] for name in state if name.startswith("layers.")})
