"""Turns what a build needs of Milvus into a few calls that do nothing where the index is a folder.

Knows nothing about what is built. Loads nothing of Milvus unless the setting, or the index in force, says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexCorrupt, IndexMismatch, IndexMissing, StoredIndexError
from assistant.index.milvus.address import Address, collections_of, read_address, remember, remembered
from assistant.index.serving import Serving
from assistant.settings import Settings


def take_up(index_folder: Path, settings: Settings) -> Address | None:
    """The address to build at, after the generation in force there was fetched. None for the folder itself.

    Raises StoreUnreachable, or StoredIndexError where the name belongs to another program.
    """
    address = read_address(settings.store)
    if address is None:
        return None
    from assistant.index.milvus.carrying import fetch_holding_the_lock

    with suppress(IndexMissing, IndexMismatch):  # there is none, or of another format: everything is read again
        fetch_holding_the_lock(index_folder, address)
    remember(index_folder, address)
    return address


def is_in_place(address: Address | None, serving: Serving | None) -> bool:
    """True where the generation that serves can be built upon: it is whole in that very Milvus, or none needs one."""
    if address is None or serving is None or not (name := collections_of(serving.folder)):
        return True
    from assistant.index.milvus.collections import in_force
    from assistant.index.milvus.searching import check_whole

    with suppress(IndexCorrupt, IndexMissing):
        check_whole(address, serving.folder, serving.manifest)
        return in_force(address) == name
    return False


def drop_left_over(index_folder: Path, address: Address | None, kept: Iterable[Path]) -> None:
    """Drop what no generation needs; what Milvus refuses now is dropped after the next build."""
    if address is not None:
        with suppress(StoredIndexError):
            drop_all_but(index_folder, kept)


def drop_all_but(index_folder: Path, kept: Iterable[Path]) -> None:
    """Drop every collection but those in force and those of generations to keep."""
    if address := remembered(index_folder):
        from assistant.index.milvus.collections import drop_others

        drop_others(address, {collections_of(folder) for folder in kept})


def drop_everything(index_folder: Path) -> None:
    """Drop the alias and all collections of this index."""
    if address := remembered(index_folder):
        from assistant.index.milvus.collections import drop_all

        drop_all(address)
