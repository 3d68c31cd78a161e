"""Turns question sets and their indexes into a table of what each step of retrieval brings, by direction.

Knows nothing about answers. Steps are added one to the next; the last is the program's own search.
Usage: python -m eval.benchmarks.retrieval_steps --set QUESTIONS INDEX [--set QUESTIONS INDEX ...] [--limit N]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from assistant.evaluation.questions import Question, read_questions
from assistant.index.embedding import load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.index.ranks import reciprocal_rank_fusion
from assistant.records import LANGUAGES, Language
from assistant.retrieval.fusion import merge_in_order
from assistant.retrieval.search import LEAST_OF_EACH_LANGUAGE, OUT_OF, Query, Retriever, question_terms
from assistant.settings import load_settings

DEPTH = 40
SHOWN = 5
Step = Callable[["Bench", Query], list[int]]
Rankings = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Bench:
    """An opened index with what the steps need of it."""

    index: OpenedIndex
    retriever: Retriever

    @classmethod
    def open(cls, folder: Path) -> Bench:
        settings = load_settings()
        encoder = load_encoder(settings)
        index = open_index(folder, encoder.identity)
        return cls(index, Retriever(index, encoder, settings.candidates))

    def dense(self, query: Query, language: Language | None = None) -> list[int]:
        allowed = None if language is None else self.index.rows[language]
        return [row for row, _ in self.index.vectors.search(query.vector, DEPTH, allowed)]

    def lexical(self, query: Query, language: Language) -> list[int]:
        wanted = question_terms(query.text, query.language, language)
        return [row for row, _ in self.index.terms.search(wanted, language, DEPTH)]

    def merged(self, query: Query, make: Callable[[Language], Rankings], *, least: int = 0, of: int = 1) -> list[int]:
        lists = {language: [row for row, _ in reciprocal_rank_fusion(make(language))] for language in LANGUAGES}
        merit = {}
        for language, rows in lists.items():
            bias = float(query.vector @ self.index.means[f"passages_{language}"])
            cosines = self.index.vectors.vectors(rows) @ query.vector
            merit.update(zip(rows, (cosines - bias).tolist(), strict=True))
        return merge_in_order(list(lists.values()), merit, least=least, of=of)


def one_list(bench: Bench, query: Query) -> list[int]:
    return bench.dense(query)


def one_list_and_terms(bench: Bench, query: Query) -> list[int]:
    rankings = {"dense": bench.dense(query), "lexical": bench.lexical(query, query.language)}
    return [row for row, _ in reciprocal_rank_fusion(rankings)]


def by_language(bench: Bench, query: Query) -> list[int]:
    return bench.merged(query, lambda language: {"dense": bench.dense(query, language)})


def with_terms(bench: Bench, query: Query) -> list[int]:
    return bench.merged(
        query, lambda language: {"dense": bench.dense(query, language), "lexical": bench.lexical(query, language)}
    )


def _all_lists(bench: Bench, query: Query) -> Callable[[Language], Rankings]:
    return lambda language: {
        "dense": bench.dense(query, language),
        "lexical": bench.lexical(query, language),
        "sentence": bench.index.passages_by_sentence(query.vector, DEPTH, language),
    }


def with_sentences(bench: Bench, query: Query) -> list[int]:
    return bench.merged(query, _all_lists(bench, query))


def two_of_five(bench: Bench, query: Query) -> list[int]:
    return bench.merged(query, _all_lists(bench, query), least=LEAST_OF_EACH_LANGUAGE, of=OUT_OF)


def shipped(bench: Bench, query: Query, depth: int = DEPTH) -> list[int]:
    found = bench.retriever.search(query, depth)
    rows = [bench.index.store.row_of(hit.passage.id) for hit in found]
    return [row for row in rows if row is not None]


STEPS: dict[str, Step] = {
    "one list of passages by cosine": one_list,
    "and one by terms, fused": one_list_and_terms,
    "a list for each language, merged without bias": by_language,
    "terms in each language, translated": with_terms,
    "a list by nearest sentence": with_sentences,
    "two of five from each language": two_of_five,
    "terms weighed by query, questions moved, twins (as shipped)": shipped,
}


def gold_rows(bench: Bench, question: Question) -> Iterator[tuple[str, set[int]]]:
    """Directions and the rows that are right in each: of benchmark sets both, of our own the one it names."""
    by_language: dict[str, set[int]] = defaultdict(set)
    for gold in question.gold:
        for row in bench.index.store.rows_of_document_or_path(gold.document):
            passage = bench.index.store.passage(row)
            words = " ".join(passage.text.split())
            if gold.quote is None or " ".join(gold.quote.split()) in words:
                by_language[passage.language].add(row)
    for language, rows in by_language.items():
        yield f"{question.language}-{language}", rows


def recalls(bench: Bench, questions: Sequence[Question], step: Step, shown: int = SHOWN) -> dict[str, list[bool]]:
    """For each direction, whether each question has a right passage among the first `shown`."""
    found: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        query = bench.retriever.query(question.text, question.language)
        first = set(step(bench, query)[:shown])
        for direction, rows in gold_rows(bench, question):
            found[direction].append(bool(first & rows))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", nargs=2, action="append", type=Path, required=True, metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--limit", type=int, default=300, help="questions of a set, drawn with a fixed seed")
    arguments = parser.parse_args()
    for path, folder in arguments.set:
        bench = Bench.open(folder)
        questions = [question for question in read_questions(path) if question.answerable]
        questions = Random(1).sample(questions, min(len(questions), arguments.limit))
        table = {name: recalls(bench, questions, step) for name, step in STEPS.items()}
        directions = sorted(next(iter(table.values())))
        counts = [f"{name} (n={len(next(iter(table.values()))[name])})" for name in directions]
        print(f"\n{path.stem}\n\n| step | {' | '.join(counts)} |\n|---|{'--:|' * len(directions)}")
        for name, found in table.items():
            cells = [f"{np.mean(found[direction]):.2f}" for direction in directions]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
