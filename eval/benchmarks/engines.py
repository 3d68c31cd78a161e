"""Turns a collection and its questions into nDCG@10 by direction, for every pair of engines of passages and questions.

Knows nothing about answers. COLLECTION holds corpus.jsonl and queries.jsonl; the indexes are kept in WORK, so that an
interrupted run goes on. Paired intervals are of 2,000 draws of the questions. The cosine between engines is over all
passages and questions.
Usage: python -m eval.benchmarks.engines COLLECTION --work WORK [--index torch FOLDER] [--limit 300]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from shutil import copyfile

import numpy as np

from assistant.evaluation.questions import Question, read_questions
from assistant.index.build import build_index
from assistant.index.embedding import Encoder, load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.retrieval.search import Retriever
from assistant.settings import INT8, TORCH, Settings, load_settings

DEPTH = 10
DRAWS = 2000
Figures = dict[str, list[float]]  # by direction, a figure for each question


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--index", nargs=2, action="append", default=[], metavar=("ENGINE", "FOLDER"))
    parser.add_argument("--limit", type=int, default=300, help="questions, drawn with a fixed seed")
    arguments = parser.parse_args()
    folders = {engine: arguments.work / engine for engine in (TORCH, INT8)}
    folders |= {engine: Path(folder) for engine, folder in arguments.index}
    given = {engine for engine, _ in arguments.index}
    corpus = arguments.work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    copyfile(arguments.collection / "corpus.jsonl", corpus / "corpus.jsonl")
    encoders: dict[str, Encoder] = {engine: load_encoder(load_settings(engine=engine)) for engine in folders}
    for engine in folders.keys() - given:
        build_index(corpus, folders[engine], encoders[engine], load_settings(engine=engine))
    opened = {engine: open_index(folder) for engine, folder in folders.items()}
    questions = [one for one in read_questions(arguments.collection / "queries.jsonl") if one.answerable]
    questions = Random(1).sample(questions, min(len(questions), arguments.limit))
    report(opened, encoders, questions, load_settings())


def report(
    opened: dict[str, OpenedIndex], encoders: dict[str, Encoder], questions: Sequence[Question], settings: Settings
) -> None:
    print("cosine between engines:", cosines(opened, encoders, questions))
    found = {
        (passages, asked): ndcg(Retriever(opened[passages], encoders[asked], settings.candidates), questions)
        for passages in opened
        for asked in encoders
    }
    exact = found[TORCH, TORCH]
    names = sorted(exact)
    print(f"| passages, questions | {' | '.join(f'{name} (n={len(exact[name])})' for name in names)} |")
    print("|---|" + "--:|" * len(names))
    for pair, figures in found.items():
        print(f"| {pair[0]}, {pair[1]} | {' | '.join(cell(figures[name], exact[name]) for name in names)} |")


def cosines(opened: dict[str, OpenedIndex], encoders: dict[str, Encoder], questions: Sequence[Question]) -> str:
    rows = list(range(opened[TORCH].manifest.passages))
    texts = [question.text for question in questions]
    both = {
        "passages": [opened[engine].vectors.vectors(rows) for engine in (TORCH, INT8)],
        "questions": [encoders[engine].encode_questions(texts) for engine in (TORCH, INT8)],
    }
    values = {name: np.sum(exact * fast, axis=1) for name, (exact, fast) in both.items()}
    return "; ".join(f"{name} mean {v.mean():.4f}, least {v.min():.4f} (n={len(v)})" for name, v in values.items())


def ndcg(retriever: Retriever, questions: Sequence[Question]) -> Figures:
    """nDCG@10 over documents, those of one language at a time counted as right."""
    found: Figures = defaultdict(list)
    store = retriever.index.store
    language_of = {one.id: one.language for one in store.summaries(0, len(store.document_ids()))}
    for question in questions:
        hits = retriever.search(retriever.query(question.text, question.language), 3 * DEPTH)
        for language in ("en", "fr"):
            right = {gold.document for gold in question.gold if language_of.get(gold.document) == language}
            if right:
                ranked = list(dict.fromkeys(h.document.id for h in hits if h.document.language == language))[:DEPTH]
                gain = sum(1 / np.log2(place + 2) for place, one in enumerate(ranked) if one in right)
                best = sum(1 / np.log2(place + 2) for place in range(min(DEPTH, len(right))))
                found[f"{question.language}-{language}"].append(float(gain / best))
    return found


def cell(figures: Sequence[float], exact: Sequence[float]) -> str:
    differences = 100 * (np.asarray(figures) - np.asarray(exact))
    if not differences.any():
        return f"{np.mean(figures):.4f}"
    draws = np.random.default_rng(1).integers(0, len(differences), (DRAWS, len(differences)))
    low, high = np.percentile(differences[draws].mean(axis=1), [2.5, 97.5])
    return f"{np.mean(figures):.4f} ({differences.mean():+.2f}, {low:+.2f} to {high:+.2f})"


if __name__ == "__main__":
    main()
