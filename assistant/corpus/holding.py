"""Turns a folder of documents into the names, sizes and times of its files, and one of them into none.

Knows nothing about what is in them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.corpus.reading import files_of
from assistant.errors import CorpusError


@dataclass(frozen=True, slots=True)
class HeldFile:
    name: str  # its path below the folder
    size: int
    mtime_ns: int
    ctime_ns: int


def held_files(folder: Path) -> dict[str, HeldFile]:
    """Every file that would be read, by name; none where there is no folder."""
    found = {}
    for path, name, problem in files_of(folder):
        if problem is None:
            try:
                state = path.stat()
            except OSError:
                continue
            found[name] = HeldFile(name, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    return found


def is_same(folder: Path, held: HeldFile, sha256: str) -> bool:
    """True when the file still holds what hashes to this."""
    return _digest(folder / held.name, held.size, held.mtime_ns, held.ctime_ns) == sha256


@lru_cache(maxsize=10_000)
def _digest(path: Path, size: int, mtime_ns: int, ctime_ns: int) -> str:
    """Of the file as it was with this size and these times; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def remove_file(folder: Path, name: str) -> None:
    """Delete one file that `held_files` names. Raises CorpusError when there is none or it cannot be deleted."""
    found = next((path for path, known, problem in files_of(folder) if known == name and problem is None), None)
    try:
        if found is None:
            raise FileNotFoundError(2, "not there")
        found.unlink()
    except OSError as error:
        raise CorpusError(
            en=f"{name!r} could not be removed ({error.strerror}).",
            fr=f"{name!r} n'a pas pu être retiré ({error.strerror}).",
        ) from None
