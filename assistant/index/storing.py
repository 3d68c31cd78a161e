"""Turns documents, passages and sentences into the one SQLite file that store.py reads.

Knows nothing about vectors or terms; a passage's row is its number in both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from assistant.index.acronyms.mentions import to_json
from assistant.index.parts import Parts, Rows
from assistant.index.store import FileRecord
from assistant.records import Acronym, AcronymPair, Relation

SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (id TEXT PRIMARY KEY, path TEXT NOT NULL, organisation TEXT, date TEXT,
  fingerprint TEXT NOT NULL, sketch BLOB NOT NULL, keys BLOB NOT NULL, mentions TEXT NOT NULL, record TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
  language TEXT NOT NULL, heading TEXT NOT NULL, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
  terms TEXT NOT NULL);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL);
CREATE TABLE relations (document TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, score REAL NOT NULL,
  PRIMARY KEY (document, other, kind)) WITHOUT ROWID;
CREATE TABLE acronyms (document TEXT NOT NULL, key TEXT NOT NULL, at_start INTEGER NOT NULL, at_end INTEGER NOT NULL,
  short TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, expansion TEXT NOT NULL,
  quote_start INTEGER NOT NULL, quote_end INTEGER NOT NULL, language TEXT, known_by TEXT NOT NULL,
  PRIMARY KEY (document, at_start)) WITHOUT ROWID;
CREATE TABLE acronym_pairs (french TEXT NOT NULL, french_meaning TEXT NOT NULL, english TEXT NOT NULL,
  english_meaning TEXT NOT NULL, document TEXT, start INTEGER, end INTEGER);
CREATE INDEX sentences_of_passage ON sentences (passage);
CREATE INDEX passages_of_document ON passages (document_id);
CREATE INDEX documents_of_file ON documents (path);
CREATE INDEX fingerprints ON documents (fingerprint);
"""


PairOfDocuments = tuple[str, str, Relation, float]


def write_store(
    path: Path,
    parts: Iterable[Parts],
    files: Mapping[str, FileRecord] | None = None,
    relations: Iterable[PairOfDocuments] = (),
    acronyms: Iterable[Acronym] = (),
    pairs: Iterable[AcronymPair] = (),
) -> None:
    """Write everything into a new file, rows in the order of the parts; a relation is written both ways."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        insert(connection, Rows(0, 0), parts, files or {}, relations, acronyms, pairs)


def insert(
    connection: sqlite3.Connection,
    at: Rows,
    parts: Iterable[Parts],
    files: Mapping[str, FileRecord],
    relations: Iterable[PairOfDocuments],
    acronyms: Iterable[Acronym],
    pairs: Iterable[AcronymPair],
) -> None:
    """Everything into the tables, rows from `at` on."""
    passage, sentence = at.passage, at.sentence
    for one in parts:
        _write_document(connection, Rows(passage, sentence), one)
        passage, sentence = passage + len(one.passages), sentence + len(one.sentences)
    records = ((name, json.dumps(asdict(record))) for name, record in files.items())
    connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", records)
    both = ((x, y, kind, score) for a, b, kind, score in relations for x, y in ((a, b), (b, a)))
    connection.executemany("INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?)", both)
    _write_acronyms(connection, acronyms, pairs)


def _write_acronyms(connection: sqlite3.Connection, acronyms: Iterable[Acronym], pairs: Iterable[AcronymPair]) -> None:
    connection.executemany(
        "INSERT INTO acronyms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (a.document_id, a.key, a.at.start, a.at.end, a.short, a.span.start, a.span.end, a.expansion,
             a.quote.start, a.quote.end, a.language, a.known_by)
            for a in acronyms
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO acronym_pairs VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (p.french, p.french_meaning, p.english, p.english_meaning, p.document_id,
             p.quote.start if p.quote else None, p.quote.end if p.quote else None)
            for p in pairs
        ),
    )  # fmt: skip


def _write_document(connection: sqlite3.Connection, first: Rows, parts: Parts) -> None:
    document = parts.document
    record = json.dumps(asdict(document), ensure_ascii=False)
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.path,
            document.organisation,
            document.date,
            parts.fingerprint,
            parts.sketch,
            parts.keys,
            to_json(parts.mentions),
            record,
        ),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (row, p.id, p.document_id, p.language, json.dumps(p.heading), p.page, p.span.start, p.span.end, terms)
            for row, (p, terms) in enumerate(zip(parts.passages, parts.terms, strict=True), start=first.passage)
        ),
    )
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?)",
        (
            (row, first.passage + place, span.start, span.end)
            for row, (place, span) in enumerate(parts.sentences, start=first.sentence + 1)
        ),
    )
