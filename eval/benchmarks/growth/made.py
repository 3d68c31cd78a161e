"""Turns the passages of a real index into as many documents as wanted, with vectors that are near theirs.

Knows nothing about building or searching. A made document is ten passages of one language drawn anew from the real
ones, so that its text is real and its like is found nowhere else. Its vectors are those of the drawn passages and
sentences plus a share of the difference of two others of the same language, at unit length: as far from each other as
real ones are, around the same mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedding import Encoder, Vectors
from assistant.index.likeness import sketch
from assistant.index.opened import OpenedIndex
from assistant.index.parts import Parts
from assistant.records import LANGUAGES, Document, Language, Passage, Section, Span

PASSAGES = 10  # of a document
OTHERS = 0.6  # share of the difference of two others; a made vector's cosine to the real one is printed by main
AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Real:
    """One real passage: its sentences are spans in its text, its rows those of the real index."""

    text: str
    terms: str
    sentences: tuple[Span, ...]
    row: int
    first_sentence: int
    sketch: NDArray[np.uint32]


class Pool:
    """The real passages by language, and their vectors."""

    def __init__(self, index: OpenedIndex) -> None:
        self.passages = index.vectors.stretch(0, index.manifest.passages)
        self.sentences = index.sentence_vectors(list(range(index.manifest.sentences)))
        self.french_passages = np.zeros(len(self.passages), bool)
        self.french_sentences = np.zeros(len(self.sentences), bool)
        self.real: dict[Language, list[Real]] = {language: [] for language in LANGUAGES}
        for identifier in index.store.document_ids():
            parts = index.store.parts(identifier)
            for passage, terms in zip(parts.passages, parts.terms, strict=True):
                row = index.store.row_of(passage.id)
                spans = index.store.sentences(row or 0)
                self.french_passages[row or 0] = passage.language == "fr"
                self.french_sentences[[number for number, _ in spans]] = passage.language == "fr"
                minima = np.frombuffer(sketch(passage.text), "<u4")
                if not spans or not len(minima) or passage.language not in LANGUAGES:
                    continue
                start = passage.span.start
                inside = tuple(Span(span.start - start, span.end - start) for _, span in spans)
                self.real[passage.language].append(Real(passage.text, terms, inside, row or 0, spans[0][0], minima))


@dataclass(frozen=True, slots=True)
class Made:
    """So many documents, and which real rows their vectors come from, in order."""

    parts: list[Parts]
    passage_rows: NDArray[np.int64]
    sentence_rows: NDArray[np.int64]


def make(pool: Pool, passages: int, folder: Path | None = None) -> Made:
    """Documents of `passages` passages in all; written below `folder` as text files, where one is given."""
    rng = np.random.default_rng(passages)
    parts, rows, sentence_rows = [], [], []
    for number in range(passages // PASSAGES):
        language: Language = LANGUAGES[number % len(LANGUAGES)]
        drawn = [pool.real[language][place] for place in rng.integers(0, len(pool.real[language]), PASSAGES)]
        one = _document(number, language, drawn)
        rows.extend(real.row for real in drawn)
        for real in drawn:
            sentence_rows.extend(range(real.first_sentence, real.first_sentence + len(real.sentences)))
        if folder:
            path = folder / one.document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(one.document.text, encoding="utf-8")
        parts.append(one)
    return Made(parts, np.asarray(rows), np.asarray(sentence_rows))


class MadeCache:
    """In the place of the embedding cache: the first vectors asked for are those of passages, the next of sentences."""

    def __init__(self, pool: Pool, made: Made, encoder: Encoder) -> None:
        self._left = [
            (pool.passages, pool.french_passages, made.passage_rows),
            (pool.sentences, pool.french_sentences, made.sentence_rows),
        ]
        self._encoder = encoder
        self.dimension = encoder.identity.dimension
        self.encode_questions = encoder.encode_questions
        self.encode_passages = encoder.encode_passages
        self.nearness: list[float] = []  # mean cosine of made and real vectors

    def key(self, text: str) -> bytes:
        return b""

    def encode_into(
        self,
        vectors: NDArray[np.floating[Any]],
        rows: Sequence[int],
        texts: Sequence[str],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        real, french, from_rows = self._left.pop(0)
        if not len(rows) == len(texts) == len(from_rows):
            raise ValueError("the texts are not those that were made")
        for start in range(0, len(from_rows), AT_ONCE):
            here = from_rows[start : start + AT_ONCE]
            base = real[here]
            near = shifted(base, french[here], np.random.default_rng(start + len(real)))
            vectors[start : start + len(near)] = near
            self.nearness.append(float((near[:1000] * base[:1000]).sum(axis=1).mean()))


def shifted(base: Vectors, french: NDArray[np.bool_], rng: np.random.Generator) -> Vectors:
    near = base.copy()
    for rows in (np.flatnonzero(french), np.flatnonzero(~french)):
        near[rows] += OTHERS * (base[rng.permutation(rows)] - base[rng.permutation(rows)])
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


def _document(number: int, language: Language, drawn: Sequence[Real]) -> Parts:
    path = f"{number // 1000:04d}/{number:07d}.txt"
    identifier = path.removesuffix(".txt")
    text = "\n\n".join(real.text for real in drawn)
    title = f"Document {number}"
    document = Document(
        identifier, title, language, path, text, (Section((), Span(0, len(text))),),
        hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    passages, sentences = [], []
    start = 0
    for place, real in enumerate(drawn):
        span = Span(start, start + len(real.text))
        name = f"{identifier}#{span.start}-{span.end}"
        passages.append(Passage(name, identifier, language, (), span, real.text))
        sentences.extend((place, Span(start + one.start, start + one.end)) for one in real.sentences)
        start = span.end + 2
    minima = np.min([real.sketch for real in drawn], axis=0).astype("<u4").tobytes()
    terms = tuple(real.terms for real in drawn)
    return Parts(document, tuple(passages), terms, tuple(sentences), document.sha256, minima)
