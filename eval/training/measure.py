"""Turns kept-apart questions into the evidence model's figures: python -m eval.training.measure --data DIR.

Knows nothing about training.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from assistant.answering.evidence_model import WEIGHTS_PATH, EvidenceReader
from assistant.index.bundled_model import BundledModel, load_bundled_model
from eval.training.cloze import parallel_example
from eval.training.sources import (
    HERE,
    Example,
    load_afriqa,
    load_covidqa,
    load_invented,
    load_nomiracl,
    load_parallel,
    load_squad,
    read_lines,
)


def held_squad(data: Path, count: int = 600) -> list[Example]:
    """The same 600 questions every time, about half of them unanswerable."""
    return Random(1).sample(load_squad(data).held, count)


def held_translations(data: Path) -> list[Example]:
    """Kept-apart English questions put to their English passages in French."""
    french = {row["id"]: row["fr"] for row in read_lines(HERE / "held_rewordings.jsonl")}
    return [
        replace(example, question=french[example.identifier], question_language="fr")
        for example in load_squad(data).held
        if example.identifier in french
    ]


def held_parallel(data: Path) -> list[Example]:
    """One cloze question per kept-apart parallel sentence, asked in the other language."""
    rng = Random(2)
    _, held = load_parallel(data)
    made = (parallel_example(pairs, place, rng) for pairs in held if len(pairs) > 1 for place in range(len(pairs)))
    return [example for example in made if example]


class Scorer:
    """Readings by the evidence model or, with `reader` None, by cosines of the default model alone."""

    def __init__(self, base: BundledModel, reader: EvidenceReader | None) -> None:
        self.base, self.reader = base, reader

    def scores(self, example: Example) -> tuple[NDArray[np.float64], float]:
        """A score per sentence and one for whether the passage answers."""
        if not example.sentences:
            return np.zeros(0), -99.0
        if self.reader is not None:
            (reading,) = self.reader.read(example.question, [(example.title, example.sentences)])
            return np.array([sentence.score for sentence in reading.sentences]), reading.answers
        texts = [f"passage: {example.title}. {text}" for text in example.sentences]
        vectors = self.base.encode([f"query: {example.question}", *texts])
        cosines = np.asarray(vectors[1:] @ vectors[0], dtype=np.float64)
        return cosines, float(cosines.max())

    def best_of(self, group: Sequence[Example]) -> float:
        if self.reader is None:
            return max(self.scores(example)[1] for example in group)
        passages = [(example.title, example.sentences) for example in group]
        return max(reading.answers for reading in self.reader.read(group[0].question, passages))


def answering(scorer: Scorer, examples: Sequence[Example]) -> dict[str, float]:
    """AUROC of answerable against not, and the share of gold passages whose best sentence is right."""
    labels, scores, right = [], [], []
    for example in examples:
        sentences, answers = scorer.scores(example)
        labels.append(bool(example.spans or example.weak))
        scores.append(answers)
        if example.spans and len(sentences) > 1:
            right.append(int(np.argmax(sentences)) in {place for place, _, _ in example.spans})
    found = {
        "n": float(len(labels)),
        "picked": float(np.mean(right)) if right else float("nan"),
        "picked_n": len(right),
    }
    if 0 < sum(labels) < len(labels):
        found["auroc"] = float(roc_auc_score(labels, scores))
    yes, no = np.array(scores)[labels], np.array(scores)[~np.array(labels)]
    found["median_answerable"] = float(np.median(yes)) if len(yes) else float("nan")
    found["median_unanswerable"] = float(np.median(no)) if len(no) else float("nan")
    return {name: round(value, 3) for name, value in found.items()}


def refusing(scorer: Scorer, groups: Sequence[Sequence[Example]]) -> dict[str, float]:
    """nomiracl: false answers where one in five answerable questions is refused, and AUROC."""
    labels = np.array([group[0].weak for group in groups])
    scores = np.array([scorer.best_of(group) for group in groups])
    threshold = float(np.quantile(scores[labels], 0.2, method="lower"))
    return {
        "n": len(groups),
        "auroc": round(float(roc_auc_score(labels, scores)), 3),
        "threshold": round(threshold, 2),
        "wrong_refusals": round(float(np.mean(scores[labels] < threshold)), 3),
        "false_answers": round(float(np.mean(scores[~labels] >= threshold)), 3),
    }


def with_negatives(examples: Sequence[Example], seed: int = 3) -> list[Example]:
    """Each answerable example, and its question beside the likest other passage of the same set and language."""
    made = list(examples)
    words = [set(" ".join([e.title, *e.sentences]).lower().split()) for e in examples]
    for example in examples:
        asked = set(example.question.lower().split())
        order = sorted(range(len(examples)), key=lambda place: (-len(asked & words[place]), place))
        for place in order:
            other = examples[place]
            text = " ".join(other.sentences).lower()
            good = other.language == example.language and other.sentences != example.sentences
            if good and not any(answer.lower() in text for answer in example.forbidden):
                asked_in = example.question_language
                made.append(Example(example.question, asked_in, other.title, other.sentences, other.language))
                break
    return made


def quick_figures(base: BundledModel, weights: Path, data: Path) -> dict[str, float]:
    scorer = Scorer(base, EvidenceReader.load(base, weights))
    _, held = load_nomiracl(data)
    held = held[::2]
    squad = answering(scorer, held_squad(data)[:300])
    found = {"squad": squad["auroc"], "picked": squad["picked"]}
    found["invented"] = answering(scorer, load_invented("invented_held.jsonl"))["auroc"]
    found["squad_fr_en"] = answering(scorer, held_translations(data))["auroc"]
    for language in ("en", "fr"):
        figures = refusing(scorer, [group for group in held if group[0].question_language == language])
        found |= {f"nomiracl_{language}": figures["auroc"], f"false_{language}": figures["false_answers"]}
    return found


def all_figures(scorer: Scorer, data: Path) -> dict[str, dict[str, float]]:
    afriqa = [example for example in load_afriqa(data).held if example.spans]
    _, groups = load_nomiracl(data)
    found = {"squad2_en, titles apart": answering(scorer, held_squad(data))}
    found["squad2_en asked in French"] = answering(scorer, held_translations(data))
    invented = load_invented("invented_report.jsonl")
    for asked, of in (("fr", "fr"), ("fr", "en"), ("en", "fr"), ("en", "en")):
        chosen = [e for e in invented if (e.question_language, e.language) == (asked, of)]
        found[f"invented {asked}-{of}"] = answering(scorer, chosen)
    for language in ("en", "fr"):
        part = [group for group in groups if group[0].question_language == language]
        found[f"nomiracl {language}"] = refusing(scorer, part)
        chosen = [example for example in afriqa if example.language == language]
        found[f"afriqa {language}"] = answering(scorer, with_negatives(chosen))
    found["covidqa_en"] = answering(scorer, with_negatives(load_covidqa(data).held))
    parallel = held_parallel(data)
    for language in ("en", "fr"):
        chosen = [example for example in parallel if example.question_language == language]
        found[f"parallel, asked in {language}"] = answering(scorer, with_negatives(chosen))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--baseline", action="store_true", help="cosines of the default model alone")
    arguments = parser.parse_args()
    base = load_bundled_model()
    reader = None if arguments.baseline else EvidenceReader.load(base, arguments.weights)
    for name, figures in all_figures(Scorer(base, reader), arguments.data).items():
        print(json.dumps({"set": name, **figures}), flush=True)


if __name__ == "__main__":
    main()
