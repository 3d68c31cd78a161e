"""Turns a large generation and a few changed files into the next one, whose large files are those of the one before.

Knows nothing about how files are read. What came and went since the large files were written stands beside them: a
tail of the store, exact vectors of the new rows, new segments of terms. Rows of what is gone stay empty. When the
tail has grown, everything is written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.reading import Corpus
from assistant.index.acronyms.resolving import resolve
from assistant.index.assembling import Progress, keyed, language_numbers, passages_of_sentences
from assistant.index.before import Before, Survey
from assistant.index.cache import KEY_BYTES, EmbeddingCache
from assistant.index.embedding import Vectors
from assistant.index.likeness import near_duplicates_of
from assistant.index.manifest import LANGUAGE_OF, MEANS, PASSAGE_OF, SENTENCES, STORE, TERMS, TWINS, VECTORS, Manifest
from assistant.index.milvus.address import collections_of
from assistant.index.parts import Parts, Rows
from assistant.index.phases import reached
from assistant.index.relations import NEAR_DUPLICATE, translations_among
from assistant.index.serving import Serving
from assistant.index.store import TAIL, Store
from assistant.index.tails import extend_tail
from assistant.index.term_index import extend_terms, share
from assistant.index.twins import NONE, find_late_twins
from assistant.index.vectors import VectorIndex, files_of, is_large, write_tail
from assistant.records import Relation

TAIL_SHARE = 0.05  # of the rows; a longer tail is written into the large files
FILES_SHARE = 0.02  # of the files; where more are new, everything is looked at again
NOWHERE = 255  # the language of a row whose passage is gone


def may_grow(serving: Serving) -> bool:
    """True for an index of files on this disk that is so large that writing all of it anew takes long."""
    return not collections_of(serving.folder) and is_large(
        serving.manifest.sentences - serving.manifest.sentences_since
    )


def has_tail(serving: Serving) -> bool:
    """True where something came or went since the large files were written."""
    return Path(STORE).with_suffix(TAIL).name in serving.manifest.files


def is_worth_it(serving: Serving, survey: Survey) -> bool:
    """False where everything should be written anew: a long tail, or many files to read."""
    manifest = serving.manifest
    base = manifest.sentences - manifest.sentences_since
    few = len(survey.others) + len(survey.gone) <= max(10, FILES_SHARE * len(survey.kept))
    return few and manifest.sentences_since <= TAIL_SHARE * base


@dataclass(frozen=True, slots=True)
class Appended:
    """What the manifest of the next generation says; `shared` files are those of the one before."""

    passages: int
    sentences: int
    passages_since: int
    sentences_since: int
    shared: tuple[str, ...]


def append_files(
    folder: Path,
    parts: Sequence[Parts],
    corpus: Corpus,
    survey: Survey,
    before: Before,
    cache: EmbeddingCache,
    tell: Progress,
) -> Appended:
    """Write everything but the manifest into the folder of the next generation."""
    store, serving, stored = before.store, before.serving, before.vectors()
    if store is None or serving is None or stored is None:
        raise ValueError("there is nothing to add to")
    manifest = serving.manifest
    at = Rows(manifest.passages, manifest.sentences)
    parts = [keyed(one, cache) for one in parts]
    fresh = _embedded(parts, cache, tell)
    reached("embedded")
    tell("write", 0, 1)
    gone = [one for path in sorted(survey.gone) for one in store.documents_of(path)]
    gone_rows = store.rows_of_documents(gone)
    shared = _share_large_files(serving.folder, folder, manifest)
    since = (manifest.passages_since, manifest.sentences_since)
    for name, index, many, new in zip((VECTORS, SENTENCES), stored, since, fresh, strict=True):
        total = at.passage if name == VECTORS else at.sentence
        write_tail(folder / name, np.concatenate([index.stretch(total - many, many), new]), half=name == SENTENCES)
    twins = _write_arrays(serving.folder, folder, parts, at, gone_rows, stored[0], fresh[0])
    reached("vectors_written")
    _write_tail_of_store(serving.folder, folder, parts, at, store, before, corpus, survey, gone, twins, cache)
    rows = ((at.passage + row, one, terms) for row, (one, terms) in enumerate(_terms(parts)))
    terms = extend_terms(serving.folder / TERMS, folder / TERMS, rows, gone_rows)
    shared += [f"{TERMS}/{name}" for name in terms]
    tell("write", 1, 1)
    cache.drop(_keys_only_of(store, gone, parts))
    passages, sentences = len(fresh[0]), len(fresh[1])
    return Appended(
        at.passage + passages, at.sentence + sentences, since[0] + passages, since[1] + sentences, tuple(shared)
    )


def next_manifest(manifest: Manifest, appended: Appended, **changed: Any) -> Manifest:
    return replace(
        manifest, passages=appended.passages, sentences=appended.sentences, passages_since=appended.passages_since,
        sentences_since=appended.sentences_since, **changed,
    )  # fmt: skip


def _embedded(parts: Sequence[Parts], cache: EmbeddingCache, tell: Progress) -> tuple[Vectors, Vectors]:
    passages = [text for one in parts for text in one.passage_texts()]
    sentences = [text for one in parts for text in one.sentence_texts()]
    done, total = 0, len(passages) + len(sentences)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell("embed", done, total)

    return cache.encode_passages(passages, advance), cache.encode_passages(sentences, advance)


def _share_large_files(old: Path, new: Path, manifest: Manifest) -> list[str]:
    names = [STORE]
    for name in (VECTORS, SENTENCES):
        names += [path.name for path in files_of(Path(name)) if (old / path.name).exists()]
    for name in names:
        share(old / name, new / name)
    return names


def _write_arrays(
    old: Path, new: Path, parts: Sequence[Parts], at: Rows, gone: Sequence[int], stored: VectorIndex, fresh: Vectors
) -> NDArray[np.int64]:
    """The small arrays, longer by the new rows; gives the twins of all rows."""
    with np.load(old / MEANS) as found:
        arrays: dict[str, Any] = dict(found)
    spoken = [passage.language for one in parts for passage in one.passages]
    languages = np.concatenate([arrays[LANGUAGE_OF], language_numbers(spoken)])
    languages[list(gone)] = NOWHERE
    twins = np.concatenate([arrays[TWINS], np.full(len(spoken), NONE, np.int64)])
    widowed = twins[list(gone)]
    twins[widowed[widowed != NONE]] = NONE
    twins[list(gone)] = NONE
    find_late_twins(twins, languages, stored, fresh, at.passage, arrays)
    arrays |= {
        LANGUAGE_OF: languages,
        TWINS: twins,
        PASSAGE_OF: np.concatenate([arrays[PASSAGE_OF], passages_of_sentences(parts) + np.int32(at.passage)]),
    }
    np.savez(new / MEANS, **arrays)
    return twins


def _write_tail_of_store(
    old: Path, new: Path, parts: Sequence[Parts], at: Rows, store: Store, before: Before, corpus: Corpus,
    survey: Survey, gone: Sequence[str], twins: NDArray[np.int64], cache: EmbeddingCache,
) -> None:  # fmt: skip
    tail = Path(STORE).with_suffix(TAIL).name
    if (old / tail).exists():
        (new / tail).write_bytes((old / tail).read_bytes())
    sketches = {name: one for name, one in store.sketches().items() if name not in set(gone)}
    alike = near_duplicates_of({one.document.id: one.sketch for one in parts}, sketches, NEAR_DUPLICATE)
    relations = [(a, b, Relation.NEAR_DUPLICATE, share) for a, b, share in alike]
    relations += translations_among(parts, at.passage, twins, store)
    own = np.full(sum(len(one.passages) for one in parts), NONE, np.int64)
    acronyms = resolve(parts, own, (), cache.encode_passages).acronyms
    extend_tail(
        new / tail, at, parts, before.files(corpus), relations, acronyms,
        gone_documents=gone, gone_files=survey.gone,
    )  # fmt: skip


def _terms(parts: Sequence[Parts]) -> list[tuple[Any, str]]:
    return [(passage.language, terms) for one in parts for passage, terms in zip(one.passages, one.terms, strict=True)]


def _keys_only_of(store: Store, gone: Sequence[str], parts: Sequence[Parts]) -> set[bytes]:
    def split(keys: bytes) -> set[bytes]:
        return {keys[at : at + KEY_BYTES] for at in range(0, len(keys), KEY_BYTES)}

    new = set().union(*(split(one.keys) for one in parts))
    return set().union(*(split(store.keys_of(name)) for name in gone)) - new
