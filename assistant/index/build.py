"""Turns a folder of documents into a new generation of the index, reading and embedding only what is new.

Knows nothing about questions. Nothing changed means nothing done; a failure leaves the old generation in force.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.corpus.reading import Corpus, read_folder
from assistant.errors import StoredIndexError
from assistant.index.appending import append_files, has_tail, is_worth_it, may_grow, next_manifest
from assistant.index.assembling import Progress, write_files
from assistant.index.before import Before, Survey, reading_key
from assistant.index.cache import KEEP_EVERY, EmbeddingCache
from assistant.index.cluster.spread import Spread
from assistant.index.embedding import Encoder
from assistant.index.generations import generations, new_generation, pointed, publish, tidy, writing
from assistant.index.manifest import FORMAT_VERSION, Manifest, file_hashes
from assistant.index.milvus.building import drop_left_over, is_in_place, take_up
from assistant.index.parts import Parts, make_parts
from assistant.index.phases import reached
from assistant.index.refused import Refused, drop_refused, read_refused
from assistant.index.room import check_room
from assistant.index.serving import Serving, find_serving
from assistant.index.vectors import Kind
from assistant.records import FileReport, SkippedFile
from assistant.settings import LOCAL, Settings

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
    spread: Spread | None = None,
) -> BuildReport:
    """Bring the index up to date with the folder. Raises CorpusError, ModelError, IndexBusy or StoredIndexError.

    Where another process is building: IndexBusy, or, given `waiting`, that is called and the other one waited for.
    What was gone back from is not built again until something changes, or with `rebuild`. With `spread`, files are read
    and texts embedded on other machines; all that is written is written here.
    """
    with disk_errors(), writing(index_folder, waiting):
        return build_holding_the_lock(
            corpus_folder, index_folder, encoder, settings, rebuild=rebuild, progress=progress,
            refused=read_refused(index_folder), spread=spread,
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
    whole: bool = False,
    spread: Spread | None = None,
) -> BuildReport:
    """As `build_index`, for whoever holds the right to write and does more with it; `whole`: nothing is added to
    files that are there, so that what is gone from the folder is gone from the index."""
    tell = progress or (lambda stage, done, total: None)
    if spread:
        encoder = spread.encoder(encoder)
    address = take_up(index_folder, settings)
    serving = _serving(index_folder)
    rebuild = rebuild or not is_in_place(address, serving)
    _tidy_before(index_folder, serving)
    with closing(Before(None if rebuild else serving, reading_key(encoder, settings))) as before:
        if serving and not (rebuild or whole or serving.damage) and serving.manifest.model == encoder.identity:
            survey = before.survey(corpus_folder) if address is None and may_grow(serving) else None
            if survey and is_worth_it(serving, survey):
                return _append(corpus_folder, index_folder, encoder, settings, before, survey, tell, refused)
        corpus = _read(corpus_folder, settings, before, tell, spread)
        parts = _all_parts(corpus, before, encoder, settings)
        reached("parsed")
        built_from = _fingerprint(parts, encoder, settings)
        left = whole and serving is not None and has_tail(serving)  # what is gone may still stand in the large files
        if serving and not (rebuild or left or serving.damage) and serving.manifest.built_from == built_from:
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
            if address is None:
                check_room(index_folder, parts, encoder.identity.dimension)
            with EmbeddingCache(index_folder / CACHE, encoder, spread.texts_at_once if spread else KEEP_EVERY) as cache:
                written = write_files(temporary, parts, before.files(corpus), before, cache, tell, address)
                manifest = _manifest(temporary, built_from, corpus, parts, encoder, settings, written.kinds)
                publish(index_folder, temporary, manifest)
                with suppress(sqlite3.Error):  # the new generation is in force; what is not used can go next time
                    cache.drop_unused(written.keys)
                reached("cache_committed")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            drop_left_over(index_folder, address, [serving.folder] if serving else [])
    tidy(index_folder, [index_folder / pointed(index_folder), *([serving.folder] if serving else [])])
    drop_refused(index_folder)
    reached("old_removed")
    counts = (len(parts), manifest.passages, cache.embedded)
    split = sum(1 for one in parts if one.kept is None)
    return BuildReport(manifest.generation, True, *counts, corpus.skipped, split, corpus.files)


def _append(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    settings: Settings,
    before: Before,
    survey: Survey,
    tell: Progress,
    refused: Refused | None,
) -> BuildReport:
    """The next generation of a large index, with the few files that are new, changed or gone; see appending."""
    serving, store = before.serving, before.store
    if serving is None or store is None:
        raise ValueError("there is nothing to add to")
    manifest = serving.manifest
    gone = {one for path in survey.gone for one in store.documents_of(path)}
    fingerprints = {name: one for name, one in store.fingerprints().items() if name not in gone}
    corpus = read_folder(
        corpus_folder, lambda name: tell("read", 1, 0), settings, listing=survey.others, taken=fingerprints
    )
    parts = [make_parts(document, encoder.count_tokens, settings.passage_tokens) for document in corpus.documents]
    reached("parsed")
    fingerprints |= {one.document.id: one.fingerprint for one in parts}
    built_from = _hash_of(fingerprints, encoder, settings)
    files = tuple(sorted((*survey.kept, *corpus.files), key=lambda report: report.path))
    skipped = tuple(SkippedFile(one.path, en, fr) for one in files if one.outcome != "read" for en, fr in one.notes)
    again = refused is not None and refused.built_from == built_from
    if built_from == manifest.built_from or again:
        counts = (len(fingerprints), manifest.passages, 0)
        name = refused.generation if refused and again else ""
        return BuildReport(manifest.generation, False, *counts, skipped, files=files, gone_back_from=name)
    temporary = new_generation(index_folder)
    try:
        with EmbeddingCache(index_folder / CACHE, encoder) as cache:
            check_room(index_folder, parts, encoder.identity.dimension)
            appended = append_files(temporary, parts, corpus, survey, before, cache, tell)
        known = {name: manifest.files[name] for name in appended.shared}
        documents = {name: sha256 for name, sha256 in manifest.documents.items() if name not in gone}
        following = next_manifest(
            manifest,
            appended,
            generation=temporary.name.removesuffix(".tmp"),
            built_from=built_from,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            documents=documents | {document.id: document.sha256 for document in corpus.documents},
            skipped=[asdict(one) for one in skipped],
            files=file_hashes(temporary, known),
        )
        publish(index_folder, temporary, following, known)
        reached("cache_committed")
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    tidy(index_folder, [index_folder / pointed(index_folder), serving.folder])
    drop_refused(index_folder)
    reached("old_removed")
    counts = (len(fingerprints), following.passages, cache.embedded)
    return BuildReport(following.generation, True, *counts, skipped, len(parts), files)


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


def _read(folder: Path, settings: Settings, before: Before, tell: Progress, spread: Spread | None) -> Corpus:
    if spread:
        return read_folder(folder, None, settings, before.known, spread.reading(tell))
    return read_folder(folder, lambda name: tell("read", 1, 0), settings, before.known)


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
    return _hash_of({one.document.id: one.fingerprint for one in parts}, encoder, settings)


def _hash_of(fingerprints: Mapping[str, str], encoder: Encoder, settings: Settings) -> str:
    """A hash of all that a generation is made from, whatever its order; how the program now splits is part of it."""
    identity = [FORMAT_VERSION, asdict(encoder.identity), settings.passage_tokens]
    if settings.store != LOCAL:
        identity.append("milvus")
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for _, one in sorted(fingerprints.items()):
        digest.update(one.encode())
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
