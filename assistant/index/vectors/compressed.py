"""Turns the codes of many vectors and the matrix of the vectors themselves into the rows nearest to a question.

Knows nothing about how it was tuned. All codes of the groups with allowed rows are looked through; the cosines of the
best are computed from the matrix, of which the disk gives no more than is asked for. Few allowed rows are all compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.vectors.codes import lists_of_rows, nearest_codes
from assistant.index.vectors.kinds import Kind, Rows, Vectors, files_of
from assistant.index.vectors.selecting import Selectors, refuse_others
from assistant.index.vectors.stored import StoredMatrix

NARROW_ROWS = 5_000  # so few allowed rows are compared one by one: 4 ms, less than the codes of a million rows take
AT_ONCE = 1024  # rows compared at once; the product of more is spread over threads, which takes ten times as long
WEIGHED_FOR_EACH = 4  # rows weighed for each that is wanted, at least


class CompressedIndex:
    """A read-only index; see VectorIndex."""

    def __init__(self, path: Path, kind: Kind, *, rows: int, dimension: int) -> None:
        self._index, self._matrix = _opened(path)
        refuse_others((self._index.ntotal, self._index.d), (rows, dimension))
        refuse_others(self._matrix.shape, (rows, dimension))
        self._kind = kind
        list_of = lists_of_rows(self._index)
        self._sizes = np.bincount(list_of, minlength=self._index.nlist)
        self._selectors = Selectors(rows, list_of, self._index.nlist)

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        total = self._matrix.shape[0] if allowed is None else len(allowed)
        k = min(k, total)
        if k == 0:
            return []
        if question.shape != (self._index.d,):
            raise ValueError(f"a question vector of shape {question.shape} does not fit dimension {self._index.d}")
        question = np.ascontiguousarray(question, dtype=np.float32)
        weighed = max(self._kind.weighed, WEIGHED_FOR_EACH * k)
        if total <= max(NARROW_ROWS, weighed):
            rows = np.arange(total) if allowed is None else allowed
        else:
            rows = self._near(question, weighed, allowed)
        return self._best(question, k, rows)

    def _near(self, question: Vectors, many: int, allowed: Rows | None) -> Rows:
        """Where all rows of some groups are allowed, none has to be asked for one by one."""
        if allowed is None:
            return nearest_codes(self._index, question, many, np.flatnonzero(self._sizes))
        selection = self._selectors.of(allowed)
        lists = np.flatnonzero(selection.counts)
        whole = len(allowed) == self._sizes[lists].sum()
        return nearest_codes(self._index, question, many, lists, None if whole else selection.selector)

    def vectors(self, rows: list[int]) -> Vectors:
        return self._matrix.rows(np.asarray(rows, dtype=np.int64))

    def stretch(self, first: int, count: int) -> Vectors:
        return self._matrix.stretch(first, count)

    def _best(self, question: Vectors, k: int, rows: Rows) -> list[tuple[int, float]]:
        """In the order of the rows, so that the disk is read from front to back."""
        rows = np.sort(rows)
        cosines = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            cosines[part] = self._matrix.rows(rows[part]) @ question
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(int(rows[place]), float(cosines[place])) for place in best]


def _opened(path: Path) -> tuple[Any, StoredMatrix]:
    import faiss

    codes, matrix = files_of(path)
    try:
        return faiss.read_index(str(codes)), StoredMatrix(matrix)
    except (RuntimeError, OSError, ValueError) as error:  # faiss's word and numpy's for what cannot be opened
        raise OSError("the vectors could not be opened") from error
