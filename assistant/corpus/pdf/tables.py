"""Turns rules drawn around cells, or cells that only stand below each other, into tables of text.

Knows nothing about what a table says. A cell that spans rows is repeated in each of them, so that every row is whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.corpus.hyphens import joined
from assistant.corpus.pdf.edges import SNAP_POINTS, Edge, connected, edges_of, positions
from assistant.corpus.pdf.segments import rows, segments
from assistant.corpus.pdf.shapes import Box, Line, Word, around
from assistant.corpus.rows import PROSE_CHARS, SPANNED, guess_heads

SAME_POINTS = 6.0  # between the edges of two parts of a table


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row and column; `heads` how many rows are heads, None where nothing shows it."""

    box: Box
    cells: tuple[tuple[str, ...], ...]
    heads: int | None
    size: float

    @property
    def head_rows(self) -> tuple[tuple[str, ...], ...]:
        return self.cells[: guess_heads(self.cells) if self.heads is None else self.heads]

    def goes_on_in(self, other: Table) -> bool:
        """True when the other, at the head of the next page, has the same columns and no heads of its own."""
        return (
            len(self.cells[0]) == len(other.cells[0])
            and abs(self.box.x0 - other.box.x0) <= SAME_POINTS
            and abs(self.box.x1 - other.box.x1) <= SAME_POINTS
            and bool(self.head_rows)
            and not other.heads
            and (guess_heads(other.cells) == 0 or not other.cells[0][0])
        )

    @property
    def body_rows(self) -> int:
        return len(self.cells) - len(self.head_rows)

    def shares_heads_with(self, other: Table) -> bool:
        return bool(self.head_rows) and self.head_rows == other.head_rows

    def filled_from(self, before: Table) -> Table:
        """This table, a cell of the first column that spans rows over the page's end said again in those here."""
        count, last = len(self.head_rows), before.cells[-1][0]
        body = list(self.cells[count:])
        for index, row in enumerate(body):
            if row[0] or sum(map(bool, row)) < 2:
                break
            body[index] = (last, *row[1:])
        return replace(self, cells=(*self.cells[:count], *body), heads=count)

    def under(self, heads: tuple[tuple[str, ...], ...]) -> Table:
        return replace(self, cells=(*heads, *self.cells), heads=len(heads))


def ruled_tables(words: Sequence[Word], rules: Sequence[Box]) -> list[tuple[Table, set[int]]]:
    """Tables whose cells are ruled off, each with the numbers of the words that it holds."""
    across, down = edges_of(rules)
    found: list[tuple[Table, set[int]]] = []
    for horizontals, verticals in connected(across, down):
        ys, xs = positions(horizontals), positions(verticals)
        if len(xs) < 3 or len(ys) < 3:
            continue
        box = Box(xs[0], ys[0], xs[-1], ys[-1])
        inside = {i for i, word in enumerate(words) if box.holds((word.box.x0 + word.box.x1) / 2, word.box.middle)}
        table = ruled_off(words, inside, xs, ys, horizontals, verticals)
        if table and not any(inside & taken for _, taken in found):
            found.append(table)
    return found


def ruled_off(
    words: Sequence[Word],
    inside: set[int],
    xs: list[float],
    ys: list[float],
    across: list[Edge],
    down: list[Edge],
    *,
    every_row: bool = False,
) -> tuple[Table, set[int]] | None:
    """The table that these words make between these edges; None when they make none.

    `every_row` says that rules part all of its rows, so that none of them is parted further.
    """
    grid = _grid(words, inside, xs, ys, across, down, every_row)
    return None if grid is None else (_table(Box(xs[0], ys[0], xs[-1], ys[-1]), _whole_columns(grid)), inside)


def _whole_columns(grid: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """The grid without columns that only hold the heads of the column beside them, set to another edge."""
    width = len(grid[0])
    for right in range(width - 1, 0, -1):
        left = right - 1
        both = [row for row in grid if row[left] and row[right] and row[left] != row[right]]
        heads = [index for index, row in enumerate(grid) if row[left]]
        body = [index for index, row in enumerate(grid) if row[right]]
        first, second = (heads, body) if heads and body and heads[0] < body[0] else (body, heads)
        if both or not first or not second or first[-1] >= second[0] or first[-1] > 2 or len(second) < 2:
            continue
        for row in grid:
            row[left] = row[left] or row[right]
            del row[right]
    return grid


def aligned_table(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> Table:
    """The table that segments make which stand in columns parted by these gutters."""
    bounds = [(left + right) / 2 for left, right in gutters]
    grid: list[list[list[Line]]] = []
    bottom, pitch = 0.0, _pitch(rows(lines))
    for row in rows(lines):
        cells: list[list[Line]] = [[] for _ in range(len(bounds) + 1)]
        for line in row:
            cells[bisect_right(bounds, (line.box.x0 + line.box.x1) / 2)].append(line)
        box = around(line.box for line in row)
        if grid and _is_wrapped(cells, box.top - bottom < 0.35 * pitch, len(grid) > 1):
            for cell, more in zip(grid[-1], cells, strict=True):
                cell.extend(more)
        else:
            grid.append(cells)
        bottom = box.bottom
    return _table(around(line.box for line in lines), _whole_columns(grid))


def _is_wrapped(cells: Sequence[Sequence[Line]], near: bool, below_a_row: bool) -> bool:
    """True when these cells go on those above: words only, not in every column, near or in the middle of a phrase."""
    texts = [cell[0].text for cell in cells if cell]
    if len(texts) == len(cells) or any(text[:1].isdigit() for text in texts) or not below_a_row:
        return False
    return near or all(text[0].islower() for text in texts)


def _pitch(found: Sequence[Sequence[Line]]) -> float:
    """The usual height of a line here."""
    heights = sorted(line.box.height for row in found for line in row)
    return heights[len(heights) // 2]


def _table(box: Box, grid: Sequence[Sequence[Sequence[Line]]]) -> Table:
    bold = [all(line.bold for cell in row for line in cell) for row in grid]
    alone = [len({tuple(map(id, cell)) for cell in row if cell}) == 1 for row in grid]
    heads = next((index for index, is_bold in enumerate(bold) if not is_bold), 0)
    first = next((index for index, is_alone in enumerate(alone) if not is_alone), 0)
    heads = min(heads, next((index for index in range(first, len(grid)) if alone[index]), heads))
    sizes = [line.size for row in grid for cell in row for line in cell]
    cells = tuple(tuple(_texts(row)) for row in grid)
    return Table(box, cells, heads if 0 < heads <= 3 else None, max(sizes, key=sizes.count))


def _texts(row: Sequence[Sequence[Line]]) -> Iterator[str]:
    """The text of each cell; where one reaches over several columns, in the first of them."""
    for left, cell in zip([None, *row], row, strict=False):
        yield SPANNED if cell and left is not None and list(left) == list(cell) else _text(cell)


def _text(cell: Sequence[Line]) -> str:
    return joined((line.text for line in cell), Counter())


def _grid(
    words: Sequence[Word],
    inside: set[int],
    xs: list[float],
    ys: list[float],
    across: list[Edge],
    down: list[Edge],
    every_row: bool,
) -> list[list[list[Line]]] | None:
    """The lines of each cell; None when this is no table but a frame, a chart or a layout of text boxes."""
    owner = _merged(xs, ys, across, down)
    held: dict[tuple[int, int], list[Word]] = {}
    for index in inside:
        word = words[index]
        column = min(bisect_right(xs, (word.box.x0 + word.box.x1) / 2), len(xs) - 1) - 1
        row = min(bisect_right(ys, word.box.middle), len(ys) - 1) - 1
        held.setdefault(owner[max(0, row), max(0, column)], []).append(word)
    if len(held) < 4:
        return None
    texts = {cell: [line for row in rows(segments(found)) for line in row] for cell, found in held.items()}
    if any(sum(len(line.text) for line in lines) > PROSE_CHARS for lines in texts.values()):
        return None
    grid: list[list[list[Line]]] = []
    for band in _bands(owner, len(ys) - 1, len(xs) - 1):
        cells = [
            _cell_lines(texts, list(dict.fromkeys(owner[row, column] for row in band))) for column in range(len(xs) - 1)
        ]
        if any(cells):
            grid.extend([cells] if every_row else _unruled(cells))
    filled = [row for row in grid if sum(bool(cell) for cell in row) > 1]
    return grid if len(filled) > 1 else None


def _bands(owner: dict[tuple[int, int], tuple[int, int]], height: int, width: int) -> list[list[int]]:
    """Rows of the grid as a reader sees them: one begins where at least half of the cells begin."""
    bands: list[list[int]] = []
    for row in range(height):
        owners = {owner[row, column] for column in range(width)}
        if not bands or 2 * sum(start == row for start, _ in owners) >= len(owners):
            bands.append([])
        bands[-1].append(row)
    return bands


def _cell_lines(texts: dict[tuple[int, int], list[Line]], cells: list[tuple[int, int]]) -> list[Line]:
    return [line for cell in cells for line in texts.get(cell, [])]


def _unruled(cells: list[list[Line]]) -> list[list[list[Line]]]:
    """One ruled row as the several that it holds when at least two of its cells have as many lines, level each."""
    tops = [[row[0].box.top for row in rows(cell)] for cell in cells]
    count = max((len(found) for found in tops), default=0)
    tall = [found for found in tops if len(found) == count]
    if count < 3 or len(tall) < 2 or any(abs(a - b) > 2 for found in tall for a, b in zip(found, tall[0], strict=True)):
        return [cells]
    whole = [cell for cell, found in zip(cells, tops, strict=True) if len(found) == count]
    if any(line.text[0].islower() for cell in whole for line in cell[1:]):
        return [cells]
    starts = tall[0]
    parted: list[list[list[Line]]] = [[[] for _ in cells] for _ in starts]
    for column, cell in enumerate(cells):
        for line in cell:
            parted[max(0, bisect_right(starts, line.box.top + 2) - 1)][column].append(line)
    return parted


def _merged(
    xs: list[float], ys: list[float], across: list[Edge], down: list[Edge]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place of the grid the first place of the cell that covers it; cells end where a rule is drawn."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            x = (xs[column] + xs[column + 1]) / 2
            if column and not _ruled(down, xs[column], y):
                owner[row, column] = owner[row, column - 1]
            elif row and not _ruled(across, ys[row], x):
                owner[row, column] = owner[row - 1, column]
            else:
                owner[row, column] = (row, column)
    return owner


def _ruled(edges: list[Edge], where: float, along: float) -> bool:
    return any(abs(at - where) <= SNAP_POINTS and start - 1 <= along <= end + 1 for at, start, end in edges)
