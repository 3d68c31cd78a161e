"""Turns the cells of a table into lines of which each can be read alone: "Macenta: cas confirmés 12; décès 7".

Knows nothing about the formats that tables come in. Empty cells are left out; the heads stand first as a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.extract import TextBuilder

CAPTION = re.compile(
    r"(?:tableau|table|figure|graphique|graph|carte|map|encadré|box)\s*(?:n[°o]\s*)?[\dIVX]+\b", re.IGNORECASE
)
CAPTION_CHARS = 250
CAPTION_LEVEL = 6
HEADS_JOINT = " | "
SPANNED = "\x00"  # stands in a cell that the one on its left reaches into
PROSE_CHARS = 350  # a cell with more is a text box, and its table a layout
NUMBER = re.compile(
    r"[\s\d.,%+±<>≤≥~*()/$€£:–—-]*\d[\s\d.,%+±<>≤≥~*()/$€£:–—-]*(?:[kKmM]{1,2}n?|USD|EUR|FCFA|CFA|h|ha|km)?\.?"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:\d\d|\d{4}))?\*?")
FIGURE = re.compile(r"[~≈><+±$€£]?\s?\d")
MAX_HEADS = 3
HEAD_CHARS = 120
DASHES = {"-", "–", "—", "…", "..", "n/a", "N/A", "s.o."}


def table_lines(rows: Sequence[Sequence[str]], heads: int | None = None) -> list[str]:
    """A line of the heads, then one line a row; `heads` is how many rows are heads, None where that must be guessed."""
    cells = _without_empty_columns([[" ".join(cell.split()) for cell in row] for row in rows])
    if not cells:
        return []
    spanning = 0  # rows of one cell at the top, alone or over all columns, are a caption
    while spanning < len(cells) and len(cells[0]) > 1 and len(set(cells[spanning]) - {"", SPANNED}) == 1:
        spanning += 1
    captions = [next(cell for cell in row if cell and cell != SPANNED) for row in cells[:spanning]]
    cells = cells[spanning:]
    if not cells:
        return captions
    if len(cells) == 2 and _are_figures(cells[0]) and not any(map(is_number, cells[1])):
        pairs = zip(*cells, strict=True)
        return [*captions, *(f"{figure} {label}".strip() for figure, label in pairs if figure or label)]
    count = guess_heads(cells) if heads is None else min(max(0, heads - spanning), len(cells))
    heads_said = [_spread(row) for row in cells[:count]]
    names = [_joined(column) for column in zip(*heads_said, strict=True)] if count else [""] * len(cells[0])
    cells = [["" if cell == SPANNED else cell for cell in row] for row in cells]
    lines = [HEADS_JOINT.join(name for name in names if name)] if count else []
    return [line for line in [*captions, *lines, *(row_line(names, row) for row in cells[count:])] if line]


def add_table(
    builder: TextBuilder, rows: Sequence[Sequence[str]], heads: int | None = None, caption: str | None = None
) -> None:
    """Append a table, under its caption as a heading that holds no further than the table; a layout cell by cell."""
    if caption:
        builder.add(caption, heading_level=CAPTION_LEVEL)
    if any(len(cell) > PROSE_CHARS for row in rows for cell in row) or all(len(row) < 2 for row in rows):
        for cell in dict.fromkeys(cell for row in rows for cell in row if cell != SPANNED):
            builder.add(cell)
    else:
        for number, line in enumerate(table_lines(rows, heads)):
            builder.add(line, tight=number > 0)
    if caption:
        builder.close_heading()


def is_caption(text: str) -> bool:
    return len(text) <= CAPTION_CHARS and CAPTION.match(text) is not None


def row_line(names: Sequence[str], row: Sequence[str]) -> str:
    """The first cell, then each other one behind its head; a number follows its head without a colon."""
    said: list[str] = []
    for name, value in zip(names[1:], row[1:], strict=True):
        if not value:
            continue
        joint = " " if is_number(value) else ": "
        part = f"{name.rstrip(' :')}{joint}{value}" if name else value
        said.append(part)
    if not row[0]:
        return "; ".join(said)
    if not said:
        return row[0]
    return f"{row[0].rstrip(' :')}: {'; '.join(said)}"


def guess_heads(cells: Sequence[Sequence[str]]) -> int:
    """How many rows stand before the first with a number beside its first cell; years may be heads."""
    if len(cells) < 2 or len(cells[0]) < 2:
        return 0
    first = next((index for index, row in enumerate(cells) if _has_number(row)), None)
    if first is None:
        full = all(cells[0][1:]) and all(len(cell) <= HEAD_CHARS for cell in cells[0])
        return 1 if full and len(cells[0]) > 2 else 0
    return first if first <= MAX_HEADS else 1


def is_number(value: str) -> bool:
    return NUMBER.fullmatch(value) is not None or value in DASHES


def _has_number(row: Sequence[str]) -> bool:
    values = [cell for cell in row[1:] if cell]
    numbers = [cell for cell in values if NUMBER.fullmatch(cell)]
    if all(YEAR.fullmatch(cell) for cell in numbers) and len(numbers) == len(values):
        return False
    return bool(numbers)


def _are_figures(row: Sequence[str]) -> bool:
    """True for boxes of key figures, which stand above their labels: "7.1M", "56 %"."""
    said = [cell for cell in row if cell]
    return len(said) > 1 and all(len(cell) <= 20 and FIGURE.match(cell) for cell in said)


def _spread(row: Sequence[str]) -> list[str]:
    """A row of heads with each head in every column that it spans."""
    said: list[str] = []
    for cell in row:
        said.append(said[-1] if cell == SPANNED and said else cell)
    return said


def _joined(column: Sequence[str]) -> str:
    """The heads of one column, one below the other; a head that spans rows is said once."""
    said: list[str] = []
    for name in column:
        if name and name not in said:
            said.append(name)
    return " ".join(said)


def _without_empty_columns(cells: list[list[str]]) -> list[list[str]]:
    rows = [row for row in cells if set(row) - {"", SPANNED}]
    width = max((len(row) for row in rows), default=0)
    full = [row + [""] * (width - len(row)) for row in rows]
    used = [index for index in range(width) if any(row[index] not in {"", SPANNED} for row in full)]
    return [[row[index] for index in used] for row in full]
