"""Turns the name of a document into an index that holds nothing of it: no generation, no cache, no leftover.

Knows nothing about why. The file itself is its owner's: it must be gone from the corpus folder, or its removal asked
for. Every older generation goes, since each may hold an earlier version of the text under another name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import CorpusError, InputError
from assistant.index.assembling import Progress
from assistant.index.build import CACHE, build_holding_the_lock, disk_errors
from assistant.index.cache import EmbeddingCache
from assistant.index.embedding import Encoder
from assistant.index.generations import POINTER, generations, pointed, tidy, writing
from assistant.index.manifest import STORE
from assistant.index.milvus.building import drop_all_but, drop_everything
from assistant.index.refused import drop_refused
from assistant.index.store import Store, Unreadable
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was forgotten; `generation` is the one in force, empty where the index held nothing else."""

    name: str
    documents: tuple[str, ...]
    generation: str
    generations_removed: int
    file_deleted: bool


def forget(
    name: str,
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    settings: Settings,
    *,
    delete_file: bool = False,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
) -> ForgetReport:
    """Forget every document of a file of the corpus, or the one document with this id.

    Brings the index up to date with the folder on the way. Raises InputError when the file or record is still there
    or nothing of that name was indexed, and what building raises.
    """
    name = _in_corpus(name, corpus_folder)
    with disk_errors(), writing(index_folder, waiting):
        held = _held(index_folder, name)
        deleted = _see_to_the_file(corpus_folder / name, name, delete_file, known=bool(held))
        before = generations(index_folder)
        try:
            generation = build_holding_the_lock(
                corpus_folder, index_folder, encoder, settings, progress=progress, whole=True
            ).generation
        except CorpusError:
            if not held or _others(index_folder, held):
                raise
            _remove_everything(index_folder)
            return ForgetReport(name, tuple(sorted(held)), "", len(before), deleted)
        in_force = index_folder / generation
        _refuse_if_still_there(in_force, name, held)
        if held:
            tidy(index_folder, [in_force])
            drop_all_but(index_folder, [in_force])
            drop_refused(index_folder)
        _clean_cache(index_folder, encoder, generations(index_folder))
        if not held:
            raise InputError(
                en=f"No kept generation holds {name!r}: give the path of a file below the corpus folder, or an id as "
                "`assistant status --json` lists them.",
                fr=f"Aucune génération conservée ne contient {name!r} : donnez le chemin d'un fichier du dossier des "
                "documents, ou un identifiant de `assistant status --json`.",
            )
        removed = sum(1 for path in before if not path.exists())
        return ForgetReport(name, tuple(sorted(held)), generation, removed, deleted)


def _in_corpus(name: str, corpus_folder: Path) -> str:
    """The name that documents have: the path below the corpus folder, also where it was typed with the folder."""
    with suppress(ValueError, OSError):
        typed = Path(name)
        inside = typed.resolve().relative_to(corpus_folder.resolve())
        if typed.is_absolute() or not (corpus_folder / typed).exists():
            return inside.as_posix()
    return name


def _see_to_the_file(path: Path, name: str, delete_file: bool, *, known: bool) -> bool:
    if not path.is_file():
        return False
    if not (delete_file and known):
        raise InputError(
            en=f"{name!r} is still in the corpus folder and would be indexed again: remove the file first, or run "
            "again with --delete-file.",
            fr=f"{name!r} est toujours dans le dossier des documents et serait indexé de nouveau : retirez d'abord le "
            "fichier, ou relancez avec --delete-file.",
        )
    path.unlink()
    return True


def _held(index_folder: Path, name: str) -> set[str]:
    """Ids of the documents of this path or id in any kept generation."""
    found: set[str] = set()
    for folder in generations(index_folder):
        with suppress(Unreadable), closing(Store(folder / STORE)) as store:  # a damaged one goes anyway
            found.update(store.documents_of(name))
            found.update({name} & set(store.document_ids()))
    return found


def _others(index_folder: Path, held: set[str]) -> bool:
    """True when the generation in force holds more than these: an emptied folder is no reason to lose it."""
    with closing(Store(index_folder / pointed(index_folder) / STORE)) as store:
        return bool(set(store.document_ids()) - held)


def _refuse_if_still_there(folder: Path, name: str, held: Iterable[str]) -> None:
    with closing(Store(folder / STORE)) as store:
        left = sorted({*held, name} & set(store.document_ids()))
        if left and (name in left or store.documents_of(name)):
            path = store.read_document(left[0]).path
            raise InputError(
                en=f"{name!r} is still a record of {path!r}: remove it there, then run this again.",
                fr=f"{name!r} est toujours un enregistrement de {path!r} : retirez-le, puis relancez la commande.",
            )


def _clean_cache(index_folder: Path, encoder: Encoder, kept: Iterable[Path]) -> None:
    """Only the vectors that a kept generation uses stay; the file is written anew without them."""
    used: set[bytes] = set()
    for folder in kept:
        with closing(Store(folder / STORE)) as store:
            used |= store.cache_keys()
    with EmbeddingCache(index_folder / CACHE, encoder) as cache:
        cache.drop_unused(used)
        cache.compact()


def _remove_everything(index_folder: Path) -> None:
    drop_everything(index_folder)
    (index_folder / POINTER).unlink(missing_ok=True)
    drop_refused(index_folder)
    tidy(index_folder, [])
    (index_folder / CACHE).unlink(missing_ok=True)
