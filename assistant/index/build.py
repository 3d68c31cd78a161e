"""Turns a folder of documents into a new generation of the index, embedding only what was never embedded.

Knows nothing about questions. Nothing changed means nothing done; a failure leaves the old generation in force.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from assistant.corpus.reading import Corpus, read_folder
from assistant.corpus.splitting import split
from assistant.corpus.units import units
from assistant.errors import StoredIndexError
from assistant.index.cache import EmbeddingCache
from assistant.index.context import embedded_passage, embedded_sentence, passage_terms
from assistant.index.embedding import Encoder, Vectors
from assistant.index.generations import current, new_generation, publish, writing
from assistant.index.manifest import (
    FORMAT_VERSION,
    MEANS,
    SENTENCES,
    STORE,
    TERMS,
    VECTORS,
    Manifest,
    check_files,
    file_hashes,
    read_manifest,
)
from assistant.index.question_means import SAMPLE_QUESTIONS
from assistant.index.store import write_store
from assistant.index.term_index import write_terms
from assistant.index.vectors import write_vectors
from assistant.records import Document, FileReport, Passage, SkippedFile, Span
from assistant.settings import Settings

CACHE = "embeddings.sqlite"
Progress = Callable[[str, int, int], None]  # stage, done, total


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one `assistant index` did."""

    generation: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    skipped: tuple[SkippedFile, ...]
    files: tuple[FileReport, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pieces:
    documents: dict[str, Document]
    passages: list[Passage]
    sentences: list[tuple[int, Span]]  # row of the passage, span in the document


def build_index(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index up to date with the folder. Raises CorpusError, ModelError, IndexBusy or StoredIndexError."""
    tell = progress or (lambda stage, done, total: None)
    corpus = read_folder(corpus_folder, lambda name: tell("read", 1, 0), settings)
    pieces = _split_all(corpus, encoder, settings)
    built_from = _fingerprint(pieces, encoder, settings)
    with _disk_errors(), writing(index_folder):
        standing = None if rebuild else _standing(index_folder, built_from)
        if standing:
            counts = (len(standing.documents), standing.passages, 0)
            return BuildReport(standing.generation, False, *counts, corpus.skipped, corpus.files)
        temporary = new_generation(index_folder)
        try:
            with EmbeddingCache(index_folder / CACHE, encoder) as cache:
                _write_files(temporary, pieces, cache, tell)
                manifest = _manifest(temporary, built_from, corpus, pieces, encoder, settings)
                publish(index_folder, temporary, manifest)
                cache.drop_unused()
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        counts = (len(pieces.documents), len(pieces.passages), cache.embedded)
        return BuildReport(manifest.generation, True, *counts, corpus.skipped, corpus.files)


def _standing(index_folder: Path, built_from: str) -> Manifest | None:
    """The manifest in force if it is whole and was built from just this."""
    try:
        folder = current(index_folder)
        manifest = read_manifest(folder)
        if manifest.built_from != built_from:
            return None
        check_files(folder, manifest)
    except StoredIndexError:
        return None
    return manifest


def _split_all(corpus: Corpus, encoder: Encoder, settings: Settings) -> _Pieces:
    documents = {document.id: document for document in corpus.documents}
    passages = [p for d in corpus.documents for p in split(d, encoder.count_tokens, settings.passage_tokens)]
    sentences = [(row, span) for row, passage in enumerate(passages) for span in units(passage)]
    return _Pieces(documents, passages, sentences)


def _write_files(folder: Path, pieces: _Pieces, cache: EmbeddingCache, tell: Progress) -> None:
    passages, documents = pieces.passages, pieces.documents
    texts = [embedded_passage(documents[p.document_id], p) for p in passages]
    texts += [embedded_sentence(documents[passages[row].document_id], span) for row, span in pieces.sentences]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell("embed", done, len(texts))

    vectors = cache.encode_passages(texts, advance)
    passage_vectors, sentence_vectors = vectors[: len(passages)], vectors[len(passages) :]
    tell("write", 0, 1)
    write_store(folder / STORE, list(documents.values()), passages, pieces.sentences)
    write_vectors(folder / VECTORS, passage_vectors)
    write_vectors(folder / SENTENCES, sentence_vectors, half=True)
    means: dict[str, Any] = {**_means(passages, passage_vectors, cache)}
    np.savez(folder / MEANS, **means)
    rows = ((row, p.language, passage_terms(documents[p.document_id], p)) for row, p in enumerate(passages))
    write_terms(folder / TERMS, rows)
    tell("write", 1, 1)


def _means(passages: list[Passage], vectors: Vectors, cache: EmbeddingCache) -> dict[str, Vectors]:
    """Mean vector of the passages and of a few everyday questions, by language: what a language adds to a cosine."""
    means = {}
    for language, questions in SAMPLE_QUESTIONS.items():
        rows = [row for row, passage in enumerate(passages) if passage.language == language]
        means[f"passages_{language}"] = vectors[rows].mean(axis=0) if rows else np.zeros(vectors.shape[1], np.float32)
        means[f"questions_{language}"] = cache.encode_questions(questions).mean(axis=0)
    return means


def _manifest(
    folder: Path, built_from: str, corpus: Corpus, pieces: _Pieces, encoder: Encoder, settings: Settings
) -> Manifest:
    return Manifest(
        format=FORMAT_VERSION,
        generation=folder.name.removesuffix(".tmp"),
        built_from=built_from,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        model=encoder.identity,
        passage_tokens=settings.passage_tokens,
        documents={document.id: document.sha256 for document in corpus.documents},
        passages=len(pieces.passages),
        sentences=len(pieces.sentences),
        skipped=[asdict(skipped) for skipped in corpus.skipped],
        files=file_hashes(folder),
    )


def _fingerprint(pieces: _Pieces, encoder: Encoder, settings: Settings) -> str:
    """A hash of all that a generation is made from; how the program now splits is part of it."""
    digest = hashlib.sha256()
    parts = [FORMAT_VERSION, asdict(encoder.identity), settings.passage_tokens]
    parts += [[passage.id for passage in pieces.passages], [asdict(span) for _, span in pieces.sentences]]
    for record in (*parts, *(asdict(document) for document in pieces.documents.values())):
        digest.update(json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise StoredIndexError(
            en=f"The index could not be written ({why}); the one before is untouched.",
            fr=f"L'index n'a pas pu être écrit ({why}) ; le précédent est intact.",
        ) from error
