"""Turns many unit vectors into short codes, and looks through all codes of some groups for the rows nearest a question.

Knows nothing about the vectors' own matrix. Each three numbers of a vector become one of sixteen, four bits; the
processor adds up 32 rows at once from a table in its registers (product quantisation with fast scan: André, Kermarrec
and Le Scouarnec, "Cache locality is not enough", VLDB 2015). Each group is a list of faiss's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from assistant.index.vectors.kinds import Groups, Matrix, Rows, Vectors

NUMBERS, BITS = 3, 4  # so many numbers of a vector stand in so many bits
TRAINED_ON = 20_000  # rows
SEED = 1234
AT_ONCE = 65_536  # rows held in memory at once


def parts_of(width: int) -> int:
    """Into how many parts of the same length a vector is cut, each with a code of its own."""
    return next(parts for parts in range(max(1, width // NUMBERS), 0, -1) if width % parts == 0)


def name_of(width: int) -> str:
    """As faiss spells it; the manifest says it."""
    return f"PQ{parts_of(width)}x{BITS}fs"


def coded(vectors: Matrix, groups: Groups | None) -> Any:
    """An index of the codes of all rows, one list a group."""
    import faiss

    width = vectors.shape[1]
    lists = 1 + int(groups.max(initial=0)) if groups is not None else 1
    nowhere = faiss.IndexFlatIP(width)  # faiss wants a place for each list, but is always told which one is meant
    nowhere.add(np.zeros((lists, width), np.float32))
    index: Any = faiss.IndexIVFPQFastScan(nowhere, width, lists, parts_of(width), BITS, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.seed = SEED
    with on_one_thread():
        index.train(sample(vectors, TRAINED_ON))
    for group in range(lists):
        only: Any = faiss.IndexIDMap(faiss.IndexFlatIP(width))
        only.add_with_ids(np.zeros((1, width), np.float32), np.array([group]))
        index.quantizer = only
        for rows in _rows_of(group, groups, len(vectors)):
            index.add_with_ids(np.ascontiguousarray(vectors[rows], dtype=np.float32), rows)
    index.quantizer = nowhere
    index.referenced_objects = [nowhere]  # faiss holds a pointer only
    return index


def nearest_codes(index: Any, question: Vectors, many: int, lists: Rows, selector: Any = None) -> Rows:
    """At most so many rows of some lists whose codes are nearest to one vector, in no order.

    The C++ function: faiss's Python wrapper of it takes no parameters.
    """
    import faiss

    x = np.ascontiguousarray(question[None], dtype=np.float32)
    wanted, near = np.ascontiguousarray(lists[None], dtype=np.int64), np.zeros((1, len(lists)), np.float32)
    scores, rows = np.empty((1, many), np.float32), np.empty((1, many), np.int64)
    parameters: Any = faiss.IVFSearchParameters  # its stub leaves out the keywords
    given = {"nprobe": len(lists)} | ({} if selector is None else {"sel": selector})
    index.search_preassigned_c(
        1, faiss.swig_ptr(x), many, faiss.swig_ptr(wanted), faiss.swig_ptr(near), faiss.swig_ptr(scores),
        faiss.swig_ptr(rows), False, parameters(**given),
    )  # fmt: skip
    found: Rows = rows[0]
    return found[found >= 0]


def lists_of_rows(index: Any) -> Groups:
    """The list that each row stands in, shape (rows,)."""
    import faiss

    found = np.zeros(index.ntotal, np.uint8)
    for number in range(index.nlist):
        size = index.invlists.list_size(number)
        if size:
            found[faiss.rev_swig_ptr(index.invlists.get_ids(number), size)] = number
    return found


def some_rows(vectors: Matrix, many: int, *, seed: int) -> Vectors:
    """At most so many rows from all over, the same each time."""
    chosen = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:many])
    return np.ascontiguousarray(vectors[chosen], dtype=np.float32)


@contextmanager
def on_one_thread() -> Iterator[None]:
    """For many small pieces of work: on a busy machine waiting for the other threads takes a hundred times as long."""
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def sample(vectors: Matrix, many: int) -> Vectors:
    """Rows to train on; repeated where there are fewer than faiss asks for."""
    rows = some_rows(vectors, many, seed=0)
    return np.resize(rows, (max(len(rows), 2**BITS), vectors.shape[1]))


def _rows_of(group: int, groups: Groups | None, total: int) -> Iterator[Rows]:
    for start in range(0, total, AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, total), dtype=np.int64)
        yield rows if groups is None else rows[groups[start : start + AT_ONCE] == group]
