"""Turns the vectors of passages in two languages into pairs that say the same, one of each language.

Knows nothing about documents or files. Once the mean of its language is taken out, a passage is far nearer to its
translation than to anything else; each must be the other's nearest, and by a margin over the next ones.
Margin criterion: Artetxe and Schwenk, "Margin-based Parallel Corpus Mining", ACL 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedding import Vectors
from assistant.index.vectors import is_large, nearest_few
from assistant.records import LANGUAGES, Language

NONE = -1
LEAST_PASSAGES = 8  # of each language: the mean of fewer is not that of a language
NEIGHBOURS = 4
LEAST_COSINE = 0.4  # of centred vectors; in two collections without translations no mutual pair passed 0.41
LEAST_MARGIN = 0.03
BLOCK = 1024  # rows compared at once

Twins = NDArray[np.int64]


def find_twins(vectors: NDArray[np.floating[Any]], languages: Sequence[Language]) -> Twins:
    """For each passage the row of its twin in the other language, or -1; shape (passages,)."""
    twins = np.full(len(languages), NONE, dtype=np.int64)
    spoken = np.asarray(languages, dtype=object)
    rows = [np.flatnonzero(spoken == language) for language in LANGUAGES]
    if min(map(len, rows)) < LEAST_PASSAGES:
        return twins
    one, other = (_centred(vectors[found]) for found in rows)
    find = _nearest if not is_large(len(languages)) else _nearly_nearest
    nearest, best, around = find(one, other)
    nearest_back, _, around_back = find(other, one)
    margins = best - (around + around_back[nearest]) / 2
    mutual = nearest_back[nearest] == np.arange(len(nearest))
    sure = mutual & (best >= LEAST_COSINE) & (margins >= LEAST_MARGIN)
    twins[rows[0][sure]], twins[rows[1][nearest[sure]]] = rows[1][nearest[sure]], rows[0][sure]
    return twins


def _centred(vectors: NDArray[np.floating[Any]]) -> Vectors:
    free = vectors.astype(np.float32) - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    norms = np.linalg.norm(free, axis=1, keepdims=True)
    return np.asarray(free / np.maximum(norms, 1e-9), dtype=np.float32)


def _nearest(one: Vectors, other: Vectors) -> tuple[Twins, Vectors, Vectors]:
    """For each of one the place of its nearest in other, their cosine, and the mean cosine of the nearest few."""
    places, best, around = [], [], []
    few = min(NEIGHBOURS, len(other))
    for start in range(0, len(one), BLOCK):
        cosines = one[start : start + BLOCK] @ other.T
        places.append(cosines.argmax(axis=1))
        best.append(cosines.max(axis=1))
        around.append(np.partition(cosines, -few, axis=1)[:, -few:].mean(axis=1))
    return np.concatenate(places), np.concatenate(best), np.concatenate(around)


def _nearly_nearest(one: Vectors, other: Vectors) -> tuple[Twins, Vectors, Vectors]:
    """The same for many, for whom comparing all with all would take the square of the time.

    A translation is by far the nearest, so that it stands in one of the few lists looked through.
    """
    rows, cosines = nearest_few(one, other, NEIGHBOURS)
    return rows[:, 0], cosines[:, 0], cosines.mean(axis=1)
