"""Turns the glossary of an index into a list for reading: each acronym with its words, its language and its proof.

Knows nothing about how the list is shown. What is no slice of its document, letter for letter, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.index.acronyms.glossary import Counterpart, Glossary, Sense
from assistant.index.opened import OpenedIndex
from assistant.records import Acronym, Document, KnownBy, Language, Span
from assistant.text.acronyms import key_of
from assistant.text.terms import fold

MOST_PLACES = 4  # shown of each meaning

Read = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a document says so: `document.text[span.start:span.end] == quote`."""

    document: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Other:
    """What an acronym is called in the other language; `expansion` is empty where no document gives it."""

    short: str
    expansion: str
    language: Language
    proof: Proof


@dataclass(frozen=True, slots=True)
class Entry:
    """One acronym with one meaning; `proofs` are some of the `places` that say so."""

    key: str
    short: str
    expansion: str
    language: Language | None
    known_by: KnownBy
    proofs: tuple[Proof, ...]
    places: int
    others: tuple[Other, ...]


def acronym_list(index: OpenedIndex) -> tuple[Entry, ...]:
    """Every acronym that the documents expand, in the order of the alphabet.

    What is known as a translation alone stands with the words that it translates.
    """
    found = (_entry(sense, index.glossary, index.store.document) for sense in index.glossary.senses)
    found = (entry for entry in found if entry and not _is_with_another(entry))
    return tuple(sorted((entry for entry in found if entry), key=_order))


def matching(entries: Sequence[Entry], wanted: str, language: str = "") -> tuple[Entry, ...]:
    """The entries in which all words of `wanted` occur, as acronym or as words, in either language."""
    words = fold(wanted).split()
    return tuple(
        entry
        for entry in entries
        if (not language or entry.language == language) and all(word in _said(entry) for word in words)
    )


def proof_of(place: Acronym, read: Read) -> Proof | None:
    """None where the document is not what was stored, which no whole index has."""
    text = read(place.document_id).text
    same = text[place.span.start : place.span.end] == place.expansion
    if not same or key_of(text[place.at.start : place.at.end]) != place.key:
        return None
    return Proof(place.document_id, place.quote, text[place.quote.start : place.quote.end])


def _entry(sense: Sense, glossary: Glossary, read: Read) -> Entry | None:
    proofs = tuple(proof for place in sense.places[:MOST_PLACES] if (proof := proof_of(place, read)))
    if not proofs:
        return None
    others = (_other(other, glossary, read) for other in glossary.counterparts(sense.key, sense))
    return Entry(
        sense.key, sense.short, " ".join(sense.first.expansion.split()), sense.language, sense.first.known_by, proofs,
        len(sense.places), tuple(other for other in others if other),
    )  # fmt: skip


def _other(other: Counterpart, glossary: Glossary, read: Read) -> Other | None:
    if other.sense:
        proof = proof_of(other.sense.first, read)
        words = " ".join(other.sense.first.expansion.split())
        return Other(other.sense.short, words, other.language, proof) if proof else None
    if other.named_in is None:
        return None
    document, span = other.named_in
    proof = Proof(document, span, read(document).text[span.start : span.end])
    return Other(other.key, "", other.language, proof) if other.key in key_of(proof.quote.upper()) else None


def _is_with_another(entry: Entry) -> bool:
    return entry.known_by is KnownBy.TRANSLATION and any(key_of(other.short) == entry.key for other in entry.others)


def _said(entry: Entry) -> str:
    others = [f"{other.short} {other.expansion}" for other in entry.others]
    return fold(" ".join([entry.key, entry.short, entry.expansion, *others]))


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry.key, entry.language or "", fold(entry.expansion)
