"""Turns an RTF file into text, its table rows one line each.

Knows nothing about styles, which RTF readers do not give: headings are guessed as in plain text. Only importer of
striprtf.
"""

from __future__ import annotations

import re
from typing import Any

from assistant.corpus.extract import DEFAULT, Extract, Options
from assistant.corpus.plain_text import guess_headings
from assistant.corpus.rows import table_lines
from assistant.errors import ReadingError

CELL = "|"  # striprtf's sign for the end of a cell
TITLE = re.compile(rb"\{\\title ([^{}\\]{1,200})\}")


def read_rtf(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    from striprtf.striprtf import rtf_to_text

    try:
        convert: Any = rtf_to_text  # it ships no types
        plain = str(convert(data.decode("cp1252", "replace"), encoding="cp1252", errors="replace"))
    except (ValueError, IndexError, KeyError, LookupError, RecursionError):
        raise ReadingError(
            en="it is damaged; save it again from its program",
            fr="il est endommagé ; enregistrez-le à nouveau depuis son logiciel",
        ) from None
    text = "\n".join(_with_rows(plain.replace("\r\n", "\n").replace("\x00", "").split("\n"))).strip()
    title = TITLE.search(data)
    return [
        Extract(
            text=text,
            headings=guess_headings(text),
            title=title[1].decode("cp1252", "replace").strip() if title else None,
        )
    ]


def _with_rows(lines: list[str]) -> list[str]:
    """Lines that end in the sign of a cell are rows of a table."""
    found: list[str] = []
    table: list[list[str]] = []
    for line in [*lines, ""]:
        if line.count(CELL) > 1 and line.rstrip().endswith(CELL):
            table.append([cell.strip() for cell in line.rstrip().rstrip(CELL).split(CELL)])
            continue
        if table:
            found += ["", *table_lines(table), ""]
            table = []
        found.append(line.strip())
    return found
