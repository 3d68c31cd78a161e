"""Turns a language into every word that the frame of the places says of itself.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class PlaceStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    places: str
    ask: str
    discover: str
    documents: str
    measure: str
    inside: str
    organisations: str
    acronyms: str
    questions: str
    editions: str
    to_content: str
    source: str


FRENCH = PlaceStrings(
    places="Lieux",
    ask="Demander",
    discover="Découvrir",
    documents="Documents",
    measure="Mesurer",
    inside="Dans Découvrir",
    organisations="Organisations",
    acronyms="Sigles",
    questions="Premières questions",
    editions="Éditions comparées",
    to_content="Aller au contenu",
    source="Voir dans le document",
)

ENGLISH = PlaceStrings(
    places="Places",
    ask="Ask",
    discover="Discover",
    documents="Documents",
    measure="Measure",
    inside="Within Discover",
    organisations="Organisations",
    acronyms="Acronyms",
    questions="First questions",
    editions="Editions compared",
    to_content="Go to the content",
    source="See it in the document",
)

WORDS: dict[Language, PlaceStrings] = {"fr": FRENCH, "en": ENGLISH}
