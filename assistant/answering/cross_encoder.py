"""Turns any cross-encoder of sentence-transformers into a reader of passages, in the evidence model's place.

Knows nothing about which one is set. Each sentence is scored with its title in front; the passage answers as well as
its best sentence does. The decision's weights are fitted to the bundled model: fit them again for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answering.evidence_model import PassageReading, SentenceScore
from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderReader:
    """A `PassageReader` over a CrossEncoder with one output."""

    def __init__(self, model: CrossEncoder) -> None:
        self._model = model

    @classmethod
    def load(cls, name: str) -> CrossEncoderReader:
        """By hub name or folder. Raises ModelError when it cannot be loaded or gives more than one score."""
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(name, device="cpu", trust_remote_code=False)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError):
            model = None
        if model is None or model.num_labels != 1:
            raise ModelError(
                en=f"The evidence model {name!r} could not be loaded as a cross-encoder with one score: "
                "check the setting 'evidence_model'.",
                fr=f"Le modèle de lecture {name!r} n'a pas pu être chargé comme cross-encoder à un score : "
                "vérifiez le réglage 'evidence_model'.",
            )
        return cls(model)

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[PassageReading]:
        """One reading per (title, sentences), in their order; an empty passage answers nothing (-inf)."""
        pairs = [(question, f"{title}. {text}" if title else text) for title, texts in passages for text in texts]
        scores = iter(self._model.predict(pairs, show_progress_bar=False).tolist() if pairs else [])
        readings = []
        for _, texts in passages:
            sentences = tuple(SentenceScore(float(next(scores)), None) for _ in texts)
            readings.append(PassageReading(sentences, max((s.score for s in sentences), default=float("-inf"))))
        return readings
