"""Turns the vectors of passages in two languages into pairs that say the same, one of each language.

Knows nothing about documents or files. Once the mean of its language is taken out, a passage is far nearer to its
translation than to anything else; each must be the other's nearest, and by a margin over the next ones.
Margin criterion: Artetxe and Schwenk, "Margin-based Parallel Corpus Mining", ACL 2019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedding import Vectors
from assistant.index.vectors import VectorIndex, nearest_few
from assistant.records import LANGUAGES, Language

NONE = -1
LEAST_PASSAGES = 8  # of each language: the mean of fewer is not that of a language
NEIGHBOURS = 4
LEAST_COSINE = 0.4  # of centred vectors; in two collections without translations no mutual pair passed 0.41
LEAST_MARGIN = 0.03
MANY = 50_000  # passages, beyond which comparing all with all takes too long
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
    find = _nearest if len(languages) <= MANY else _nearly_nearest
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


def find_late_twins(
    twins: Twins,
    language_of: NDArray[np.uint8],
    stored: VectorIndex,
    fresh: Vectors,
    first: int,
    means: Mapping[str, Vectors],
) -> None:
    """Write the twins of a few passages that came later, rows from `first` on, and theirs, into `twins`.

    The nearest of the other language and of the own one are looked up in the index, the means are those it had.
    """
    rows = {number: np.flatnonzero(language_of[:first] == number) for number in range(len(LANGUAGES))}
    if not len(fresh) or min(map(len, rows.values())) < LEAST_PASSAGES:
        return
    mean = [means[f"passages_{language}"] for language in LANGUAGES]
    for place, vector in enumerate(fresh):
        own = int(language_of[first + place])
        other = 1 - own
        found, cosines = _near(stored, vector, mean[own], mean[other], rows[other])
        if twins[found[0]] != NONE or cosines[0] < LEAST_COSINE:
            continue
        back = stored.vectors([found[0]])[0]
        _, cosines_back = _near(stored, back, mean[other], mean[own], rows[own])
        around = (cosines.mean() + np.mean([cosines[0], *cosines_back[: NEIGHBOURS - 1]])) / 2
        if cosines[0] > cosines_back[0] and cosines[0] - around >= LEAST_MARGIN:
            twins[first + place], twins[found[0]] = found[0], first + place


def _near(stored: VectorIndex, vector: Vectors, own: Vectors, other: Vectors, rows: Twins) -> tuple[list[int], Vectors]:
    """Rows of the other language nearest to a vector once both means are taken out, and those cosines, best first."""
    moved = vector - own + other
    near = [row for row, _ in stored.search(_unit(moved), NEIGHBOURS * 4, rows)]
    cosines = _unit(stored.vectors(near) - other) @ _unit(vector - own)
    order = np.argsort(-cosines, kind="stable")[:NEIGHBOURS]
    return [near[place] for place in order], cosines[order]


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
