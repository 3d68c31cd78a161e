"""Turns many unit vectors into a compressed index beside their matrix, tuned until it finds what exact search finds.

Knows nothing about passages. Codes and settings are tried from the cheapest on, with questions that were held out, and
the first that reach the recall asked for are kept.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.vectors.compressed import chosen, lists_of_rows
from assistant.index.vectors.kinds import Kind, Matrix, Rows, Vectors, files_of

CODES = ("RaBitQ", "SQ8")  # 1 and 8 bits a number; see docs/growth.md for those that were compared
RECALL, NEAREST = 0.985, 10  # asked of the questions held out, a little above the 0.98 that is promised
QUESTIONS = 256  # rows asked for where no questions are given
TRAINED_ON = 40  # rows a list
ROUNDS = 8  # of k-means
PAIRING, PAIRING_PROBES = "SQfp16", 6  # lists of exact vectors, for comparing many with many
AT_ONCE = 65_536  # rows held in memory at once
IN_LISTS = 0.99  # of the true rows stand in the lists that are looked through
WEIGHED = (100, 200, 400, 800)


def write_compressed(path: Path, vectors: Matrix, questions: Vectors | None = None) -> Kind:
    import faiss

    codes, matrix = files_of(path)
    try:
        if not isinstance(vectors, np.memmap):  # else it was gathered where it stays
            np.save(matrix, np.asarray(vectors, np.float16))
        else:
            vectors.flush()
        asked = _some_rows(vectors, QUESTIONS, seed=1) if questions is None else questions
        truth = exact(vectors, asked, NEAREST)
        for name in CODES:
            index = _build(vectors, name)
            kind = tune(index, name, vectors, asked, truth)
            if kind.recall >= RECALL:
                break
        faiss.write_index(index, str(codes))
    except RuntimeError as error:  # faiss's word for a full disk
        raise OSError("the vectors did not reach the disk") from error
    return kind


def tune(index: Any, name: str, vectors: Matrix, questions: Vectors, truth: Rows) -> Kind:
    """The fewest lists and rows with which the share of `truth` asked for is found; where none are enough, all lists.

    In which lists the true rows stand says how many must be looked through, without looking.
    """
    _, order = index.quantizer.search(questions, index.nlist)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(index.nlist), order.shape), axis=1)
    needed = np.take_along_axis(rank, lists_of_rows(index)[truth].astype(np.int64), axis=1) + 1
    best = Kind(name, index.nlist, index.nlist, WEIGHED[-1], 0.0)
    for probes in (int(np.quantile(needed, IN_LISTS, method="higher")), index.nlist):
        for weighed in WEIGHED:
            recall = _recall(index, vectors, questions, truth, probes, weighed)
            if recall > best.recall:
                best = Kind(name, index.nlist, probes, weighed, recall)
            if recall >= RECALL:
                return best
    return best


def _recall(index: Any, vectors: Matrix, questions: Vectors, truth: Rows, probes: int, weighed: int) -> float:
    found = 0
    for question, nearest in zip(questions, truth, strict=True):
        rows = np.sort(chosen(index, question, weighed, probes))
        cosines = np.asarray(vectors[rows], np.float32) @ question
        best = rows[np.argsort(-cosines, kind="stable")[: truth.shape[1]]]
        found += len(np.intersect1d(best, nearest))
    return round(found / max(truth.size, 1), 4)


def exact(vectors: Matrix, questions: Vectors, k: int) -> Rows:
    """The k nearest rows to each question, shape (questions, k), by comparing all."""
    k = min(k, len(vectors))
    best = np.full((len(questions), k), -np.inf, np.float32)
    rows = np.zeros((len(questions), k), np.int64)
    for start in range(0, len(vectors), AT_ONCE):
        cosines = questions @ np.asarray(vectors[start : start + AT_ONCE], np.float32).T
        few = min(k, cosines.shape[1])
        places = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
        both = np.concatenate([best, np.take_along_axis(cosines, places, 1)], axis=1)
        all_rows = np.concatenate([rows, places + start], axis=1)
        order = np.argsort(-both, axis=1, kind="stable")[:, :k]
        best, rows = np.take_along_axis(both, order, 1), np.take_along_axis(all_rows, order, 1)
    return rows


def nearest_in_lists(questions: Vectors, vectors: Vectors, k: int) -> tuple[Rows, Vectors]:
    """Nearly the k nearest rows to each question, shape (questions, k), with their cosines; see nearest_few."""
    index = _build(vectors, PAIRING)
    index.nprobe = PAIRING_PROBES
    cosines, rows = index.search(np.ascontiguousarray(questions, dtype=np.float32), k)
    return np.asarray(rows, np.int64), np.asarray(cosines, np.float32)


def _build(vectors: Matrix, name: str) -> Any:
    import faiss

    rows, width = vectors.shape
    lists = max(1, 2 ** round(math.log2(max(math.sqrt(rows), 1))))
    index: Any = faiss.index_factory(width, f"IVF{lists},{name}", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed, index.cp.min_points_per_centroid = ROUNDS, 1234, 1
    index.cp.max_points_per_centroid = TRAINED_ON
    index.train(_some_rows(vectors, lists * TRAINED_ON, seed=0))
    for start in range(0, rows, AT_ONCE):
        index.add(np.ascontiguousarray(vectors[start : start + AT_ONCE], dtype=np.float32))
    return index


def _some_rows(vectors: Matrix, many: int, *, seed: int) -> Vectors:
    chosen_rows = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:many])
    return np.ascontiguousarray(vectors[chosen_rows], dtype=np.float32)
