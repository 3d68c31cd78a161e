"""Turns an index into the pairs of documents that are editions of one text.

Knows nothing about how editions are compared. A pair is what sources.toml says, or what indexing recognised.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import InputError
from assistant.index.opened import OpenedIndex
from assistant.index.store import Summary
from assistant.records import Relation


@dataclass(frozen=True, slots=True)
class Pair:
    """The English edition is on the left, if one is; else the one whose id comes first."""

    left: str
    right: str


def pairs_of(index: OpenedIndex) -> list[Pair]:
    """All pairs that are known, in order of their ids."""
    documents = {one.id: one for one in index.store.summaries(0, len(index.manifest.documents))}
    found = set()
    for one in documents.values():
        for other in _others(index, one):
            if other in documents and other != one.id:
                found.add(ordered(one, documents[other]))
    return sorted(found, key=lambda pair: (pair.left, pair.right))


def _others(index: OpenedIndex, one: Summary) -> list[str]:
    related = [other.document_id for other in index.store.related(one.id) if other.kind is Relation.TRANSLATION]
    if one.translation_of is None:
        return related
    return [*related, *(index.store.documents_of(one.translation_of) or [one.translation_of])]


def ordered(one: Summary, other: Summary) -> Pair:
    first, second = sorted((one, other), key=lambda summary: (summary.language != "en", summary.id))
    return Pair(first.id, second.id)


def find_pair(index: OpenedIndex, one: str, other: str) -> Pair:
    """The pair of two documents named by id or by file. Raises InputError for an unknown one or twice the same."""
    found = [_find(index, name) for name in (one, other)]
    if found[0].id == found[1].id:
        raise InputError(
            en="These are one and the same document: name two editions.",
            fr="C’est un seul et même document\u00a0: nommez deux éditions.",
        )
    return ordered(*found)


def _find(index: OpenedIndex, name: str) -> Summary:
    ids = [name, *index.store.documents_of(name)]
    summary = next((found for identifier in ids if (found := index.store.summary(identifier))), None)
    if summary is None:
        shown = name[:100]
        raise InputError(
            en=f"No document of the index is called “{shown}”: `assistant status` shows what is indexed.",
            fr=f"Aucun document de l’index ne s’appelle «\u00a0{shown}\u00a0»\u00a0: "
            "`assistant status` montre ce qui est indexé.",
        )
    return summary
