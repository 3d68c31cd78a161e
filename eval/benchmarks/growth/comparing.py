"""Turns made vectors into what exact search takes by rows, and what kinds of codes take and find.

Knows nothing about documents. Figures that constants of the program follow from: up to how many rows search is exact,
which codes it uses, and up to how many allowed rows are compared one by one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.question_means import as_asked_in
from assistant.index.vectors import FLAT, open_vectors
from assistant.index.vectors.building import exact
from assistant.index.vectors.codes import coded, name_of, nearest_codes
from assistant.index.vectors.flat import write_flat
from assistant.records import LANGUAGES
from eval.benchmarks.growth.made import Pool, shifted
from eval.benchmarks.growth.measuring import milliseconds, read_questions

EXACT_SIZES = (25_000, 50_000, 100_000, 200_000, 400_000)
ALLOWED = (1_000, 2_000, 5_000, 10_000, 20_000)
NEAREST, FOUND_AMONG = 10, (100, 200, 400, 800)
SOME = 100  # questions


def made_rows(pool: Pool, many: int) -> tuple[Vectors, Any]:
    """So many vectors like those of sentences, and which are French."""
    rng = np.random.default_rng(many)
    rows = rng.integers(0, len(pool.sentences), many)
    french = pool.french_sentences[rows]
    parts = [slice(start, start + 65_536) for start in range(0, many, 65_536)]
    made = [shifted(pool.sentences[rows[part]], french[part], np.random.default_rng(part.start)) for part in parts]
    return np.concatenate(made), french


def time_exact(work: Path, pool: Pool) -> dict[str, Any]:
    """Milliseconds of one exact search, on one thread, among all rows and among those of one language."""
    questions = read_questions(work)[:SOME]
    found: dict[str, Any] = {"load": os.getloadavg()}
    for rows in EXACT_SIZES:
        vectors, french = made_rows(pool, rows)
        allowed = np.flatnonzero(french).astype(np.int64)
        for half in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                write_flat(Path(folder) / "vectors.faiss", vectors, half=half)
                index = open_vectors(Path(folder) / "vectors.faiss", FLAT, rows=rows, dimension=vectors.shape[1])
            name = f"{rows} rows of {16 if half else 32} bits"
            found[name] = took(lambda one, index=index: index.search(one, NEAREST), questions)
            found[f"{name}, {len(allowed)} allowed"] = took(
                lambda one, index=index, allowed=allowed: index.search(one, NEAREST, allowed), questions
            )
    return found


def compare_codes(work: Path, pool: Pool, rows: int, kinds: Collection[str] = ()) -> dict[str, Any]:
    """For each kind of codes, or those named, among the rows of each language with questions as that language is asked
    them: the milliseconds on one thread, the share of the true ten among the nearest codes, and what building takes."""
    import faiss

    faiss.omp_set_num_threads(1)
    questions = read_questions(work)[:SOME]
    vectors, french = made_rows(pool, rows)
    means = np.load(next((work / "real").glob("gen-*/means.npz")))
    found: dict[str, Any] = {"load": os.getloadavg()}
    for language in LANGUAGES:
        own = np.ascontiguousarray(vectors[french == (language == "fr")])
        asked = np.stack([as_asked_in(one.vector, one.language, language, means) for one in questions])
        truth = exact(own, asked, NEAREST)
        for name, make in _codes(own.shape[1]).items():
            if kinds and name not in kinds:
                continue
            start = time.process_time()
            index, nearest = make(own)
            built = time.process_time() - start
            row: dict[str, Any] = {"rows": len(own), "building_cpu_s": round(built, 1)}
            for many in FOUND_AMONG:
                hits = [len(np.intersect1d(nearest(one, many), true)) for one, true in zip(asked, truth, strict=True)]
                row[f"recall among {many}"] = round(sum(hits) / truth.size, 4)
            row["ms"] = {
                many: took(lambda one, nearest=nearest, many=many: nearest(one, many), asked) for many in FOUND_AMONG
            }
            found[f"{name}, {language}"] = row
            print(name, language, row, flush=True)
            del index
    return found


def _codes(width: int) -> dict[str, Callable[[Vectors], tuple[Any, Callable[[Vectors, int], Any]]]]:
    def by_faiss(name: str) -> Callable[[Vectors], tuple[Any, Callable[[Vectors, int], Any]]]:
        def make(vectors: Vectors) -> tuple[Any, Callable[[Vectors, int], Any]]:
            import faiss

            index: Any = faiss.index_factory(width, name, faiss.METRIC_INNER_PRODUCT)
            index.train(vectors[:20_000])
            index.add(vectors)

            def nearest(one: Vectors, many: int) -> Any:
                params = faiss.SearchParametersHNSW(efSearch=many) if name.startswith("HNSW") else None
                return index.search(one[None], many, params=params)[1][0]

            return index, nearest

        return make

    def own(vectors: Vectors) -> tuple[Any, Callable[[Vectors, int], Any]]:
        index = coded(vectors, None)
        return index, lambda one, many: nearest_codes(index, one, many, np.zeros(1, np.int64))

    return {
        name_of(width): own,
        "PQ96x4fs": by_faiss(f"PQ{width // 4}x4fs"),
        "PQ64x4fs": by_faiss(f"PQ{width // 6}x4fs"),
        "RaBitQfs": by_faiss("RaBitQfs"),
        "SQ8": by_faiss("SQ8"),
        "HNSW16_SQ8": by_faiss("HNSW16_SQ8"),
        "HNSW32_SQ8": by_faiss("HNSW32_SQ8"),
    }


def took(search: Callable[[Any], object], questions: Any) -> dict[str, float]:
    """Wall clock at the median and at 95 of 100, and processor time in the mean."""
    vectors = [getattr(one, "vector", one) for one in questions]
    search(vectors[0])
    times, cpu = [], time.process_time()
    for vector in vectors:
        start = time.perf_counter()
        search(vector)
        times.append(time.perf_counter() - start)
    spent = (time.process_time() - cpu) / len(vectors) * 1000
    return {**milliseconds(times), "cpu": round(spent, 2)}
