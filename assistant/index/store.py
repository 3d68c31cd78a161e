"""Turns documents, passages and sentences into one SQLite file and back.

Knows nothing about vectors or terms; a passage's row is its number in both. Written once, read only after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.records import Document, Language, Passage, Section, Span

SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, path TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
  language TEXT NOT NULL, heading TEXT NOT NULL, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL);
CREATE INDEX sentences_of_passage ON sentences (passage);
CREATE INDEX passages_of_document ON passages (document_id);
"""


def write_store(
    path: Path, documents: Sequence[Document], passages: Sequence[Passage], sentences: Iterable[tuple[int, Span]]
) -> None:
    """Write everything into a new file; `sentences` are (row of the passage, span in the document)."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?)",
            ((d.id, d.path, json.dumps(asdict(d), ensure_ascii=False)) for d in documents),
        )
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (row, p.id, p.document_id, p.language, json.dumps(p.heading), p.page, p.span.start, p.span.end)
                for row, p in enumerate(passages)
            ),
        )
        connection.executemany(
            "INSERT INTO sentences (passage, start, end) VALUES (?, ?, ?)",
            ((row, span.start, span.end) for row, span in sentences),
        )


class Store:
    """A read-only store; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        # immutable: nothing beside the file is read or written; serialized mode lets threads share it
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        self.document = lru_cache(maxsize=512)(self._document)
        self.passage = lru_cache(maxsize=4096)(self._passage)

    def close(self) -> None:
        self._connection.close()

    def document_ids(self) -> list[str]:
        return [row[0] for row in self._query("SELECT id FROM documents ORDER BY id")]

    def languages(self) -> list[Language]:
        """The language of every passage, by row."""
        return [row[0] for row in self._query("SELECT language FROM passages ORDER BY row")]

    def passages_of_sentences(self) -> list[int]:
        """The row of every sentence's passage, by row of the sentence's vector."""
        return [row[0] for row in self._query("SELECT passage FROM sentences ORDER BY row")]

    def sentences(self, row: int) -> list[tuple[int, Span]]:
        """(row of the sentence's vector, span in the document) of one passage, in reading order."""
        found = self._query("SELECT row, start, end FROM sentences WHERE passage = ? ORDER BY row", row)
        return [(number - 1, Span(start, end)) for number, start, end in found]

    def row_of(self, passage_id: str) -> int | None:
        found = self._query("SELECT row FROM passages WHERE id = ?", passage_id)
        return found[0][0] if found else None

    def rows_of_document_or_path(self, name: str) -> list[int]:
        """Rows of the passages of every document with this id or path, in order."""
        found = self._query("SELECT id FROM documents WHERE id = ? OR path = ? ORDER BY id", name, name)
        return [row for (identifier,) in found for row in self.rows_of(identifier)]

    def rows_of(self, document_id: str) -> list[int]:
        return [
            row[0] for row in self._query("SELECT row FROM passages WHERE document_id = ? ORDER BY row", document_id)
        ]

    def wrong_passages(self) -> list[str]:
        """Ids of passages or sentences whose offsets do not lie in their document as they should."""
        wrong = []
        for row, _ in enumerate(self.languages()):
            passage = self.passage(row)
            inside = all(passage.span.start <= s.start < s.end <= passage.span.end for _, s in self.sentences(row))
            if not inside or passage.id != f"{passage.document_id}#{passage.span.start}-{passage.span.end}":
                wrong.append(passage.id)
        return wrong

    def _document(self, identifier: str) -> Document:
        record = json.loads(self._query("SELECT record FROM documents WHERE id = ?", identifier)[0][0])
        record["sections"] = tuple(
            Section(**{**s, "heading": tuple(s["heading"]), "span": Span(**s["span"])}) for s in record["sections"]
        )
        record["furniture"] = tuple(Span(**span) for span in record["furniture"])
        return Document(**record)

    def _passage(self, row: int) -> Passage:
        found = self._query(
            "SELECT id, document_id, language, heading, page, start, end FROM passages WHERE row = ?", row
        )
        identifier, document_id, language, heading, page, start, end = found[0]
        text = self.document(document_id).text[start:end]
        return Passage(identifier, document_id, language, tuple(json.loads(heading)), Span(start, end), text, page)

    def _query(self, sql: str, *values: Any) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()
