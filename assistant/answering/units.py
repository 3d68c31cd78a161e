"""Turns passages of an opened index into their units of evidence, with what can be said of them whatever is asked.

Knows nothing about questions. Kept for the passages weighed last, by one object for each opened index, so that nothing
of a document outlives the generation that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.statement import Held, Statement, held_by
from assistant.index.context import passage_context
from assistant.index.embedding import Vectors
from assistant.index.opened import OpenedIndex
from assistant.records import Document, Hit, Passage, Span

PASSAGES_KEPT = 256  # at most 60 kB each


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its place in the document; `row` is that of its vector, which it has as a sentence."""

    row: int
    span: Span
    statement: Statement


@dataclass(frozen=True, slots=True)
class PassageUnits:
    """The units of a passage in reading order, what stands around them, and what the whole passage holds with that."""

    units: tuple[Unit, ...]
    around: Held
    whole: Held


class Units:
    """Safe to use from several threads."""

    def __init__(self, index: OpenedIndex) -> None:
        self._index = index
        self._kept = lru_cache(maxsize=PASSAGES_KEPT)(self._read)

    def of(self, hit: Hit) -> PassageUnits:
        return self._kept(hit.passage.id)

    def vectors(self, units: tuple[Unit, ...]) -> Vectors:
        """Unit vectors, shape (len(units), dimension)."""
        return self._index.sentence_vectors([unit.row for unit in units])

    def _read(self, passage_id: str) -> PassageUnits:
        store = self._index.store
        row = store.row_of(passage_id)
        if row is None:
            raise KeyError(passage_id)
        passage = store.passage(row)
        document = store.document(passage.document_id)
        about = " ".join((document.title, document.organisation or "", *passage.heading))
        units = tuple(
            Unit(number, span, Statement(document.text[span.start : span.end], passage.language, about))
            for number, span in store.sentences(row)
        )
        around = _around(document, passage)
        return PassageUnits(units, around, held_by(passage.text, passage.language) | around)


def _around(document: Document, passage: Passage) -> Held:
    return held_by(f"{passage_context(document, passage)} {document.organisation or ''}", passage.language)
