"""Turns the acronyms of an answer into notes that say what they stand for, each a slice of a document.

Knows nothing about how an acronym was found or how a note is shown. An acronym that the quotes expand themselves needs
no note, and one that may mean two things gets none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from assistant.index.acronyms.glossary import Glossary, Sense
from assistant.index.opened import OpenedIndex
from assistant.records import Acronym, AcronymNote, Citation, Document, Filter, KnownBy, Language
from assistant.text.acronyms import key_of

MOST_NOTES = 6


def notes_on(
    citations: Sequence[Citation], question: str, language: Language, index: OpenedIndex, wanted: Filter | None = None
) -> tuple[AcronymNote, ...]:
    """A note on each acronym of the quotes and of the question, in the order in which they are first read."""
    glossary = index.glossary
    if not glossary.senses:
        return ()
    seen = _in_quotes(citations, glossary) | dict.fromkeys(glossary.keys_in(question))
    within = index.documents_within(wanted or Filter())
    notes = (_note(key, citations, language, index, within) for key in seen if not _expanded(key, citations, glossary))
    return tuple(note for note in notes if note)[:MOST_NOTES]


def _in_quotes(citations: Iterable[Citation], glossary: Glossary) -> dict[str, None]:
    return {key: None for citation in citations for key in glossary.written_in(citation.quote)}


def _expanded(key: str, citations: Iterable[Citation], glossary: Glossary) -> bool:
    """True where a quote holds the acronym together with its words."""
    return any(
        place.document_id == citation.document.id
        and citation.span.start <= place.quote.start
        and max(place.at.end, place.span.end) <= citation.span.end
        for sense in glossary.senses_of(key)
        for place in sense.places
        for citation in citations
    )


def _note(
    key: str, citations: Sequence[Citation], language: Language, index: OpenedIndex, within: Collection[str] | None
) -> AcronymNote | None:
    senses = [sense for sense in index.glossary.senses_of(key) if any(_allowed(sense, within))]
    cited = {citation.document.id for citation in citations}
    organisations = {citation.document.organisation for citation in citations} - {None}

    def nearness(place: Acronym) -> tuple[bool, bool]:
        return place.document_id not in cited, index.organisations[place.document_id] not in organisations

    ranked = [(nearness(place), sense, place) for sense in senses for place in _allowed(sense, within)]
    if not ranked:
        return None
    nearest = min(rank for rank, _, _ in ranked)
    close = [sense for rank, sense, _ in ranked if rank == nearest]
    if not _one_meaning(key, close, index.glossary):
        return None
    same = [one for one in ranked if one[1] in _together(key, close[0], index.glossary)]
    _, sense, place = min(
        same,
        key=lambda one: (one[1].language != language, one[0], one[2].known_by is not KnownBy.LETTERS,
                         one[2].document_id, one[2].at.start),
    )  # fmt: skip
    return note_of(sense, place, index.store.document(place.document_id))


def note_of(sense: Sense, place: Acronym, document: Document) -> AcronymNote | None:
    """The note in the words of the document. None where these are not what was stored, which no whole index has."""
    text = document.text
    said, short = text[place.span.start : place.span.end], text[place.at.start : place.at.end]
    if said != place.expansion or key_of(short) != sense.key:
        return None
    quote = text[place.quote.start : place.quote.end]
    return AcronymNote(sense.short, said, sense.language, document, quote, place.quote)


def _allowed(sense: Sense, within: Collection[str] | None) -> Iterator[Acronym]:
    return (place for place in sense.places if within is None or place.document_id in within)


def _together(key: str, sense: Sense, glossary: Glossary) -> list[Sense]:
    """A sense and what it is in the other language under the same acronym."""
    return [sense, *(o.sense for o in glossary.counterparts(key, sense) if o.sense and o.key == key)]


def _one_meaning(key: str, senses: Sequence[Sense], glossary: Glossary) -> bool:
    together = _together(key, senses[0], glossary)
    return all(
        sense in together or any(_alike(sense, other) for other in together)
        for sense in senses
    )  # fmt: skip


def _alike(one: Sense, other: Sense) -> bool:
    """True for "Femme et Développement" and "Femmes et Développement", or words that one holds whole of the other."""
    shorter, longer = sorted((set(one.meaning.split()), set(other.meaning.split())), key=len)
    return shorter <= longer and one.language == other.language
