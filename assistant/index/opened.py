"""Turns the generation in force into an opened index: checked first, then never changed.

Knows nothing about questions. The one door of the other stages to what is stored.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import IndexCorrupt
from assistant.index.acronyms.glossary import Glossary
from assistant.index.allowed import Allowed, Sieve
from assistant.index.embedding import ModelIdentity, Vectors
from assistant.index.engine import open_engine
from assistant.index.generations import pointed
from assistant.index.manifest import LANGUAGE_OF, MEANS, PASSAGE_OF, STORE, TWINS, Manifest, corrupt
from assistant.index.serving import find_serving
from assistant.index.store import Store
from assistant.index.twins import NONE
from assistant.index.vectors import ONE_HEADER_AT_A_TIME, is_large
from assistant.records import Filter, Language
from assistant.text.terms import fold

SENTENCES_A_PASSAGE = 4  # looked at, so that k passages come together even where one passage has several near sentences


class OpenedIndex:
    """One generation, read-only. `rows[language]` are the passage rows of a language; `damage` says why it is not the
    generation in force, if it is not."""

    def __init__(self, folder: Path, manifest: Manifest, damage: IndexCorrupt | None = None) -> None:
        self.folder = folder
        self.damage = damage
        try:
            self.manifest = manifest
            self.store = Store(folder / STORE)
            with ONE_HEADER_AT_A_TIME, np.load(folder / MEANS) as arrays:
                self.means: dict[str, Any] = dict(arrays)
            self._twins = self.means.pop(TWINS)
            languages, self._passage_of = self.means.pop(LANGUAGE_OF), self.means.pop(PASSAGE_OF)
            self.engine = open_engine(folder, manifest, languages, self._passage_of)
            self.vectors, self._sentences = self.engine.passages, self.engine.sentences
            self.terms = self.engine.terms
        except (OSError, ValueError, RuntimeError, KeyError):
            raise corrupt(folder.name) from None
        counts = (len(languages), len(self._twins), len(self._passage_of))
        if counts != (manifest.passages, manifest.passages, manifest.sentences):
            raise corrupt(folder.name)
        self._sieve = Sieve(self.store, languages, self._passage_of)
        self.rows = {language: allowed.passages for language, allowed in self.allowed(Filter()).items()}

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @property
    def is_large(self) -> bool:
        """True where a search takes so long that it is worth another thread."""
        return is_large(self.manifest.sentences)

    @cached_property
    def glossary(self) -> Glossary:
        """The acronyms that the documents expand."""
        return Glossary(self.store.acronyms(), self.store.acronym_pairs())

    @cached_property
    def organisations(self) -> dict[str, str | None]:
        """The organisation of every document, by its id; no document is read for it."""
        return {fact.id: fact.organisation for fact in self.store.facts()}

    @cached_property
    def organisation_names(self) -> frozenset[str]:
        """Each organisation of a document once, folded."""
        return frozenset(fold(name) for name in self.organisations.values() if name)

    def allowed(self, wanted: Filter) -> dict[Language, Allowed]:
        """The rows that a search may return, by language. Raises InputError when there are none."""
        return self._sieve.allowed(wanted)

    def documents_within(self, wanted: Filter) -> frozenset[str] | None:
        """Ids of the documents that a filter allows; None when it allows them all."""
        return self._sieve.documents(wanted)

    def sentence_vectors(self, rows: list[int]) -> Vectors:
        """Unit vectors of sentences, shape (len(rows), dimension)."""
        return self._sentences.vectors(rows)

    def twin(self, row: int) -> int | None:
        """The row of the passage that says the same in the other language, if one was found."""
        found = int(self._twins[row])
        return None if found == NONE else found

    def passages_by_sentence(self, question: Vectors, k: int, allowed: Allowed) -> list[int]:
        """At most k allowed rows of passages, in the order of their sentence nearest to the question."""
        nearest = self._sentences.search(question, k * SENTENCES_A_PASSAGE, allowed.sentences)
        return list(dict.fromkeys(int(self._passage_of[row]) for row, _ in nearest))[:k]


def open_index(index_folder: Path, identity: ModelIdentity | None = None) -> OpenedIndex:
    """The index that serves, every file checked against its hash before it is read; see its `damage`.

    Raises IndexMissing, IndexCorrupt, or IndexMismatch when it was built with another model or other prefixes.
    """
    while True:
        before = pointed(index_folder)
        try:
            serving = find_serving(index_folder, identity)
            return OpenedIndex(serving.folder, serving.manifest, serving.damage)
        except IndexCorrupt:
            if pointed(index_folder) == before:
                raise  # else a writer replaced and removed what was being opened


def generation_in_force(index_folder: Path) -> str:
    """What the pointer says now: a few microseconds, for whoever holds an opened index and asks whether it is old."""
    return pointed(index_folder)
