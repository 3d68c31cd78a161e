"""Turns lines drawn between rows, or shades behind every other one, into tables whose columns only white space parts.

Knows nothing about what a table says. Where white space parts the columns of most rows, it stands for the rule that was
not drawn, and the table is read like a ruled one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.corpus.pdf.edges import Edge, edges_of, positions
from assistant.corpus.pdf.segments import rows, segments
from assistant.corpus.pdf.shapes import Box, Word
from assistant.corpus.pdf.tables import Table, ruled_off
from assistant.corpus.rows import is_number

SAME_POINTS = 4.0
SAME_WIDTH = 0.6  # of the wider of two lines
MIN_RULES = 3
EVERY_ROW = 5  # more lines than that part all rows, and not only heads, rows and total
FEW_BANDS = 6
FINE = 2  # places looked at in a point
SPACE = 0.18  # of the size on either side of a word: what two of these bridge is a space
FREE, FREE_WITH_FEW = 0.12, 0.35  # of the size: white space that is left over between columns
CROSSING_SHARE = 0.2  # of the bands, heads over several columns and the like, may cross between two columns
HELD_SHARE = 0.25  # of the bands: what fewer hold is no column of its own
TOUCHING = 0.33  # of the size: words nearer than that are in one cell
MIN_ROWS = 3
WIDE = 0.6  # of the width: a line as wide is text
HEAD_LINES = 4
MAX_BAND_POINTS = 250.0


def banded_tables(words: Sequence[Word], rules: Sequence[Box], free: set[int]) -> list[tuple[Table, set[int]]]:
    """Tables parted by lines across only, among the words whose numbers are in `free`."""
    across, _ = edges_of(rules)
    found: list[tuple[Table, set[int]]] = []
    for group in _groups(across):
        x0, x1 = min(edge[1] for edge in group), max(edge[2] for edge in group)
        inner = [edge for edge in across if edge[1] >= x0 - SAME_POINTS and edge[2] <= x1 + SAME_POINTS]
        for top, bottom in _stretches(words, free, positions(group), x0, x1):
            between = [edge for edge in inner if top - 1 <= edge[0] <= bottom + 1]
            left = free - {index for _, taken in found for index in taken}
            table = _table_between(words, left, between, x0, x1) if len(positions(between)) >= MIN_RULES else None
            if table:
                found.append(table)
    return found


def _stretches(
    words: Sequence[Word], free: set[int], ys: Sequence[float], x0: float, x1: float
) -> Iterator[tuple[float, float]]:
    """From which line to which the bands hold pieces beside each other; text between two lines ends a table."""
    first = ys[0]
    for above, below in pairwise(ys):
        held = [words[i] for i in free if above <= words[i].box.middle < below and x0 <= words[i].box.x0 <= x1]
        lines = [row for row in rows(segments(held)) if row] if held else []
        wide = [row for row in lines if row[-1].box.x1 - row[0].box.x0 > WIDE * (x1 - x0)]
        if lines and all(len(row) == 1 for row in lines) and (len(lines) > 2 or wide):
            if above > first:
                yield first, above
            first = below
    if ys[-1] > first:
        yield first, ys[-1]


def _groups(across: Sequence[Edge]) -> list[list[Edge]]:
    """Lines below each other that end at the same right edge, the widest first.

    Some may begin further right: a cell that spans rows has no line between these.
    """
    groups: list[list[Edge]] = []
    for edge in sorted(across):
        for group in groups:
            if edge[0] - group[-1][0] <= MAX_BAND_POINTS and any(_is_alike(other, edge) for other in group[-8:]):
                group.append(edge)
                break
        else:
            groups.append([edge])
    whole = [group for group in groups if len(positions(group)) >= MIN_RULES and group[0][2] - group[0][1] > 60]
    return sorted(whole, key=lambda group: (group[0][1] - group[0][2], -len(group)))


def _is_alike(a: Edge, b: Edge) -> bool:
    wide, narrow = sorted((a[2] - a[1], b[2] - b[1]), reverse=True)
    return abs(a[2] - b[2]) <= SAME_POINTS and narrow >= SAME_WIDTH * wide and wide > 60


def _table_between(
    words: Sequence[Word], free: set[int], across: list[Edge], x0: float, x1: float
) -> tuple[Table, set[int]] | None:
    column = [i for i in free if x0 - 2 <= (words[i].box.x0 + words[i].box.x1) / 2 <= x1 + 2]
    ys = positions(across)
    top = _top_of_heads([words[i] for i in column], ys)
    if top is not None:
        ys = [top, *ys]
        across = [*across, (top, x0, x1)]
    bottom = _bottom_of_last([words[i] for i in column], ys)
    if bottom is not None:
        ys = [*ys, bottom]
        across = [*across, (bottom, x0, x1)]
    ys[0] = _below_caption([words[i] for i in column if ys[0] <= words[i].box.middle < ys[1]], ys[0], x1 - x0)
    across = [*(edge for edge in across if edge[0] > ys[0]), (ys[0], x0, x1)]
    inside = {i for i in column if ys[0] <= words[i].box.middle <= ys[-1]}
    bands = [[words[i] for i in inside if a <= words[i].box.middle < b] for a, b in pairwise(ys)]
    gutters = gutters_of([band for band in bands if band], x0, x1)
    if not gutters or len([band for band in bands if band]) < 2:
        return None
    if any(holds_rows(band, gutters[0][1]) for band in bands):
        return None  # lines around heads and total only: white space tells the rows
    xs = [x0, *((left + right) / 2 for left, right in gutters), x1]
    down: list[Edge] = []
    for (above, below), band in zip(pairwise(ys), bands, strict=True):
        down += [(x, above, below) for x in xs if x in (x0, x1) or not crossed(band, x)]
    return ruled_off(words, inside, xs, ys, across, down, every_row=len(ys) > EVERY_ROW)


def holds_rows(band: Sequence[Word], gutter: float) -> bool:
    """True when a band holds several rows: at two levels at least stand numbers beside something, or many names."""
    parted = [row for row in rows(segments(band)) if len(row) > 1 and row[0].box.x0 < gutter]
    numbers = [row for row in parted if any(is_number(line.text) for line in row[1:])]
    names = [row for row in parted if len(row) > 2 and all(line.text[0].isupper() for line in row)]
    return len(numbers) > 1 or len(names) >= MIN_ROWS


def _top_of_heads(words: Sequence[Word], ys: Sequence[float]) -> float | None:
    """Where heads above the first line begin, when they stand right above it, in pieces."""
    above = sorted((word for word in words if word.box.middle < ys[0]), key=lambda word: -word.box.bottom)
    if not above or ys[0] - above[0].box.bottom > 0.8 * above[0].size:
        return None
    top = above[0].box.top
    taken = [above[0]]
    for word in above[1:]:
        if word.box.bottom < top - 0.3 * word.size or ys[0] - word.box.top > HEAD_LINES * 1.4 * word.size:
            break
        taken.append(word)
        top = min(top, word.box.top)
    wide = sum(b.box.x0 - a.box.x1 > 0.9 * a.size for row in rows(segments(taken)) for a, b in pairwise(row))
    return top - 1 if wide and len(taken) <= 12 * (1 + wide) else None


def _below_caption(band: Sequence[Word], top: float, width: float) -> float:
    """Where the heads begin in the first band, when lines of text stand above them."""
    found = rows(segments(band))
    for index, row in enumerate(found):
        if len(row) > 1 or row[0].box.x1 - row[0].box.x0 <= WIDE * width:
            continue
        if index + 1 < len(found):
            top = row[0].box.bottom
    return top


def _bottom_of_last(words: Sequence[Word], ys: Sequence[float]) -> float | None:
    """Where a last row ends that has no line below, because the page ends: it has pieces like a row, not like text."""
    pitch = max(below - above for above, below in pairwise(ys))
    taken = sorted((word for word in words if ys[-1] < word.box.middle < ys[-1] + 1.5 * pitch), key=lambda w: w.box.top)
    if (
        not taken
        or taken[0].box.top - ys[-1] > taken[0].size
        or any(w.box.middle > taken[-1].box.bottom for w in words)
    ):
        return None
    level = sorted((word for word in taken if abs(word.box.middle - taken[0].box.middle) < 3), key=lambda w: w.box.x0)
    wide = sum(b.box.x0 - a.box.x1 > 1.2 * a.size for a, b in pairwise(level))
    return taken[-1].box.bottom + 1 if wide >= 2 else None


def gutters_of(bands: Sequence[Sequence[Word]], x0: float, x1: float) -> list[tuple[float, float]]:
    """Stretches of white space that part the words of most bands."""
    width = int(FINE * (x1 - x0)) + 2
    counts = [0] * (width + 1)
    parted = 0
    for band in bands:
        taken = bytearray(width)
        for word in band:
            slack = SPACE * word.size
            begin = max(0, int(FINE * (word.box.x0 - slack - x0)))
            end = min(width, int(FINE * (word.box.x1 + slack - x0)) + 1)
            taken[begin:end] = b"\x01" * max(0, end - begin)
        if 0 in taken[taken.find(1) : taken.rfind(1)]:
            parted += 1
            for x in range(width):
                counts[x] += taken[x]
    if not parted:
        return []
    size = sorted(word.size for band in bands for word in band)[sum(map(len, bands)) // 2]
    least = FINE * max(1.0, (FREE if parted >= FEW_BANDS else FREE_WITH_FEW) * size)
    most = max(1.0, CROSSING_SHARE * parted) if parted >= 3 else 0
    found: list[tuple[float, float]] = []
    start: int | None = None
    seen = False
    for x in range(width):
        if counts[x] <= most:
            start = x if start is None else start
            continue
        if seen and start is not None and x - start >= least:
            left, right = _clearest(counts, start, x, least)
            column = counts[int(FINE * (found[-1][1] - x0)) : left] if found else []
            if not column or min(counts[left:right]) == 0 or max(column) > max(2.0, HELD_SHARE * parted):
                found.append((x0 + left / FINE, x0 + right / FINE))
        seen, start = True, None
    return found


def _clearest(counts: Sequence[int], start: int, end: int, least: float) -> tuple[int, int]:
    """The first part of this stretch that the fewest bands cross: a head that stands in it belongs to what follows."""
    fewest = min(counts[start:end])
    best, first = (start, start), start
    for x in range(start, end + 1):
        if x == end or counts[x] > fewest:
            if x - first >= least:
                return first, x
            best = max(best, (first, x), key=lambda part: part[1] - part[0])
            first = x + 1
    return best


def crossed(band: Sequence[Word], x: float) -> bool:
    """True when a word, or the space between two words of one line, stands on this place."""
    for word in band:
        if word.box.x0 < x - 1 and word.box.x1 > x + 1:
            return True
    left = [word for word in band if word.box.x1 <= x + 1]
    right = [word for word in band if word.box.x0 >= x - 1]
    return any(
        b.box.x0 - a.box.x1 < TOUCHING * a.size and abs(a.box.middle - b.box.middle) < 0.4 * a.size
        for a in left
        for b in right
    )
