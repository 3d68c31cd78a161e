"""Turns text that was embedded before into its vector without the model, keyed by model, prefix and text.

Knows nothing about passages. Safe to delete; a vector that is not whole is embedded again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedding import Encoder, Vectors

SQL_BATCH = 500
DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
KEY_BYTES = 32
LARGE_BYTES = 500_000_000  # reading all of such a file takes longer than adding a document
KEEP_EVERY = 512  # vectors computed between two writes: what an interrupted build can lose


class EmbeddingCache:
    """A SQLite file of vectors; `embedded` counts the texts that the model had to read, `keep_every` at once."""

    def __init__(self, path: Path, encoder: Encoder, keep_every: int = KEEP_EVERY) -> None:
        self._keep_every = keep_every
        self._encoder = encoder
        self._prefix = hashlib.sha256(f"{json.dumps(asdict(encoder.identity), sort_keys=True)}\n".encode())
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in DAMAGED:
                raise
            path.unlink()  # a cache that is damaged is worth less than the time to mend it
            self._connection = _connect(path)
        self.embedded = 0

    @property
    def dimension(self) -> int:
        return self._encoder.identity.dimension

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Vectors of all texts, shape (len(texts), dimension); only texts never seen are embedded, longest first."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        self.encode_into(vectors, range(len(texts)), texts, progress)
        return vectors

    def encode_into(
        self,
        vectors: NDArray[np.floating[Any]],
        rows: Sequence[int],
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """The same, each text's vector written to its row of `vectors`, in the precision that these have."""
        places: dict[bytes, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(self.key(text), []).append(place)
        for key, vector in self._read(list(places)):
            vectors[[rows[place] for place in places.pop(key)]] = vector
        if progress:
            progress(len(texts) - len(places))
        pending = sorted(places.items(), key=lambda item: -len(texts[item[1][0]]))
        for start in range(0, len(pending), self._keep_every):
            chunk = pending[start : start + self._keep_every]
            fresh = self._encoder.encode_passages([texts[at[0]] for _, at in chunk], progress)
            self._write((key, vector) for (key, _), vector in zip(chunk, fresh, strict=True))
            for (_, at), vector in zip(chunk, fresh, strict=True):
                vectors[[rows[place] for place in at]] = vector
            self.embedded += len(chunk)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Question vectors; not kept, since nothing is asked twice while building."""
        return self._encoder.encode_questions(texts)

    def drop_unused(self, used: Set[bytes]) -> None:
        """Forget every vector but those of these keys, and overwrite its bytes: removed text leaves no trace."""
        keys = [row[0] for row in self._connection.execute("SELECT key FROM vectors")]
        with self._connection:
            self._connection.executemany(
                "DELETE FROM vectors WHERE key = ?", ((key,) for key in keys if key not in used)
            )

    def drop(self, keys: Iterable[bytes]) -> None:
        """Forget the vectors of these keys; one that another text needs is embedded again."""
        with self._connection:
            self._connection.executemany("DELETE FROM vectors WHERE key = ?", ((key,) for key in keys))

    def compact(self) -> None:
        """Write the file anew without its free pages."""
        self._connection.execute("VACUUM")

    def key(self, text: str) -> bytes:
        """What a text's vector is kept under; KEY_BYTES long."""
        digest = self._prefix.copy()
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _read(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, Vectors]]:
        for start in range(0, len(keys), SQL_BATCH):
            batch = keys[start : start + SQL_BATCH]
            marks = ",".join("?" * len(batch))
            rows = self._connection.execute(
                f"SELECT key, digest, vector FROM vectors WHERE key IN ({marks})",  # noqa: S608 - only ? marks
                batch,
            )
            for key, digest, vector in rows:
                if hashlib.sha256(key + vector).digest() == digest:
                    yield key, np.frombuffer(vector, dtype=np.float32)

    def _write(self, vectors: Iterable[tuple[bytes, Vectors]]) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                ((key, hashlib.sha256(key + v.tobytes()).digest(), v.tobytes()) for key, v in vectors),
            )


def _connect(path: Path) -> sqlite3.Connection:
    """The opened cache, its table there and whole. Raises DatabaseError when the file is damaged."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, digest BLOB, vector BLOB) WITHOUT ROWID"
        )
        if path.stat().st_size < LARGE_BYTES:
            for _ in connection.execute("SELECT key, digest, vector FROM vectors"):
                pass  # every page is read, so that a damaged one shows now and not in the middle of a build
    except sqlite3.Error:
        connection.close()
        raise
    return connection
