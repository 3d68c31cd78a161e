"""Turns the files of a generation (documents, means, manifest) into rows of Milvus and back, for machines without them.

Knows nothing about what the files hold. What comes back is checked against the manifest, then put in force here like
a generation that was built here; what cannot be used leaves the one in force untouched.
"""

from __future__ import annotations

import base64
import binascii
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, IndexMismatch, StoredIndexError
from assistant.index.embedding import ModelIdentity
from assistant.index.generations import generations, point, pointed, writing
from assistant.index.manifest import MANIFEST, check_files, corrupt, file_hashes, read_manifest
from assistant.index.milvus.address import FILES, Address, collections_of, read_address, remember, remembered
from assistant.index.milvus.client import connect, told
from assistant.index.milvus.collections import count, in_force, write_rows
from assistant.index.serving import other_model
from assistant.settings import Settings

PIECE_BYTES = 48_000  # 64,000 characters as text; a field holds 65,535
PIECES_AT_ONCE = 200
LOOK_AGAIN_SECONDS = 10.0
logger = logging.getLogger(__name__)


def upload(index_folder: Path, folder: Path) -> None:
    """Put all files of a finished generation beside its collections."""
    address, name = remembered(index_folder), collections_of(folder)
    if address is None:
        raise corrupt(folder.name)
    write_rows(address, f"{name}_{FILES}", _pieces(folder))


def follow(index_folder: Path, settings: Settings, identity: ModelIdentity | None = None) -> None:
    """Where the setting names a Milvus, put the generation in force there in force here as well.

    Raises IndexMissing where there is none, IndexMismatch for another model or format, StoreUnreachable,
    StoredIndexError, or IndexCorrupt for files that are not what they were.
    """
    address = read_address(settings.store)
    if address is None:
        return
    if in_force(address) != collections_of(index_folder / pointed(index_folder)) or remembered(index_folder) != address:
        with writing(index_folder, waiting=lambda: None):
            fetch_holding_the_lock(index_folder, address, identity)
            remember(index_folder, address)


def keep_following(
    index_folder: Path, settings: Settings, identity: ModelIdentity, pause: Callable[[float], object] = time.sleep
) -> None:
    """Look again and again, for ever; what goes wrong is logged, and the generation before goes on answering."""
    while not pause(LOOK_AGAIN_SECONDS):
        try:
            follow(index_folder, settings, identity)
        except (AssistantError, OSError) as error:
            logger.warning("%s", error)


def fetch_holding_the_lock(index_folder: Path, address: Address, identity: ModelIdentity | None = None) -> None:
    """As `follow`, for whoever holds the right to write."""
    name = in_force(address)
    if name == collections_of(index_folder / pointed(index_folder)):
        return
    for folder in generations(index_folder):
        if collections_of(folder) == name:  # built or fetched before, and not put in force here
            return point(index_folder, folder.name)
    temporary = index_folder / "gen-fetched.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        _download(address, f"{name}_{FILES}", temporary)
        manifest = read_manifest(temporary)
        if identity is not None and not identity.may_ask(manifest.model):
            raise other_model(manifest, identity)
        check_files(temporary, manifest)
        if collections_of(temporary) != name:
            raise corrupt(manifest.generation)
        final = index_folder / manifest.generation
        if final.exists():
            raise IndexMismatch(
                en=f"The index folder holds another {final.name} than {address.said!r}: choose another folder with "
                "--index; nothing was changed.",
                fr=f"Le dossier d'index contient un autre {final.name} que {address.said!r} : choisissez un autre "
                "dossier avec --index ; rien n'a changé.",
            )
        before = pointed(index_folder)
        temporary.rename(final)
        point(index_folder, final.name)
        for older in generations(index_folder):
            if older.name not in (final.name, before):
                shutil.rmtree(older, ignore_errors=True)
    except OSError as error:
        raise StoredIndexError(
            en=f"The index could not be fetched ({error.strerror}); the one before is untouched.",
            fr=f"L'index n'a pas pu être rapporté ({error.strerror}) ; le précédent est intact.",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _pieces(folder: Path) -> Iterator[dict[str, Any]]:
    row = 0
    for name in sorted([*file_hashes(folder), MANIFEST]):
        with (folder / name).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield {"row": row, "name": name, "data": base64.b64encode(piece).decode(), "vector": [1.0, 0.0]}
                row += 1


def _download(address: Address, collection: str, folder: Path) -> None:
    client = connect(address)
    with told(address):
        for start in range(0, count(client, collection), PIECES_AT_ONCE):
            expression = f"row >= {start} and row < {start + PIECES_AT_ONCE}"
            found = client.query(collection, filter=expression, output_fields=["row", "name", "data"])
            for piece in sorted(found, key=lambda piece: int(piece["row"])):
                _write(folder, str(piece["name"]), str(piece["data"]))


def _write(folder: Path, name: str, data: str) -> None:
    """One piece more of a file; a name that leads elsewhere is refused."""
    path = folder / name
    if Path(name).name != name:
        raise corrupt(MANIFEST)
    try:
        piece = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise corrupt(MANIFEST) from None
    with path.open("ab") as file:
        file.write(piece)
