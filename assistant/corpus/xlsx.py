"""Turns an Excel file into text: a page a sheet under its name, each table of a sheet row by row.

Knows nothing about formulas: it takes the values that were last shown. Only importer of openpyxl; hidden sheets are
left out and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from assistant.corpus.archives import damaged_office_file, member, office_file, opened_archive
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.corpus.rows import MAX_HEADS, add_table, is_number

MAX_CELLS = 3_000_000
MAX_COLUMNS = 500


def read_xlsx(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    import openpyxl

    file = office_file(data, options)
    try:
        book: Any = openpyxl.load_workbook(file, data_only=True, read_only=True, keep_links=False)
        sheets = list(book.worksheets)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError):
        raise damaged_office_file() from None
    builder, hidden, cells = TextBuilder(), list[str](), 0
    for number, sheet in enumerate(sheets, start=1):
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        rows = [[_shown(value) for value in row[:MAX_COLUMNS]] for row in sheet.iter_rows(values_only=True)]
        cells += sum(len(row) for row in rows)
        if cells > MAX_CELLS:
            break
        builder.page(number)
        tables = sheet_tables(rows)
        if tables:
            builder.add(sheet.title, heading_level=1)
        for table in tables:
            _add(builder, table)
    about = book.properties
    created = about.created if b"created>" in _about(data, options) else None  # openpyxl says "now" where it is missing
    names = ", ".join(hidden)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=(about.title or "").strip() or None,
            made=created.date().isoformat() if created else None,
            pages=tuple(builder.pages),
            page_count=len(sheets),
            unread=cells > MAX_CELLS,
            warnings=_warnings(names, cells),
        )
    ]


def _about(data: bytes, options: Options) -> bytes:
    archive = opened_archive(data, options)
    return member(archive, "docProps/core.xml") if "docProps/core.xml" in archive.namelist() else b""


def sheet_tables(rows: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """Stretches of rows parted by empty ones."""
    tables: list[list[list[str]]] = []
    open_table = False
    for row in rows:
        if not any(row):
            open_table = False
            continue
        goes_on = open_table or (tables and _only_heads(tables[-1]) and sum(map(is_number, row[1:])) > 1)
        if not goes_on:
            tables.append([])
        tables[-1].append(list(row))
        open_table = True
    return tables


def _only_heads(table: Sequence[Sequence[str]]) -> bool:
    """True for the heads of a table that an empty row parts from its body."""
    cells = [cell for row in table for cell in row[1:] if cell]
    return len(cells) > 1 and len(table) <= MAX_HEADS and not any(is_number(cell) for cell in cells)


def _add(builder: TextBuilder, table: list[list[str]]) -> None:
    """A table, after the rows of one cell each above it, which are its title."""
    start = 0
    while start < len(table) and sum(bool(cell) for cell in table[start]) == 1 and len(table) > 1:
        builder.add(next(cell for cell in table[start] if cell))
        start += 1
    if table[start:]:
        add_table(builder, table[start:])


def _shown(value: object) -> str:
    """A cell as a reader sees it, dates in ISO form, floats without binary noise."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return f"{value:.10g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def _warnings(hidden: str, cells: int) -> tuple[tuple[str, str], ...]:
    found = []
    if hidden:
        found.append((f"hidden sheet(s) left out: {hidden}", f"feuille(s) masquée(s) laissée(s) de côté : {hidden}"))
    if cells > MAX_CELLS:
        found.append(
            (f"only its first {MAX_CELLS} cells were read", f"seules ses {MAX_CELLS} premières cellules ont été lues")
        )
    return tuple(found)
