"""Turns a folder of documents into a new generation of the index, reading and embedding only what is new.

Knows nothing about questions. Nothing changed means nothing done; a failure leaves the old generation in force.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.corpus.reading import Corpus, read_folder
from assistant.errors import StoredIndexError
from assistant.index.assembling import Progress, write_files
from assistant.index.before import Before, reading_key
from assistant.index.cache import EmbeddingCache
from assistant.index.embedding import Encoder
from assistant.index.generations import generations, new_generation, pointed, publish, tidy, writing
from assistant.index.manifest import FORMAT_VERSION, Manifest, file_hashes
from assistant.index.parts import Parts, make_parts
from assistant.index.phases import reached
from assistant.index.refused import Refused, drop_refused, read_refused
from assistant.index.serving import Serving, find_serving
from assistant.index.vectors import Kind
from assistant.records import FileReport, SkippedFile
from assistant.settings import Settings

CACHE = "embeddings.sqlite"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one `assistant index` did; `split` counts the documents that were not simply taken over."""

    generation: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    skipped: tuple[SkippedFile, ...]
    split: int = 0
    files: tuple[FileReport, ...] = ()
    gone_back_from: str = ""  # a generation of just this, which is therefore not built again


def build_index(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
) -> BuildReport:
    """Bring the index up to date with the folder. Raises CorpusError, ModelError, IndexBusy or StoredIndexError.

    Where another process is building: IndexBusy, or, given `waiting`, that is called and the other one waited for.
    What was gone back from is not built again until something changes, or with `rebuild`.
    """
    with disk_errors(), writing(index_folder, waiting):
        return build_holding_the_lock(
            corpus_folder, index_folder, encoder, settings, rebuild=rebuild, progress=progress,
            refused=read_refused(index_folder),
        )  # fmt: skip


def build_holding_the_lock(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    refused: Refused | None = None,
) -> BuildReport:
    """As `build_index`, for whoever holds the right to write and does more with it."""
    tell = progress or (lambda stage, done, total: None)
    serving = _serving(index_folder)
    _tidy_before(index_folder, serving)
    with closing(Before(None if rebuild else serving, reading_key(encoder, settings))) as before:
        corpus = read_folder(corpus_folder, lambda name: tell("read", 1, 0), settings, before.known)
        parts = _all_parts(corpus, before, encoder, settings)
        reached("parsed")
        built_from = _fingerprint(parts, encoder, settings)
        if serving and not (rebuild or serving.damage) and serving.manifest.built_from == built_from:
            counts = (len(parts), serving.manifest.passages, 0)
            return BuildReport(serving.manifest.generation, False, *counts, corpus.skipped, files=corpus.files)
        if serving and refused and not (rebuild or serving.damage) and refused.built_from == built_from:
            counts = (len(serving.manifest.documents), serving.manifest.passages, 0)
            return BuildReport(
                serving.manifest.generation, False, *counts, corpus.skipped, files=corpus.files,
                gone_back_from=refused.generation,
            )  # fmt: skip
        temporary = new_generation(index_folder)
        try:
            with EmbeddingCache(index_folder / CACHE, encoder) as cache:
                written = write_files(temporary, parts, before.files(corpus), before, cache, tell)
                manifest = _manifest(temporary, built_from, corpus, parts, encoder, settings, written.kinds)
                publish(index_folder, temporary, manifest)
                with suppress(sqlite3.Error):  # the new generation is in force; what is not used can go next time
                    cache.drop_unused(written.keys)
                reached("cache_committed")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    tidy(index_folder, [index_folder / pointed(index_folder), *([serving.folder] if serving else [])])
    drop_refused(index_folder)
    reached("old_removed")
    counts = (len(parts), manifest.passages, cache.embedded)
    split = sum(1 for one in parts if one.kept is None)
    return BuildReport(manifest.generation, True, *counts, corpus.skipped, split, corpus.files)


def _serving(index_folder: Path) -> Serving | None:
    try:
        return find_serving(index_folder)
    except StoredIndexError:
        return None  # none yet, none whole, or of another format: everything is read again


def _tidy_before(folder: Path, serving: Serving | None) -> None:
    """Remove what interrupted builds left, also generations that were finished and never put in force."""
    if serving is None:
        return tidy(folder, generations(folder))  # whatever is wrong, no more is lost until something whole is in force
    older = [path for path in generations(folder) if path.name < serving.folder.name][:1]
    refused = read_refused(folder)
    kept = [folder / refused.generation] if refused else []
    return tidy(folder, [serving.folder, folder / pointed(folder), *older, *kept])


def _all_parts(corpus: Corpus, before: Before, encoder: Encoder, settings: Settings) -> list[Parts]:
    return [
        before.parts_of(document.id, document.path)
        or make_parts(document, encoder.count_tokens, settings.passage_tokens)
        for document in corpus.documents
    ]


def _manifest(
    folder: Path,
    built_from: str,
    corpus: Corpus,
    parts: Sequence[Parts],
    encoder: Encoder,
    settings: Settings,
    kinds: dict[str, Kind],
) -> Manifest:
    return Manifest(
        format=FORMAT_VERSION,
        generation=folder.name.removesuffix(".tmp"),
        built_from=built_from,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        model=encoder.identity,
        passage_tokens=settings.passage_tokens,
        documents={document.id: document.sha256 for document in corpus.documents},
        passages=sum(len(one.passages) for one in parts),
        sentences=sum(len(one.sentences) for one in parts),
        skipped=[asdict(skipped) for skipped in corpus.skipped],
        files=file_hashes(folder),
        vectors=kinds,
    )


def _fingerprint(parts: Sequence[Parts], encoder: Encoder, settings: Settings) -> str:
    """A hash of all that a generation is made from; how the program now splits is part of it."""
    identity = [FORMAT_VERSION, asdict(encoder.identity), settings.passage_tokens]
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for one in parts:
        digest.update(one.fingerprint.encode())
    return digest.hexdigest()


@contextmanager
def disk_errors() -> Iterator[None]:
    """What the disk refuses becomes a StoredIndexError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise StoredIndexError(
            en=f"The index could not be written ({why}); the one before is untouched.",
            fr=f"L'index n'a pas pu être écrit ({why}) ; le précédent est intact.",
        ) from error
