"""Turns many unit vectors into a compressed index beside their matrix, tuned until it finds what exact search finds.

Knows nothing about passages. With questions that were held out, as many of the rows whose codes are nearest are
weighed by their own vectors as it takes to reach the recall asked for in each group of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.vectors.codes import AT_ONCE, coded, lists_of_rows, name_of, nearest_codes, some_rows
from assistant.index.vectors.kinds import Groups, Kind, Matrix, Rows, Vectors, files_of

RECALL, NEAREST = 0.985, 10  # asked of the questions held out, a little above the 0.98 that is promised
QUESTIONS = 256  # rows asked for where no questions are given
LEAST_WEIGHED = 100  # rows; doubled until it is enough


def write_compressed(
    path: Path, vectors: Matrix, groups: Groups | None = None, questions: Mapping[int, Vectors] | None = None
) -> Kind:
    import faiss

    codes, matrix = files_of(path)
    try:
        if not isinstance(vectors, np.memmap):  # else it was gathered where it stays
            np.save(matrix, np.asarray(vectors, np.float16))
        else:
            vectors.flush()
        index = coded(vectors, groups)
        kind = tune(index, vectors, questions)
        faiss.write_index(index, str(codes))
    except RuntimeError as error:  # faiss's word for a full disk
        raise OSError("the vectors did not reach the disk") from error
    return kind


def tune(index: Any, vectors: Matrix, questions: Mapping[int, Vectors] | None = None) -> Kind:
    """The fewest rows weighed with which the nearest are found in each group."""
    group_of = lists_of_rows(index)
    asked, truth = {}, {}
    for group in range(index.nlist):
        inside = group_of == group
        if inside.any():
            given = questions.get(group) if questions else None
            asked[group] = some_rows(vectors, QUESTIONS, seed=1) if given is None else given
            truth[group] = exact(vectors, asked[group], NEAREST, inside)
    weighed, found = LEAST_WEIGHED, 0.0
    while True:
        found = min(_recall(index, vectors, group, asked[group], truth[group], weighed) for group in asked)
        if found >= RECALL or weighed >= len(vectors):
            return Kind(name_of(vectors.shape[1]), weighed, found)
        weighed *= 2


def _recall(index: Any, vectors: Matrix, group: int, questions: Vectors, truth: Rows, weighed: int) -> float:
    found = 0
    for question, nearest in zip(questions, truth, strict=True):
        rows = np.sort(nearest_codes(index, question, weighed, np.array([group])))
        cosines = np.asarray(vectors[rows], np.float32) @ question
        best = rows[np.argsort(-cosines, kind="stable")[: truth.shape[1]]]
        found += len(np.intersect1d(best, nearest))
    return round(found / max(truth.size, 1), 4)


def exact(vectors: Matrix, questions: Vectors, k: int, inside: NDArray[np.bool_] | None = None) -> Rows:
    """The k nearest rows to each question, shape (questions, k), by comparing all, or all of those inside."""
    k = min(k, len(vectors) if inside is None else int(inside.sum()))
    best = np.full((len(questions), k), -np.inf, np.float32)
    rows = np.zeros((len(questions), k), np.int64)
    for start in range(0, len(vectors), AT_ONCE):
        block = np.asarray(vectors[start : start + AT_ONCE])
        here = np.arange(start, start + len(block))
        if inside is not None:
            block, here = block[inside[here]], here[inside[here]]
        if not len(here):
            continue
        cosines = questions @ block.astype(np.float32).T
        few = min(k, cosines.shape[1])
        places = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
        both = np.concatenate([best, np.take_along_axis(cosines, places, 1)], axis=1)
        all_rows = np.concatenate([rows, here[places]], axis=1)
        order = np.argsort(-both, axis=1, kind="stable")[:, :k]
        best, rows = np.take_along_axis(both, order, 1), np.take_along_axis(all_rows, order, 1)
    return rows
