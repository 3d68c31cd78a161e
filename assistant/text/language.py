"""Turns a piece of text into "fr", "en" or "neither of the two".

Knows nothing about questions or documents. Only importer of lingua, which is the detector that stays right
on texts of a few words (it was right on 11 of 12 bare keyword questions where langid variants guess).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.records import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

NEITHER_CONFIDENCE = 0.85  # below it a short text of names and numbers is taken as French or English
NEITHER_WORDS = 3
SAMPLE_CHARS = 4000


def detect(text: str, default: Language = "en") -> Language:
    """The likelier of French and English; `default` for a text without letters."""
    values = _confidences(text)
    french, english = values.get("FRENCH", 0.0), values.get("ENGLISH", 0.0)
    if french == english:
        return default
    return "fr" if french > english else "en"


def is_neither(text: str) -> bool:
    """True when the text is clearly in a language that is neither French nor English."""
    if len(text.split()) < NEITHER_WORDS:
        return False
    values = _confidences(text)
    if not values:
        return False
    best = max(values, key=lambda name: (values[name], name))
    return best not in {"FRENCH", "ENGLISH"} and values[best] >= NEITHER_CONFIDENCE


@lru_cache(maxsize=1024)
def _confidences(text: str) -> dict[str, float]:
    sample = text[:SAMPLE_CHARS]
    if not any(char.isalpha() for char in sample):
        return {}
    return {c.language.name: c.value for c in _detector().compute_language_confidence_values(sample)}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    names = ("FRENCH", "ENGLISH", "SPANISH", "PORTUGUESE", "GERMAN", "ITALIAN", "ARABIC")
    return LanguageDetectorBuilder.from_languages(*(getattr(Lingua, name) for name in names)).build()
