"""Turns the generation in force into an opened index: checked first, then never changed.

Knows nothing about questions. The one door of the other stages to what is stored.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.errors import IndexMismatch
from assistant.index.embedding import ModelIdentity, Vectors
from assistant.index.generations import current
from assistant.index.manifest import (
    MEANS,
    SENTENCES,
    STORE,
    TERMS,
    TWINS,
    VECTORS,
    Manifest,
    check_files,
    corrupt,
    read_manifest,
)
from assistant.index.store import Store
from assistant.index.term_index import TermIndex
from assistant.index.twins import NONE
from assistant.index.vectors import VectorIndex
from assistant.records import LANGUAGES, Language

SENTENCES_A_PASSAGE = 4  # looked at, so that k passages come together even where one passage has several near sentences


class OpenedIndex:
    """One generation, read-only. `rows[language]` are the passage rows of a language."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        try:
            self.manifest = manifest
            self.store = Store(folder / STORE)
            self.vectors = VectorIndex(folder / VECTORS, rows=manifest.passages, dimension=manifest.model.dimension)
            self.terms = TermIndex(folder / TERMS)
            self._sentences = VectorIndex(
                folder / SENTENCES, rows=manifest.sentences, dimension=manifest.model.dimension
            )
            with np.load(folder / MEANS) as arrays:
                self.means: dict[str, Vectors] = dict(arrays)
            self._twins = self.means.pop(TWINS)
            languages = np.asarray(self.store.languages(), dtype=object)
            self._passage_of = np.asarray(self.store.passages_of_sentences(), dtype=np.int64)
        except (OSError, ValueError, RuntimeError, KeyError):
            raise corrupt(folder.name) from None
        counts = (len(languages), len(self._twins), len(self._passage_of))
        if counts != (manifest.passages, manifest.passages, manifest.sentences):
            raise corrupt(folder.name)
        self.rows: dict[Language, np.ndarray[tuple[int], np.dtype[np.int64]]] = {
            language: np.flatnonzero(languages == language).astype(np.int64) for language in LANGUAGES
        }
        spoken = languages[self._passage_of]
        self._sentence_rows = {language: np.flatnonzero(spoken == language).astype(np.int64) for language in LANGUAGES}

    @property
    def generation(self) -> str:
        return self.manifest.generation

    def sentence_vectors(self, rows: list[int]) -> Vectors:
        """Unit vectors of sentences, shape (len(rows), dimension)."""
        return self._sentences.vectors(rows)

    def twin(self, row: int) -> int | None:
        """The row of the passage that says the same in the other language, if one was found."""
        found = int(self._twins[row])
        return None if found == NONE else found

    def passages_by_sentence(self, question: Vectors, k: int, language: Language) -> list[int]:
        """At most k rows of passages of one language, in the order of their sentence nearest to the question."""
        nearest = self._sentences.search(question, k * SENTENCES_A_PASSAGE, self._sentence_rows[language])
        return list(dict.fromkeys(int(self._passage_of[row]) for row, _ in nearest))[:k]


def open_index(index_folder: Path, identity: ModelIdentity | None = None) -> OpenedIndex:
    """The index in force, every file checked against its hash before it is read.

    Raises IndexMissing, IndexCorrupt, or IndexMismatch when it was built with another model or other prefixes.
    """
    folder = current(index_folder)
    manifest = read_manifest(folder)
    if identity is not None and manifest.model != identity:
        raise IndexMismatch(
            en=f"The index was built with the model {manifest.model.name!r} and its prefixes, not with "
            f"{identity.name!r}: run `assistant index` to build it with this one.",
            fr=f"L'index a été construit avec le modèle {manifest.model.name!r} et ses préfixes, pas avec "
            f"{identity.name!r} : lancez `assistant index` pour le refaire avec celui-ci.",
        )
    check_files(folder, manifest)
    return OpenedIndex(folder, manifest)
