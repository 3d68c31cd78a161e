"""Turns the parts of all documents into the files of a generation.

Knows nothing about where the parts come from. Vectors of parts that were kept are copied from the generation before;
the others are asked of the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.acronyms.resolving import phrases_of, resolve
from assistant.index.before import Before
from assistant.index.cache import KEY_BYTES, EmbeddingCache
from assistant.index.embedding import Vectors
from assistant.index.manifest import LANGUAGE_OF, MEANS, PASSAGE_OF, SENTENCES, STORE, TERMS, TWINS, VECTORS
from assistant.index.milvus.address import Address
from assistant.index.parts import Parts, Rows
from assistant.index.phases import reached
from assistant.index.question_means import SAMPLE_QUESTIONS, as_asked_in
from assistant.index.relations import find_relations
from assistant.index.store import FileRecord
from assistant.index.storing import write_store
from assistant.index.term_index import write_terms
from assistant.index.twins import find_twins
from assistant.index.vectors import Kind, forget_matrix, is_large, new_matrix, write_vectors
from assistant.records import LANGUAGES, Language

Progress = Callable[[str, int, int], None]  # stage, done, total
Matrix = NDArray[np.floating[Any]]
QUESTIONS_HELD_OUT = 256  # sentences read as questions, with which a compressed index is tuned


@dataclass(frozen=True, slots=True)
class Written:
    """The cache keys of all vectors in use, and the kind of each index of vectors."""

    keys: set[bytes]
    kinds: dict[str, Kind]


def write_files(
    folder: Path,
    parts: Sequence[Parts],
    files: Mapping[str, FileRecord],
    before: Before,
    cache: EmbeddingCache,
    tell: Progress,
    address: Address | None = None,
) -> Written:
    """Write everything but the manifest, vectors and terms into Milvus where an address is given."""
    parts, passage_vectors, sentence_vectors = _vectors(folder, parts, before, cache, tell)
    reached("embedded")
    tell("write", 0, 1)
    languages = [passage.language for one in parts for passage in one.passages]
    spoken, passage_of = language_numbers(languages), passages_of_sentences(parts)
    means = _means(parts, passage_vectors, cache)
    kinds: dict[str, Kind] = {}
    if address is None:
        questions = _held_out(parts, cache, means) if is_large(len(sentence_vectors)) else None
        kinds[VECTORS] = write_vectors(folder / VECTORS, passage_vectors, groups=spoken, questions=questions)
        kinds[SENTENCES] = write_vectors(
            folder / SENTENCES, sentence_vectors, half=True, groups=spoken[passage_of], questions=questions
        )
    else:
        from assistant.index.milvus.collections import write_collections

        write_collections(folder, address, parts, passage_vectors, sentence_vectors)
        for name in (VECTORS, SENTENCES):
            forget_matrix(folder / name)
    del sentence_vectors
    twins = find_twins(passage_vectors, languages)
    arrays: dict[str, Any] = {**means, TWINS: twins, LANGUAGE_OF: spoken, PASSAGE_OF: passage_of}
    np.savez(folder / MEANS, **arrays)
    reached("vectors_written")
    relations = find_relations(parts, twins)
    glossary = resolve(parts, twins, relations, cache.encode_passages)
    write_store(folder / STORE, parts, files, relations, glossary.acronyms, glossary.pairs)
    if address is None:
        write_terms(folder / TERMS, _terms(parts))
    tell("write", 1, 1)
    keys = {one.keys[at : at + KEY_BYTES] for one in parts for at in range(0, len(one.keys), KEY_BYTES)}
    return Written(keys, kinds)


def language_numbers(languages: Sequence[Language]) -> NDArray[np.uint8]:
    """The place of each language in LANGUAGES."""
    return np.fromiter((LANGUAGES.index(language) for language in languages), np.uint8, len(languages))


def passages_of_sentences(parts: Sequence[Parts]) -> NDArray[np.int32]:
    """The row of every sentence's passage."""
    found = np.empty(sum(len(one.sentences) for one in parts), np.int32)
    row = first = 0
    for one in parts:
        for place, _ in one.sentences:
            found[row] = first + place
            row += 1
        first += len(one.passages)
    return found


def _held_out(parts: Sequence[Parts], cache: EmbeddingCache, means: Mapping[str, Vectors]) -> dict[int, Vectors]:
    """Vectors of sentences from all over the documents, read as questions, as each language is asked them."""
    spoken = [one for one in parts if one.sentences]
    places = np.random.default_rng(0).integers(0, len(spoken), QUESTIONS_HELD_OUT)
    texts: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
    for number, place in enumerate(places.tolist()):
        one = spoken[place]
        passage, span = one.sentences[number % len(one.sentences)]
        texts[one.passages[passage].language].append(one.document.text[span.start : span.end])
    vectors = {asked: cache.encode_questions(said) for asked, said in texts.items() if said}
    return {
        number: np.concatenate([as_asked_in(some, asked, language, means) for asked, some in vectors.items()])
        for number, language in enumerate(LANGUAGES)
    }


def _vectors(
    folder: Path, parts: Sequence[Parts], before: Before, cache: EmbeddingCache, tell: Progress
) -> tuple[list[Parts], Matrix, Matrix]:
    """The parts with their cache keys, and the vectors of all their passages and sentences, in order.

    Each vector is written where it stays, and passages are embedded before sentences: of the many texts and vectors of
    a large folder, no more are held at once than must be.
    """
    width = cache.dimension
    passages = new_matrix(folder / VECTORS, sum(len(one.passages) for one in parts), width)
    sentences = new_matrix(folder / SENTENCES, sum(len(one.sentences) for one in parts), width, half=True)
    stored = before.vectors() if any(one.kept for one in parts) else None
    new: list[tuple[Parts, Rows]] = []
    passage = sentence = 0
    for one in parts:
        many, more = len(one.passages), len(one.sentences)
        if one.kept is not None and stored is not None:
            passages[passage : passage + many] = stored[0].stretch(one.kept.passage, many)
            sentences[sentence : sentence + more] = stored[1].stretch(one.kept.sentence, more)
        else:
            new.append((one, Rows(passage, sentence)))
        passage, sentence = passage + many, sentence + more
    done, total = 0, sum(len(one.passages) + len(one.sentences) for one, _ in new)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell("embed", done, total)

    rows = [rows.passage + place for one, rows in new for place in range(len(one.passages))]
    cache.encode_into(passages, rows, [text for one, _ in new for text in one.passage_texts()], advance)
    rows = [rows.sentence + place for one, rows in new for place in range(len(one.sentences))]
    cache.encode_into(sentences, rows, [text for one, _ in new for text in one.sentence_texts()], advance)
    return [keyed(one, cache) if one.kept is None else one for one in parts], passages, sentences


def keyed(parts: Parts, cache: EmbeddingCache) -> Parts:
    return replace(parts, keys=b"".join(map(cache.key, [*parts.texts(), *phrases_of(parts)])))


def _means(parts: Sequence[Parts], vectors: Matrix, cache: EmbeddingCache) -> dict[str, Vectors]:
    """Mean vector of the passages and of a few everyday questions, by language: what a language adds to a cosine."""
    languages = np.asarray([passage.language for one in parts for passage in one.passages])
    means = {}
    for language, questions in SAMPLE_QUESTIONS.items():
        rows = np.flatnonzero(languages == language)
        mean = (
            vectors[rows].mean(axis=0, dtype=np.float64).astype(np.float32)
            if len(rows)
            else np.zeros(vectors.shape[1], np.float32)
        )
        means[f"passages_{language}"] = mean
        means[f"questions_{language}"] = cache.encode_questions(questions).mean(axis=0)
    return means


def _terms(parts: Sequence[Parts]) -> Iterator[tuple[int, Language, str]]:
    row = 0
    for one in parts:
        for passage, terms in zip(one.passages, one.terms, strict=True):
            yield row, passage.language, terms
            row += 1
