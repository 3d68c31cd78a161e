"""Turns the segments of a page into regions in the order of reading: columns one after the other, tables whole.

Knows nothing about headings or paragraphs. A page is cut where white space runs through it, first across, then down
(an XY-cut), with the widest run of lines beside each other taken first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.corpus.pdf.aligned import MIN_GUTTER_POINTS, Gutters, figures_over_labels, mask, table_rows, white_gaps
from assistant.corpus.pdf.segments import rows
from assistant.corpus.pdf.shapes import Line
from assistant.corpus.pdf.spaced import spaced_table
from assistant.corpus.pdf.tables import Table
from assistant.corpus.rows import is_number

GUTTER = 0.8  # of the text size: the narrowest white space between two columns
COLUMN_WORDS = 4.0  # a line of running text has more words than most cells of a table
NUMBERS = 0.25  # share of numbers in the cells from which on a region is a table
HEADING_RATIO = 1.12
MAX_DEPTH = 12
IN_STEP = 0.6
LEVEL_POINTS = 1.6
PROSE_SHARE = 0.25
NUMERIC = 0.45  # share of numbers that makes a table beyond doubt


@dataclass(frozen=True, slots=True)
class Region:
    """Segments that are read together, line by line; `gutters` (left, right) where they are a table."""

    lines: tuple[Line, ...]
    gutters: Gutters = ()
    table: Table | None = None


def regions(lines: Sequence[Line], depth: int = 0) -> list[Region]:
    """The regions of a stretch of a page, in the order of reading."""
    if not lines:
        return []
    strips = _strips(lines)
    spaced = spaced_table(strips) if depth < MAX_DEPTH else None
    if spaced is not None:
        above, (table, inside), below = spaced
        return [*regions(above, depth + 1), Region(tuple(inside), table=table), *regions(below, depth + 1)]
    core = table_rows(lines) if depth < MAX_DEPTH else None
    if core is not None and _is_numeric(core[1]):
        return _around(core, depth)
    run = _widest_run(strips) if depth < MAX_DEPTH else None
    if run is not None:
        first, last, gutters = run
        beside = [line for strip in strips[first : last + 1] for line in strip]
        if _is_running_text(beside) or not _in_step(beside, gutters):
            return _cut(strips, run, depth)
    if core is not None:
        return _around(core, depth)
    return [Region(tuple(lines))] if run is None else _cut(strips, run, depth)


def _cut(strips: list[list[Line]], run: tuple[int, int, Gutters], depth: int) -> list[Region]:
    """What stands above the run, its columns or its table, and what stands below."""
    first, last, gutters = run
    while last > first and _is_heading_below(strips[first : last + 1], gutters, last + 1 < len(strips)):
        last -= 1
    last = _before_heading(strips, first, last, gutters)
    beside = [line for strip in strips[first : last + 1] for line in strip]
    above = [line for strip in strips[:first] for line in strip]
    below = [line for strip in strips[last + 1 :] for line in strip]
    if _is_table(beside, gutters):
        inside = [Region(tuple(beside), gutters)]
    else:
        inside = [region for part in _parts(beside, gutters) for region in regions(part, depth + 1)]
    return [*regions(above, depth + 1), *inside, *regions(below, depth + 1)]


def _around(core: tuple[list[Line], list[Line], list[Line], Gutters], depth: int) -> list[Region]:
    above, table, below, gutters = core
    return [*regions(above, depth + 1), Region(tuple(table), gutters), *regions(below, depth + 1)]


def _is_numeric(cells: Sequence[Line]) -> bool:
    return sum(is_number(line.text) for line in cells) >= NUMERIC * len(cells)


def _is_running_text(lines: Sequence[Line]) -> bool:
    """True when a good part of these lines is running text or something else that no cell holds."""
    return sum(len(line.text) for line in lines if line.prose) >= PROSE_SHARE * sum(len(line.text) for line in lines)


def _is_heading_below(strips: Sequence[Sequence[Line]], gutters: Gutters, more: bool) -> bool:
    """True when the last strip is a single line that belongs to what follows, a heading or what is under figures."""
    beside = [line for strip in strips for line in strip if len(strip) > 1]
    [line, *others] = strips[-1]
    if others or len(beside) < 2 or line.prose or line.box.x1 >= gutters[0][1]:
        return False
    if all(_is_stand_in(other) for other in beside) or figures_over_labels(rows(beside)):
        return True
    return more and (line.bold or line.size > HEADING_RATIO * median(other.size for other in beside))


def _before_heading(strips: Sequence[Sequence[Line]], first: int, last: int, gutters: Gutters) -> int:
    """The last strip before a heading that stands alone between columns above and columns below."""
    parted = [index for index in range(first, last + 1) if len(_parts(strips[index], gutters)) > 1]
    size = median(line.size for strip in strips[first : last + 1] for line in strip)
    for index in range(first + 1, last):
        [line, *others] = strips[index]
        if others or line.prose or line.size < HEADING_RATIO * size or line.box.x1 >= gutters[0][1]:
            continue
        if parted and parted[0] < index < parted[-1] and index + 1 in parted:
            return index - 1
    return last


def _is_stand_in(line: Line) -> bool:
    return line.prose and len(line.words) == 1


def _in_step(lines: Sequence[Line], gutters: Gutters) -> bool:
    """True when most lines beside the first gutter have a neighbour on its other side that stands as high."""
    best = 0.0
    for left, right in gutters:
        before = sorted(line.box.bottom for line in lines if line.box.x1 <= left + 1)
        after = sorted(line.box.bottom for line in lines if line.box.x0 >= right - 1)
        fewer, more = sorted((before, after), key=len)
        if fewer:
            level = sum(any(abs(a - b) <= LEVEL_POINTS for b in more) for a in fewer)
            best = max(best, level / len(fewer))
    return best >= IN_STEP


def _strips(lines: Sequence[Line]) -> list[list[Line]]:
    """Stretches of the page that white space parts from top to bottom."""
    strips: list[list[Line]] = []
    bottom = float("-inf")
    for line in sorted(lines, key=lambda line: line.box.top):
        slack = 0.25 * line.box.height  # loose boxes of neighbouring lines overlap a little
        if not strips or line.box.top + slack >= bottom:
            strips.append([])
            bottom = line.box.bottom
        strips[-1].append(line)
        bottom = max(bottom, line.box.bottom)
    return strips


def _widest_run(strips: list[list[Line]]) -> tuple[int, int, Gutters] | None:
    """First and last strip of the run with most lines beside each other, and the gutters between them."""
    everything = [line for strip in strips for line in strip]
    x0, x1 = min(line.box.x0 for line in everything), max(line.box.x1 for line in everything)
    least = max(MIN_GUTTER_POINTS, GUTTER * median(line.size for line in everything))
    masks = [mask(strip, x0) for strip in strips]
    best: tuple[int, int, int, Gutters] | None = None
    for first in range(len(strips)):
        if best and sum(len(strip) for strip in strips[first:]) <= best[0]:
            break
        taken, lines = 0, list[Line]()
        for last in range(first, len(strips)):
            taken |= masks[last]
            lines += strips[last]
            gaps = white_gaps(taken, x0, x1, least)
            if gaps is None:
                break
            if len(gaps) == 0 or (best and len(lines) <= best[0]):
                continue
            if _both_sides(lines, gaps):
                best = (len(lines), first, last, tuple(gaps))
    return best[1:] if best else None


def _both_sides(lines: Sequence[Line], gaps: Sequence[tuple[float, float]]) -> bool:
    """True when at least two lines stand on either side of a gap, one beside another."""
    for left, right in gaps:
        before = [line for line in lines if line.box.x1 <= left + 1]
        after = [line for line in lines if line.box.x0 >= right - 1]
        if min(sum(map(_height, before)), sum(map(_height, after))) >= 2:
            return True
    return False


def _height(line: Line) -> int:
    """How many lines it stands for: more than one when it is the stand-in of a table or box."""
    return max(1, round(line.box.height / (1.3 * line.size))) if line.prose else 1


def _parts(lines: Sequence[Line], gutters: Gutters) -> list[list[Line]]:
    """The lines of each column, from left to right."""
    bounds = [(left + right) / 2 for left, right in gutters]
    parts: list[list[Line]] = [[] for _ in range(len(bounds) + 1)]
    for line in lines:
        middle = (line.box.x0 + line.box.x1) / 2
        parts[sum(middle > bound for bound in bounds)].append(line)
    return [part for part in parts if part]


def _is_table(lines: Sequence[Line], gutters: Gutters) -> bool:
    """Short cells that stand in rows, often with numbers; not columns of prose, nor figures above their labels."""
    found = rows(lines)
    shared = [row for row in found if len(row) > 1]
    if len(shared) < 2 or len(shared) * 2 < len(found) or _is_running_text(lines):
        return False
    if figures_over_labels(found):
        return False
    cells = [line for row in shared for line in row]
    words = sum(len(line.words) for line in cells) / len(cells)
    beside_first = [line for row in shared for line in row[1:]]
    numbers = sum(is_number(line.text) for line in beside_first) / len(beside_first)
    if numbers >= NUMBERS and words < 2 * COLUMN_WORDS:
        return True
    filled = len(shared) / len(found)
    return words < COLUMN_WORDS and filled > 0.7 and len(shared) > 2 and len(gutters) > 1
