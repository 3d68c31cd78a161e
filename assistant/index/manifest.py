"""Turns a generation's birth certificate into JSON and back, and checks files against it.

Knows nothing about what the files hold. Format, model, prefixes, splitting, documents, counts, SHA-256 per file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from assistant.errors import IndexCorrupt, IndexMismatch
from assistant.index.embedding import ModelIdentity
from assistant.index.vectors import FLAT, Kind

FORMAT_VERSION = 6
HASHED_TOGETHER = 2  # files
MANIFEST = "manifest.json"
STORE, VECTORS, SENTENCES, MEANS, TERMS = "store.sqlite", "vectors.faiss", "sentences.faiss", "means.npz", "terms"
TWINS, LANGUAGE_OF, PASSAGE_OF = "twins", "language_of", "passage_of"  # beside the means, in their file


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and what its files must hash to."""

    format: int
    generation: str
    built_from: str  # hash over documents, model and splitting: equal means nothing to do
    built_at: str
    model: ModelIdentity
    passage_tokens: int
    documents: dict[str, str]  # id -> SHA-256
    passages: int
    sentences: int
    skipped: list[dict[str, str]]
    files: dict[str, str]  # path in the generation -> SHA-256
    vectors: dict[str, Kind] = field(default_factory=dict)  # path -> what answers from it
    passages_since: int = 0  # of the passages and sentences: those that came since the large files were written
    sentences_since: int = 0

    def kind(self, name: str) -> Kind:
        return self.vectors.get(name, FLAT)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest ends with a hash of itself: a cut or altered one is known as such."""
    record = {one.name: getattr(manifest, one.name) for one in fields(manifest)}  # of many documents: none is copied
    record["model"] = asdict(manifest.model)
    record["vectors"] = {name: asdict(kind) for name, kind in manifest.vectors.items()}
    body = json.dumps(record, ensure_ascii=False, sort_keys=True)
    sealed = {"manifest": record, "sha256": hashlib.sha256(body.encode()).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(sealed, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexCorrupt for a missing or altered manifest, IndexMismatch for another format."""
    try:
        sealed: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        record = sealed["manifest"]
        body = json.dumps(record, ensure_ascii=False, sort_keys=True)
        whole = hashlib.sha256(body.encode()).hexdigest() == sealed["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise corrupt(f"{folder.name}/{MANIFEST}") from None
    if not whole:
        raise corrupt(f"{folder.name}/{MANIFEST}")
    if record.get("format") != FORMAT_VERSION:
        raise IndexMismatch(
            en="The index was built by another version of the program: run `assistant index --rebuild`.",
            fr="L'index vient d'une autre version du programme : lancez `assistant index --rebuild`.",
        )
    kinds = {name: Kind(**kind) for name, kind in record["vectors"].items()}
    return Manifest(**{**record, "model": ModelIdentity(**record["model"]), "vectors": kinds})


def file_hashes(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """SHA-256 of every file of a generation but the manifest and the lock files that readers may touch.

    Files of `known` are not read: the caller vouches for them.
    """
    held = known or {}
    names = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock"
    }
    with ThreadPoolExecutor(HASHED_TOGETHER) as pool:  # hashing leaves the interpreter to others
        return dict(zip(names, pool.map(lambda name: held.get(name) or _sha256(names[name]), names), strict=True))


def check_files(folder: Path, manifest: Manifest, known: Mapping[str, str] | None = None) -> None:
    """Raises IndexCorrupt naming the first file that is missing, surplus or altered; those of `known` are not read."""
    try:
        found = file_hashes(folder, known)
    except OSError:
        raise corrupt(folder.name) from None
    if found != manifest.files:
        wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
        raise corrupt(f"{folder.name}/{wrong[0]}")


def corrupt(what: str) -> IndexCorrupt:
    return IndexCorrupt(
        en=f"The index is damaged ({what}): run `assistant index --rebuild` to build it again.",
        fr=f"L'index est endommagé ({what}) : lancez `assistant index --rebuild` pour le refaire.",
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
