"""Turns an index that stays as it is, and a small exact one of the rows that came since, into one index.

Knows nothing about either. Rows of the second are numbered on from those of the first.
"""

from __future__ import annotations

import numpy as np

from assistant.index.vectors.kinds import Rows, VectorIndex, Vectors

KEPT = 16  # filters whose two parts are kept


class JoinedIndex:
    """See VectorIndex; `first` rows belong to the first."""

    def __init__(self, base: VectorIndex, tail: VectorIndex, first: int) -> None:
        self._base, self._tail, self._first = base, tail, first
        self._kept: list[tuple[Rows, Rows, Rows]] = []

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        own, others = (None, None) if allowed is None else self._split(allowed)
        found = self._base.search(question, k, own)
        found += [(row + self._first, cosine) for row, cosine in self._tail.search(question, k, others)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def vectors(self, rows: list[int]) -> Vectors:
        places = np.asarray(rows, dtype=np.int64)
        later = places >= self._first
        base = self._base.vectors(places[~later].tolist())
        found = np.empty((len(places), base.shape[1]), np.float32)
        found[~later], found[later] = base, self._tail.vectors((places[later] - self._first).tolist())
        return found

    def stretch(self, first: int, count: int) -> Vectors:
        own = max(0, min(count, self._first - first))
        later = self._tail.stretch(max(0, first - self._first), count - own)
        return np.concatenate([self._base.stretch(first, own), later]) if own else later

    def _split(self, allowed: Rows) -> tuple[Rows, Rows]:
        """The same arrays for the same filter each time, since what faiss needs of them is kept by identity."""
        for known, own, others in self._kept:
            if known is allowed:
                return own, others
        cut = int(np.searchsorted(allowed, self._first))  # allowed rows are in order
        made = (allowed, allowed[:cut], allowed[cut:] - self._first)
        self._kept = [made, *self._kept[: KEPT - 1]]
        return made[1:]
