"""Turns many unit vectors and many questions into nearly the nearest few of each, for comparing many with many.

Knows nothing about indexes on disk. Vectors are sorted into lists by nearness, the codes of a few lists are looked
through, and the cosines of the best are computed from the vectors themselves.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from assistant.index.vectors.codes import BITS, on_one_thread, parts_of, sample
from assistant.index.vectors.kinds import Rows, Vectors

PROBES = 12  # lists looked through: what is by far the nearest stands in one of them
WEIGHED_FOR_EACH = 8
TRAINED_ON = 40  # rows a list
ROUNDS = 8  # of k-means
AT_ONCE = 8192


def nearest_in_lists(questions: Vectors, vectors: Vectors, k: int) -> tuple[Rows, Vectors]:
    """Rows and cosines of nearly the k nearest vectors to each question, shape (questions, k), best first."""
    index = _sorted_into_lists(vectors)
    found = np.empty((len(questions), k), np.int64)
    cosines = np.empty((len(questions), k), np.float32)
    many = min(k * WEIGHED_FOR_EACH, len(vectors))
    for start in range(0, len(questions), AT_ONCE):
        asked = np.ascontiguousarray(questions[start : start + AT_ONCE], dtype=np.float32)
        _, rows = index.search(asked, many)  # -1 where the lists held too few
        weighed = np.stack([vectors[some] @ one for one, some in zip(asked, rows, strict=True)])
        weighed[rows < 0] = -1.0
        order = np.argsort(-weighed, axis=1, kind="stable")[:, :k]
        found[start : start + AT_ONCE] = np.take_along_axis(rows, order, 1)
        cosines[start : start + AT_ONCE] = np.take_along_axis(weighed, order, 1)
    return found, cosines


def _sorted_into_lists(vectors: Vectors) -> Any:
    import faiss

    rows, width = vectors.shape
    lists = max(1, 2 ** round(math.log2(max(math.sqrt(rows), 1))))
    name = f"IVF{lists},PQ{parts_of(width)}x{BITS}fs"
    index: Any = faiss.index_factory(width, name, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed, index.cp.min_points_per_centroid = ROUNDS, 1234, 1
    index.cp.max_points_per_centroid = TRAINED_ON
    with on_one_thread():
        index.train(sample(vectors, lists * TRAINED_ON))
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    index.nprobe = PROBES
    return index
