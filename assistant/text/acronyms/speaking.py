"""Turns the words of an expansion into the language they are in, which need not be that of the text around them.

Knows nothing about acronyms. Words of grammar decide; then, for several words, the detector; then what is around.
"""

from __future__ import annotations

from assistant.records import Language
from assistant.text.language import likeliest, own_words

SURE = 0.85
SURE_OF_FRENCH = 0.98  # without an accent: of "acute flaccid paralysis" the detector is 0.97 sure that it is French
FOREIGN = 0.8  # where one word of grammar, such as "de", might be of another language too
LEAST_CHARS = 12


def language_of(expansion: str, around: Language) -> Language | None:
    """The language of an expansion; None where it is clearly neither French nor English."""
    if len(expansion) < LEAST_CHARS or len(expansion.split()) < 2:
        return around
    own = own_words(expansion)
    by_words: Language = around if own["fr"] == own["en"] else "fr" if own["fr"] > own["en"] else "en"
    if max(own.values()) > 1:
        return by_words  # without the detector, which takes a second to load
    name, share = likeliest(expansion.lower())
    said: Language | None = "fr" if name == "FRENCH" else "en" if name == "ENGLISH" else None
    if max(own.values()) == 1 and (said or share < FOREIGN):
        return by_words
    sure = SURE_OF_FRENCH if said == "fr" and expansion.isascii() else SURE
    return said if share >= sure or max(own.values()) == 1 else around
