"""Turns a CSV file into text: each row one line that can be read alone.

Knows nothing about spreadsheets. The separator is the one that parts most lines into the same number of cells.
"""

from __future__ import annotations

import csv
import io

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.corpus.rows import table_lines
from assistant.errors import ReadingError

SEPARATORS = ",;\t|"
LOOK_LINES = 50
MAX_CELL_CHARS = 1_000_000


def read_csv(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    text = decode(data)
    csv.field_size_limit(MAX_CELL_CHARS)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)) if any(row)]
    except csv.Error:
        raise ReadingError(
            en="its rows cannot be told apart; save it again as CSV in UTF-8",
            fr="ses lignes ne se distinguent pas ; enregistrez-le à nouveau en CSV UTF-8",
        ) from None
    builder = TextBuilder()
    width = max(len(row) for row in rows)
    while len(rows) > 1 and width > 1 and sum(bool(cell.strip()) for cell in rows[0]) == 1:
        builder.add(next(cell for cell in rows[0] if cell.strip()))  # a title above the table
        rows = rows[1:]
    for number, line in enumerate(table_lines(rows, 1 if len(rows) > 1 and width > 1 else None)):
        builder.add(line, tight=number > 0)
    return [Extract(text=builder.text)]


def separator(text: str) -> str:
    """The sign that cuts most of the first lines into equally many cells, more than one."""
    lines = [line for line in text.split("\n")[:LOOK_LINES] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        common = max(set(counts), key=lambda count: (count > 0, counts.count(count)))
        return (counts.count(common) if common else 0, common)

    return max(SEPARATORS, key=agreement)
