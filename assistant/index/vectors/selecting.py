"""Turns the rows that a search may return into what faiss asks of each row, kept for the filters in use.

Knows nothing about filters. A bit a row: a look-up costs the same however many rows are allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexCorrupt
from assistant.index.vectors.kinds import Rows

KEPT = 8  # selections, which keep the arrays of their rows as well


@dataclass(frozen=True, slots=True)
class Selection:
    """`rows` themselves, and faiss's view of them; `bits` must live as long as `selector`, which points into it."""

    rows: Rows
    bits: NDArray[np.uint8]
    selector: Any
    counts: NDArray[np.int64]  # of allowed rows in every list; all rows are one list where they are not sorted


class Selectors:
    """Selections by identity of the array of rows, those last used kept. Whoever asks must not change the array."""

    def __init__(self, total: int, list_of: NDArray[np.uint8] | None = None, lists: int = 1) -> None:
        self._total = total
        self._list_of = list_of
        self._lists = lists
        self._kept: list[Selection] = []

    def of(self, rows: Rows) -> Selection:
        for one in self._kept:  # at most KEPT; threads see the old list or the new one
            if one.rows is rows:
                return one
        made = self._make(rows)
        self._kept = [made, *self._kept[: KEPT - 1]]
        return made

    def _make(self, rows: Rows) -> Selection:
        import faiss

        inside = np.zeros(self._total, dtype=bool)
        inside[rows] = True
        bits = np.packbits(inside, bitorder="little")
        bitmap: Any = faiss.IDSelectorBitmap  # its stub knows pointers only
        list_of = np.zeros(len(rows), np.uint8) if self._list_of is None else self._list_of[rows]
        counts = np.bincount(list_of, minlength=self._lists)
        return Selection(rows, bits, bitmap(bits), counts)


def refuse_others(found: tuple[int, int], expected: tuple[int, int]) -> None:
    """Raises IndexCorrupt where rows and dimension are not those of the index."""
    if found != expected:
        raise IndexCorrupt(
            en="The vectors do not belong to this index: run `assistant index --rebuild`.",
            fr="Les vecteurs n'appartiennent pas à cet index : lancez `assistant index --rebuild`.",
        )
