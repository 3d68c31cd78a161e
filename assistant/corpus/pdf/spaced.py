"""Turns lines that white space parts into rows and columns, without any rule drawn, into a table of whole rows.

Knows nothing about what a table says. A row may have several lines; what parts it from the next is more white space
than between two lines of one cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from assistant.corpus.pdf.banded import crossed, gutters_of, holds_rows
from assistant.corpus.pdf.edges import Edge
from assistant.corpus.pdf.segments import rows
from assistant.corpus.pdf.shapes import Box, Line, Word, around
from assistant.corpus.pdf.tables import Table, ruled_off
from assistant.corpus.rows import is_number

ROW_GAP = 0.4  # of the size: white space between two rows
MIN_ROWS = 3
CELL_LINES = 9
CELL_WORDS = 9.0
NUMBERS = 0.3
WIDE = 0.5  # of the width: a line as wide, and alone, is text
LARGER = 1.12  # than the row above: a heading
FILLED = 0.6
TALL = 0.15  # of the rows below the first, that have several lines
Band = list[Line]
Spaced = tuple[list[Line], tuple[Table, list[Line]], list[Line]]


def spaced_table(strips: Sequence[Sequence[Line]]) -> Spaced | None:
    """What stands above the largest such table, the table with its lines, what stands below."""
    bands = _bands(strips)
    best: tuple[Table, int, int] | None = None
    for first, last in _runs(bands):
        table = _table(bands[first : last + 1])
        if table and (best is None or len(table.cells) > len(best[0].cells)):
            best = (table, first, last)
    if best is None:
        return None
    table, first, last = best
    parts = bands[:first], bands[first : last + 1], bands[last + 1 :]
    above, inside, below = ([line for band in part for line in band] for part in parts)
    return above, (table, inside), below


def _bands(strips: Sequence[Sequence[Line]]) -> list[Band]:
    bands: list[Band] = []
    bottom = 0.0
    for strip in strips:
        box = around(line.box for line in strip)
        if bands and box.top - bottom < ROW_GAP * min(line.size for line in strip):
            bands[-1].extend(strip)
        else:
            bands.append(list(strip))
        bottom = box.bottom
    return bands


def _runs(bands: Sequence[Band]) -> list[tuple[int, int]]:
    """First and last band of stretches without running text, in which no two rows of one piece follow each other."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    boxes = [around(line.box for line in band) for band in bands]
    width = max((box.x1 for box in boxes), default=0.0) - min((box.x0 for box in boxes), default=0.0)
    for index, band in enumerate([*bands, []]):
        parted = _is_parted(band)
        larger = not parted and bool(band) and index > 0 and band[0].size > LARGER * bands[index - 1][0].size
        wide = not parted and bool(band) and boxes[index].x1 - boxes[index].x0 > WIDE * width
        open_ = (
            bool(band)
            and not larger
            and not wide
            and not any(line.prose for line in band)
            and len(rows(band)) <= CELL_LINES
        )
        before = index > 0 and _is_parted(bands[index - 1])
        if start is None:
            start = index if open_ and parted else None
        elif not open_ or (not parted and not before):
            end = index - 1
            while end > start and not _is_parted(bands[end]):
                end -= 1
            if end - start + 1 >= MIN_ROWS:
                found.append((start, end))
            start = index if open_ and parted else None
    return found


def _is_parted(band: Band) -> bool:
    """True when pieces stand beside each other in it, or nearly: a label of two lines beside one of one."""
    return any(a.box.x1 <= b.box.x0 or b.box.x1 <= a.box.x0 for a, b in combinations(band[:12], 2))


def _table(bands: Sequence[Band]) -> Table | None:
    lines = [line for band in bands for line in band]
    words = [word for line in lines for word in line.words]
    box = around(line.box for line in lines)
    parted = [band for band in bands if _is_parted(band)]
    tall = sum(len(rows(band)) > 1 for band in bands[1:])
    if tall < TALL * (len(bands) - 1):
        return None  # each row is one line: no white space is needed to tell them apart
    gutters = gutters_of([[word for line in band for word in line.words] for band in bands], box.x0, box.x1)
    if not gutters or len(parted) < MIN_ROWS:
        return None
    if any(holds_rows(_words(band), gutters[0][1]) for band in bands[1:]):
        return None
    beside = [line for band in parted for line in band if line.box.x0 >= gutters[0][0]]
    numbers = sum(is_number(line.text) for line in beside) / max(1, len(beside))
    if numbers < NUMBERS and (len(gutters) < 2 or len(words) > CELL_WORDS * len(lines)):
        return None
    if _is_sparse(parted, gutters) or _differs_in_size(parted):
        return None
    return _ruled(words, bands, [box.x0, *((a + b) / 2 for a, b in gutters), box.x1], box)


def _is_sparse(bands: Sequence[Band], gutters: Sequence[tuple[float, float]]) -> bool:
    bounds = [(left + right) / 2 for left, right in gutters]
    filled = [{sum((line.box.x0 + line.box.x1) / 2 > x for x in bounds) for line in band} for band in bands]
    firsts = sum(0 in columns for columns in filled)
    return sum(map(len, filled)) < FILLED * len(bands) * (len(bounds) + 1) or firsts < FILLED * len(bands)


def _differs_in_size(bands: Sequence[Band]) -> bool:
    """True where large pieces stand over small ones: figures with labels, titles with text."""
    sizes = [max(line.size for line in band) for band in bands]
    return max(sizes) > 1.35 * min(sizes)


def _ruled(words: Sequence[Word], bands: Sequence[Band], xs: list[float], box: Box) -> Table | None:
    boxes = [around(line.box for line in band) for band in bands]
    ys = [box.top - 1, *((above.bottom + below.top) / 2 for above, below in pairwise(boxes)), box.bottom + 1]
    across: list[Edge] = [(y, xs[0] - 1, xs[-1] + 1) for y in ys]
    down: list[Edge] = []
    for (above, below), band in zip(pairwise(ys), bands, strict=True):
        down += [(x, above, below) for x in xs if x in (xs[0], xs[-1]) or not crossed(_words(band), x)]
    found = ruled_off(words, set(range(len(words))), xs, ys, across, down, every_row=True)
    if found is None:
        return None
    table = found[0]
    heads = rows(bands[0])
    if len(heads) < 2 or len(table.cells[0]) != len(xs) - 1 or any(is_number(line.text) for line in bands[0]):
        return table
    names = tuple(_head(heads, left, right) for left, right in pairwise(xs))
    return replace(table, cells=(names, *table.cells[1:]), heads=1)


def _head(heads: Sequence[Sequence[Line]], left: float, right: float) -> str:
    """The head of a column: what stands over it line by line, and what stands over several columns and this."""
    said: list[str] = []
    for row in heads:
        for group in _joined(_words(row)):
            middle = (group[0].box.x0 + group[-1].box.x1) / 2
            over = min(right, group[-1].box.x1) - max(left, group[0].box.x0) > 0.25 * (right - left)
            if left <= middle <= right or over:
                said.append(" ".join(word.text for word in group))
    return " ".join(said)


def _joined(words: Sequence[Word]) -> list[list[Word]]:
    """Words in order, those with no more than a space between them together."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.x0):
        if groups and word.box.x0 - groups[-1][-1].box.x1 < 0.6 * word.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _words(lines: Sequence[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]
