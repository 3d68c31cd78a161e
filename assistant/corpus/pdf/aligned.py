"""Turns rows of short pieces that stand in the same columns line after line into the run of a table.

Knows nothing about running text beside it. Also tells where white space parts lines, for whoever cuts a page.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus.pdf.segments import rows
from assistant.corpus.pdf.shapes import Line
from assistant.corpus.rows import is_number

MIN_GUTTER_POINTS = 5.0
SIZE_RATIO = 1.25  # rows set in such different sizes are figures above their labels
MIN_TABLE_ROWS = 3
CELL_WORDS = 6
Gutters = tuple[tuple[float, float], ...]  # left and right edge of each


def table_rows(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line], Gutters] | None:
    """The longest run of rows of three or more short cells in columns: what is above, the table, what is below."""
    found = rows(lines)
    best: tuple[int, int, Gutters] | None = None
    first = 0
    while first < len(found):
        last, gutters = _grown(found, first)
        if last - first + 1 >= MIN_TABLE_ROWS and (best is None or last - first > best[1] - best[0]):
            best = (first, last, gutters)
        first = max(first + 1, last + 1 if last > first else 0)
    if best is None:
        return None
    start, end, gutters = best
    table = found[start : end + 1]
    above = [line for row in found[:start] for line in row]
    below = [line for row in found[end + 1 :] for line in row]
    cells = [line for row in table for line in row]
    tops = found[start - 1] if start else []
    if not _filled(table, gutters) or figures_over_labels(table):
        return None
    if tops and max(t.size for t in tops) >= SIZE_RATIO * cells[0].size and len(tops) > 1:
        return None
    return above, cells, below, gutters


def _filled(table: list[list[Line]], gutters: Gutters) -> bool:
    """True when enough of the cells are there, and numbers among them where some are not."""
    share = sum(len(row) for row in table) / (len(table) * (len(gutters) + 1))
    beside_first = [line for row in table for line in row[1:]]
    numbers = sum(is_number(line.text) for line in beside_first) / max(1, len(beside_first))
    return share >= 0.75 or (share >= 0.45 and numbers >= 0.2)


def _grown(found: list[list[Line]], first: int) -> tuple[int, Gutters]:
    """How far rows of short cells go on below `first` with at least two gutters in common."""
    if len(found[first]) < 3 or any(line.prose or len(line.words) > CELL_WORDS for line in found[first]):
        return first, ()
    held: list[Line] = []
    last, wanting = first, 0
    gutters: Gutters = ()
    for index in range(first, len(found)):
        row = found[index]
        wanting = wanting + 1 if len(row) < 3 else 0
        if wanting > 2 or any(line.prose or len(line.words) > CELL_WORDS for line in row):
            break
        held = [*held, *row]
        x0, x1 = min(line.box.x0 for line in held), max(line.box.x1 for line in held)
        gaps = white_gaps(mask(held, x0), x0, x1, MIN_GUTTER_POINTS) or []
        if len(gaps) < 2:
            break
        if len(row) > 1:
            last, gutters = index, tuple(gaps)
    return last, gutters


def mask(lines: Sequence[Line], x0: float) -> int:
    """A bit for each point of the width that is taken."""
    mask = 0
    for line in lines:
        start, end = int(line.box.x0 - x0), int(line.box.x1 - x0) + 1
        mask |= ((1 << max(1, end - start)) - 1) << max(0, start)
    return mask


def white_gaps(taken: int, x0: float, x1: float, least: float) -> list[tuple[float, float]] | None:
    """Free stretches between taken ones, at least so wide; None when the whole width is taken."""
    bits = bin(taken)[:1:-1]
    gaps = []
    start = bits.find("1")
    lead = position = start
    while (free := bits.find("0", position)) != -1:
        position = bits.find("1", free)
        if position == -1:
            break
        if position - free >= least:
            gaps.append((x0 + free, x0 + position))
    tail = (x1 - x0) - len(bits)
    return gaps if gaps or lead >= least or tail >= least else None


def figures_over_labels(found: Sequence[Sequence[Line]]) -> bool:
    sizes = [max(line.size for line in row) for row in found]
    return max(sizes) >= SIZE_RATIO * min(sizes) and any(
        all(is_number(line.text) or line.text[:1].isdigit() for line in row) and row[0].size == max(sizes)
        for row in found
    )
