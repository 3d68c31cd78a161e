"""Turns questions and two collections into what many more passages of one language do to recall in the other.

Knows nothing about answers. The corpus is indexed alone, then with the collection's documents of one language added.
Usage: python -m eval.benchmarks.imbalance --set QUESTIONS CORPUS --added COLLECTION.jsonl
"""

from __future__ import annotations

import argparse
import json
import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.evaluation.questions import Question, read_questions
from assistant.index.build import build_index
from assistant.index.embedding import Encoder, load_encoder
from assistant.index.opened import open_index
from assistant.records import LANGUAGES, Language
from assistant.retrieval.search import Retriever
from assistant.settings import Settings, load_settings
from eval.benchmarks.retrieval_steps import Bench, recalls, shipped

SHOWN = 10


def measured(
    corpus: Path, index: Path, encoder: Encoder, settings: Settings, asked: list[Question]
) -> dict[str, float]:
    """Recall@10 by direction, and how many passages of each language there are."""
    build_index(corpus, index, encoder, settings)
    opened = open_index(index, encoder.identity)
    bench = Bench(opened, Retriever(opened, encoder, settings.candidates))
    found = recalls(bench, asked, partial(shipped, depth=SHOWN), SHOWN)
    counts = {f"passages {language}": float(len(opened.rows[language])) for language in LANGUAGES}
    return {**counts, **{name: round(float(np.mean(values)), 3) for name, values in sorted(found.items())}}


def with_more(corpus: Path, added: Path, language: Language, folder: Path) -> Path:
    """A copy of the corpus with the documents of one language of the collection beside it."""
    shutil.copytree(corpus, folder)
    lines = added.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and json.loads(line).get("lang") == language]
    (folder / "added.jsonl").write_text("\n".join(kept), encoding="utf-8")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", nargs=2, type=Path, required=True, metavar=("QUESTIONS", "CORPUS"))
    parser.add_argument("--added", type=Path, required=True)
    arguments = parser.parse_args()
    questions, corpus = arguments.set
    settings = load_settings()
    encoder = load_encoder(settings)
    asked = [question for question in read_questions(questions) if question.answerable]
    with TemporaryDirectory() as name:
        folder = Path(name)
        index = folder / "index"
        print("alone", json.dumps(measured(corpus, index, encoder, settings, asked)), flush=True)
        for language in LANGUAGES:
            grown = with_more(corpus, arguments.added, language, folder / language)
            print(f"more {language}", json.dumps(measured(grown, index, encoder, settings, asked)), flush=True)


if __name__ == "__main__":
    main()
