"""Turns questions with known answers into assistant/answering/decision.json: what each signal weighs.

Knows nothing about reported figures: it reads calibration sets only. Every answerable question is asked twice, the
second time without the passages that answer it, which makes the near misses that a decision must learn to refuse.

Usage: python -m eval.training.calibrate --set QUESTIONS INDEX [--set QUESTIONS INDEX ...]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering.assistant import open_assistant
from assistant.answering.candidates import Candidate
from assistant.answering.judging import Judged, Logistic, answer_features, unit_features
from assistant.answering.question import Asked, understand
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.scoring import HOLDS_QUOTE, normalise, relevant_passages
from assistant.index.embedding import load_encoder
from assistant.settings import load_settings

OUTPUT = Path(__file__).parents[2] / "assistant" / "answering" / "decision.json"
UNIT_FEATURES = tuple(
    "cosine passage_cosine rank coverage unit_coverage anchors unit_anchors kind certain_kind measured fragment length "
    "same_language".split()
)
ANSWER_FEATURES = tuple(
    "logit margin best_coverage best_unit_coverage best_anchors best_certain_kind best_measured known "
    "asks_value".split()
)
READING_FEATURES = ("reading", "passage_reading")
WANTED_ANSWERED = 0.985  # of the calibration questions; unseen ones score lower, so this leaves room for 0.9 of them
FOLDS = 5
NEAR_MISS_WEIGHT = 3.0  # a question that someone wrote and no document answers, against one made by leaving out
UNIT_STRENGTH = 0.3  # inverse regularisation: few questions, many correlated signals
ANSWER_STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking of a question: its candidates, which of them are right, and the share of known names."""

    question: Question
    asked: Asked
    candidates: list[Candidate]
    right: list[bool]
    known: float

    @property
    def answerable(self) -> bool:
        return any(self.right)

    @property
    def made(self) -> bool:
        """True when it is only unanswerable because its passages were left out."""
        return self.question.answerable and not self.answerable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", nargs=2, action="append", type=Path, required=True, metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--mode", action="append", choices=("with_reader", "without_reader"), help="default: both")
    parser.add_argument("--limit", type=int, default=400, help="questions taken of each set")
    arguments = parser.parse_args()
    record = json.loads(OUTPUT.read_text(encoding="utf-8"))
    for mode in arguments.mode or ("with_reader", "without_reader"):
        askings = [
            asking
            for questions, index in arguments.set
            for asking in collect(questions, index, with_reader=mode == "with_reader", limit=arguments.limit)
        ]
        record[mode] = fit(askings, READING_FEATURES if mode == "with_reader" else ())
        print(mode, json.dumps(record[mode]["figures"]))
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def collect(questions: Path, index: Path, *, with_reader: bool, limit: int) -> list[Asking]:
    """Every question asked of the index, and the answerable ones again without what answers them."""
    settings = load_settings(evidence_model="bundled" if with_reader else "off")
    encoder = load_encoder(settings)
    assistant = open_assistant(index, settings, encoder)
    askings = []
    for question in read_questions(questions)[:limit]:
        query = assistant.retriever.query(question.text, question.language)
        asked = understand(question.text, question.language)
        known, _ = assistant.deliberator.known(asked)
        deliberator = assistant.deliberator
        hits = deliberator.to_weigh(query)
        proving = set(relevant_passages(question, assistant.index.store))
        rounds = [hits, [hit for hit in deliberator.to_weigh(query, 3) if hit.passage.id not in proving][: len(hits)]]
        for found in rounds if question.answerable else rounds[:1]:
            candidates = deliberator.candidates(asked, query, found)
            right = [is_right(question, candidate) for candidate in candidates]
            if question.answerable and found is hits and not any(right):
                continue  # lost in retrieval: nothing to learn about deciding
            askings.append(Asking(question, asked, candidates, right, known))
    return askings


def is_right(question: Question, candidate: Candidate) -> bool:
    """A unit of a gold document that states a fact and lies in a gold quote, or holds a whole short answer."""
    document = candidate.hit.document
    for gold in question.gold:
        if gold.document not in {document.id, document.path}:
            continue
        text = normalise(candidate.text)
        facts = any(normalise(spelling) in text for fact in question.facts for spelling in fact)
        if gold.quote is None:
            answer = " ".join(normalise(spelling) for fact in question.facts for spelling in fact)
            return facts or (bool(answer) and text in answer)
        words, held = text.split(), set(normalise(gold.quote).split())
        inside = sum(word in held for word in words) / max(1, len(words)) >= HOLDS_QUOTE
        if facts and inside:
            return True
    return False


def fit(askings: Sequence[Asking], reading: tuple[str, ...]) -> dict[str, Any]:
    """Both models and the threshold; the answer model learns from unit scores that its questions did not train."""
    unit_names = (*UNIT_FEATURES, *reading)
    rows = [
        (unit_features(c), right, g)
        for g, a in enumerate(askings)
        for c, right in zip(a.candidates, a.right, strict=True)
    ]
    units, held_out = _fit(
        UNIT_STRENGTH,
        [features for features, _, _ in rows], [right for _, right, _ in rows],
        [askings[group].question.id for _, _, group in rows], unit_names,
    )  # fmt: skip
    position = 0
    answers, labels = [], []
    first_right = []
    for asking in askings:
        logits = held_out[position : position + len(asking.candidates)]
        position += len(asking.candidates)
        if not asking.candidates:
            continue
        judged = [Judged(c, float(logit)) for c, logit in zip(asking.candidates, logits, strict=True)]
        order = sorted(range(len(judged)), key=lambda i: -judged[i].logit)
        answers.append(answer_features(asking.asked, [judged[i] for i in order], asking.known))
        labels.append(asking.right[order[0]])
        if asking.answerable:
            first_right.append(asking.right[order[0]])
    asked = [asking for asking in askings if asking.candidates]
    groups = [asking.question.id for asking in asked]
    weights = [1.0 if a.answerable or a.made else NEAR_MISS_WEIGHT for a in asked]
    names = (*ANSWER_FEATURES, *(f"best_{name}" for name in reading))
    model, logits = _fit(ANSWER_STRENGTH, answers, labels, groups, names, weights)
    real = np.array([not asking.made for asking in asked])
    chances = (1 / (1 + np.exp(-logits)))[real]
    answerable = np.array([asking.answerable for asking in asked])[real]
    threshold = float(np.quantile(chances[answerable], 1 - WANTED_ANSWERED))
    figures = {
        "askings": len(askings),
        "right_first": round(float(np.mean(first_right)), 3),
        "auroc_answerable": round(float(roc_auc_score(answerable, chances)), 3),
        "refused_at_threshold": round(float(np.mean(chances[~answerable] < threshold)), 3),
    }
    return {"unit": _record(units), "answer": _record(model), "threshold": round(threshold, 3), "figures": figures}


def _fit(
    strength: float,
    features: Sequence[dict[str, float]],
    labels: Sequence[bool],
    groups: Sequence[str],
    names: Sequence[str],
    weights: Sequence[float] | None = None,
) -> tuple[Logistic, np.ndarray[Any, np.dtype[np.float64]]]:
    """A logistic model on standardised features, its weights in plain units, and its held-out logits."""
    matrix = np.array([[row[name] for name in names] for row in features])
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    scaled, truth = (matrix - mean) / deviation, np.array(labels)
    model = LogisticRegression(C=strength, max_iter=2000)
    given = np.ones(len(truth)) if weights is None else np.array(weights)
    held_out = np.zeros(len(truth))
    for learn, test in GroupKFold(FOLDS).split(scaled, truth, np.array(groups)):
        held_out[test] = model.fit(scaled[learn], truth[learn], sample_weight=given[learn]).decision_function(
            scaled[test]
        )
    model.fit(scaled, truth, sample_weight=given)
    slopes = model.coef_[0] / deviation
    plain = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return Logistic(plain, float(model.intercept_[0] - slopes @ mean)), held_out


def _record(model: Logistic) -> dict[str, Any]:
    return {"weights": dict(model.weights), "intercept": round(model.intercept, 4)}


if __name__ == "__main__":
    main()
