"""Turns the collections of a generation into answers to searches by meaning, by terms, and by both at once.

Knows nothing about how they were written. The rows that are allowed become a filter, applied before ranking: the
language where that says it, else ranges of rows. Milvus Lite gives BM25 scores with a minus, a cluster without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexCorrupt
from assistant.index.manifest import Manifest
from assistant.index.milvus.address import PASSAGES, SENTENCES, Address, collections_of, remembered
from assistant.index.milvus.client import connect, pymilvus, told
from assistant.index.milvus.collections import count, stored_term
from assistant.index.ranks import RRF_CONSTANT
from assistant.index.vectors import Rows, Vectors
from assistant.records import LANGUAGES, Language

FETCHED_AT_ONCE = 2000
LONGEST_LIST = 16_384  # hits of a search, in Milvus
MAX_RANGES = 50
MAX_QUERY_TERMS = 256
LOOKED_AT = 200  # by a search of a graph, at least

Ranked = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Collection:
    """`spoken` is the place in LANGUAGES of every row's language; empty where it does not matter."""

    address: Address
    client: Any
    name: str
    spoken: NDArray[np.uint8]

    def ranked(self, field: str, wanted: Any, k: int, allowed: Rows | None, params: dict[str, Any]) -> Ranked:
        if k <= 0 or (allowed is not None and not len(allowed)):
            return []
        with told(self.address):
            found = self.client.search(
                self.name, data=[wanted], anns_field=field, limit=min(k, LONGEST_LIST), search_params=params,
                filter=self.expression(allowed), output_fields=["row"],
            )  # fmt: skip
        hits = _ranked(found[0])
        return sorted(((row, abs(score)) for row, score in hits), key=_best_first) if field != "vector" else hits

    def expression(self, allowed: Rows | None) -> str:
        """What Milvus calls the allowed rows."""
        if allowed is None:
            return ""
        allowed = np.sort(allowed)
        places, clauses = allowed, []
        if len(self.spoken) and (self.spoken[allowed] == self.spoken[allowed[0]]).all():
            own = np.flatnonzero(self.spoken == self.spoken[allowed[0]])
            clauses = [f'language == "{LANGUAGES[self.spoken[allowed[0]]]}"']
            places = np.searchsorted(own, allowed)  # gaps where only other languages are do not cut a range
            if len(own) == len(allowed):
                return clauses[0]
        ends = np.flatnonzero(np.diff(places) != 1)
        if len(ends) >= MAX_RANGES:
            return f"row in [{', '.join(map(str, allowed.tolist()))}]"
        firsts, lasts = [0, *(ends + 1).tolist()], [*ends.tolist(), len(allowed) - 1]
        ranges = [f"(row >= {allowed[a]} and row <= {allowed[b]})" for a, b in zip(firsts, lasts, strict=True)]
        return " and ".join([*clauses, f"({' or '.join(ranges)})"])


class MilvusVectors:
    """Vectors of one collection, by row."""

    def __init__(self, collection: _Collection, rows: int, dimension: int) -> None:
        self._collection, self._rows, self._width = collection, rows, dimension

    def search(self, question: Vectors, k: int, allowed: Rows | None = None) -> Ranked:
        """The k nearest rows to one vector, shape (dimension,), as (row, cosine), best first, ties by row."""
        if question.shape != (self._width,):
            raise ValueError(f"a question vector of shape {question.shape} does not fit dimension {self._width}")
        wanted = question.astype(np.float32).tolist()
        k = min(k, self._rows if allowed is None else len(allowed))
        return self._collection.ranked("vector", wanted, k, allowed, _looking(k))

    def vectors(self, rows: list[int]) -> Vectors:
        """The stored vectors of some rows, shape (len(rows), dimension)."""
        found: dict[int, Any] = {}
        wanted = sorted(set(rows))
        for start in range(0, len(wanted), FETCHED_AT_ONCE):
            found |= self._fetch(f"row in [{', '.join(map(str, wanted[start : start + FETCHED_AT_ONCE]))}]")
        return np.asarray([found[row] for row in rows], dtype=np.float32).reshape(len(rows), self._width)

    def stretch(self, first: int, count: int) -> Vectors:
        """The stored vectors of rows that follow each other, shape (count, dimension)."""
        found: dict[int, Any] = {}
        for start in range(first, first + count, FETCHED_AT_ONCE):
            end = min(start + FETCHED_AT_ONCE, first + count)
            found |= self._fetch(f"row >= {start} and row < {end}")
        return np.asarray([found[row] for row in sorted(found)], dtype=np.float32).reshape(count, self._width)

    def _fetch(self, expression: str) -> dict[int, Any]:
        one = self._collection
        with told(one.address):
            hits = one.client.query(one.name, filter=expression, output_fields=["row", "vector"], limit=FETCHED_AT_ONCE)
        return {int(hit["row"]): hit["vector"] for hit in hits}


class MilvusTerms:
    """BM25 over the terms of passages, a field a language."""

    def __init__(self, collection: _Collection) -> None:
        self._collection = collection
        self.document_frequency = lru_cache(maxsize=4096)(self._document_frequency)

    def search(self, terms: Sequence[str], language: Language, k: int, allowed: Rows | None = None) -> Ranked:
        """The k best rows of one language as (row, BM25 score), best first, ties by row."""
        wanted = _query_text(terms)
        return self._collection.ranked(f"bm25_{language}", wanted, k, allowed, {}) if wanted else []

    def _document_frequency(self, term: str, language: Language) -> int:
        """In how many passages of one language the term stands."""
        one = self._collection
        with told(one.address):
            expression = f"TEXT_MATCH(terms_{language}, '{stored_term(term)}')"
            return int(one.client.query(one.name, filter=expression, output_fields=["count(*)"])[0]["count(*)"])


@dataclass(frozen=True, slots=True)
class MilvusEngine:
    """One generation in Milvus."""

    passages: MilvusVectors
    sentences: MilvusVectors
    terms: MilvusTerms
    collection: _Collection = field(repr=False)

    def hybrid(
        self, question: Vectors, terms: Sequence[str], language: Language, k: int, allowed: Rows | None = None
    ) -> Ranked:
        """One request: dense and BM25, filtered, fused by Milvus."""
        wanted = _query_text(terms)
        if not wanted or k <= 0 or (allowed is not None and not len(allowed)):
            hits = self.passages.search(question, k, allowed)
            return [(row, 1 / (RRF_CONSTANT + rank)) for rank, (row, _) in enumerate(hits, start=1)]
        library, one = pymilvus(), self.collection
        expression, vector = one.expression(allowed), question.astype(np.float32).tolist()
        with told(one.address):
            requests = [
                library.AnnSearchRequest([vector], "vector", _looking(k), limit=k, expr=expression),
                library.AnnSearchRequest([wanted], f"bm25_{language}", {}, limit=k, expr=expression),
            ]
            ranker = library.RRFRanker(RRF_CONSTANT)
            found = one.client.hybrid_search(one.name, requests, ranker, limit=k, output_fields=["row"])
        return _ranked(found[0])


def open_milvus(
    folder: Path, manifest: Manifest, spoken: NDArray[np.uint8], passage_of: NDArray[np.integer[Any]]
) -> MilvusEngine:
    """The collections of a generation. Raises IndexCorrupt, StoreUnreachable or StoredIndexError."""
    name, address = collections_of(folder), remembered(folder.parent)
    if address is None:
        raise _not_whole(folder)
    check_whole(address, folder, manifest)
    client = connect(address)
    passages = _Collection(address, client, f"{name}_{PASSAGES}", spoken)
    sentences = _Collection(address, client, f"{name}_{SENTENCES}", spoken[passage_of] if len(spoken) else spoken)
    width = manifest.model.dimension
    return MilvusEngine(
        MilvusVectors(passages, manifest.passages, width),
        MilvusVectors(sentences, manifest.sentences, width),
        MilvusTerms(passages),
        passages,
    )


def check_whole(address: Address, folder: Path, manifest: Manifest) -> None:
    """Count the rows of both collections. Raises IndexCorrupt, StoreUnreachable or StoredIndexError."""
    client, name = connect(address), collections_of(folder)
    with told(address):
        for kind, rows in ((PASSAGES, manifest.passages), (SENTENCES, manifest.sentences)):
            if not client.has_collection(f"{name}_{kind}") or count(client, f"{name}_{kind}") != rows:
                raise _not_whole(folder)


def _not_whole(folder: Path) -> IndexCorrupt:
    return IndexCorrupt(
        en=f"The collections of {folder.name} are not whole in Milvus: run `assistant index` with the store.",
        fr=f"Les collections de {folder.name} ne sont pas entières dans Milvus : lancez `assistant index` "
        "avec le magasin.",
    )


def _ranked(hits: Any) -> Ranked:
    return sorted(((int(hit["row"]), float(hit["distance"])) for hit in hits), key=_best_first)


def _best_first(hit: tuple[int, float]) -> tuple[float, int]:
    return -hit[1], hit[0]


def _looking(k: int) -> dict[str, Any]:
    return {"params": {"ef": max(LOOKED_AT, 2 * k)}}


def _query_text(terms: Sequence[str]) -> str:
    return " ".join(map(stored_term, list(dict.fromkeys(terms))[:MAX_QUERY_TERMS]))
