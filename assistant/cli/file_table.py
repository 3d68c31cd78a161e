"""Turns the reports on files into a table for people, on standard error, and into records for machines.

Knows nothing about how files are read. A file that was read whole and without remark is only counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.records import FileReport

OUTCOMES = {
    "en": {"read": "read", "partly_read": "partly read", "skipped": "skipped"},
    "fr": {"read": "lu", "partly_read": "lu en partie", "skipped": "ignoré"},
}
HEADS = {
    "en": ("file", "outcome", "documents", "pages", "remarks"),
    "fr": ("fichier", "résultat", "documents", "pages", "remarques"),
}
SHOWN_ROWS = 200  # of each outcome; the JSON has them all
WIDE = 10_000  # columns where no terminal folds lines, so that each file stays on its own


def file_records(files: Sequence[FileReport], language: str) -> list[dict[str, Any]]:
    """Every file as a record with its remarks in one language."""
    return [
        {
            "path": file.path,
            "outcome": file.outcome,
            "documents": file.documents,
            "pages": file.pages,
            "characters": file.characters,
            "remarks": remarks(file, language),
        }
        for file in files
    ]


def show_file_table(files: Sequence[FileReport], language: str) -> None:
    """Files that were skipped, read in part or have a remark, one a row, then how many of each there were."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(stderr=True)
    if not console.is_terminal:
        console = Console(stderr=True, width=WIDE, color_system=None)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in HEADS[language]:
        table.add_column(head, overflow="fold")
    told = [file for file in files if file.notes or file.outcome != "read"]
    for file in sorted(told, key=lambda file: (file.outcome != "skipped", file.path))[:SHOWN_ROWS]:
        cells = (file.path, OUTCOMES[language][file.outcome], str(file.documents), str(file.pages or ""))
        table.add_row(*(Text(plain(cell)) for cell in (*cells, "; ".join(remarks(file, language)))))
    if told:
        console.print(table)
    console.print(plain(summary(files, language)), markup=False, highlight=False)


def summary(files: Sequence[FileReport], language: str) -> str:
    """ "12 files: 10 read, 1 partly read, 1 skipped." """
    counts = {outcome: sum(file.outcome == outcome for file in files) for outcome in OUTCOMES[language]}
    said = ", ".join(f"{count} {_counted(outcome, count, language)}" for outcome, count in counts.items() if count)
    return f"{len(files)} {'fichiers' if language == 'fr' else 'files'}{' : ' if language == 'fr' else ': '}{said}."


def _counted(outcome: str, count: int, language: str) -> str:
    word = OUTCOMES[language][outcome]
    return word.replace("lu", "lus", 1).replace("ignoré", "ignorés") if language == "fr" and count > 1 else word


def remarks(file: FileReport, language: str) -> list[str]:
    return [fr if language == "fr" else en for en, fr in file.notes]


def plain(text: str) -> str:
    """Without control characters, which a file's name could bring to the terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
