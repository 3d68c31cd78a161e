"""Turns a cited stretch into what says the same in the other language: the twin of its passage, or the other edition.

Knows nothing about pages. Twins were found when indexing; an edition is shown unmarked where no twin is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.opened import OpenedIndex
from assistant.records import Document, Relation, Span


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in the other language, and the passage of it that says the same, where one is known."""

    document: Document
    span: Span | None = None


def find_edition(index: OpenedIndex, document: Document, span: Span, named: str | None = None) -> Edition | None:
    """The other edition of a document of this index; `named` is the one that a citation speaks of."""
    row = index.store.row_around(document.id, span)
    twin = index.twin(row) if row is not None else None
    if twin is not None:
        passage = index.store.passage(twin)
        return Edition(index.store.document(passage.document_id), passage.span)
    related = [one.document_id for one in index.store.related(document.id) if one.kind is Relation.TRANSLATION]
    for identifier in dict.fromkeys((named, document.translation_of, *related)):
        if identifier is None or identifier not in index.manifest.documents or identifier == document.id:
            continue
        other = index.store.document(identifier)
        if other.language != document.language and (identifier in related or _are_editions(document, other)):
            return Edition(other)
    return None


def _are_editions(one: Document, other: Document) -> bool:
    """Said so in sources.toml."""
    return (
        one.translation_of == other.id
        or other.translation_of == one.id
        or (one.translation_of is not None and one.translation_of == other.translation_of)
    )
