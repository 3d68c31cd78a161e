"""Turns the generation before into the one in force, and the other way round.

Knows nothing about documents. Nothing is rebuilt: the pointer is replaced, after the generation was hashed again. What
was gone back from is kept, and not built again, until the documents change or another build is put in force.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexCorrupt, IndexMismatch, InputError, StoredIndexError
from assistant.index.build import disk_errors
from assistant.index.generations import GENERATION, current, generations, put_in_force, writing
from assistant.index.manifest import Manifest, check_files, read_manifest
from assistant.index.refused import Refused, drop_refused, read_refused, write_refused


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation on disk: in force, refused (somebody went back from it), or the one before."""

    name: str
    built_at: str
    documents: int
    passages: int
    in_force: bool
    refused: bool = False


@dataclass(frozen=True, slots=True)
class RollbackReport:
    """`generation` is in force now, `before` was until now."""

    generation: str
    before: str


def kept_generations(folder: Path) -> list[Kept]:
    """Every generation that can be read about, newest first; none where there is no index."""
    try:
        in_force = current(folder).name
    except StoredIndexError:
        in_force = ""
    refused = read_refused(folder)
    found = []
    for path in generations(folder):
        try:
            manifest = read_manifest(path)
        except StoredIndexError:
            continue
        is_refused = refused is not None and refused.generation == path.name
        found.append(_kept(manifest, path.name == in_force, is_refused))
    return found


def roll_back(folder: Path, name: str | None = None, waiting: Callable[[], None] | None = None) -> RollbackReport:
    """Put the generation before the one in force, or the one named, in force.

    Raises InputError when there is no such generation, IndexMissing, IndexBusy, IndexMismatch, or IndexCorrupt when
    it is not whole.
    """
    with disk_errors(), writing(folder, waiting):
        before = current(folder)
        wanted = _wanted(folder, before, name)
        manifest = read_manifest(wanted)
        _check_model(before, manifest)
        check_files(wanted, manifest)
        if wanted.name < before.name:  # forwards, what was refused is refused no longer
            write_refused(folder, Refused(before.name, _built_from(before)))
        put_in_force(folder, wanted.name)
        if wanted.name > before.name:
            drop_refused(folder)
        return RollbackReport(wanted.name, before.name)


def _wanted(folder: Path, before: Path, name: str | None) -> Path:
    others = [path for path in generations(folder) if path != before]
    found = [path for path in others if (path.name == name if name else path.name < before.name)]
    if found and GENERATION.match(found[0].name):
        return found[0]
    kept = ", ".join(path.name for path in others)
    if name:
        raise InputError(
            en=f"{name[:80]!r} is not a generation that could be put in force ({kept or 'none'}).",
            fr=f"{name[:80]!r} n'est pas une génération qu'on puisse mettre en service ({kept or 'aucune'}).",
        )
    raise InputError(
        en=f"There is no generation before {before.name} to go back to.",
        fr=f"Il n'y a pas de génération avant {before.name} à laquelle revenir.",
    )


def _check_model(before: Path, wanted: Manifest) -> None:
    """What answers now could not read vectors of another model."""
    with suppress(IndexCorrupt):
        model = read_manifest(before).model
        if model != wanted.model:
            raise IndexMismatch(
                en=f"{wanted.generation} was built with another model ({wanted.model.name!r}): set that one, then run "
                "`assistant index`.",
                fr=f"{wanted.generation} vient d'un autre modèle ({wanted.model.name!r}) : choisissez-le, puis lancez "
                "`assistant index`.",
            )


def _built_from(folder: Path) -> str:
    """Empty where the generation is damaged: it may well be built again."""
    try:
        return read_manifest(folder).built_from
    except StoredIndexError:
        return ""


def _kept(manifest: Manifest, in_force: bool, refused: bool) -> Kept:
    return Kept(manifest.generation, manifest.built_at, len(manifest.documents), manifest.passages, in_force, refused)
