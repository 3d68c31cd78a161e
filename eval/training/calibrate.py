"""Turns questions with known answers into assistant/answering/decision.json: what each signal weighs.

Knows nothing about reported figures: it reads calibration sets only. Every answerable question is asked twice, the
second time without the passages that answer it, which makes the near misses that a decision must learn to refuse.

Usage: python -m eval.training.calibrate --invented --set QUESTIONS INDEX [--set QUESTIONS INDEX ...]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering.assistant import open_assistant
from assistant.answering.candidates import Candidate
from assistant.answering.holding import names_known
from assistant.answering.judging import (
    LACKS_KIND,
    Judged,
    Logistic,
    answer_features,
    direction,
    kind_logits,
    load_decision,
    unit_features,
)
from assistant.answering.question import Asked, understand
from assistant.answering.selecting import select
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.scoring import HOLDS_QUOTE, normalise, relevant_passages, states_facts
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.records import LANGUAGES
from assistant.settings import load_settings
from eval.training.invented import write_corpus

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
WANTED_ANSWERED = 0.93  # of the answerable calibration questions, among them hard ones
UNANSWERABLE_SHARE = 0.3  # of the questions that people ask, as far as confidence is concerned
FOLDS = 5
MODES = ("without_reader", "with_reader")
NEAR_MISS_WEIGHT = 6.0  # a question that someone wrote and no document answers, against one made by leaving out
UNIT_STRENGTH = 0.3  # inverse regularisation: few questions, many correlated signals
ANSWER_STRENGTH = 0.1
DIRECTION_STRENGTH = 1.0
DIRECTIONS = tuple(f"{asked}-{document}" for asked in LANGUAGES for document in LANGUAGES)

Logits = np.ndarray[Any, np.dtype[np.float64]]


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
    parser.add_argument("--set", nargs=2, action="append", type=Path, default=[], metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--invented", action="store_true", help="also the invented passages that training never saw")
    parser.add_argument("--mode", action="append", choices=MODES, help="default: both")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        sets = [*arguments.set, *([_invented(Path(folder))] if arguments.invented else [])]
        for mode in arguments.mode or MODES:
            load_decision.cache_clear()  # what the reader is given to read depends on the mode fitted before
            askings = [asking for paths in sets for asking in collect(*paths, with_reader=mode == "with_reader")]
            record = json.loads(OUTPUT.read_text(encoding="utf-8"))
            record[mode] = fit(askings, READING_FEATURES if mode == "with_reader" else ())
            OUTPUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
            print(mode, json.dumps(record[mode]["figures"]), flush=True)


def _invented(folder: Path) -> tuple[Path, Path]:
    questions = write_corpus(folder)
    settings = load_settings()
    build_index(folder / "corpus", folder / "index", load_encoder(settings), settings)
    return questions, folder / "index"


def collect(questions: Path, index: Path, *, with_reader: bool) -> list[Asking]:
    """Every question asked of the index, and the answerable ones again without what answers them."""
    settings = load_settings(evidence_model="bundled" if with_reader else "off")
    encoder = load_encoder(settings)
    assistant = open_assistant(index, settings, encoder)
    askings = []
    for question in read_questions(questions):
        query = assistant.retriever.query(question.text, question.language)
        asked = understand(question.text, question.language)
        known, _ = names_known(asked, assistant.index)
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


def says_it(asking: Asking, by_merit: Sequence[tuple[Judged, bool]]) -> bool:
    """Whether the whole answer, all its quotes together, would state every fact: what confidence is to mean."""
    quotes = select(asking.asked, [judged for judged, _ in by_merit]).quotes
    return asking.answerable and states_facts(asking.question, [quote.text for quote in quotes])


def fit(askings: Sequence[Asking], reading: tuple[str, ...]) -> dict[str, Any]:
    """Both models, the calibration and the threshold; each step learns from what the one before had not trained on."""
    asked = [asking for asking in askings if asking.candidates]
    units, judged = _fit_units(asked, (*UNIT_FEATURES, *reading))
    right = [by_merit[0][1] for by_merit in judged]
    names = (*ANSWER_FEATURES, *(f"best_{name}" for name in reading))
    ordered = [[candidate for candidate, _ in by_merit] for by_merit in judged]
    features = [answer_features(a.asked, found, a.known) for a, found in zip(asked, ordered, strict=True)]
    groups = [asking.question.id for asking in asked]
    weights = [1.0 if a.answerable or a.made else NEAR_MISS_WEIGHT for a in asked]
    model, logits = _fit(ANSWER_STRENGTH, features, right, groups, names, weights)
    logits += [LACKS_KIND * (found[0].candidate.certain_kind < 0) for found in ordered]
    real = np.array([not asking.made for asking in asked])
    directions = [direction(a.asked, found[0]) for a, found in zip(asked, ordered, strict=True)]
    said = np.array([says_it(a, by_merit) for a, by_merit in zip(asked, judged, strict=True)])
    calibrated = _calibrate(logits, said, directions, real, np.array([asking.answerable for asking in asked]))
    chances = calibrated.chances(logits, directions)[real]
    answerable = np.array([asking.answerable for asking in asked])[real]
    threshold = float(np.quantile(chances[answerable], 1 - WANTED_ANSWERED))
    truth = said[real]
    figures = {
        "askings": int(real.sum()),
        "right_first": round(float(np.array(right)[real][answerable].mean()), 3),
        "answer_right": round(float(truth[answerable].mean()), 3),
        "auroc_answerable": round(float(roc_auc_score(answerable, chances)), 3),
        "refused_at_threshold": round(float(np.mean(chances[~answerable] < threshold)), 3),
        "brier": round(float(np.mean((chances - truth) ** 2)), 3),
    }
    return {
        "unit": _record(units),
        "answer": _record(model),
        "slope": round(calibrated.slope, 4),
        "intercepts": {name: round(value, 4) for name, value in calibrated.intercepts.items()},
        "threshold": round(threshold, 3),
        "figures": figures,
    }


def _fit_units(asked: Sequence[Asking], names: tuple[str, ...]) -> tuple[Logistic, list[list[tuple[Judged, bool]]]]:
    """The unit model and, for each asking, its candidates by held-out merit, each with whether it is right."""
    rows = [(unit_features(c), right, a) for a in asked for c, right in zip(a.candidates, a.right, strict=True)]
    groups = [asking.question.id for _, _, asking in rows]
    units, held_out = _fit(UNIT_STRENGTH, [f for f, _, _ in rows], [right for _, right, _ in rows], groups, names)
    judged, position = [], 0
    for asking in asked:
        logits = held_out[position : position + len(asking.candidates)]
        position += len(asking.candidates)
        found = [
            (Judged(c, float(logit) + kind_logits(c)), right)
            for c, logit, right in zip(asking.candidates, logits, asking.right, strict=True)
        ]
        judged.append(sorted(found, key=lambda pair: -pair[0].logit))
    return units, judged


@dataclass(frozen=True, slots=True)
class Calibrated:
    slope: float
    intercepts: dict[str, float]

    def chances(self, logits: Logits, directions: Sequence[str]) -> Logits:
        shifts = np.array([self.intercepts[name] for name in directions])
        return np.asarray(1 / (1 + np.exp(-(self.slope * logits + shifts))))


def _calibrate(logits: Logits, right: Any, directions: Sequence[str], real: Any, answerable: Any) -> Calibrated:
    """Platt's scaling with an intercept for each direction, pulled towards a common one, on questions as people ask.

    The sets hold more questions without an answer than people ask; they are weighed down to the share that is expected.
    """
    found = {name: np.array([direction == name for direction in directions], float) for name in DIRECTIONS}
    matrix = np.column_stack([logits, *found.values()])[real]
    known = answerable[real]
    odds = UNANSWERABLE_SHARE / (1 - UNANSWERABLE_SHARE)
    weights = np.where(known, 1.0, odds * known.sum() / max(1, (~known).sum()))
    model = LogisticRegression(C=DIRECTION_STRENGTH, max_iter=2000).fit(matrix, right[real], sample_weight=weights)
    slope, *shifts = model.coef_[0].tolist()
    common = float(model.intercept_[0])
    return Calibrated(slope, {name: common + shift for name, shift in zip(DIRECTIONS, shifts, strict=True)})


def _fit(
    strength: float,
    features: Sequence[dict[str, float]],
    labels: Sequence[bool],
    groups: Sequence[str],
    names: Sequence[str],
    weights: Sequence[float] | None = None,
) -> tuple[Logistic, Logits]:
    """A logistic model on standardised features, its weights in plain units, and its held-out logits."""
    matrix = np.array([[row[name] for name in names] for row in features])
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    scaled, truth = (matrix - mean) / deviation, np.array(labels)
    model = LogisticRegression(C=strength, max_iter=2000)
    given = np.ones(len(truth)) if weights is None else np.array(weights)
    held_out = np.zeros(len(truth))
    for learn, test in GroupKFold(FOLDS).split(scaled, truth, np.array(groups)):
        model.fit(scaled[learn], truth[learn], sample_weight=given[learn])
        held_out[test] = model.decision_function(scaled[test])
    model.fit(scaled, truth, sample_weight=given)
    slopes = model.coef_[0] / deviation
    plain = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return Logistic(plain, float(model.intercept_[0] - slopes @ mean)), held_out


def _record(model: Logistic) -> dict[str, Any]:
    return {"weights": dict(model.weights), "intercept": round(model.intercept, 4)}


if __name__ == "__main__":
    main()
