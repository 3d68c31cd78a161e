"""Turns a number of vectors into the kind of index that fits it: exact while that is quick, compressed beyond.

Knows nothing about how either answers. The kind, and what it was tuned to, stands in the manifest of the generation.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Vectors = NDArray[np.float32]
Matrix = NDArray[np.floating[Any]]
Groups = NDArray[np.uint8]  # the group of every row, where rows of one group are mostly searched by themselves

EXACT_ROWS = 100_000  # an exact search over so many takes about 20 ms on one thread; see docs/growth.md
FLAT_NAME = "flat"

# numpy reads headers with ast, and in CPython 3.11 two threads that do so at once fail (python/cpython#106905)
ONE_HEADER_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Kind:
    """What answers, and what it was tuned to; `recall` of the ten nearest against exact search, as measured then."""

    name: str  # "flat", or how faiss spells the compressed codes
    weighed: int = 0  # rows whose cosine is computed from their own vectors, before the best are given
    recall: float = 1.0  # in the group of rows where the least was found


FLAT = Kind(FLAT_NAME)


class VectorIndex(Protocol):
    """What every kind of index can do."""

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        """The k nearest rows to one vector, shape (dimension,), as (row, cosine), best first, ties by row.

        `allowed` restricts the search before ranking, so that k allowed rows come back whenever there are k.
        """
        ...

    def vectors(self, rows: list[int]) -> Vectors:
        """The stored vectors of some rows, shape (len(rows), dimension)."""
        ...

    def stretch(self, first: int, count: int) -> Vectors:
        """The stored vectors of rows that follow each other, shape (count, dimension)."""
        ...


def is_large(rows: int) -> bool:
    return rows > EXACT_ROWS


def files_of(path: Path) -> tuple[Path, Path]:
    """The index, and the matrix beside it that a compressed one weighs rows from."""
    return path, path.with_suffix(".npy")


def new_matrix(path: Path, rows: int, width: int, *, half: bool = False) -> Matrix:
    """Where vectors are gathered before they are written: in memory, or, for many, in the file where they stay."""
    if not is_large(rows):
        return np.empty((rows, width), np.float16 if half else np.float32)
    from numpy.lib.format import open_memmap

    gathered: Matrix = open_memmap(files_of(path)[1], mode="w+", dtype=np.float16, shape=(rows, width))
    return gathered


def forget_matrix(path: Path) -> None:
    """Remove the file where vectors were gathered that stay elsewhere; who holds the matrix can still read it."""
    files_of(path)[1].unlink(missing_ok=True)


def write_vectors(
    path: Path,
    vectors: Matrix,
    *,
    half: bool = False,
    groups: Groups | None = None,
    questions: Mapping[int, Vectors] | None = None,
) -> Kind:
    """Write unit vectors, shape (rows, dimension), as an index of the kind that fits them.

    `half`: exact vectors in 16 bits a number. A compressed index is tuned with `questions`, vectors of what may be
    asked of each group; without any, with some of the rows.
    """
    if not is_large(len(vectors)):
        from assistant.index.vectors.flat import write_flat

        write_flat(path, vectors, half=half)
        return FLAT
    from assistant.index.vectors.building import write_compressed

    return write_compressed(path, vectors, groups, questions)


def nearest_few(questions: Vectors, vectors: Vectors, k: int) -> tuple[Rows, Vectors]:
    """Rows and cosines of nearly the k nearest of many unit vectors to each of many questions, best first."""
    from assistant.index.vectors.pairing import nearest_in_lists

    return nearest_in_lists(questions, vectors, k)


def tail_of(path: Path) -> Path:
    """Beside an index: the vectors of the rows that came since, exact."""
    return path.with_suffix(".tail.faiss")


def write_tail(path: Path, vectors: Matrix, *, half: bool = False) -> None:
    from assistant.index.vectors.flat import write_flat

    write_flat(tail_of(path), vectors, half=half)


def open_vectors(path: Path, kind: Kind, *, rows: int, dimension: int, tail: int = 0) -> VectorIndex:
    """A read-only index; the last `tail` rows stand in a file of their own.

    Its files' hashes must have been checked before: FAISS checks nothing.
    """
    if tail:
        from assistant.index.vectors.joined import JoinedIndex

        base = open_vectors(path, kind, rows=rows - tail, dimension=dimension)
        later = open_vectors(tail_of(path), FLAT, rows=tail, dimension=dimension)
        return JoinedIndex(base, later, rows - tail)
    if kind.name == FLAT_NAME:
        from assistant.index.vectors.flat import FlatIndex

        return FlatIndex(path, rows=rows, dimension=dimension)
    from assistant.index.vectors.compressed import CompressedIndex

    return CompressedIndex(path, kind, rows=rows, dimension=dimension)
