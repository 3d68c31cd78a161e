"""Turns a language into questions to start from.

Knows nothing about what the documents answer; the tests of the browser do.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start from, in its language."""

    text: str
    language: Language


EXAMPLES = (  # between them all four directions, a disagreement, and one that the documents do not answer
    Example("Combien de personnes l’UNICEF emploie-t-elle à Gao\u202f?", "fr"),
    Example("Avec quelles ONG locales INTERSOS travaille-t-elle\u202f?", "fr"),
    Example("Combien de projets COOPI a-t-elle menés au Mali\u202f?", "fr"),
    Example("When did UNICEF open its field office in Mopti?", "en"),
    Example("How many people has COOPI helped between 2013 and 2024?", "en"),
    Example("What is the salary of the UNICEF representative?", "en"),
)
