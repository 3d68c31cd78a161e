"""Turns text that was embedded before into its vector without the model, keyed by model, prefix and text.

Knows nothing about passages. Safe to delete; a vector that is not whole is embedded again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.index.embedding import Encoder, Vectors

SQL_BATCH = 500
DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
KEEP_EVERY = 512  # vectors computed between two writes: what an interrupted build can lose


class EmbeddingCache:
    """A SQLite file of vectors. `used` collects the keys asked for, so that the rest can be dropped."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._identity = json.dumps(asdict(encoder.identity), sort_keys=True)
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in DAMAGED:
                raise
            path.unlink()  # a cache that is damaged is worth less than the time to mend it
            self._connection = _connect(path)
        self.used: set[bytes] = set()
        self.embedded = 0

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Vectors of all texts, shape (len(texts), dimension); only texts never seen are embedded."""
        keys = [self._key(text) for text in texts]
        known = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if progress:
            progress(len(texts) - len(missing))
        if missing:
            pending = list(missing.items())
            for start in range(0, len(pending), KEEP_EVERY):
                chunk = pending[start : start + KEEP_EVERY]
                vectors = self._encoder.encode_passages([text for _, text in chunk], progress)
                fresh = dict(zip((key for key, _ in chunk), vectors, strict=True))
                self._write(fresh)
                known.update(fresh)
                self.embedded += len(fresh)
        self.used.update(keys)
        shape = (len(texts), self._encoder.identity.dimension)
        return np.asarray([known[key] for key in keys], dtype=np.float32).reshape(shape)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Question vectors; not kept, since nothing is asked twice while building."""
        return self._encoder.encode_questions(texts)

    def drop_unused(self) -> None:
        """Forget every vector that was not asked for since opening: removed text leaves no trace."""
        keys = [row[0] for row in self._connection.execute("SELECT key FROM vectors")]
        with self._connection:
            self._connection.executemany(
                "DELETE FROM vectors WHERE key = ?", ((key,) for key in keys if key not in self.used)
            )

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._identity}\n{text}".encode("utf-8", "surrogatepass")).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        known: dict[bytes, Vectors] = {}
        for start in range(0, len(keys), SQL_BATCH):
            batch = keys[start : start + SQL_BATCH]
            marks = ",".join("?" * len(batch))
            rows = self._connection.execute(
                f"SELECT key, digest, vector FROM vectors WHERE key IN ({marks})",  # noqa: S608 - only ? marks
                batch,
            )
            for key, digest, vector in rows:
                if hashlib.sha256(key + vector).digest() == digest:
                    known[key] = np.frombuffer(vector, dtype=np.float32)
        return known

    def _write(self, vectors: dict[bytes, Vectors]) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                ((key, hashlib.sha256(key + v.tobytes()).digest(), v.tobytes()) for key, v in vectors.items()),
            )


def _connect(path: Path) -> sqlite3.Connection:
    """The opened cache, its table there and whole. Raises DatabaseError when the file is damaged."""
    connection = sqlite3.connect(path)
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, digest BLOB, vector BLOB) WITHOUT ROWID"
        )
        for _ in connection.execute("SELECT key, digest, vector FROM vectors"):
            pass  # every page is read, so that a damaged one shows now and not in the middle of a build
    except sqlite3.Error:
        connection.close()
        raise
    return connection
