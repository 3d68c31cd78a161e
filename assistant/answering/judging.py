"""Turns the signals of candidates into an order among them and a calibrated probability that the best one answers.

Knows nothing about wording. Two logistic models, fitted by eval/training/calibrate.py on questions kept apart from
those that figures are reported on; their weights are in decision.json, one set with the evidence model, one without.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answering.candidates import Candidate
from assistant.answering.question import AnswerKind, Asked

DECISION_FILE = "decision.json"
LACKS_KIND = -1.2  # on the logit that the best candidate answers, when a figure or date was asked for and it has none
MEASURES_LOGITS = 0.5  # among candidates, for a figure that counts the thing asked about or (negative) another thing
LACKS_KIND_LOGITS = 1.5  # the same among candidates, so that one with a figure goes before one without


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model: weights by feature name, and an intercept."""

    weights: Mapping[str, float]
    intercept: float

    def logit(self, features: Mapping[str, float]) -> float:
        return self.intercept + sum(weight * features[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Decision:
    """The fitted models for one setting of the evidence model, and the probability to answer from.

    `slope` and `intercepts`, one for each direction, turn the answer model's logit into that of a probability that
    means what it says (Platt, 1999), on the mixture of questions that it was calibrated with.
    """

    unit: Logistic
    answer: Logistic
    slope: float
    intercepts: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Judged:
    candidate: Candidate
    logit: float  # of being a right unit; orders the candidates


def judge(candidates: Sequence[Candidate], decision: Decision) -> list[Judged]:
    """The candidates, likeliest first; ties by passage id and place."""
    judged = [Judged(c, decision.unit.logit(unit_features(c)) + kind_logits(c)) for c in candidates]
    return sorted(judged, key=lambda j: (-j.logit, j.candidate.hit.passage.id, j.candidate.span.start))


def kind_logits(candidate: Candidate) -> float:
    """What is added for being of the kind asked for, however the rest was weighed."""
    return MEASURES_LOGITS * candidate.measured - LACKS_KIND_LOGITS * (candidate.certain_kind < 0)


def probability(asked: Asked, judged: Sequence[Judged], known: float, decision: Decision) -> float:
    """That the best candidate answers; `known` is the share of the question's names that any document holds."""
    if not judged:
        return 0.0
    logit = answer_logit(asked, judged, known, decision.answer)
    return sigmoid(decision.slope * logit + decision.intercepts[direction(asked, judged[0])])


def answer_logit(asked: Asked, judged: Sequence[Judged], known: float, model: Logistic) -> float:
    """The answer model's logit, lowered where a figure, date or address was asked for and none is there."""
    return model.logit(answer_features(asked, judged, known)) + LACKS_KIND * (judged[0].candidate.certain_kind < 0)


def direction(asked: Asked, best: Judged) -> str:
    """Language of the question, then that of the document that would answer it."""
    return f"{asked.language}-{best.candidate.hit.passage.language}"


def unit_features(candidate: Candidate) -> dict[str, float]:
    """All that the unit model may weigh, by name."""
    same = float(candidate.same_language)
    return {
        "reading": candidate.reading,
        "passage_reading": candidate.passage_reading,
        "cosine": 20 * (candidate.cosine - 0.85),
        "passage_cosine": 20 * (candidate.passage_cosine - 0.85),
        "rank": 1 / candidate.rank,
        "coverage": candidate.coverage,
        "unit_coverage": candidate.unit_coverage,
        "anchors": candidate.anchors,
        "unit_anchors": candidate.unit_anchors,
        "kind": float(candidate.kind),
        "certain_kind": float(candidate.certain_kind),
        "measured": float(candidate.measured),
        "fragment": float(candidate.fragment),
        "length": math.log(len(candidate.text) + 1),
        "same_language": same,
    }


def answer_features(asked: Asked, judged: Sequence[Judged], known: float) -> dict[str, float]:
    """All that the answer model may weigh, by name, from the best candidates of a question."""
    best = judged[0]
    return {
        **{f"best_{name}": value for name, value in unit_features(best.candidate).items()},
        "logit": best.logit,
        "margin": best.logit - (judged[1].logit if len(judged) > 1 else best.logit - 5),
        "known": known,
        "asks_value": float(asked.kind in {AnswerKind.NUMBER, AnswerKind.DATE}),
    }


@cache
def load_decision(*, with_reader: bool, engine: str = "torch") -> Decision:
    """The fitted weights that ship with the program.

    They were fitted with the exact engine. In eight bits probabilities come out a little otherwise; from a threshold
    of its own no fewer of the calibration questions with an answer are answered, and no more of the others.
    """
    record = json.loads(files("assistant.answering").joinpath(DECISION_FILE).read_text(encoding="utf-8"))
    chosen = record["with_reader" if with_reader else "without_reader"]
    return Decision(
        unit=Logistic(chosen["unit"]["weights"], chosen["unit"]["intercept"]),
        answer=Logistic(chosen["answer"]["weights"], chosen["answer"]["intercept"]),
        slope=chosen["slope"],
        intercepts=chosen["intercepts"],
        threshold=chosen.get("thresholds", {}).get(engine, chosen["threshold"]),
    )


def sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, logit))))
