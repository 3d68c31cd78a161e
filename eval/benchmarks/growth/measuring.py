"""Turns a made index into figures: what searching it takes, finds and holds in memory.

Knows nothing about how the index was made. Questions are real ones, embedded before anything is timed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.embedding import Vectors, load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.index.question_means import as_asked_in
from assistant.index.vectors.building import exact
from assistant.records import LANGUAGES, Filter
from assistant.retrieval.search import Query, Retriever, question_terms
from assistant.settings import load_settings

THREADS = 2
NEAREST, DEPTH = 10, 30


def memory() -> dict[str, int]:
    """Megabytes resident: in all, of its own, and of files that the system may drop at any time."""
    lines = Path("/proc/self/status").read_text().splitlines()
    said = {name: value for name, _, value in (line.partition(":") for line in lines)}
    read = {"resident": "VmRSS", "own": "RssAnon", "of_files": "RssFile", "peak": "VmHWM"}
    return {name: int(said[key].split()[0]) // 1024 for name, key in read.items()}


def read_questions(work: Path) -> list[Query]:
    vectors = np.load(work / "questions.npy")
    rows = json.loads((work / "questions.json").read_text(encoding="utf-8"))
    return [Query(row["question"], row["lang"], vector) for row, vector in zip(rows, vectors, strict=True)]


def measure(work: Path, index_folder: Path, *, with_models: bool) -> dict[str, Any]:
    """Figures of searching; with the models in memory as in the serving process."""
    settings = load_settings()
    before, load = memory(), os.getloadavg()
    start = time.perf_counter()
    index = open_index(index_folder)
    opening = time.perf_counter() - start
    opened = memory()
    encoder = load_encoder(settings)
    questions = read_questions(work)
    retriever = Retriever(index, encoder, settings.candidates)
    if with_models:
        from assistant.answering.assistant import Assistant, load_reader

        assistant = Assistant(index, encoder, settings, load_reader(encoder, settings))
        for query in questions[:5]:
            assistant.ask(query.text)
    first = timed(lambda query: retriever.search(query, NEAREST), questions[:20])
    cpu = time.process_time()
    alone = timed(lambda query: retriever.search(query, NEAREST), questions)
    alone_cpu = (time.process_time() - cpu) / len(questions)

    def once(query: Query) -> float:
        return timed(lambda one: retriever.search(one, NEAREST), [query])[0]

    with ThreadPoolExecutor(THREADS) as pool:
        start, cpu = time.perf_counter(), time.process_time()
        together = list(pool.map(once, questions))
        elapsed, spent = time.perf_counter() - start, (time.process_time() - cpu) / len(questions)
    parts = {
        "passages": timed(lambda query: search_vectors(index, query, "passages"), questions),
        "sentences": timed(lambda query: search_vectors(index, query, "sentences"), questions),
        "terms": timed(lambda query: search_vectors(index, query, "terms"), questions),
    }
    return {
        "passages": index.manifest.passages,
        "sentences": index.manifest.sentences,
        "kinds": {name: repr(kind) for name, kind in index.manifest.vectors.items()},
        "opening_s": round(opening, 2),
        "memory_mb": {"before": before, "opened": opened, "after_searching": memory()},
        "first_ms": milliseconds(first),
        "one_at_a_time_ms": {**milliseconds(alone), "cpu": round(alone_cpu * 1000, 1)},
        "two_threads_ms": {**milliseconds(together), "cpu": round(spent * 1000, 1)},
        "load": {"before": load, "after": os.getloadavg()},
        "questions_a_second": round(len(questions) / elapsed, 1),
        "parts_ms": {name: milliseconds(times) for name, times in parts.items()},
        "recall": recalls(index, questions),
    }


def search_vectors(index: OpenedIndex, query: Query, what: str) -> None:
    """As the program does: among the rows of each language."""
    for language, allowed in index.allowed(Filter()).items():
        vector = as_asked_in(query.vector, query.language, language, index.means)
        if what == "passages":
            index.vectors.search(vector, DEPTH, allowed.passages)
        elif what == "sentences":
            index.passages_by_sentence(vector, DEPTH, allowed)
        else:
            index.terms.search(question_terms(query.text, query.language, language), language, DEPTH, None)


def timed(action: Callable[[Query], object], queries: Iterable[Query]) -> list[float]:
    times = []
    for query in queries:
        start = time.perf_counter()
        action(query)
        times.append(time.perf_counter() - start)
    return times


def milliseconds(times: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "most": round(max(times) * 1000, 1)}


def recalls(index: OpenedIndex, questions: list[Query]) -> dict[str, float]:
    """Of the ten nearest by comparing all, the share found: among all rows, among one language's, under filters.

    Among one language's the questions' vectors are moved to its mean, as every search of the program does.
    """
    vectors = np.stack([query.vector for query in questions])
    moved = {
        language: np.stack([as_asked_in(one.vector, one.language, language, index.means) for one in questions])
        for language in LANGUAGES
    }
    rng = np.random.default_rng(5)
    allowed = index.allowed(Filter())
    found = {}
    for name, searched, rows_of in (
        ("passages", index.vectors, lambda one: one.passages),
        ("sentences", index._sentences, lambda one: one.sentences),
    ):
        total = index.manifest.passages if name == "passages" else index.manifest.sentences
        matrix = Stretches(searched, total)
        cases = {"all": None, **{language: rows_of(allowed[language]) for language in LANGUAGES}}
        for share in (0.1, 0.01, 0.001):
            cases[f"random {share:.1%}"] = np.flatnonzero(rng.random(total) < share)
        first = int(total * 0.3)
        cases["documents in a row 5%"] = np.arange(first, first + total // 20)
        for language in LANGUAGES:
            inside = cases["random 10.0%"]
            cases[f"{language} and random 10.0%"] = np.intersect1d(cases[language], inside)
        for case, rows in cases.items():
            asked = moved.get(case.split()[0], vectors)
            inside = None
            if rows is not None:
                inside = np.zeros(total, bool)
                inside[rows] = True
            truth = exact(matrix, asked, NEAREST, inside)
            hits = sum(
                len({row for row, _ in searched.search(vector, NEAREST, rows)} & set(nearest.tolist()))
                for vector, nearest in zip(asked, truth, strict=True)
            )
            found[f"{name}, {case}"] = round(hits / truth.size, 4)
    return found


class Stretches:
    """All vectors of an index as if they were a matrix, read a stretch at a time."""

    def __init__(self, searched: Any, total: int) -> None:
        self._searched, self._total = searched, total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, part: slice) -> Vectors:
        stop = min(part.stop, self._total)
        vectors: Vectors = self._searched.stretch(part.start, stop - part.start)
        return vectors
