"""Turns the kept generations into the one that serves: the one in force, or, where that is damaged, the one before.

Knows nothing about what the files hold. Every file is hashed before anything of it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexCorrupt, IndexMismatch, IndexMissing, StoredIndexError
from assistant.index.embedding import ModelIdentity
from assistant.index.generations import POINTER, current, generations
from assistant.index.manifest import MANIFEST, Manifest, check_files, corrupt, read_manifest
from assistant.settings import LOCAL


@dataclass(frozen=True, slots=True)
class Serving:
    """A whole generation; `damage` says why it is not the one in force, and which command mends that."""

    folder: Path
    manifest: Manifest
    damage: IndexCorrupt | None = None


def find_serving(index_folder: Path, identity: ModelIdentity | None = None) -> Serving:
    """The whole generation to read.

    Raises IndexMissing, IndexMismatch for another model or another format, or IndexCorrupt when no generation is whole.
    """
    in_force: Path | None = None
    try:
        in_force = current(index_folder)
        return Serving(in_force, _checked(in_force, identity))
    except IndexMissing:
        if not generations(index_folder):
            raise
        damage = corrupt(POINTER)
    except IndexCorrupt as error:
        damage = error
    for folder in generations(index_folder):
        if folder == in_force:
            continue
        try:
            return Serving(folder, _checked(folder, identity), _fallen_back(damage, folder.name))
        except StoredIndexError:
            continue
    raise damage


def check_present(index_folder: Path, store: str = LOCAL) -> None:
    """Raises IndexMissing, in no time, where nothing was ever built; whether Milvus holds something shows later."""
    if store == LOCAL and not generations(index_folder):
        current(index_folder)


def _checked(folder: Path, identity: ModelIdentity | None) -> Manifest:
    manifest = read_manifest(folder)
    if manifest.generation != folder.name:
        raise corrupt(f"{folder.name}/{MANIFEST}")
    if identity is not None and not identity.may_ask(manifest.model):
        raise other_model(manifest, identity)
    check_files(folder, manifest)
    return manifest


def other_model(manifest: Manifest, identity: ModelIdentity) -> IndexMismatch:
    return IndexMismatch(
        en=f"The index was built with the model {manifest.model.name!r} and its prefixes, not with "
        f"{identity.name!r}: run `assistant index` to build it with this one.",
        fr=f"L'index a été construit avec le modèle {manifest.model.name!r} et ses préfixes, pas avec "
        f"{identity.name!r} : lancez `assistant index` pour le refaire avec celui-ci.",
    )


def _fallen_back(damage: IndexCorrupt, name: str) -> IndexCorrupt:
    return IndexCorrupt(
        en=f"{damage.en} Until then {name}, the generation before, answers.",
        fr=f"{damage.fr} En attendant, c'est {name}, la génération d'avant, qui répond.",
    )
