"""Turns a compressed index and the matrix of the vectors themselves into the nearest rows, nearly as exact search.

Knows nothing about how it was tuned. The codes choose rows in the nearest lists, then their cosines are computed from
the matrix, of which the disk gives no more than is asked for; few allowed rows are all compared with the question.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.vectors.kinds import Kind, Matrix, Rows, Vectors, files_of
from assistant.index.vectors.selecting import Selection, Selectors, refuse_others

NARROW_ROWS = 10_000  # so few allowed rows are compared one by one
AT_ONCE = 8192  # rows compared at once
LEAST_ROWS = 20_000  # looked at through their codes, however few lists are enough for most questions
GROWTH = 0.25  # of the share looked at, as a power of how many times fewer rows are allowed
QUESTION_BITS = 4  # a number, of a question beside codes of one bit; ten times as quick as whole numbers
WEIGHED_FOR_EACH = 4  # rows weighed for each that is wanted, at least


class CompressedIndex:
    """A read-only index; see VectorIndex."""

    def __init__(self, path: Path, kind: Kind, *, rows: int, dimension: int) -> None:
        self._index, self._matrix = _opened(path)
        refuse_others((self._index.ntotal, self._index.d), (rows, dimension))
        refuse_others((len(self._matrix), self._matrix.shape[-1]), (rows, dimension))
        self._kind = kind
        self._selectors = Selectors(rows, lists_of_rows(self._index), self._index.nlist)

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        total = len(self._matrix) if allowed is None else len(allowed)
        k = min(k, total)
        if k == 0:
            return []
        if question.shape != (self._index.d,):
            raise ValueError(f"a question vector of shape {question.shape} does not fit dimension {self._index.d}")
        question = np.ascontiguousarray(question, dtype=np.float32)
        selection = None if allowed is None else self._selectors.of(allowed)
        weighed = max(self._kind.weighed, WEIGHED_FOR_EACH * k)
        if total <= max(NARROW_ROWS, weighed):
            rows = np.arange(total) if allowed is None else allowed
        else:
            rows = chosen(self._index, question, weighed, self._kind.probes, selection)
            if len(rows) < k:  # the nearest lists held too few: all of them
                rows = chosen(self._index, question, weighed, self._index.nlist, selection)
        return self._best(question, k, rows)

    def vectors(self, rows: list[int]) -> Vectors:
        return np.asarray(self._matrix[rows], dtype=np.float32).reshape(len(rows), self._index.d)

    def stretch(self, first: int, count: int) -> Vectors:
        return np.asarray(self._matrix[first : first + count], dtype=np.float32)

    def _best(self, question: Vectors, k: int, rows: Rows) -> list[tuple[int, float]]:
        """In the order of the rows, so that the disk is read from front to back."""
        rows = np.sort(rows)
        cosines = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            cosines[part] = self._matrix[rows[part]].astype(np.float32) @ question
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(int(rows[place]), float(cosines[place])) for place in best]


def chosen(index: Any, question: Vectors, many: int, probes: int, selection: Selection | None = None) -> Rows:
    """At most so many rows that the codes find nearest, in no order.

    Looked through are the nearest `probes` lists. Under a filter lists without an allowed row are passed over, and the
    share of the allowed rows that is looked at grows as they become fewer: their nearest lie farther away.
    """
    x = question[None]
    if selection is None or selection.counts is None:
        least = math.ceil(LEAST_ROWS * index.nlist / index.ntotal)
        cosines, nearest = index.quantizer.search(x, min(max(probes, least), index.nlist))
        return _search_lists(index, x, many, nearest, cosines, None)
    cosines, nearest = index.quantizer.search(x, index.nlist)
    counts = selection.counts[nearest[0]]
    holding = np.flatnonzero(counts)
    left = len(selection.rows)
    share = min(1.0, probes / index.nlist * (index.ntotal / left) ** GROWTH)
    enough = max(share * left, LEAST_ROWS)
    holding = holding[: int(np.searchsorted(np.cumsum(counts[holding]), enough)) + 1]
    return _search_lists(index, x, many, nearest[:, holding], cosines[:, holding], selection.selector)


def _opened(path: Path) -> tuple[Any, Matrix]:
    import faiss

    codes, matrix = files_of(path)
    try:
        return faiss.read_index(str(codes)), np.load(matrix, mmap_mode="r")
    except (RuntimeError, OSError, ValueError) as error:  # faiss's word and numpy's for what cannot be opened
        raise OSError("the vectors could not be opened") from error


def lists_of_rows(index: Any) -> NDArray[np.int32]:
    """The list that each row was sorted into, shape (rows,)."""
    import faiss

    found = np.zeros(index.ntotal, np.int32)
    for number in range(index.nlist):
        size = index.invlists.list_size(number)
        if size:
            found[faiss.rev_swig_ptr(index.invlists.get_ids(number), size)] = number
    return found


def _search_lists(index: Any, x: Vectors, many: int, nearest: Rows, cosines: Vectors, selector: Any) -> Rows:
    """The C++ function: faiss's Python wrapper of it takes no parameters."""
    import faiss

    nearest, cosines = np.ascontiguousarray(nearest), np.ascontiguousarray(cosines)
    scores, rows = np.empty((1, many), np.float32), np.empty((1, many), np.int64)
    given: dict[str, Any] = {"nprobe": nearest.shape[1]}
    if selector is not None:
        given["sel"] = selector
    kind: Any = faiss.IVFSearchParameters
    if isinstance(index, faiss.IndexIVFRaBitQ):
        kind, given["qb"] = faiss.IVFRaBitQSearchParameters, QUESTION_BITS
    parameters = kind(**given)
    index.search_preassigned_c(
        1, faiss.swig_ptr(x), many, faiss.swig_ptr(nearest), faiss.swig_ptr(cosines), faiss.swig_ptr(scores),
        faiss.swig_ptr(rows), False, parameters,
    )  # fmt: skip
    found: Rows = rows[0]
    return found[found >= 0]
