"""Turns a folder of freshly written files into the generation in force, all at once or not at all.

Knows nothing about what the files hold. The pointer file CURRENT is replaced atomically after everything it
points to was written, synced and hashed again; the generation before is kept.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IndexBusy, IndexMissing
from assistant.index.manifest import Manifest, check_files, corrupt, write_manifest

POINTER = "CURRENT"
LOCK = "write.lock"
GENERATION = re.compile(r"gen-(\d{6,})$")
KEPT = 2


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the only right to write the index. Raises IndexBusy when another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy(
            en="Another process is building this index: wait until it has finished, then try again.",
            fr="Un autre processus construit cet index : attendez qu'il ait fini, puis recommencez.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def current(folder: Path) -> Path:
    """The folder of the generation in force. Raises IndexMissing when there is none yet."""
    pointer = folder / POINTER
    if not pointer.is_file():
        raise IndexMissing(
            en="There is no index yet: run `assistant index` first.",
            fr="Il n'y a pas encore d'index : lancez d'abord `assistant index`.",
        )
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not GENERATION.match(name) or not (folder / name).is_dir():
        raise corrupt(POINTER)
    return folder / name


def new_generation(folder: Path) -> Path:
    """An empty temporary folder for the next generation; leftovers of interrupted builds are removed."""
    for leftover in folder.glob("gen-*.tmp"):
        shutil.rmtree(leftover)
    numbers = [int(match[1]) for path in folder.iterdir() if (match := GENERATION.match(path.name))]
    path = folder / f"gen-{max(numbers, default=0) + 1:06d}.tmp"
    path.mkdir()
    return path


def publish(folder: Path, temporary: Path, manifest: Manifest) -> Path:
    """Put a written generation in force: sync, check again what reached the disk, rename, replace the pointer."""
    write_manifest(temporary, manifest)
    for path in sorted(temporary.rglob("*")):
        _sync(path)
    _sync(temporary)
    check_files(temporary, manifest)
    final = folder / manifest.generation
    temporary.rename(final)
    _sync(folder)
    pointer = folder / f"{POINTER}.tmp"
    pointer.write_text(manifest.generation + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(folder / POINTER)
    _sync(folder)
    _remove_old(folder)
    return final


def _remove_old(folder: Path) -> None:
    kept = sorted((path for path in folder.iterdir() if GENERATION.match(path.name)), key=lambda path: path.name)
    for path in kept[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
