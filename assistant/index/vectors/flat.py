"""Turns unit vectors into an exact inner-product index on disk and back, and answers nearest-neighbour queries.

Knows nothing about passages; rows are numbers. faiss gives missing hits as row -1, which are dropped here; a wrong
dimension raises an empty AssertionError there and is checked before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.vectors.kinds import Rows, Vectors
from assistant.index.vectors.selecting import Selectors, refuse_others

ADDED_AT_ONCE = 8192


def write_flat(path: Path, vectors: NDArray[np.floating[Any]], *, half: bool = False) -> None:
    """Write unit vectors, shape (rows, dimension), as an exact inner-product index, `half`: in 16 bits a number."""
    import faiss

    kind: Any = faiss.ScalarQuantizer
    width = vectors.shape[1]
    index = (
        faiss.IndexScalarQuantizer(width, kind.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if half
        else faiss.IndexFlatIP(width)
    )
    for start in range(0, len(vectors), ADDED_AT_ONCE):
        index.add(np.ascontiguousarray(vectors[start : start + ADDED_AT_ONCE], dtype=np.float32))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # faiss's word for a full disk
        raise OSError("the vectors did not reach the disk") from error


class FlatIndex:
    """A read-only exact index. Its file's hash must have been checked before: FAISS checks nothing."""

    def __init__(self, path: Path, *, rows: int, dimension: int) -> None:
        import faiss

        try:
            self._index: Any = faiss.read_index(str(path))
        except RuntimeError as error:  # faiss's word for a file that cannot be opened, however whole it is
            raise OSError("the vectors could not be opened") from error
        refuse_others((self._index.ntotal, self._index.d), (rows, dimension))
        self._selectors = Selectors(rows)

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        """The k nearest rows to one vector, shape (dimension,), as (row, cosine), best first, ties by row.

        `allowed` restricts the search before ranking, so that k allowed rows come back whenever there are k.
        Of equal vectors at the end of the list, faiss chooses which come back, always the same ones.
        """
        import faiss

        total = self._index.ntotal if allowed is None else len(allowed)
        k = min(k, total)
        if k == 0:
            return []
        if question.shape != (self._index.d,):
            raise ValueError(f"a question vector of shape {question.shape} does not fit dimension {self._index.d}")
        params = None
        if allowed is not None:
            parameters: Any = faiss.SearchParameters  # its stub leaves out the keyword
            params = parameters(sel=self._selectors.of(allowed).selector)
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)  # one question is not divided, and to wake the others costs more than to search
        try:
            cosines, rows = self._index.search(question[None].astype(np.float32), k, params=params)
        finally:
            faiss.omp_set_num_threads(threads)
        hits = [(int(row), float(cosine)) for row, cosine in zip(rows[0], cosines[0], strict=True) if row >= 0]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, rows: list[int]) -> Vectors:
        """The stored vectors of some rows, shape (len(rows), dimension)."""
        if not rows:
            return np.zeros((0, self._index.d), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return vectors

    def stretch(self, first: int, count: int) -> Vectors:
        """The stored vectors of rows that follow each other, shape (count, dimension)."""
        if not count:
            return np.zeros((0, self._index.d), np.float32)
        vectors: Vectors = self._index.reconstruct_n(first, count)
        return vectors
