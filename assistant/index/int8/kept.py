"""Turns something that takes a second to make into a file of the user's cache, made once and checked at every use.

Knows nothing about what it holds. A file whose hash is not the recorded one is made again, and where nothing can be
written it is made in memory every time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FOLDER = "assistant"  # in the user's cache folder


def cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path(FOLDER, appauthor=False)


def kept(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives; `name` must change with everything that it is made from. Never raises for the disk's sake."""
    path, record = folder / name, folder / f"{name}.sha256"
    with suppress(OSError, ValueError):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == record.read_text("ascii").strip():
            return content
    content = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
        _replace(record, hashlib.sha256(content).hexdigest().encode())
    return content


def _replace(path: Path, content: bytes) -> None:
    """All of it or nothing, whoever else writes the same."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
