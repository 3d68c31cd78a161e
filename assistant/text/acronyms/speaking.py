"""Turns the words of an expansion into the language they are in, which need not be that of the text around them.

Knows nothing about acronyms. Words of grammar decide; then, for several words, the detector; then what is around.
"""

from __future__ import annotations

from assistant.records import Language
from assistant.text.language import likeliest, own_words

SURE = 0.85
LEAST_CHARS = 12


def language_of(expansion: str, around: Language) -> Language | None:
    """The language of an expansion; None where it is clearly neither French nor English."""
    own = own_words(expansion)
    if own["fr"] != own["en"] and min(own.values()) == 0:
        return "fr" if own["fr"] else "en"
    if len(expansion) < LEAST_CHARS or len(expansion.split()) < 2:
        return around
    name, share = likeliest(expansion.lower())
    if share < SURE:
        return around
    return "fr" if name == "FRENCH" else "en" if name == "ENGLISH" else None
