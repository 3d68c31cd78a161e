"""Turns the SQLite file of a generation into documents, passages and sentences.

Knows nothing about vectors or terms; a passage's row is its number in both. Written once by storing.py, then only read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.index.acronyms.mentions import from_json
from assistant.index.cache import KEY_BYTES
from assistant.index.parts import Parts, Rows
from assistant.records import (
    Acronym,
    AcronymPair,
    Document,
    FileReport,
    KnownBy,
    Language,
    Passage,
    Related,
    Relation,
    Section,
    Span,
)

Unreadable = sqlite3.Error  # what a store raises whose file is no store any more
ALL = -1  # no limit, to SQLite
TAIL = ".tail.sqlite"  # beside a store: what came and went since; see tails
_OLD_DOCUMENT = "NOT IN (SELECT id FROM tail.gone_documents)"
WITH_TAIL = f"""
CREATE TEMP VIEW documents AS SELECT * FROM main.documents WHERE id {_OLD_DOCUMENT}
  UNION ALL SELECT * FROM tail.documents;
CREATE TEMP VIEW passages AS SELECT * FROM main.passages WHERE document_id {_OLD_DOCUMENT}
  UNION ALL SELECT * FROM tail.passages;
CREATE TEMP VIEW sentences AS SELECT * FROM main.sentences UNION ALL SELECT * FROM tail.sentences;
CREATE TEMP VIEW relations AS SELECT * FROM main.relations WHERE document {_OLD_DOCUMENT} AND other {_OLD_DOCUMENT}
  UNION ALL SELECT * FROM tail.relations;
CREATE TEMP VIEW acronyms AS SELECT * FROM main.acronyms WHERE document {_OLD_DOCUMENT}
  UNION ALL SELECT * FROM tail.acronyms;
CREATE TEMP VIEW acronym_pairs AS SELECT * FROM main.acronym_pairs WHERE document IS NULL OR document {_OLD_DOCUMENT}
  UNION ALL SELECT * FROM tail.acronym_pairs;
CREATE TEMP VIEW files AS SELECT * FROM main.files WHERE path NOT IN (SELECT path FROM tail.gone_files)
  UNION ALL SELECT * FROM tail.files;
"""  # noqa: S608 - made of constants only
SUMMARY = """SELECT id, json_extract(record, '$.title'), organisation, json_extract(record, '$.language'), path,
  json_extract(record, '$.url'), date, json_extract(record, '$.sha256'), json_extract(record, '$.translation_of'),
  json_extract(record, '$.ocr'), length(json_extract(record, '$.text')),
  (SELECT count(*) FROM passages p WHERE p.document_id = d.id) FROM documents d"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file of the corpus was when it was read, under the key of how it was read; and its unusable records."""

    key: str
    sha256: str
    size: int
    mtime_ns: int  # 0 where the file had changed too shortly before to tell by time
    ctime_ns: int
    report: dict[str, Any] = field(default_factory=dict)  # the FileReport that was made when it was read


def read_report(record: dict[str, Any]) -> FileReport:
    """A stored report on a file, as it was."""
    return FileReport(**{**record, "notes": tuple((en, fr) for en, fr in record["notes"])})


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document can be chosen by."""

    id: str
    path: str
    organisation: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is known of a document but its text and sections."""

    id: str
    title: str
    organisation: str | None
    language: Language
    path: str
    url: str | None
    date: str | None
    sha256: str
    translation_of: str | None
    ocr: bool
    characters: int
    passages: int


class Store:
    """A read-only store; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        # immutable: nothing beside the file is read or written; serialized mode lets threads share it
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        tail = path.with_suffix(TAIL)
        if tail.exists():
            self._connection.execute("ATTACH ? AS tail", (f"{tail.resolve().as_uri()}?immutable=1",))
            self._connection.executescript(WITH_TAIL)
        self.document = lru_cache(maxsize=512)(self.read_document)
        self.passage = lru_cache(maxsize=4096)(self._passage)

    def close(self) -> None:
        self._connection.close()

    def document_ids(self) -> list[str]:
        return [row[0] for row in self._query("SELECT id FROM documents ORDER BY id")]

    def documents_with(self, language: Language) -> set[str]:
        """Ids of the documents that have a passage in this language."""
        return {row[0] for row in self._query("SELECT DISTINCT document_id FROM passages WHERE language = ?", language)}

    def sentences(self, row: int) -> list[tuple[int, Span]]:
        """(row of the sentence's vector, span in the document) of one passage, in reading order."""
        found = self._query("SELECT row, start, end FROM sentences WHERE passage = ? ORDER BY row", row)
        return [(number - 1, Span(start, end)) for number, start, end in found]

    def files(self) -> dict[str, FileRecord]:
        """Every file that documents came from, by path."""
        return {
            path: FileRecord(**json.loads(record)) for path, record in self._query("SELECT path, record FROM files")
        }

    def documents_of(self, path: str) -> list[str]:
        """Ids of the documents of one file, in reading order."""
        found = self._query(
            "SELECT d.id FROM documents d WHERE d.path = ? "
            "ORDER BY (SELECT min(p.row) FROM passages p WHERE p.document_id = d.id)",
            path,
        )
        return [row[0] for row in found]

    def ids_of_files(self) -> dict[str, list[str]]:
        """Ids of the documents of every file, by path."""
        found: dict[str, list[str]] = {}
        for identifier, path in self._query("SELECT id, path FROM documents"):
            found.setdefault(path, []).append(identifier)
        return found

    def fingerprints(self) -> dict[str, str]:
        """What every document was, by id."""
        return dict(self._query("SELECT id, fingerprint FROM documents"))

    def sketches(self) -> dict[str, bytes]:
        """What near-duplicates are known by, by id of the document."""
        return dict(self._query("SELECT id, sketch FROM documents"))

    def keys_of(self, document_id: str) -> bytes:
        """What the vectors of a document are kept under in the cache."""
        keys: bytes = self._query("SELECT keys FROM documents WHERE id = ?", document_id)[0][0]
        return keys

    def cache_keys(self) -> set[bytes]:
        """What the vectors of all passages and sentences are kept under in the cache."""
        joined = [row[0] for row in self._query("SELECT keys FROM documents")]
        return {keys[at : at + KEY_BYTES] for keys in joined for at in range(0, len(keys), KEY_BYTES)}

    def facts(self) -> list[Fact]:
        """What every document can be chosen by, in the order of their ids."""
        return [Fact(*row) for row in self._query("SELECT id, path, organisation, date FROM documents ORDER BY id")]

    def summaries(self, first: int, count: int) -> list[Summary]:
        """`count` documents (or ALL) in the order of their ids, from number `first` on."""
        found = self._query(f"{SUMMARY} ORDER BY id LIMIT ? OFFSET ?", count, first)
        return [_summary(row) for row in found]

    def summary(self, document_id: str) -> Summary | None:
        """None where there is no such document."""
        found = self._query(f"{SUMMARY} WHERE id = ?", document_id)
        return _summary(found[0]) if found else None

    def rows_of_documents(self, ids: Iterable[str]) -> list[int]:
        """Rows of the passages of all these documents, in order."""
        return sorted(row for identifier in ids for row in self.rows_of(identifier))

    def related(self, document_id: str) -> list[Related]:
        """The documents that say the same as this one, surest first."""
        found = self._query(
            "SELECT other, kind, score FROM relations WHERE document = ? ORDER BY score DESC, other, kind", document_id
        )
        return [Related(other, Relation(kind), score) for other, kind, score in found]

    def acronyms(self) -> list[Acronym]:
        """Every acronym that a document expands, in the order of documents and places."""
        found = self._query("SELECT * FROM acronyms ORDER BY document, at_start")
        return [
            Acronym(document, key, short, Span(at, at_end), expansion, Span(start, end), Span(first, last), language,
                    KnownBy(known_by))
            for document, key, at, at_end, short, start, end, expansion, first, last, language, known_by in found
        ]  # fmt: skip

    def acronym_pairs(self) -> list[AcronymPair]:
        """Every two acronyms that are one in two languages."""
        found = self._query("SELECT * FROM acronym_pairs ORDER BY french, english, french_meaning, english_meaning")
        return [
            AcronymPair(french, meant, english, means, document, None if document is None else Span(start, end))
            for french, meant, english, means, document, start, end in found
        ]

    def parts(self, document_id: str) -> Parts:
        """A document as it was stored, with the rows of its vectors; nothing of it stays in memory here."""
        fingerprint, sketch, keys, mentions = self._query(
            "SELECT fingerprint, sketch, keys, mentions FROM documents WHERE id = ?", document_id
        )[0]
        document = self.read_document(document_id)
        found = self._query(
            "SELECT id, language, heading, page, start, end, terms, row FROM passages WHERE document_id = ? "
            "ORDER BY row",
            document_id,
        )
        passages = tuple(
            Passage(name, document_id, language, tuple(json.loads(heading)), Span(start, end),
                    document.text[start:end], page)
            for name, language, heading, page, start, end, _, _ in found
        )  # fmt: skip
        first = found[0][-1] if found else 0
        spans = self._query(
            "SELECT row, passage, start, end FROM sentences WHERE passage BETWEEN ? AND ? ORDER BY row",
            first, first + len(found) - 1,
        )  # fmt: skip
        rows = Rows(first, spans[0][0] - 1 if spans else 0)
        sentences = tuple((passage - first, Span(start, end)) for _, passage, start, end in spans)
        terms = tuple(row[-2] for row in found)
        return Parts(document, passages, terms, sentences, fingerprint, sketch, keys, rows, from_json(mentions))

    def row_of(self, passage_id: str) -> int | None:
        found = self._query("SELECT row FROM passages WHERE id = ?", passage_id)
        return found[0][0] if found else None

    def row_around(self, document_id: str, span: Span) -> int | None:
        """The row of the passage of this document that the span lies in."""
        found = self._query(
            "SELECT row FROM passages WHERE document_id = ? AND start <= ? AND end >= ? ORDER BY row LIMIT 1",
            document_id, span.start, span.end,
        )  # fmt: skip
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
        for (row,) in self._query("SELECT row FROM passages ORDER BY row"):
            passage = self.passage(row)
            inside = all(passage.span.start <= s.start < s.end <= passage.span.end for _, s in self.sentences(row))
            if not inside or passage.id != f"{passage.document_id}#{passage.span.start}-{passage.span.end}":
                wrong.append(passage.id)
        return wrong

    def read_document(self, identifier: str) -> Document:
        """The document with this id, read anew each time; `document` keeps those last asked for."""
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


def _summary(row: Any) -> Summary:
    summary = Summary(*row)
    return replace(summary, ocr=bool(summary.ocr))  # SQLite knows no truth values
