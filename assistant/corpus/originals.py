"""Turns the path and hash of an indexed file into the very bytes that were indexed, or says that they are not there.

Knows nothing about formats or documents. No link is followed and nothing outside the folder is opened; what is handed
out is a copy that was hashed while it was made, so nothing can be put in its place.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.errors import OriginalChanged, OriginalMissing

IN_MEMORY = 8_000_000  # bytes of a copy before it goes to a temporary file
PIECE = 1 << 20
MOST_BYTES = 500_000_000  # no larger file is ever indexed
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_original(folder: Path, name: str, sha256: str) -> IO[bytes]:
    """A copy of the file `name` below the folder, at its beginning; the caller closes it.

    Raises OriginalMissing where there is no such ordinary file, OriginalChanged where it is not the one indexed.
    """
    try:
        descriptor = _open_below(folder, PurePosixPath(name).parts)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise _missing() from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _missing()
    with os.fdopen(descriptor, "rb") as file:
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - handed to the caller
        digest, left = hashlib.sha256(), MOST_BYTES
        while left > 0 and (piece := file.read(min(PIECE, left))):
            digest.update(piece)
            copy.write(piece)
            left -= len(piece)
    if digest.hexdigest() != sha256:
        copy.close()
        raise OriginalChanged(
            en="The file has changed since it was indexed: run `assistant index`, then ask again.",
            fr="Le fichier a changé depuis son indexation : lancez `assistant index`, puis reposez la question.",
        )
    copy.seek(0)
    return copy


def _open_below(folder: Path, parts: tuple[str, ...]) -> int:
    """A descriptor of the file, each folder on the way opened from the one above it, links refused."""
    if not parts or any(part in ("..", "/", ".") for part in parts):
        raise ValueError(parts)
    above = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            below = os.open(part, _FOLDER, dir_fd=above)
            os.close(above)
            above = below
        return os.open(parts[-1], _FILE, dir_fd=above)
    finally:
        os.close(above)


def _missing() -> OriginalMissing:
    return OriginalMissing(
        en="The file is no longer in the folder of documents: run `assistant index` to bring the index up to date.",
        fr="Le fichier n'est plus dans le dossier des documents : lancez `assistant index` pour mettre l'index à jour.",
    )
