"""Turns the words of a page into blocks in the order of reading: boxes, tables and figures whole, then the text around.

Knows nothing about other pages, but for a table that goes on. What was found whole stands in the page as one large word
while the rest is put in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.corpus.pdf.banded import banded_tables
from assistant.corpus.pdf.blocks import Block, blocks_of
from assistant.corpus.pdf.boxes import boxed
from assistant.corpus.pdf.columns import regions
from assistant.corpus.pdf.figures import figures
from assistant.corpus.pdf.prose import with_prose
from assistant.corpus.pdf.segments import segments
from assistant.corpus.pdf.shapes import Box, Line, Page, Word, line_of
from assistant.corpus.pdf.tables import Table, aligned_table, ruled_tables
from assistant.corpus.rows import table_lines

REACH_POINTS, REACH_ROWS = 80.0, 5  # beyond a table: where its next rows stand, two of them shaded
PLACEHOLDER = "\ufffc"


class _Area:
    """What stands in place of blocks that were found before the rest was put in order."""

    def __init__(self, page: Page, known: Counter[str]) -> None:
        self.page, self.known = page, known
        self.held: dict[int, list[Block]] = {}

    def mark(self, box: Box, size: float, blocks: list[Block]) -> Line:
        word = Word(PLACEHOLDER, box, size)
        self.held[id(word)] = blocks
        return line_of([word], prose=True)


def page_blocks(page: Page, known: Counter[str], before: Table | None = None) -> tuple[list[Block], Table | None]:
    """The blocks of a page in the order of reading, and the table at its foot.

    `before` is the table at the foot of the page before: one that goes on here has its heads.
    """
    area = _Area(page, known)
    words = page.words
    tables = _tables(page)
    free = set(range(len(words))) - {index for _, inside in tables for index in inside}
    highest = min(tables, key=lambda pair: pair[0].box.top)[0] if tables else None
    if highest is not None and before is not None and before.shares_heads_with(highest):
        tables = [(t.filled_from(before) if t is highest else t, inside) for t, inside in tables]
        highest = min(tables, key=lambda pair: pair[0].box.top)[0]
    marks = [
        area.mark(table.box, table.size, _table_blocks(table, page.number, before if table is highest else None))
        for table, _ in tables
    ]
    # a mark stands for its table among the words, so that a box may hold it
    stand_ins = [*words, *(mark.words[0] for mark in marks)]
    free |= set(range(len(words), len(stand_ins)))
    outer: list[Line] = []
    for box, inside in boxed(stand_ins, page, free):
        free -= inside
        blocks = _ordered(area, [stand_ins[index] for index in sorted(inside)])
        outer.append(area.mark(box, blocks[0].size if blocks else 10.0, blocks))
    lowest = max((table for table, _ in tables), key=lambda table: table.box.bottom, default=None)
    if lowest is not None and highest is lowest and before is not None and before.goes_on_in(lowest):
        lowest = lowest.under(before.head_rows)
    return _ordered(area, [stand_ins[index] for index in sorted(free)], outer), lowest


def _tables(page: Page) -> list[tuple[Table, set[int]]]:
    """The tables that lines or shades tell, those with lines between rows only where more rows belong to them."""
    everything = set(range(len(page.words)))
    ruled = ruled_tables(page.words, page.rules)
    boxes = [table.box for table, _ in ruled]
    outside = [rule for rule in page.rules if not any(box.holds((rule.x0 + rule.x1) / 2, rule.middle) for box in boxes)]
    doubtful = [(table, inside) for table, inside in ruled if _has_more_rows(table, outside)]
    sure = [pair for pair in ruled if pair not in doubtful]
    banded = banded_tables(page.words, page.rules, everything - {index for _, inside in sure for index in inside})
    larger = []
    for table, inside in banded:
        rivals = [other.body_rows for other, taken in doubtful if taken & inside]
        if not rivals or table.body_rows > sum(rivals):
            larger.append((table, inside))
    taken = {index for _, inside in larger for index in inside}
    return [*sure, *larger, *(pair for pair in doubtful if not pair[1] & taken)]


def _has_more_rows(table: Table, rules: Sequence[Box]) -> bool:
    """True where shades or lines as wide as the table go on right above or below it."""
    box = table.box
    alike = [rule for rule in rules if abs(rule.x0 - box.x0) <= 4 or abs(rule.x1 - box.x1) <= 4]
    reach = max(REACH_POINTS, REACH_ROWS * box.height / len(table.cells))
    below = {round(rule.bottom) for rule in alike if box.bottom + 4 < rule.bottom < box.bottom + reach}
    above = {round(rule.top) for rule in alike if box.top - reach < rule.top < box.top - 4}
    return len(below) > 1 or len(above) > 1


def _ordered(area: _Area, words: Sequence[Word], marks: Sequence[Line] = ()) -> list[Block]:
    """The blocks of these words, with those of the marks among them."""
    plain = [word for word in words if id(word) not in area.held]
    marked = [line_of([word], prose=True) for word in words if id(word) in area.held]
    lines = with_prose(segments(plain))
    found = figures(lines)
    taken = {id(line) for figure in found for line in figure.lines}
    lines = [line for line in lines if id(line) not in taken]
    number = area.page.number
    marked += [
        area.mark(figure.box, figure.size, [Block("figure", figure.text, number, figure.size, box=figure.box)])
        for figure in found
    ]
    blocks: list[Block] = []
    for region in regions([*lines, *marked, *marks]):
        if region.table:
            blocks += _table_blocks(region.table, number)
            continue
        if region.gutters and not any(id(word) in area.held for line in region.lines for word in line.words):
            blocks += _table_blocks(aligned_table(region.lines, region.gutters), number)
            continue
        run: list[Line] = []
        for line in sorted(region.lines, key=lambda line: (line.box.top, line.box.x0)):
            held = area.held.get(id(line.words[0]))
            if held is None:
                run.append(line)
                continue
            blocks += blocks_of(run, number, area.known)
            run = []
            blocks += held
        blocks += blocks_of(run, number, area.known)
    return blocks


def _table_blocks(table: Table, page: int, before: Table | None = None) -> list[Block]:
    goes_on = before is not None and before.goes_on_in(table)
    if goes_on and before is not None:
        lines = table_lines(table.under(before.head_rows).cells, len(before.head_rows))[1:]
    else:
        lines = table_lines(table.cells, table.heads)
    return [Block("row", line, page, table.size, tight=number > 0) for number, line in enumerate(lines)]
