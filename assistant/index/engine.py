"""Turns a generation into what answers searches in it, by meaning and by terms: files on this disk, or Milvus.

Knows nothing about questions. The protocols are all that retrieval asks of a store; rows are numbers of passages or
sentences, and what `allowed` leaves out is left out before anything is ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.index.manifest import SENTENCES, TERMS, VECTORS, Manifest
from assistant.index.milvus.address import collections_of
from assistant.index.ranks import reciprocal_rank_fusion
from assistant.index.term_index import TermIndex
from assistant.index.vectors import Rows, Vectors, open_vectors
from assistant.records import Language

Ranked = list[tuple[int, float]]  # row and score, best first, ties by row


class VectorSearch(Protocol):
    """Unit vectors by row; the score is the cosine."""

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> Ranked: ...

    def vectors(self, rows: list[int]) -> Vectors: ...

    def stretch(self, first: int, count: int) -> Vectors: ...


class TermSearch(Protocol):
    """Terms of passages by row and language; the score is BM25's."""

    def search(
        self, terms: Sequence[str], language: Language, k: int, allowed: NDArray[np.int64] | None = None
    ) -> Ranked: ...

    def document_frequency(self, term: str, language: Language) -> int: ...


class Engine(Protocol):
    """One generation, never changed."""

    @property
    def passages(self) -> VectorSearch: ...

    @property
    def sentences(self) -> VectorSearch: ...

    @property
    def terms(self) -> TermSearch: ...

    def hybrid(
        self, question: Vectors, terms: Sequence[str], language: Language, k: int, allowed: Rows | None = None
    ) -> Ranked:
        """The k best passages by meaning and by terms together, fused by reciprocal rank of the k best of each."""
        ...


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """FAISS and tantivy."""

    passages: VectorSearch
    sentences: VectorSearch
    terms: TermSearch

    def hybrid(
        self, question: Vectors, terms: Sequence[str], language: Language, k: int, allowed: Rows | None = None
    ) -> Ranked:
        rankings = {
            "dense": [row for row, _ in self.passages.search(question, k, allowed)],
            "lexical": [row for row, _ in self.terms.search(terms, language, k, allowed)],
        }
        return reciprocal_rank_fusion(rankings)[:k]


def open_engine(
    folder: Path, manifest: Manifest, spoken: NDArray[np.uint8], passage_of: NDArray[np.integer[Any]]
) -> Engine:
    """What answers in a generation; Milvus is only asked where the generation says that it is there.

    Raises IndexCorrupt when what is there is not whole, StoreUnreachable when Milvus does not answer.
    """
    if collections_of(folder):
        from assistant.index.milvus.searching import open_milvus

        return open_milvus(folder, manifest, spoken, passage_of)
    passages, sentences = open_vectors_of(folder, manifest)
    return LocalEngine(passages, sentences, TermIndex(folder / TERMS))


def open_vectors_of(folder: Path, manifest: Manifest) -> tuple[VectorSearch, VectorSearch]:
    """The vectors of passages and of sentences."""
    if collections_of(folder):
        from assistant.index.milvus.searching import open_milvus

        engine = open_milvus(folder, manifest, np.zeros(0, np.uint8), np.zeros(0, np.int64))
        return engine.passages, engine.sentences
    width = manifest.model.dimension
    return (
        open_vectors(folder / VECTORS, manifest.kind(VECTORS), rows=manifest.passages, dimension=width,
                     tail=manifest.passages_since),
        open_vectors(folder / SENTENCES, manifest.kind(SENTENCES), rows=manifest.sentences, dimension=width,
                     tail=manifest.sentences_since),
    )  # fmt: skip
