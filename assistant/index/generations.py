"""Turns a folder of freshly written files into the generation in force, all at once or not at all.

Knows nothing about what the files hold. The pointer file CURRENT is replaced atomically after everything it
points to was written, synced and hashed again; the generation before is kept, and serves where the new one rots.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IndexBusy, IndexMissing
from assistant.index.manifest import Manifest, check_files, corrupt, write_manifest
from assistant.index.milvus.address import collections_of
from assistant.index.phases import reached

POINTER = "CURRENT"
LOCK = "write.lock"
GENERATION = re.compile(r"gen-(\d{6,})$")
TRY_AGAIN_SECONDS = 0.2


@contextmanager
def writing(folder: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the only right to write the index.

    Where another process holds it: raises IndexBusy, or, given `waiting`, calls it once and waits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting is None:
            raise IndexBusy(
                en="Another process is building this index: wait until it has finished, then try again, or run "
                "`assistant index --wait`.",
                fr="Un autre processus construit cet index : attendez qu'il ait fini, puis recommencez, ou lancez "
                "`assistant index --wait`.",
            ) from None
        waiting()
        lock.acquire(poll_interval=TRY_AGAIN_SECONDS)
    try:
        yield
    finally:
        lock.release()


def pointed(folder: Path) -> str:
    """What the pointer says, checked or not; empty where there is none."""
    try:
        return (folder / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def current(folder: Path) -> Path:
    """The folder of the generation in force. Raises IndexMissing when there is none yet."""
    name = pointed(folder)
    if not name and not (folder / POINTER).exists():
        raise IndexMissing(
            en="There is no index yet: run `assistant index` first.",
            fr="Il n'y a pas encore d'index : lancez d'abord `assistant index`.",
        )
    if not GENERATION.match(name) or not (folder / name).is_dir():
        raise corrupt(POINTER)
    return folder / name


def generations(folder: Path) -> list[Path]:
    """Every finished generation, newest first, in force or not."""
    found = [path for path in folder.iterdir() if GENERATION.match(path.name)] if folder.is_dir() else []
    return sorted(found, key=_number, reverse=True)


def new_generation(folder: Path) -> Path:
    """An empty temporary folder for the next generation; no number is ever given twice while it is in sight."""
    path = folder / f"gen-{max(map(_number, generations(folder)), default=0) + 1:06d}.tmp"
    path.mkdir()
    return path


def tidy(folder: Path, keep: Collection[Path]) -> None:
    """Remove what interrupted builds left and every generation but those to keep."""
    for leftover in (*folder.glob("gen-*.tmp"), *(path for path in generations(folder) if path not in keep)):
        shutil.rmtree(leftover, ignore_errors=True)
    _pointer_in_the_making(folder).unlink(missing_ok=True)


def publish(folder: Path, temporary: Path, manifest: Manifest, known: Mapping[str, str] | None = None) -> Path:
    """Put a written generation in force: sync, check again what reached the disk, rename, replace the pointer.

    `known` files are those of the generation before, and were checked with it. When it fails before the pointer is
    replaced, nothing of the new generation is left.
    """
    write_manifest(temporary, manifest)
    for path in sorted(temporary.rglob("*")):
        _sync(path)
    _sync(temporary)
    check_files(temporary, manifest, known)
    if collections_of(temporary):
        from assistant.index.milvus.carrying import upload

        upload(folder, temporary)
    reached("manifest_written")
    final = folder / manifest.generation
    temporary.rename(final)
    try:
        _sync(folder)
        reached("renamed")
        put_in_force(folder, manifest.generation)
    except BaseException:
        if pointed(folder) != manifest.generation:
            tidy(folder, [path for path in generations(folder) if path != final])
        raise
    _sync(folder)
    reached("pointer_swapped")
    return final


def put_in_force(folder: Path, name: str) -> None:
    """Replace the pointer, all at once; whether the generation is whole is for the caller to know.

    What is in Milvus is put in force there first, for every machine that reads from it.
    """
    if collections_of(folder / name):
        from assistant.index.milvus.collections import switch_with

        switch_with(folder, folder / name)
    point(folder, name)


def point(folder: Path, name: str) -> None:
    """Replace the pointer of this machine."""
    replace_file(folder / POINTER, name + "\n")


def replace_file(path: Path, text: str) -> None:
    """A small file, replaced all at once and synced."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def _pointer_in_the_making(folder: Path) -> Path:
    return folder / f"{POINTER}.tmp"


def _number(path: Path) -> int:
    match = GENERATION.match(path.name)
    return int(match[1]) if match else 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
