"""Turns a matrix in a file into the rows that are asked for, read as they are asked for.

Knows nothing about searching. A mapped file would do the same, but all that was ever read of it counts as memory of the
process; here only the system's own cache holds it.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path

import numpy as np

from assistant.index.vectors.kinds import ONE_HEADER_AT_A_TIME, Rows, Vectors


class StoredMatrix:
    """A read-only matrix of numpy's format. Raises OSError or ValueError for a file that is none."""

    def __init__(self, path: Path) -> None:
        with ONE_HEADER_AT_A_TIME:
            mapped = np.load(path, mmap_mode="r")
        self.shape: tuple[int, int] = mapped.shape
        self._type, self._first = mapped.dtype, mapped.offset
        self._row_bytes = self._type.itemsize * self.shape[1]
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def rows(self, rows: Rows) -> Vectors:
        """Some rows, shape (len(rows), width); quickest in their order."""
        size, first = self._row_bytes, self._first
        return self._as_vectors(b"".join([os.pread(self._file, size, first + size * row) for row in rows.tolist()]))

    def stretch(self, first: int, count: int) -> Vectors:
        """Rows that follow each other, shape (count, width)."""
        count = max(0, min(count, self.shape[0] - first))
        parts, at, left = [], self._first + self._row_bytes * first, self._row_bytes * count
        while left:  # one call reads two gigabytes at most
            part = os.pread(self._file, left, at)
            if not part:
                raise OSError("the vectors could not be read")
            parts.append(part)
            at, left = at + len(part), left - len(part)
        return self._as_vectors(b"".join(parts))

    def _as_vectors(self, read: bytes) -> Vectors:
        return np.frombuffer(read, self._type).reshape(-1, self.shape[1]).astype(np.float32)
