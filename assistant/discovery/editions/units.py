"""Turns a document of the index into the pieces that are compared: its sentences with their vectors, in reading order.

Knows nothing about other documents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from assistant.index.embedding import Vectors
from assistant.index.opened import OpenedIndex
from assistant.records import Document, Language, Span
from assistant.text.terms import content_terms

LEAST_UNITS = 8  # the mean of fewer is not that of a language


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or row: `document.text[span.start:span.end] == text`."""

    span: Span
    text: str
    language: Language
    terms: Counter[str]  # content words and figures, stemmed


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in pieces; `vectors` has shape (len(units), dimension), unit rows, the mean taken out."""

    document: Document
    units: tuple[Unit, ...]
    vectors: Vectors


def edition_of(index: OpenedIndex, document_id: str) -> Edition:
    """All sentences of the document that the index holds; menus and placeholders are in no passage and so not here."""
    parts = index.store.parts(document_id)
    document, units, first = parts.document, [], parts.kept.sentence if parts.kept else 0
    for place, span in parts.sentences:
        language = parts.passages[place].language
        text = document.text[span.start : span.end]
        units.append(Unit(span, text, language, Counter(content_terms(text, language))))
    rows = list(range(first, first + len(units)))
    vectors = index.sentence_vectors(rows) if rows else np.zeros((0, index.manifest.model.dimension), np.float32)
    mean = vectors.mean(axis=0) if len(rows) >= LEAST_UNITS else index.means[f"passages_{document.language}"]
    return Edition(document, tuple(units), unit_rows(vectors - mean))


def unit_rows(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
