"""Turns a store that stays as it is, and a small one of what came and went since, into one store to read.

Knows nothing about vectors or terms. The tail has the same tables, and the names of what is gone from the store before
it; whoever asks sees one table of each name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from assistant.index.parts import Parts, Rows
from assistant.index.store import FileRecord
from assistant.index.storing import SCHEMA, PairOfDocuments, insert
from assistant.records import Acronym

GONE = """
CREATE TABLE gone_documents (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE gone_files (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def extend_tail(
    path: Path,
    at: Rows,
    parts: Iterable[Parts],
    files: Mapping[str, FileRecord],
    relations: Iterable[PairOfDocuments],
    acronyms: Iterable[Acronym],
    *,
    gone_documents: Collection[str],
    gone_files: Collection[str],
) -> None:
    """Take out what is gone and write what is new, rows from `at` on, into a tail that is there or new."""
    is_new = not path.exists()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        if is_new:
            connection.executescript(SCHEMA + GONE)
        for name in gone_documents:
            connection.execute(
                "DELETE FROM sentences WHERE passage IN (SELECT row FROM passages WHERE document_id = ?)", (name,)
            )
            connection.execute("DELETE FROM passages WHERE document_id = ?", (name,))
            connection.execute("DELETE FROM documents WHERE id = ?", (name,))
            connection.execute("DELETE FROM relations WHERE document = ? OR other = ?", (name, name))
            connection.execute("DELETE FROM acronyms WHERE document = ?", (name,))
            connection.execute("INSERT OR REPLACE INTO gone_documents VALUES (?)", (name,))
        for name in (*gone_files, *files):
            connection.execute("DELETE FROM files WHERE path = ?", (name,))
            connection.execute("INSERT OR REPLACE INTO gone_files VALUES (?)", (name,))
        insert(connection, at, parts, files, relations, acronyms, ())
