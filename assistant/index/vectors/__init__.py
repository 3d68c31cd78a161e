"""Turns unit vectors into an index on disk that fits their number, and answers nearest-neighbour queries from it.

Knows nothing about passages; rows are numbers. `kinds` chooses, `flat` is exact, `compressed` is for many rows; the
folder is the only importer of faiss.
"""

from assistant.index.vectors.kinds import (
    FLAT,
    ONE_HEADER_AT_A_TIME,
    Kind,
    Rows,
    VectorIndex,
    Vectors,
    files_of,
    forget_matrix,
    is_large,
    nearest_few,
    new_matrix,
    open_vectors,
    tail_of,
    write_tail,
    write_vectors,
)

__all__ = [
    "FLAT",
    "ONE_HEADER_AT_A_TIME",
    "Kind",
    "Rows",
    "VectorIndex",
    "Vectors",
    "files_of",
    "forget_matrix",
    "is_large",
    "nearest_few",
    "new_matrix",
    "open_vectors",
    "tail_of",
    "write_tail",
    "write_vectors",
]
